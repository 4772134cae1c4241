#pragma once

#include <oms/client/impl/answer_record.hpp>
#include <oms/client/impl/attempt_gate.hpp>
#include <oms/client/impl/call_addition.hpp>
#include <oms/client/impl/call_end.hpp>
#include <oms/client/impl/call_watch.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/exchange_outcome.hpp>
#include <oms/client/impl/journal_wait.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/received_answer.hpp>
#include <oms/http/attempt.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace oms { inline namespace v0_1 { namespace detail {

/// Everything that is the same in all attempts: deadline, key, target and header fields (contract section 1.3).
OMS_DECL void begin(api_channel& channel, prepared_call& call)
{
    if (call.additions)
        if (const auto kept = call_addition::answer_of(call.additions.get()))
            *kept = answer_record();
    call.complete(channel.of_all);
    if (call.problem)
        throw call.failure(call.problem->edit());
    if (call.own_token && channel.journal.keeps(call))
        throw call.failure(error::builder(errc::invalid_argument)
                               .text("a POST or PUT with a bearer token of its own cannot be kept in the client's "
                                     "journal: recover would send it again under the client's token"));

    const auto whole_call = call.at_most.value_or(channel.total_timeout);
    call.deadline = deadline_of(channel.time->now(), whole_call);

    call.request.target.insert(0, channel.origin.path_prefix());
    http_headers& headers = call.request.headers;
    if (!call.request.body.empty())
        headers.add_received("Content-Type", "application/json");
    if (call.keyed()) {
        if (call.key.empty())
            call.key = channel.new_keys.next();
        headers.add_received("Idempotency-Key", call.key.view()); // a key is visible ASCII
    }
    if (call.keyed() && !call.claim_key(channel.keys))
        throw call.failure(error::builder(errc::idempotency_conflict)
                               .text("this client has sent another request under this key; nothing was sent"));
    if (channel.closed()) // what an earlier call with the key left is known by now
        throw call.failure(error::builder(errc::client_closed));
}

