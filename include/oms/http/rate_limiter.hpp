#pragma once

#include <oms/config.hpp>
#include <oms/http/rate_limit.hpp>

#include <chrono>
#include <mutex>
#include <set>

namespace oms { inline namespace v0_1 {

/// Gives requests their turns, as `rate_limit` says. Pure but for a mutex: no clock, no queue of its own; who has a
/// turn waits for it by himself. Thread-safe.
///
/// A token bucket, kept as the time at which the next token is due. Turns are given in order; one that is given back
/// goes to the next that asks, so nobody who waits is moved behind, and no turn is lost while somebody can use it.
class rate_limiter {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// When a request may go. Given back when it dies before it was used. The limiter must outlive it.
    class turn {
    public:
        /// None.
        turn() noexcept = default;
        turn(turn&& other) noexcept;
        turn& operator=(turn&&) = delete;
        ~turn();

        explicit operator bool() const noexcept { return owner_ != nullptr; }
        time_point at() const noexcept { return at_; }
        /// The request goes. The turn is used up.
        void use() noexcept { owner_ = nullptr; }

    private:
        friend class rate_limiter;
        turn(rate_limiter& owner, time_point at) noexcept : owner_(&owner), at_(at) {}

        rate_limiter* owner_ = nullptr;
        time_point at_;
    };

    explicit rate_limiter(const rate_limit& limit) noexcept;
    rate_limiter(const rate_limiter&) = delete;
    rate_limiter& operator=(const rate_limiter&) = delete;

    /// A limiter that does not limit need not be asked.
    bool limits() const noexcept { return interval_ > std::chrono::nanoseconds::zero(); }

    /// The next turn, which may be in the past: then it is now. None when it would come at or after `deadline`.
    turn take(time_point now, time_point deadline);

private:
    void give_back(time_point at) noexcept;

    const std::chrono::nanoseconds interval_;
    const std::chrono::nanoseconds burst_;

    mutable std::mutex mutex_;  // guards what follows
    time_point next_;           ///< the turn after the last that was given
    std::set<time_point> free_; ///< turns before it that were given back
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/rate_limiter.ipp>
#endif
