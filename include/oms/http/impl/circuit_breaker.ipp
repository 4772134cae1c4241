#pragma once

#include <oms/http/circuit_breaker.hpp>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL circuit_breaker::permit::permit(permit&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), era_(other.era_)
{
}

OMS_DECL circuit_breaker::permit& circuit_breaker::permit::operator=(permit&& other) noexcept
{
    if (this != &other) {
        give_up();
        owner_ = std::exchange(other.owner_, nullptr);
        era_ = other.era_;
    }
    return *this;
}

OMS_DECL void circuit_breaker::permit::ended(attempt_ending how, time_point now) noexcept
{
    if (circuit_breaker* const owner = std::exchange(owner_, nullptr))
        owner->ended(era_, how, now);
}

OMS_DECL void circuit_breaker::permit::give_up() noexcept
{
    ended(attempt_ending::neither, time_point());
}

OMS_DECL circuit_breaker::circuit_breaker(const circuit_breaker_policy& policy) noexcept
    : policy_(policy),
      slice_length_(std::max(std::chrono::nanoseconds(policy.window) / 10, std::chrono::nanoseconds(1)))
{
}

OMS_DECL bool circuit_breaker::holds(time_point now) const noexcept
{
    return (state_ == state::open && now < opens_again_) || (state_ == state::half_open && probing_);
}

OMS_DECL bool circuit_breaker::refuses(time_point now) const noexcept
{
    const std::lock_guard lock(mutex_);
    return holds(now);
}

OMS_DECL circuit_breaker::permit circuit_breaker::enter(time_point now) noexcept
{
    const std::lock_guard lock(mutex_);
    if (holds(now))
        return permit();
    if (state_ == state::open)
        enter_state(state::half_open);
    probing_ = state_ == state::half_open;
    return permit(*this, era_);
}

OMS_DECL std::chrono::seconds circuit_breaker::rest(time_point now) const noexcept
{
    const std::lock_guard lock(mutex_);
    return state_ == state::open && now < opens_again_ ? std::chrono::ceil<std::chrono::seconds>(opens_again_ - now)
                                                       : std::chrono::seconds::zero();
}

OMS_DECL bool circuit_breaker::open() const noexcept
{
    const std::lock_guard lock(mutex_);
    return state_ != state::closed;
}

OMS_DECL void circuit_breaker::ended(std::uint64_t era, attempt_ending how, time_point now) noexcept
{
    const std::lock_guard lock(mutex_);
    if (era != era_)
        return;
    if (state_ == state::closed) {
        count(how, now);
    } else {
        probing_ = false;
        if (how == attempt_ending::failure)
            open_at(now);
        else if (how == attempt_ending::success)
            enter_state(state::closed);
    }
}

OMS_DECL void circuit_breaker::count(attempt_ending how, time_point now) noexcept
{
    if (how == attempt_ending::neither)
        return;
    const std::int64_t number = now.time_since_epoch() / slice_length_;
    slice& current = slices_[static_cast<std::size_t>(number) % slices_.size()];
    if (current.number != number)
        current = slice{number, 0, 0};
    ++current.attempts;
    if (how == attempt_ending::failure) {
        ++current.failures;
        if (too_many_failures(number))
            open_at(now);
    }
}

OMS_DECL bool circuit_breaker::too_many_failures(std::int64_t newest) const noexcept
{
    std::int64_t attempts = 0, failures = 0;
    for (const slice& each : slices_) {
        if (each.number > newest - static_cast<std::int64_t>(slices_.size())) {
            attempts += each.attempts;
            failures += each.failures;
        }
    }
    return attempts >= policy_.least_attempts && failures * 100 >= attempts * policy_.failure_percent;
}

OMS_DECL void circuit_breaker::open_at(time_point now) noexcept
{
    enter_state(state::open);
    opens_again_ = now + policy_.cool_down;
}

OMS_DECL void circuit_breaker::enter_state(state next) noexcept
{
    state_ = next;
    ++era_;
    probing_ = false;
    slices_.fill(slice());
}

}} // namespace oms::v0_1
