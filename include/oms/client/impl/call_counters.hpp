#pragma once

#include <atomic>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

/// A number that only grows. From any thread.
class counter {
public:
    void add() noexcept { value_.fetch_add(1, std::memory_order_relaxed); }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// What the calls of one client have done, for `client_metrics`.
class call_counters {
public:
    counter attempts;
    counter retries;
    counter held_by_breaker;
    counter held_by_rate_limit;
};

}}} // namespace oms::v0_1::detail
