#pragma once

#include <oms/http/attempt.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL bool is_exchange_timeout(errc failure) noexcept
{
    return failure == errc::connect_timeout || failure == errc::write_timeout || failure == errc::first_byte_timeout ||
           failure == errc::read_timeout;
}

OMS_DECL bool is_transient_failure(errc failure) noexcept
{
    return is_exchange_timeout(failure) || failure == errc::dns_failed || failure == errc::connect_failed ||
           failure == errc::proxy_failed || failure == errc::connection_lost || failure == errc::protocol_error;
}

OMS_DECL bool is_transient_status(int status, bool in_progress) noexcept
{
    switch (status) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return status == 409 && in_progress;
    }
}

} // namespace detail

OMS_DECL attempt_plan attempt::next(const attempt_outcome& outcome, time_point now, std::uint64_t random) noexcept
{
    const bool reached_server =
        outcome.phase() != exchange_phase::not_connected && outcome.phase() != exchange_phase::nothing_written;

    if (outcome.reused_connection() && !reached_server && outcome.failure() == errc::connection_lost &&
        !replaced_stale_ && now < deadline_) {
        replaced_stale_ = true;
        return attempt_plan{attempt_step::resend, now, attempt_end::outcome};
    }

    ++made_;
    if (outcome.complete())
        delivery_.answered(outcome.status(), outcome.in_progress());
    else
        delivery_.failed(outcome.phase());

    if (outcome.status() == 401 && !renewed_token_ && now < deadline_) {
        renewed_token_ = true;
        return attempt_plan{attempt_step::renew_token, now, attempt_end::outcome};
    }
    if (may_resend(outcome))
        return plan_retry(outcome, now, random);
    if (outcome.complete() && outcome.status() < 500 && outcome.verdict() != retry_verdict::retry &&
        !detail::is_transient_status(outcome.status(), outcome.in_progress()))
        budget_->give_back(retries_ == 0 ? retry_budget::first_try_refund : paid_);
    return attempt_plan{};
}

OMS_DECL bool attempt::may_resend(const attempt_outcome& outcome) const noexcept
{
    if (outcome.complete()) {
        if (outcome.verdict() == retry_verdict::stop)
            return false;
        if (outcome.verdict() == retry_verdict::retry && outcome.status() >= 400 && outcome.status() != 401)
            return rule_ != repeat_rule::unheard || outcome.status() == 429 || outcome.status() == 503;
        if (!detail::is_transient_status(outcome.status(), outcome.in_progress()))
            return false;
        return rule_ != repeat_rule::unheard || outcome.status() == 429 || outcome.status() == 503;
    }
    if (outcome.permanent() || !detail::is_transient_failure(outcome.failure()))
        return false;
    const bool nothing_heard =
        outcome.phase() == exchange_phase::not_connected || outcome.phase() == exchange_phase::nothing_written;
    return rule_ != repeat_rule::unheard || nothing_heard;
}

OMS_DECL attempt_plan attempt::plan_retry(const attempt_outcome& outcome, time_point now, std::uint64_t random) noexcept
{
    // The repeat after a 401 is not a retry: a policy of n attempts allows n - 1 retries beside it.
    if (retries_ + 1 >= policy_.attempts())
        return attempt_plan{attempt_step::finish, now, attempt_end::attempts};

    std::chrono::microseconds wait = policy_.back_off(retries_ + 1, random);
    if (outcome.retry_after()) {
        // The asked time is a lower bound, and all callers heard the same one: spread them behind it.
        const std::chrono::microseconds asked = *outcome.retry_after();
        if (asked > wait)
            wait = asked + policy_.back_off(1, random);
    }
    const time_point at = now + wait;
    if (at >= deadline_)
        return attempt_plan{attempt_step::finish, now, attempt_end::deadline};

    const int cost =
        detail::is_exchange_timeout(outcome.failure()) ? retry_budget::timeout_retry_cost : retry_budget::retry_cost;
    if (!budget_->take(cost))
        return attempt_plan{attempt_step::finish, now, attempt_end::budget};
    paid_ = cost;
    ++retries_;
    return attempt_plan{attempt_step::wait, at, attempt_end::outcome};
}

}} // namespace oms::v0_1
