#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/model/event.hpp>
#include <oms/webhook/resource_version.hpp>
#include <oms/webhook/verifier.hpp>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 {

class webhook_request;

/// What became of a delivery.
enum class webhook_outcome : std::uint8_t {
    handled,    ///< a handler took it
    duplicate,  ///< it was handled before; no handler was called
    superseded, ///< a newer state of its resource was handled before; `on_superseded` alone was called
    busy,       ///< it, or another event of its resource, is still being handled; OMS sends it again
    refused,    ///< not a delivery that this endpoint accepts; no handler was called
    failed      ///< a handler or a guard threw; OMS sends it again
};

/// `handled`, `duplicate`, …
OMS_DECL std::string_view to_string(webhook_outcome outcome) noexcept;

namespace detail {

struct report_data {
    webhook_outcome outcome{};
    int status = 0;
    const oms::event* event = nullptr;
    const signature_match* signature = nullptr;
    const error* problem = nullptr;
    std::exception_ptr failure;
    const resource_version* version = nullptr;
    const resource_version* superseded_by = nullptr;
    const webhook_verifier* verifier = nullptr; // both, when it was refused
    const webhook_request* request = nullptr;
};

} // namespace detail

/// What an endpoint tells its operator about one delivery. None of it is for the sender. What it points to is valid
/// during the observer's call.
class webhook_report {
public:
    explicit webhook_report(detail::report_data data) noexcept : data_{std::move(data)} {}

    webhook_outcome outcome() const noexcept { return data_.outcome; }

    /// The HTTP status of the answer.
    int status() const noexcept { return data_.status; }

    /// The event; null when it was refused.
    const oms::event* event() const noexcept { return data_.event; }

    /// Whether the event is of a family that this version reads (those of transactions, endorsements, cash-ins and
    /// wallets) and its resource could not be read, so that it went to where unknown_event goes and not to the handler
    /// of its family. Watch for it: a handler that returns has acknowledged the event.
    bool unread() const noexcept;

    /// Whether the event shows a state of its resource but has nothing to tell its order by, neither a `sequence` nor
    /// an `updatedAt` that could be read, so that an order guard was not asked and an older state passes for a new one.
    /// Watch for it, too. Throws std::bad_alloc alone.
    bool unordered() const;

    /// Which secret matched, and the time of signing; null when it was refused. Log `secret_id` during a rotation: when
    /// the old secret's name has not come for three days, take it out.
    const signature_match* signature() const noexcept { return data_.signature; }

    /// Why it was refused; null when it was not.
    const error* problem() const noexcept { return data_.problem; }

    /// What a handler or a guard threw; null when nothing was. With `handled` it is a guard that could not store that
    /// the event was handled.
    std::exception_ptr failure() const noexcept { return data_.failure; }

    /// The state of the resource that the event shows; null when its order does not matter (see `version_of`).
    const resource_version* version() const noexcept { return data_.version; }

    /// The newer state that was handled before; null unless `superseded`, and when the guard does not tell.
    const resource_version* superseded_by() const noexcept { return data_.superseded_by; }

    /// Why, in a sentence: what is wrong with the signature (see `diagnose`) or the request, the what() of `failure()`,
    /// or that the event is `unread()` or `unordered()`. Empty when all is well. Worked out by each call, and not cheap
    /// for a signature that does not match: call it for a refusal that is to be explained. Never tell it to the sender.
    std::string diagnosis() const;

    /// One line for a log: outcome, status, and where they are known id and name of the event, its resource or that it
    /// could not be read or put in order, what superseded it, the name of the secret, and the error's code. Nothing of
    /// the payload but the resource's id.
    std::string str() const;

private:
    detail::report_data data_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/report.ipp>
#endif
