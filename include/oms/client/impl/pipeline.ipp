#pragma once

#include <oms/client/impl/answer_record.hpp>
#include <oms/client/impl/attempt_gate.hpp>
#include <oms/client/impl/call_addition.hpp>
#include <oms/client/impl/call_end.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/exchange_outcome.hpp>
#include <oms/client/impl/journal_wait.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/received_answer.hpp>
#include <oms/http/attempt.hpp>
#include <oms/version.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace oms { inline namespace v0_1 { namespace detail {

/// Everything that is the same in all attempts: deadline, key, target and header fields (contract section 1.3).
OMS_DECL void begin(api_channel& channel, prepared_call& call)
{
    if (call.keyed())
        call.key = call.options.idempotency_key();
    if (const auto kept = call_addition::answer_of(call.options.additions()))
        *kept = answer_record();
    call.complete();
    if (call.problem)
        throw call.failure(call.problem->edit());
    if (call.own_token && channel.journal.keeps(call))
        throw call.failure(error::builder(errc::invalid_argument)
                               .text("a POST or PUT with a bearer token of its own cannot be kept in the client's "
                                     "journal: recover would send it again under the client's token"));
    if (channel.closed())
        throw call.failure(error::builder(errc::client_closed));

    const auto whole_call = call.options.timeout().value_or(channel.total_timeout);
    call.deadline = deadline_of(channel.time->now(), whole_call);

    call.request.target.insert(0, channel.origin.path_prefix());
    http_headers& headers = call.request.headers;
    headers.add("Host", channel.host_header);
    headers.add("User-Agent", "oms-cpp/" OMS_VERSION_TEXT);
    headers.add("Accept", "application/json");
    if (!call.request.body.empty())
        headers.add("Content-Type", "application/json");
    if (call.keyed()) {
        if (call.key.empty())
            call.key = idempotency_key::generate();
        headers.add("Idempotency-Key", call.key.view());
    }
    if (call.keyed() && !call.claim_key(channel.keys))
        throw call.failure(error::builder(errc::idempotency_conflict)
                               .text("this client has sent another request under this key; nothing was sent"));
}

/// What the call's own options set for the phases of its exchanges.
OMS_DECL exchange_limits limits_of(const prepared_call& call)
{
    exchange_limits limits(call.deadline);
    if (call.options.additions())
        call_addition::limit(call.options.additions(), limits);
    return limits;
}

/// Notes that an attempt begins: from here on the service may do what it asks for.
/// `resend`: on another connection in place of a stale one, which is no retry of its own.
OMS_DECL void count_attempt(api_channel& channel, prepared_call& call, bool resend) noexcept
{
    channel.counters.attempts.add();
    if (call.attempts > 0 && !resend)
        channel.counters.retries.add();
    call.in_flight.note(call.attempts + 1, delivery::maybe_applied);
}

// The coroutine itself makes no temporaries worth mentioning, to keep its frame small: what needs some is a function.

/// What comes after an exchange. When that is the end, `call` holds how it ended.
OMS_DECL attempt_plan plan_next(api_channel& channel, prepared_call& call, attempt& attempts, exchange_result& result,
                                circuit_breaker::permit& permit)
{
    const auto now = channel.time->now();
    const attempt_outcome outcome = outcome_of(result, channel.time->wall(), call.json_depth, attempts.policy());
    const attempt_plan plan = attempts.next(outcome, now, channel.jitter.next());
    call.attempts = attempts.made();
    call.delivered = attempts.delivered();
    call.in_flight.note(call.attempts, call.delivered);
    if (permit && plan.step != attempt_step::resend)
        permit.ended(ending_of(outcome), now);
    if (const auto kept = call_addition::answer_of(call.options.additions()); kept && outcome.complete())
        write_answer(*kept, call, result.response);
    if (plan.step == attempt_step::finish)
        call.problem = finish(call, result, outcome, plan.reason);
    else if (plan.step != attempt_step::resend)
        call.earlier = attempt_error(call, result, outcome);
    return plan;
}

OMS_DECL boost::asio::awaitable<void> send(api_channel& channel, prepared_call& call)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    const auto cancellation = co_await this_coro::cancellation_state;
    std::exception_ptr thrown;
    calls_in_flight::entry entered;
    try {
        begin(channel, call);
        if (!entered.begin(channel.flights, call.in_flight))
            throw call.failure(error::builder(errc::client_closed));
        if (channel.journal.keeps(call))
            co_await store_entry(channel, call);
        attempt attempts(repeat_rule_of(call.op.method, call.keyed()), call.options.retry_or(channel.retry),
                         call.deadline, channel.budget);
        if (call.own_token)
            attempts.keep_token();
        const exchange_limits limits = limits_of(call);
        exchange_result result;
        attempt_plan plan;
        circuit_breaker::permit permit;
        while (true) {
            if (!may_begin(channel, call, permit, cancellation))
                break;
            const bool resend = plan.step == attempt_step::resend;
            token_answer token(token_at_hand(channel, call));
            if (!token.grant)
                token = co_await token_gate::obtain(channel.tokens, call.deadline, attempts.policy().attempts());
            if (token.grant && channel.limiter.limits() && !resend) {
                co_await wait_for_turn(channel, call);
                if (!may_begin(channel, call, permit, cancellation))
                    break;
                // The token may have been renewed meanwhile. Without one the turn is lost: those whose token comes
                // late must not go all at once.
                token.grant = token_at_hand(channel, call);
                if (!token.grant)
                    continue;
            }
            if (!authorize(call, token))
                break;
            if (channel.breaker.enabled() && !permit && !pass_breaker(channel, call, permit))
                break;

            // lease, write, read
            count_attempt(channel, call, resend);
            result = co_await channel.connections->exchange(call.request, limits);

            plan = plan_next(channel, call, attempts, result, permit);
            if (plan.step == attempt_step::finish)
                break;
            if (plan.step == attempt_step::renew_token) {
                channel.tokens->reject(*token.grant);
                call.token_renewed = true;
            }
            if (plan.step == attempt_step::wait)
                co_await wait_until(channel, plan.at);
        }
    } catch (const error& why) {
        call.problem = why;
    } catch (...) {
        thrown = std::current_exception();
    }

    // A closing that sees the last call leave finds its outcome in the journal.
    try {
        if (const auto outcome = channel.journal.ended(call, thrown))
            co_await store_outcome(channel, call, *outcome);
    } catch (...) {
        thrown = std::current_exception();
    }
    call.release_key();
    entered.ended(ended_by_closing(call, thrown));
    co_await this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    if (call.problem)
        throw *call.problem;
}

OMS_DECL boost::asio::awaitable<raw_answer> perform_raw(std::shared_ptr<api_channel> channel, call_ptr call)
{
    co_await send(*channel, *call);
    raw_answer answer;
    write_answer(*answer_record::behind(answer), *call, std::move(call->response));
    co_return answer;
}

}}} // namespace oms::v0_1::detail
