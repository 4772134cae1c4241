#pragma once

#include <atomic>

namespace oms { inline namespace v0_1 {

/// Limits how much of a client's traffic may be retries, so that a struggling service is not hit harder.
///
/// A bucket of tokens that all calls of one client share. A retry takes 5, after a timeout 10, and is not made when the
/// bucket holds less; when it succeeds it puts them back. A call that succeeds at the first try puts back 1.
/// Thread-safe, without a lock.
class retry_budget {
public:
    static constexpr int default_capacity = 500;
    static constexpr int retry_cost = 5;
    static constexpr int timeout_retry_cost = 10;
    static constexpr int first_try_refund = 1;

    /// Full.
    explicit retry_budget(int capacity = default_capacity) noexcept : capacity_(capacity), tokens_(capacity) {}
    retry_budget(const retry_budget&) = delete;
    retry_budget& operator=(const retry_budget&) = delete;

    /// Takes `cost` tokens. False, and nothing taken, when there are fewer.
    bool take(int cost) noexcept
    {
        int held = tokens_.load(std::memory_order_relaxed);
        while (held >= cost) {
            if (tokens_.compare_exchange_weak(held, held - cost, std::memory_order_relaxed))
                return true;
        }
        return false;
    }

    /// Puts tokens back, never above the capacity.
    void give_back(int tokens) noexcept
    {
        int held = tokens_.load(std::memory_order_relaxed);
        while (held < capacity_) {
            const int filled = tokens < capacity_ - held ? held + tokens : capacity_;
            if (tokens_.compare_exchange_weak(held, filled, std::memory_order_relaxed))
                return;
        }
    }

    int tokens() const noexcept { return tokens_.load(std::memory_order_relaxed); }
    int capacity() const noexcept { return capacity_; }

private:
    const int capacity_;
    std::atomic<int> tokens_;
};

}} // namespace oms::v0_1
