#pragma once

#include <oms/core/idempotency_key.hpp>
#include <oms/http/retry_policy.hpp>

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 {

/// What one call does differently from the client's configuration; the last, optional argument of every call.
///
/// \code
/// co_await client.quotes().create(order, oms::call_options().timeout(2s).idempotency_key("order-789"));
/// \endcode
///
/// A value: copied into the call, may be kept and used for many calls (but one key is for one operation).
class call_options {
public:
    using milliseconds = std::chrono::milliseconds;

    /// Everything as the client's configuration has it, and a new key for every POST.
    call_options() = default;

    /// The time for the whole call, retries, token and waiting for a connection included. Default: the client's total
    /// timeout. A call that is not done by then ends with errc::deadline_exceeded; zero or less ends it at once.
    call_options& timeout(milliseconds whole_call) &
    {
        timeout_ = whole_call;
        has_timeout_ = true;
        return *this;
    }
    call_options&& timeout(milliseconds whole_call) && { return std::move(timeout(whole_call)); }

    /// The Idempotency-Key of a POST (contract section 1.4), the same in every attempt. Give one that you have stored
    /// when the operation must be repeated after a crash. GET, PATCH and DELETE send no key; they ignore it.
    call_options& idempotency_key(oms::idempotency_key key) &
    {
        key_ = std::move(key);
        return *this;
    }
    call_options&& idempotency_key(oms::idempotency_key key) && { return std::move(idempotency_key(std::move(key))); }

    /// The same from text: 1 to 255 visible ASCII characters, else throws `error{errc::invalid_idempotency_key}`.
    call_options& idempotency_key(std::string_view key) & { return idempotency_key(oms::idempotency_key{key}); }
    call_options&& idempotency_key(std::string_view key) && { return std::move(idempotency_key(key)); }

    /// How this call is retried, in place of the client's policy.
    call_options& retry(const retry_policy& policy) &
    {
        retry_ = policy;
        has_retry_ = true;
        return *this;
    }
    call_options&& retry(const retry_policy& policy) && { return std::move(retry(policy)); }

    /// How often this call is sent in all, 1 to 10; 1 is "never again". Throws `error{errc::invalid_argument}`
    /// for other numbers. The waits stay those of the policy. It does not bound the exchange of an access token: a call
    /// that has none waits for one until its deadline, unless the service cannot be reached at all.
    call_options& attempts(int total) &
    {
        attempts_ = retry_policy().attempts(total).attempts();
        return *this;
    }
    call_options&& attempts(int total) && { return std::move(attempts(total)); }

    /// Absent: the client's.
    std::optional<milliseconds> timeout() const noexcept
    {
        return has_timeout_ ? std::optional<milliseconds>(timeout_) : std::nullopt;
    }
    /// Empty: a new one is made.
    const oms::idempotency_key& idempotency_key() const noexcept { return key_; }
    /// What governs the call when `policy` is the client's.
    retry_policy retry_or(const retry_policy& policy) const
    {
        retry_policy chosen = has_retry_ ? retry_ : policy;
        if (attempts_ != 0)
            chosen.attempts(attempts_);
        return chosen;
    }

private:
    // Flags beside plain values: every file that makes a call compiles this class.
    milliseconds timeout_{};
    oms::idempotency_key key_;
    retry_policy retry_;
    int attempts_ = 0;
    bool has_timeout_ = false;
    bool has_retry_ = false;
};

}} // namespace oms::v0_1
