#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/answer_record.hpp>
#include <oms/client/impl/call_addition.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/pipeline.hpp>
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
}

/// Everything that is the same in all attempts: deadline, key, target and header fields (contract section 1.3).
OMS_DECL void begin(const api_channel& channel, prepared_call& call)
{
    if (call.keyed())
        call.key = call.options.idempotency_key();
    if (const auto kept = call_addition::answer_of(call.options.additions()))
        *kept = answer_record();
    call.complete();
    if (call.problem)
        throw call.failure(call.problem->edit());
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
}

/// What the retry decision needs to know about an exchange.
OMS_DECL attempt_outcome outcome_of(const exchange_result& result, std::chrono::system_clock::time_point now,
                                    std::size_t json_depth)
{
    if (result.failure != errc{})
        return attempt_outcome::failed(result.failure, result.phase, result.reused_connection)
            .permanent(is_permanent_failure(result));
    const http_response& response = result.response;
    attempt_outcome outcome = attempt_outcome::answered(response.status);
    if (response.status >= 400)
        outcome.retry_after(read_retry_after(response.headers, now));
    if (response.status == 409) {
        const server_error body = read_error_body(response.status, response.body, {}, json_depth);
        outcome.in_progress(body.code == server_code::idempotency_in_progress);
    }
    return outcome;
}

/// The error of a call that ends without a complete answer; `before` is how its attempt before ended, if there was one.
OMS_DECL error broken_off(const prepared_call& call, error::builder why, const error& before)
{
    if (before.code())
        why.text("the attempt before ended with: " + before.code().message());
    return call.failure(std::move(why));
}

/// The error of a call whose last answer was not 2xx.
OMS_DECL error failed_answer(const prepared_call& call, const http_response& response, const attempt_outcome& outcome)
{
    error::builder why = answer_error(response, call.json_depth);
    if (outcome.retry_after())
        why.retry_after(*outcome.retry_after());
    if (response.status == 401 && call.attempts > 1)
        why.text("after the access token was renewed");
    return call.failure(std::move(why));
}

/// What a finished call ends with: nothing for a usable 2xx, which it puts into the call.
OMS_DECL std::optional<error> finish(prepared_call& call, exchange_result& result, const attempt_outcome& outcome,
                                     const error& before)
{
    if (!outcome.complete())
        return broken_off(call, exchange_error(result), before);
    const int status = outcome.status();
    call.gone = status == 404 && call.delivered == delivery::applied;
    if (!call.gone && (status < 200 || status > 299))
        return failed_answer(call, result.response, outcome);
    call.response = std::move(result.response);
    return std::nullopt;
}

/// Why no attempt may begin now; zero when one may.
OMS_DECL errc obstacle(const api_channel& channel, const prepared_call& call,
                       const boost::asio::cancellation_state& cancellation) noexcept
{
    if (cancellation.cancelled() != boost::asio::cancellation_type::none)
        return errc::cancelled;
    if (channel.closed())
        return errc::client_closed;
    return channel.time->now() >= call.deadline ? errc::deadline_exceeded : errc{};
}

/// A short note of how an attempt ended that is followed by another.
OMS_DECL error attempt_note(const attempt_outcome& outcome)
{
    return outcome.complete() ? error(errc_of_status(outcome.status(), outcome.in_progress()))
                              : error(outcome.failure());
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
OMS_DECL bool may_begin(const api_channel& channel, prepared_call& call,
                        const boost::asio::cancellation_state& cancellation, const error& before)
{
    const errc why = obstacle(channel, call, cancellation);
    if (why != errc{})
        call.problem = broken_off(call, error::builder(why), before);
    return why == errc{};
}

/// Puts the token into the request, or ends the call when there is none.
OMS_DECL bool authorize(prepared_call& call, const token_answer& token)
{
    if (token.grant)
        call.request.headers.set("Authorization", "Bearer " + std::string(token.grant->text.reveal()));
    else
        call.problem = call.failure(token.failure.edit());
    return token.grant != nullptr;
}

/// What comes after an exchange. When that is the end, `call` holds how it ended.
OMS_DECL attempt_plan plan_next(api_channel& channel, prepared_call& call, attempt& attempts, exchange_result& result,
                                error& before)
{
    const attempt_outcome outcome = outcome_of(result, channel.time->wall(), call.json_depth);
    const attempt_plan plan = attempts.next(outcome, channel.time->now(), channel.jitter.next());
    call.attempts = attempts.made();
    call.delivered = attempts.delivered();
    if (const auto kept = call_addition::answer_of(call.options.additions()); kept && outcome.complete())
        write_answer(*kept, call, result.response);
    if (plan.step == attempt_step::finish)
        call.problem = finish(call, result, outcome, before);
    else
        before = attempt_note(outcome);
    return plan;
}

OMS_DECL boost::asio::awaitable<void> send(api_channel& channel, prepared_call& call)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    const auto cancellation = co_await this_coro::cancellation_state;
    std::exception_ptr thrown;
    try {
        begin(channel, call);
        const retry_policy policy = call.options.retry_or(channel.retry);
        attempt attempts(repeat_rule_of(call.op.method, call.keyed()), policy, call.deadline, channel.budget);
        const exchange_limits limits(call.deadline);
        exchange_result result;
        attempt_plan plan;
        error before;
        do {
            if (!may_begin(channel, call, cancellation, before))
                break;

            token_answer token(channel.tokens->current());
            if (!token.grant)
                token = co_await token_gate::obtain(channel.tokens, call.deadline, policy.attempts());
            if (!authorize(call, token))
                break;

            // lease, write, read
            result = co_await channel.connections->exchange(call.request, limits);

            plan = plan_next(channel, call, attempts, result, before);
            if (plan.step == attempt_step::renew_token)
                channel.tokens->reject(*token.grant);
            if (plan.step == attempt_step::wait)
                co_await wait_until(channel, plan.at);
        } while (plan.step != attempt_step::finish);
    } catch (...) {
        thrown = std::current_exception();
    }

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
