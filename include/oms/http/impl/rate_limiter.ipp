#pragma once

#include <oms/http/rate_limiter.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// From one turn to the next, rounded up; zero for no limit.
OMS_DECL std::chrono::nanoseconds interval_of(const rate_limit& limit) noexcept
{
    constexpr std::int64_t second = std::chrono::nanoseconds(std::chrono::seconds(1)).count();
    return std::chrono::nanoseconds(limit.per_second <= 0 ? 0 : (second + limit.per_second - 1) / limit.per_second);
}

} // namespace detail

OMS_DECL rate_limiter::turn::turn(turn&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), at_(other.at_)
{
}

OMS_DECL rate_limiter::turn::~turn()
{
    if (owner_)
        owner_->give_back(at_);
}

OMS_DECL rate_limiter::rate_limiter(const rate_limit& limit) noexcept
    : interval_(detail::interval_of(limit)), burst_(interval_ * (std::max(limit.burst, 1) - 1)),
      next_(time_point::min())
{
}

OMS_DECL rate_limiter::turn rate_limiter::take(time_point now, time_point deadline)
{
    const std::lock_guard lock(mutex_);
    // Of unused turns of the past a burst is kept. Those that were given back come first.
    const time_point oldest = now - burst_;
    free_.erase(free_.begin(), free_.lower_bound(oldest));
    const bool again = !free_.empty();
    const time_point at = again ? *free_.begin() : std::max(next_, oldest);
    if (std::max(at, now) >= deadline)
        return turn();
    if (again)
        free_.erase(free_.begin());
    else
        next_ = at + interval_;
    return turn(*this, at);
}

OMS_DECL void rate_limiter::give_back(time_point at) noexcept
{
    const std::lock_guard lock(mutex_);
    if (at + interval_ != next_) {
        try {
            free_.insert(at);
        } catch (...) {
            // Without memory the turn is lost: one request less, never one too many.
        }
        return;
    }
    next_ = at;
    while (!free_.empty() && *std::prev(free_.end()) + interval_ == next_) {
        next_ -= interval_;
        free_.erase(std::prev(free_.end()));
    }
}

}} // namespace oms::v0_1
