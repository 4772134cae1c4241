#pragma once

#include <chrono>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

/// When a body that began at `begun` and of which `bytes` have arrived falls below `rate`, in bytes a second and not
/// zero: each byte bought it some time, and `grace` was given. No values overflow: what is a century away never comes.
constexpr std::chrono::steady_clock::time_point too_slow_after(std::chrono::steady_clock::time_point begun,
                                                               std::chrono::milliseconds grace, std::uint64_t bytes,
                                                               std::uint32_t rate) noexcept
{
    constexpr std::chrono::seconds century{std::int64_t{100} * 365 * 24 * 3600};
    const std::uint64_t bought = bytes / rate;
    if (bought >= static_cast<std::uint64_t>(century.count()) || grace >= century)
        return std::chrono::steady_clock::time_point::max();
    const auto rest = std::chrono::milliseconds(bytes % rate * 1000 / rate);
    return begun + grace + std::chrono::seconds(bought) + rest;
}

}}} // namespace oms::v0_1::detail
