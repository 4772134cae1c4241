#pragma once

#include <oms/config.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace oms { inline namespace v0_1 {

class http_headers;
enum class retry_verdict;
namespace detail {
class held_judge;
}

/// How often, and after which waits, one call is sent again (contract section 1.6, "Retry").
///
/// Back-off is exponential with full jitter: before retry n (1, 2, …) a random time between zero and
/// `base * 2^(n-1)`, that bound never above `cap`. The retry budget of the client and the deadline of the call limit
/// it further. The setters throw `error{errc::invalid_argument}` for values that make no sense.
class retry_policy {
public:
    using milliseconds = std::chrono::milliseconds;

    retry_policy() = default;

    /// How often one call is sent in all, 1 to 10; 1 is "never again". Default 3. The one repeat with a renewed token
    /// after a 401 (contract section 1.2) comes on top.
    retry_policy& attempts(int total) &;
    retry_policy&& attempts(int total) && { return static_cast<retry_policy&&>(attempts(total)); }
    /// The bound of the first wait, above zero. Default 250 ms.
    retry_policy& base(milliseconds time) &;
    retry_policy&& base(milliseconds time) && { return static_cast<retry_policy&&>(base(time)); }
    /// The bound of every wait, at least `base`. Default 8 s.
    retry_policy& cap(milliseconds time) &;
    retry_policy&& cap(milliseconds time) && { return static_cast<retry_policy&&>(cap(time)); }

    /// Who reads the service's own verdict off its answers: a `retry_judge`, or what makes one. Shared by the copies of
    /// the policy. Defined in <oms/http/retry_verdict.hpp>. Default: nobody.
    template <class Judge>
    retry_policy& judge(Judge&& reads) &;
    template <class Judge>
    retry_policy&& judge(Judge&& reads) &&;

    /// What the judge says about an answer: `retry_verdict::by_status` without one, for answers below 400 and 401, and
    /// when the judge throws.
    retry_verdict verdict_on(int status, const http_headers& fields) const noexcept;

    int attempts() const noexcept { return attempts_; }
    milliseconds base() const noexcept { return base_; }
    milliseconds cap() const noexcept { return cap_; }

    /// The wait before retry number `retry` (from 1), chosen by `random`, any 64 random bits.
    std::chrono::microseconds back_off(int retry, std::uint64_t random) const noexcept;

private:
    int attempts_ = 3;
    milliseconds base_{250};
    milliseconds cap_{8000};
    std::shared_ptr<const detail::held_judge> judge_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/retry_policy.ipp>
#endif
