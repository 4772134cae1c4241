#pragma once

#include <oms/http/retry_policy.hpp>

#include <oms/core/error.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 {

OMS_DECL retry_policy& retry_policy::attempts(int total) &
{
    if (total < 1 || total > 10)
        throw error(errc::invalid_argument, "attempts must be 1 to 10");
    attempts_ = total;
    return *this;
}

OMS_DECL retry_policy& retry_policy::base(milliseconds time) &
{
    if (time <= milliseconds::zero() || time > std::chrono::hours(1))
        throw error(errc::invalid_argument, "the base of the back-off must be above zero and at most an hour");
    base_ = time;
    cap_ = std::max(cap_, base_);
    return *this;
}

OMS_DECL retry_policy& retry_policy::cap(milliseconds time) &
{
    if (time < base_ || time > std::chrono::hours(1))
        throw error(errc::invalid_argument, "the cap of the back-off must be at least its base and at most an hour");
    cap_ = time;
    return *this;
}

OMS_DECL std::chrono::microseconds retry_policy::back_off(int retry, std::uint64_t random) const noexcept
{
    milliseconds bound = base_;
    for (int i = 1; i < retry && bound < cap_; ++i)
        bound *= 2;
    const auto limit = static_cast<std::uint64_t>(std::chrono::microseconds(std::min(bound, cap_)).count());
    return std::chrono::microseconds(static_cast<std::int64_t>(random % (limit + 1)));
}

}} // namespace oms::v0_1
