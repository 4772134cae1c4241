#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/exchange_outcome.hpp>
#include <oms/http/retry_after.hpp>
#include <oms/wire/error_body.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL attempt_outcome outcome_of(const exchange_result& result, const clock& time, std::size_t json_depth,
                                    const retry_policy& policy)
{
    if (result.failure != errc{})
        return attempt_outcome::failed(result.failure, result.phase, result.reused_connection)
            .permanent(is_permanent_failure(result));
    const http_response& response = result.response;
    attempt_outcome outcome = attempt_outcome::answered(response.status);
    if (response.status >= 400)
        outcome.retry_after(read_retry_after(response.headers, time.wall()))
            .verdict(policy.verdict_on(response.status, response.headers));
    if (response.status == 409) {
        const server_error body = read_error_body(response.status, response.body, {}, json_depth);
        outcome.in_progress(body.code == server_code::idempotency_in_progress);
    }
    return outcome;
}

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

OMS_DECL error attempt_error(const prepared_call& call, const exchange_result& result, const attempt_outcome& outcome)
{
    if (!outcome.complete())
        return exchange_error(result);
    error::builder why = answer_error(result.response, call.json_depth);
    if (outcome.retry_after())
        why.retry_after(*outcome.retry_after());
    return why;
}

}}} // namespace oms::v0_1::detail
