#pragma once

#include <atomic>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

/// Random bits that spread waits apart (SplitMix64). Not for secrets. The same seed gives the same numbers.
/// Thread-safe, without a lock.
class jitter_source {
public:
    explicit jitter_source(std::uint64_t seed) noexcept : state_(seed) {}
    jitter_source(const jitter_source&) = delete;
    jitter_source& operator=(const jitter_source&) = delete;

    std::uint64_t next() noexcept
    {
        constexpr std::uint64_t step = 0x9e3779b97f4a7c15u;
        std::uint64_t bits = state_.fetch_add(step, std::memory_order_relaxed) + step;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
        return bits ^ (bits >> 31);
    }

private:
    std::atomic<std::uint64_t> state_;
};

}}} // namespace oms::v0_1::detail
