#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/send_outcome.hpp>
#include <oms/config.hpp>
#include <oms/net/clock.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Why nothing is sent twice (`flows::send`, contract sections 1.4 and 7): every step has a key that follows from the
/// flow's key and the number of the quote, so that the service answers a step which was done before as it did then; and
/// the next quote is asked for only when the one before cannot be executed any more. In a flow with a key of its own
/// the service's word that it has expired tells; in one that may be run again, where an execution of an earlier run may
/// still be under way, its refusal to execute it under the same key does.
class send_keys {
public:
    static constexpr std::size_t max_size = 200;

    /// Of the caller's key, or of a new one when that is empty. Throws errc::invalid_argument for one above `max_size`.
    explicit send_keys(const idempotency_key& of_caller);

    /// Whether an earlier run may have done some of the steps.
    bool may_be_rerun() const noexcept { return given_; }
    const std::string& base() const noexcept { return base_; }

    /// `<base>.quote.<n>`
    idempotency_key quote(int n) const { return step(".quote.", n); }
    /// `<base>.execute.<n>`
    idempotency_key execute(int n) const { return step(".execute.", n); }

private:
    idempotency_key step(std::string_view name, int n) const;

    bool given_;
    std::string base_;
};

/// `flows::send` by calls of `core`; `time` tells when a quote runs out.
OMS_DECL boost::asio::awaitable<any_send_outcome> send_flow(std::shared_ptr<client_core> core,
                                                            std::shared_ptr<clock> time, new_quote_fields order,
                                                            expected_kind kind, send_approval approve,
                                                            call_options options);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/send_flow.ipp>
#endif
