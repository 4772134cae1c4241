#pragma once

#include <oms/client/impl/attempt_gate.hpp>
#include <oms/client/impl/call_end.hpp>
#include <oms/http/rate_limiter.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL errc obstacle(const api_channel& channel, const prepared_call& call, bool cancelled,
                       std::chrono::steady_clock::time_point now) noexcept
{
    if (cancelled)
        return errc::cancelled;
    if (channel.closed())
        return errc::client_closed;
    return now >= call.deadline ? errc::deadline_exceeded : errc{};
}

/// Ends a call whose next attempt the client itself holds back: a first one with `why`, a later one with what the
/// attempt before ended with.
OMS_DECL void hold_back(prepared_call& call, error::builder why, const char* because)
{
    call.problem = call.earlier.code() ? call.failure(call.earlier.edit().text(because)) : call.failure(std::move(why));
}

OMS_DECL void hold_back_by_breaker(api_channel& channel, prepared_call& call)
{
    channel.counters.held_by_breaker.add();
    error::builder why(errc::circuit_open);
    if (const std::chrono::seconds rest = channel.breaker.rest(channel.time->now()); rest > rest.zero())
        why.retry_after(rest);
    hold_back(call, std::move(why), "not sent again: the circuit breaker of the client is open");
}

OMS_DECL bool may_begin(api_channel& channel, prepared_call& call, bool cancelled,
                        std::chrono::steady_clock::time_point now)
{
    if (call.problem)
        return false;
    if (const errc why = obstacle(channel, call, cancelled, now); why != errc{})
        call.problem = broken_off(call, error(why));
    else if (channel.breaker.enabled() && !call.run.permit && channel.breaker.refuses(now))
        hold_back_by_breaker(channel, call);
    return !call.problem;
}

OMS_DECL grant_ptr token_at_hand(api_channel& channel, const prepared_call& call,
                                 std::chrono::steady_clock::time_point now)
{
    return call.own_token ? call.own_token : channel.tokens->current(now);
}

OMS_DECL boost::asio::awaitable<void> wait_for_turn(api_channel& channel, prepared_call& call)
{
    const auto now = channel.time->now();
    rate_limiter::turn turn = channel.limiter.take(now, call.deadline);
    if (!turn || turn.at() > now)
        channel.counters.held_by_rate_limit.add();
    if (!turn) {
        hold_back(call, error::builder(errc::rate_limit_wait),
                  "not sent again: the rate limit of the client has no turn before the deadline");
        co_return;
    }
    if (turn.at() > now)
        co_await wait_until(channel, turn.at());
    // One whose call was cancelled, or ended with the client, goes to somebody else.
    if (channel.time->now() >= turn.at())
        turn.use();
}

OMS_DECL bool authorize(prepared_call& call, const token_answer& token)
{
    if (!token.grant) {
        call.problem = broken_off(call, token.failure);
        return false;
    }
    call.run.token = token.grant;
    // Shares the grant, too, so the token goes when the last of both does.
    call.request.headers.share(std::shared_ptr<const http_headers>(token.grant, &token.grant->fields()));
    return true;
}

OMS_DECL bool pass_breaker(api_channel& channel, prepared_call& call, std::chrono::steady_clock::time_point now)
{
    if (!channel.breaker.enabled() || call.run.permit)
        return true;
    call.run.permit = channel.breaker.enter(now);
    if (!call.run.permit)
        hold_back_by_breaker(channel, call);
    return static_cast<bool>(call.run.permit);
}

}}} // namespace oms::v0_1::detail
