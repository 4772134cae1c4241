#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/delivery_record.hpp>
#include <oms/http/phase.hpp>
#include <oms/http/repeat_rule.hpp>
#include <oms/http/retry_budget.hpp>
#include <oms/http/retry_policy.hpp>
#include <oms/http/retry_verdict.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace oms { inline namespace v0_1 {

/// How one attempt ended, as far as the decision to send again needs it.
class attempt_outcome {
public:
    /// A complete response arrived.
    static attempt_outcome answered(int status) noexcept
    {
        attempt_outcome outcome;
        outcome.status_ = status;
        outcome.phase_ = exchange_phase::complete;
        return outcome;
    }

    /// No complete response; `reused` tells whether the connection had carried other requests before.
    static attempt_outcome failed(errc why, exchange_phase reached, bool reused) noexcept
    {
        attempt_outcome outcome;
        outcome.failure_ = why;
        outcome.phase_ = reached;
        outcome.reused_ = reused;
        return outcome;
    }

    /// The server code of a 409 was idempotency_in_progress.
    attempt_outcome& in_progress(bool value) noexcept
    {
        in_progress_ = value;
        return *this;
    }
    /// What the response's Retry-After says.
    attempt_outcome& retry_after(std::optional<std::chrono::seconds> wait) noexcept
    {
        retry_after_ = wait;
        return *this;
    }
    /// A failure that a second try cannot change, such as a host name that does not exist.
    attempt_outcome& permanent(bool value) noexcept
    {
        permanent_ = value;
        return *this;
    }

    /// What the retry judge says about the response.
    attempt_outcome& verdict(retry_verdict value) noexcept
    {
        verdict_ = value;
        return *this;
    }

    bool complete() const noexcept { return status_ != 0; }
    int status() const noexcept { return status_; }
    errc failure() const noexcept { return failure_; }
    exchange_phase phase() const noexcept { return phase_; }
    bool reused_connection() const noexcept { return reused_; }
    bool in_progress() const noexcept { return in_progress_; }
    std::optional<std::chrono::seconds> retry_after() const noexcept { return retry_after_; }
    bool permanent() const noexcept { return permanent_; }
    retry_verdict verdict() const noexcept { return verdict_; }

private:
    attempt_outcome() noexcept = default;

    int status_ = 0;
    errc failure_{};
    exchange_phase phase_ = exchange_phase::not_connected;
    bool reused_ = false;
    bool in_progress_ = false;
    bool permanent_ = false;
    retry_verdict verdict_ = retry_verdict::by_status;
    std::optional<std::chrono::seconds> retry_after_;
};

/// What a call does next.
enum class attempt_step {
    finish,     ///< nothing more: the outcome just given is the call's
    resend,     ///< send again at once
    wait,       ///< send again at `attempt_plan::at`
    renew_token ///< drop the token that was rejected, get another, send again
};

/// What ended a call that was not sent again.
enum class attempt_end {
    outcome,  ///< the outcome: a success, or what a repeat does not change or must not follow
    attempts, ///< the policy allows no more
    deadline, ///< the next attempt could not begin before it
    budget    ///< the retry budget of the client is spent
};

/// A step, the time that belongs to `wait`, and the reason that belongs to `finish`.
struct attempt_plan {
    attempt_step step = attempt_step::finish;
    std::chrono::steady_clock::time_point at;
    attempt_end reason = attempt_end::outcome;
};

/// The attempts of one call: after each it says whether and when to send again (contract section
/// 1.6, and what the phase reached tells). Pure: no clock, no sockets; the retry budget is shared by all calls of a
/// client.
///
/// Vocabulary. An attempt *reaches the server* unless it failed with nothing written. A *stale connection* is a pooled
/// one that the server had closed, seen before anything was written: it is replaced at once, one time a call, and is
/// neither an attempt nor charged to the budget.
///
/// Invariants: no retry beyond `retry_policy::attempts()` (the one repeat after a 401 comes on top); none that the
/// budget does not pay; no wait that ends at or after the deadline: the call then ends with its last real error.
class attempt {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// `budget` must outlive the attempt.
    attempt(repeat_rule rule, const retry_policy& policy, time_point deadline, retry_budget& budget) noexcept
        : rule_(rule), policy_(policy), deadline_(deadline), budget_(&budget), delivery_(rule)
    {
    }

    /// Takes the outcome of the attempt that ended at `now`. `random` is any 64 random bits, for the jitter.
    attempt_plan next(const attempt_outcome& outcome, time_point now, std::uint64_t random) noexcept;

    /// Another deadline, from here on.
    void deadline(time_point until) noexcept { deadline_ = until; }

    /// Before the first attempt: an earlier call with the same key may have had its effect.
    void begin_in_doubt() noexcept { delivery_.begin_in_doubt(); }

    /// From here on a 401 is final: the token is not ours to renew.
    void keep_token() noexcept { renewed_token_ = true; }

    const retry_policy& policy() const noexcept { return policy_; }

    /// How many attempts there were, the repeat after a 401 included.
    int made() const noexcept { return made_; }

    /// What has become of the operation, by all attempts so far.
    delivery delivered() const noexcept { return delivery_.current(); }

private:
    bool may_resend(const attempt_outcome& outcome) const noexcept;
    attempt_plan plan_retry(const attempt_outcome& outcome, time_point now, std::uint64_t random) noexcept;

    repeat_rule rule_;
    retry_policy policy_;
    time_point deadline_;
    retry_budget* budget_;
    delivery_record delivery_;
    int made_ = 0;
    int retries_ = 0;
    int paid_ = 0;
    bool replaced_stale_ = false;
    bool renewed_token_ = false;
};

namespace detail {

/// Failures of the connection or the exchange that another try may not meet.
OMS_DECL bool is_transient_failure(errc failure) noexcept;

/// Statuses that contract section 1.6 calls retryable. `in_progress`: a 409 with the code idempotency_in_progress.
OMS_DECL bool is_transient_status(int status, bool in_progress) noexcept;

} // namespace detail

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/attempt.ipp>
#endif
