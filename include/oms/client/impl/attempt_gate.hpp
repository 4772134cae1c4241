#pragma once

#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/client/impl/token_gate.hpp>
#include <oms/config.hpp>
#include <oms/core/errc.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace oms { inline namespace v0_1 { namespace detail {

// What stands between a call and its next attempt. Whatever stops it puts the error into `call.problem`.

/// Why no attempt may begin now; zero when one may.
OMS_DECL errc obstacle(const api_channel& channel, const prepared_call& call, bool cancelled,
                       std::chrono::steady_clock::time_point now) noexcept;

/// Ends the call here when no attempt may begin now.
OMS_DECL bool may_begin(api_channel& channel, prepared_call& call, bool cancelled,
                        std::chrono::steady_clock::time_point now);

/// The call's own token, or the client's when it is live.
OMS_DECL grant_ptr token_at_hand(api_channel& channel, const prepared_call& call,
                                 std::chrono::steady_clock::time_point now);

/// Waits for the attempt's turn by the client's rate limit. Ends the call when it has none before its deadline.
OMS_DECL boost::asio::awaitable<void> wait_for_turn(api_channel& channel, prepared_call& call);

/// Puts the token into the request, or ends the call when there is none.
OMS_DECL bool authorize(prepared_call& call, const token_answer& token);

/// Asks the circuit breaker, if it is on, last of all, so that those who waited for the same token do not all run
/// against it.
OMS_DECL bool pass_breaker(api_channel& channel, prepared_call& call, std::chrono::steady_clock::time_point now);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/attempt_gate.ipp>
#endif
