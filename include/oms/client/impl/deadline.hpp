#pragma once

#include <chrono>

namespace oms { inline namespace v0_1 { namespace detail {

/// `now` plus `at_most`, however large that is; `now` when it is below zero.
constexpr std::chrono::steady_clock::time_point deadline_of(std::chrono::steady_clock::time_point now,
                                                            std::chrono::milliseconds at_most) noexcept
{
    using time_point = std::chrono::steady_clock::time_point;
    if (at_most < at_most.zero())
        return now;
    const auto left = std::chrono::floor<std::chrono::milliseconds>(time_point::max() - now);
    return at_most < left ? now + at_most : time_point::max();
}

}}} // namespace oms::v0_1::detail