/// What the call's own options set for the phases of its exchanges.
OMS_DECL exchange_limits limits_of(const prepared_call& call)
{
    exchange_limits limits(call.deadline);
    if (call.additions)
        call_addition::limit(call.additions.get(), limits);
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

OMS_DECL void enter_call(api_channel& channel, prepared_call& call)
{
    begin(channel, call);
    if (!call.run.entered.begin(channel.flights, call.in_flight))
        throw call.failure(error::builder(errc::client_closed));
    call.run.attempts.deadline(call.deadline);
    if (call.own_token)
        call.run.attempts.keep_token();
    call.run.limits = limits_of(call);
    call.run.at = call_run::stage::open;
}

/// Makes the call one of those in flight, with all that its attempts need.
OMS_DECL void open_call(api_channel& channel, prepared_call& call)
{
    if (channel.watch) [[unlikely]] {
        const told_start start(channel.watch, call);
        return enter_call(channel, call);
    }
    enter_call(channel, call);
}

/// What comes after an exchange. When that is the end, `call` holds how it ended.
OMS_DECL void plan_next(api_channel& channel, prepared_call& call)
{
    call_run& run = call.run;
    exchange_result& result = call.exchange.result();
    const auto now = channel.time->now();
    const attempt_outcome outcome = outcome_of(result, *channel.time, call.json_depth, run.attempts.policy());
    run.plan = run.attempts.next(outcome, now, channel.jitter.next());
    run.at = call_run::stage::planned;
    call.attempts = run.attempts.made();
    call.delivered = run.attempts.delivered();
    call.in_flight.note(call.attempts, call.delivered);
    if (run.permit && run.plan.step != attempt_step::resend)
        run.permit.ended(ending_of(outcome), now);
    if (call.additions && outcome.complete())
        if (const auto kept = call_addition::answer_of(call.additions.get()))
            write_answer(*kept, call, result.response);
    if (run.plan.step == attempt_step::finish)
        call.problem = finish(call, outcome, run.plan.reason);
    else if (run.plan.step != attempt_step::resend)
        call.earlier = attempt_error(call, result, outcome);
    if (watch_of(call)) [[unlikely]]
        watch_of(call)->ends_attempt(call);
}

/// The call has ended: its key is free or remembered, and nobody waits for it.
OMS_DECL void close_call(prepared_call& call) noexcept
{
    call.release_key();
    call.run.permit = {};
    call.run.entered.ended(ended_by_closing(call));
    call.run.at = call_run::stage::closed;
}

/// The exception that is being handled ends the call. Who threw it, a transport of one's own for instance, does not
/// know how far the call had come: an attempt that was under way may have reached the service.
OMS_DECL void end_by_exception(prepared_call& call) noexcept
{
    call.attempts = call.in_flight.attempts();
    call.delivered = call.in_flight.known();
    try {
        try {
            throw;
        } catch (const error& why) {
            call.problem = call.delivered == delivery::not_sent ? why : call.failure(why.edit());
        }
    } catch (...) { // none of ours, or no memory
        call.run.thrown = std::current_exception();
    }
}

/// Takes a step that may throw. An exception ends the call.
template <class Step>
bool guarded(prepared_call& call, const Step& step) noexcept
{
    try {
        return step();
    } catch (...) {
        end_by_exception(call);
        return false;
    }
}

OMS_DECL bool is_cancelled(const boost::asio::cancellation_state& cancellation) noexcept
{
    return cancellation.cancelled() != boost::asio::cancellation_type::none;
}

OMS_DECL bool has_ended(const prepared_call& call) noexcept
{
    return call.problem || call.run.thrown ||
           (call.run.at == call_run::stage::planned && call.run.plan.step == attempt_step::finish);
}

OMS_DECL bool begin_directly(api_channel& channel, prepared_call& call,
                             const boost::asio::cancellation_state& cancellation) noexcept
{
    return guarded(call, [&] {
        if (!channel.unwatched) {
            open_call(channel, call);
            return false;
        }
        enter_call(channel, call);
        if (channel.journal.keeps(call) || channel.limiter.limits())
            return false;
        const auto now = channel.time->now();
        if (!may_begin(channel, call, is_cancelled(cancellation), now))
            return false;
        const token_answer token(token_at_hand(channel, call, now));
        if (!token.grant || !authorize(call, token) || !pass_breaker(channel, call, now))
            return false;
        count_attempt(channel, call, false);
        call.run.at = call_run::stage::exchanged; // when we are called next
        return true;
    });
}

OMS_DECL bool end_directly(api_channel& channel, prepared_call& call) noexcept
{
    if (call.run.at == call_run::stage::exchanged)
        guarded(call, [&] {
            plan_next(channel, call);
            return true;
        });
    // The journal may have to be told, and to be waited for.
    if (!has_ended(call) || call.journaled)
        return false;
    close_call(call);
    return true;
}

// The coroutines themselves make no temporaries worth mentioning, to keep their frames small: what needs some is a
// function.

/// Attempt after attempt, until there is nothing more to do.
OMS_DECL boost::asio::awaitable<void> make_attempts(api_channel& channel, prepared_call& call)
{
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    call_run& run = call.run;
    if (channel.journal.keeps(call) && !call.journaled)
        co_await store_entry(channel, call);
    while (true) {
        if (run.at == call_run::stage::planned) {
            if (run.plan.step == attempt_step::renew_token) {
                channel.tokens->reject(*run.token);
                call.token_renewed = true;
            }
            if (run.plan.step == attempt_step::wait)
                co_await wait_until(channel, run.plan.at);
        }
        if (!may_begin(channel, call, is_cancelled(cancellation), channel.time->now()))
            break;
        const bool resend = run.at == call_run::stage::planned && run.plan.step == attempt_step::resend;
        token_answer token(token_at_hand(channel, call, channel.time->now()));
        if (!token.grant) {
            if (watch_of(call))
                watch_of(call)->wants_token();
            token = co_await token_gate::obtain(channel.tokens, call.deadline, run.attempts.policy().attempts());
            if (watch_of(call))
                watch_of(call)->waited_for_token();
        }
        if (token.grant && channel.limiter.limits() && !resend) {
            co_await wait_for_turn(channel, call);
            if (!may_begin(channel, call, is_cancelled(cancellation), channel.time->now()))
                break;
            // The token may have been renewed meanwhile. Without one the turn is lost: those whose token comes
            // late must not go all at once.
            token.grant = token_at_hand(channel, call, channel.time->now());
            if (!token.grant) {
                run.at = call_run::stage::open;
                continue;
            }
        }
        if (!authorize(call, token))
            break;
        if (watch_of(call) && !resend)
            watch_of(call)->has_token(call);
        if (!pass_breaker(channel, call, channel.time->now()))
            break;

        // lease, write, read
        count_attempt(channel, call, resend);
        if (watch_of(call)) {
            if (resend)
                watch_of(call)->begins_again();
            else
                watch_of(call)->begins_attempt(call);
        }
        if (channel.direct)
            co_await call.exchange.async_run(*channel.direct, call.request, run.limits, boost::asio::deferred);
        else
            call.exchange.result() = co_await channel.connections->exchange(call.request, run.limits);

        plan_next(channel, call);
        if (run.plan.step == attempt_step::finish)
            break;
    }
}

OMS_DECL boost::asio::awaitable<void> send(api_channel& channel, prepared_call& call)
{
    // What another's coroutine throws ends the call, as in `guarded`.
    if (!has_ended(call)) {
        try {
            co_await make_attempts(channel, call);
        } catch (...) {
            end_by_exception(call);
        }
    }
    call.run.permit = {};
    // A closing that sees the last call leave finds its outcome in the journal.
    try {
        if (const auto outcome = channel.journal.ended(call))
            co_await store_outcome(channel, call, *outcome);
    } catch (...) {
        call.run.thrown = std::current_exception();
    }
    close_call(call);
}

OMS_DECL void break_off(prepared_call& call) noexcept
{
    call.run.thrown = std::current_exception();
    close_call(call);
}

OMS_DECL void throw_problem(const prepared_call& call)
{
    if (call.run.thrown)
        std::rethrow_exception(call.run.thrown);
    if (call.problem)
        throw *call.problem;
}

OMS_DECL void require_json(prepared_call& call)
{
    if (!call.response().body.empty() && !is_json_answer(call.response()))
        call.throw_unusable(error::builder(errc::unexpected_content));
}

OMS_DECL void throw_unreadable(prepared_call& call, const error& why)
{
    call.throw_unusable(why.edit());
}

OMS_DECL void give_back_response(api_channel& channel, prepared_call& call) noexcept
{
    if (channel.direct)
        channel.direct->reclaim(std::move(call.response()));
}

OMS_DECL boost::asio::awaitable<void> run_call(api_channel& channel, prepared_call& call)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    guarded(call, [&] {
        open_call(channel, call);
        return true;
    });
    try {
        co_await send(channel, call);
    } catch (...) { // no memory to begin
        break_off(call);
    }
    co_await this_coro::throw_if_cancelled(throws);
}

OMS_DECL raw_answer take_raw_outcome(prepared_call& call)
{
    const told_end end(call);
    throw_problem(call);
    raw_answer answer;
    write_answer(*answer_record::behind(answer), call, std::move(call.response()));
    return answer;
}

OMS_DECL boost::asio::awaitable<raw_answer> perform_raw(std::shared_ptr<api_channel> channel, call_ptr call)
{
    co_await run_call(*channel, *call);
    co_return take_raw_outcome(*call);
}

}}} // namespace oms::v0_1::detail
