#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/phase.hpp>
#include <oms/http/repeat_rule.hpp>

namespace oms { inline namespace v0_1 {

/// Says for a whole call, over all its attempts, what has become of the operation. Pure.
///
/// Invariants: `applied` is said only after a complete 2xx, or a 404 that ends a DELETE in doubt. Once in doubt
/// (`maybe_applied`), only a complete answer about that very operation settles it: 2xx applied; with a key 400, 403,
/// 404 and 422 refused; everything else leaves the doubt.
class delivery_record {
public:
    explicit delivery_record(repeat_rule rule) noexcept : rule_(rule) {}

    /// The doubt of an earlier call with the same key is this one's, too.
    void begin_in_doubt() noexcept { current_ = delivery::maybe_applied; }

    /// An attempt ended without a complete response.
    void failed(exchange_phase reached) noexcept
    {
        if (reached != exchange_phase::not_connected && reached != exchange_phase::nothing_written)
            current_ = delivery::maybe_applied;
    }

    /// An attempt got a complete response. `in_progress` marks the 409 that asks to wait for the first request.
    void answered(int status, bool in_progress) noexcept
    {
        if (status >= 200 && status <= 299) {
            current_ = delivery::applied;
        } else if (current_ == delivery::maybe_applied) {
            settle(status);
        } else {
            const bool refused = status >= 400 && status <= 499 && status != 408 && !in_progress;
            current_ = refused ? delivery::refused : delivery::maybe_applied;
        }
    }

    delivery current() const noexcept { return current_; }

private:
    void settle(int status) noexcept
    {
        if (rule_ == repeat_rule::deletion && status == 404)
            current_ = delivery::applied;
        const bool about_the_operation = rule_ == repeat_rule::with_key || rule_ == repeat_rule::freely;
        if (about_the_operation && (status == 400 || status == 403 || status == 404 || status == 422))
            current_ = delivery::refused;
    }

    repeat_rule rule_;
    delivery current_ = delivery::not_sent;
};

}} // namespace oms::v0_1
