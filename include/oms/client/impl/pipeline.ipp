#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/answer_record.hpp>
#include <oms/client/impl/call_addition.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/journal_wait.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/wiped_at_end.hpp>
#include <oms/http/attempt.hpp>
#include <oms/http/retry_after.hpp>
#include <oms/version.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <string>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

class fields_of_answer final : public received_fields {
public:
    explicit fields_of_answer(http_headers fields) noexcept : fields_(std::move(fields)) {}
    std::string_view find(std::string_view name) const noexcept override
    {
        return fields_.find(name).value_or(std::string_view());
    }

private:
    http_headers fields_;
};

/// The service's id of a request, from the body of an error answer too (contract section 1.6).
OMS_DECL std::string id_in_answer(const http_response& response, std::size_t json_depth)
{
    const std::string_view in_header = request_id_of(response);
    if (response.status < 400)
        return std::string(in_header);
    return read_error_body(response.status, response.body, in_header, json_depth).request_id;
}

/// Puts a complete response into the answer that the caller sees.
OMS_DECL void write_answer(answer_record& record, const prepared_call& call, http_response response)
{
    record.request_id = id_in_answer(response, call.json_depth);
    record.status = response.status;
    record.body = std::move(response.body);
    record.fields = std::make_shared<fields_of_answer>(std::move(response.headers));
    record.attempts = call.attempts;
    record.key = call.key.str();
    record.last_cause = call.earlier.code();
}

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

