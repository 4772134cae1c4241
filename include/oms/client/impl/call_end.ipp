#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/call_end.hpp>

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// `why` as the end of the call, with the words of `text` and how the attempt before ended, if there was one.
OMS_DECL error end_of(const prepared_call& call, error::builder why, std::string text)
{
    if (call.begun_in_doubt && call.delivered == delivery::maybe_applied)
        text.append(text.empty() ? "" : "; ").append("an earlier call with this key may have been applied");
    if (call.earlier.code()) {
        text.append(text.empty() ? "" : "; ").append("the attempt before ended with: ");
        text.append(call.earlier.code().message());
    }
    if (!text.empty())
        why.more_text(text);
    return call.failure(std::move(why));
}

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

OMS_DECL std::optional<error> finish(prepared_call& call, const attempt_outcome& outcome, attempt_end reason)
{
    const exchange_result& result = call.exchange.result();
    if (!outcome.complete())
        return end_of(call, exchange_error(result), text_of(reason));
    const int status = outcome.status();
    call.gone = status == 404 && call.delivered == delivery::applied;
    if (!call.gone && (status < 200 || status > 299))
        return failed_answer(call, result.response, outcome, reason);
    return std::nullopt;
}

OMS_DECL bool ended_by_closing(const prepared_call& call) noexcept
{
    try {
        if (call.run.thrown)
            std::rethrow_exception(call.run.thrown);
        return call.problem && call.problem->code() == errc::client_closed;
    } catch (const error& why) {
        return why.code() == errc::client_closed;
    } catch (...) {
        return false;
    }
}

}}} // namespace oms::v0_1::detail