/// The call's own token, or the client's when it is live.
OMS_DECL grant_ptr token_at_hand(api_channel& channel, const prepared_call& call)
{
    return call.own_token ? call.own_token : channel.tokens->current();
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

/// Whether it was the closing of the client that ended the call.
OMS_DECL bool ended_by_closing(const prepared_call& call, const std::exception_ptr& thrown) noexcept
{
    try {
        if (thrown)
            std::rethrow_exception(thrown);
        return call.problem && call.problem->code() == errc::client_closed;
    } catch (const error& why) {
        return why.code() == errc::client_closed;
    } catch (...) {
        return false;
    }
}

/// What the retry decision needs to know about an exchange.
OMS_DECL attempt_outcome outcome_of(const exchange_result& result, std::chrono::system_clock::time_point now,
                                    std::size_t json_depth, const retry_policy& policy)
{
    if (result.failure != errc{})
        return attempt_outcome::failed(result.failure, result.phase, result.reused_connection)
            .permanent(is_permanent_failure(result));
    const http_response& response = result.response;
    attempt_outcome outcome = attempt_outcome::answered(response.status);
    if (response.status >= 400)
        outcome.retry_after(read_retry_after(response.headers, now))
            .verdict(policy.verdict_on(response.status, response.headers));
    if (response.status == 409) {
        const server_error body = read_error_body(response.status, response.body, {}, json_depth);
        outcome.in_progress(body.code == server_code::idempotency_in_progress);
    }
    return outcome;
}

/// `why` as the end of the call, with the words of `text` and how the attempt before ended, if there was one.
OMS_DECL error end_of(const prepared_call& call, error::builder why, std::string text)
{
    if (call.earlier.code()) {
        text.append(text.empty() ? "" : "; ").append("the attempt before ended with: ");
        text.append(call.earlier.code().message());
    }
    if (!text.empty())
        why.more_text(text);
    return call.failure(std::move(why));
}

/// The error of a call that ends between two attempts, or before the first. A cause of its own goes before the one of
/// the attempt before.
OMS_DECL error broken_off(const prepared_call& call, const error& why)
{
    error::builder end = why.edit();
    if (call.earlier.cause() && !why.cause())
        end.cause(call.earlier.cause()).cause_text(std::string(call.earlier.cause_text()));
    return end_of(call, std::move(end), {});
}

/// Why a call that could have been sent again was not, in words.
OMS_DECL std::string text_of(attempt_end reason)
{
    switch (reason) {
    case attempt_end::deadline:
        return "not sent again: the deadline of the call comes before the next attempt";
    case attempt_end::budget:
        return "not sent again: the retry budget of the client is spent";
    case attempt_end::outcome:
    case attempt_end::attempts:
        break;
    }
    return {};
}

/// The error of a call whose last answer was not 2xx.
OMS_DECL error failed_answer(const prepared_call& call, const http_response& response, const attempt_outcome& outcome,
                             attempt_end reason)
{
    error::builder why = answer_error(response, call.json_depth);
    if (outcome.retry_after())
        why.retry_after(*outcome.retry_after());
    if (response.status == 401 && call.own_token)
        return end_of(call, std::move(why), "the bearer token of the call's options was refused");
    if (response.status == 401 && call.token_renewed)
        return end_of(call, std::move(why), "after the access token was renewed");
    return end_of(call, std::move(why), text_of(reason));
}

/// What a finished call ends with: nothing for a usable 2xx, which it puts into the call.
OMS_DECL std::optional<error> finish(prepared_call& call, exchange_result& result, const attempt_outcome& outcome,
                                     attempt_end reason)
{
    if (!outcome.complete())
        return end_of(call, exchange_error(result), text_of(reason));
    const int status = outcome.status();
    call.gone = status == 404 && call.delivered == delivery::applied;
    if (!call.gone && (status < 200 || status > 299))
        return failed_answer(call, result.response, outcome, reason);
    call.response = std::move(result.response);
    return std::nullopt;
}

OMS_DECL errc obstacle(const api_channel& channel, const prepared_call& call,
                       const boost::asio::cancellation_state& cancellation) noexcept
{
    if (cancellation.cancelled() != boost::asio::cancellation_type::none)
        return errc::cancelled;
    if (channel.closed())
        return errc::client_closed;
    return channel.time->now() >= call.deadline ? errc::deadline_exceeded : errc{};
}

/// The error of an attempt that is followed by another.
OMS_DECL error attempt_error(const prepared_call& call, const exchange_result& result, const attempt_outcome& outcome)
{
    if (!outcome.complete())
        return exchange_error(result);
    error::builder why = answer_error(result.response, call.json_depth);
    if (outcome.retry_after())
        why.retry_after(*outcome.retry_after());
    return why;
}

/// What the circuit breaker learns from an attempt.
OMS_DECL attempt_ending ending_of(const attempt_outcome& outcome) noexcept
{
    if (outcome.complete()) {
        const int status = outcome.status();
        if (status == 409 || status == 429)
            return attempt_ending::neither;
        const bool failed = status == 500 || (status >= 502 && status <= 504);
        return failed ? attempt_ending::failure : attempt_ending::success;
    }
    // A deadline that passes while the service is silent is its timeout; before that, it may be our own crowd.
    const bool silent = outcome.failure() == errc::deadline_exceeded &&
                        outcome.phase() != exchange_phase::not_connected &&
                        outcome.phase() != exchange_phase::nothing_written;
    const bool failed = silent || (is_transient_failure(outcome.failure()) && !outcome.permanent());
    return failed ? attempt_ending::failure : attempt_ending::neither;
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

template <class Any, template <class> class Model>
void check_kind_of(const prepared_call& call, const Any& answer)
{
    const bool expected =
        call.kind == expected_kind::any ||
        (call.kind == expected_kind::fiat_to_crypto && std::holds_alternative<Model<fiat_to_crypto>>(answer)) ||
        (call.kind == expected_kind::crypto_to_fiat && std::holds_alternative<Model<crypto_to_fiat>>(answer)) ||
        (call.kind == expected_kind::crypto_to_crypto && std::holds_alternative<Model<crypto_to_crypto>>(answer));
    if (!expected)
        throw call.unusable(error::builder(errc::unexpected_kind));
}

OMS_DECL void check_kind(const prepared_call& call, const any_quote& answer)
{
    check_kind_of<any_quote, quote>(call, answer);
}

OMS_DECL void check_kind(const prepared_call& call, const any_transaction& answer)
{
    check_kind_of<any_transaction, transaction>(call, answer);
}

// The coroutine itself makes no temporaries worth mentioning, to keep its frame small: what needs some is a function.

/// Ends the call here when no attempt may begin now.
OMS_DECL bool may_begin(api_channel& channel, prepared_call& call, const circuit_breaker::permit& permit,
                        const boost::asio::cancellation_state& cancellation)
{
    if (call.problem)
        return false;
    if (const errc why = obstacle(channel, call, cancellation); why != errc{})
        call.problem = broken_off(call, error(why));
    else if (channel.breaker.enabled() && !permit && channel.breaker.refuses(channel.time->now()))
        hold_back_by_breaker(channel, call);
    return !call.problem;
}

/// Waits for the attempt's turn by the client's rate limit. Ends the call when it has none before its deadline.
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

/// Puts the token into the request, or ends the call when there is none.
OMS_DECL bool authorize(prepared_call& call, const token_answer& token)
{
    call.request.headers.wipe("Authorization");
    if (!token.grant) {
        call.problem = broken_off(call, token.failure);
        return false;
    }
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view text = token.grant->text.reveal();
    std::string value;
    const wiped_at_end secret_value(value);
    value.reserve(scheme.size() + text.size());
    value.append(scheme).append(text);
    call.request.headers.add("Authorization", value);
    return true;
}

/// Asks the circuit breaker, last of all, so that those who waited for the same token do not all run against it.
OMS_DECL bool pass_breaker(api_channel& channel, prepared_call& call, circuit_breaker::permit& permit)
{
    permit = channel.breaker.enter(channel.time->now());
    if (!permit)
        hold_back_by_breaker(channel, call);
    return static_cast<bool>(permit);
}

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
