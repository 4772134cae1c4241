#pragma once

#include <oms/net/pool_state.hpp>

#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL pool_slot* pool_state::lease(time_point now, pool_plan& plan) noexcept
{
    close_aged(now, plan);
    if (!waiters_.empty())
        return nullptr;
    while (pool_slot* const slot = idle_.back()) {
        idle_.erase(*slot);
        if (!fresh(*slot, now)) {
            plan.close.push_back(*slot);
            continue;
        }
        leased_.push_back(*slot);
        metrics_.leases_reused += slot->used;
        return slot;
    }
    return nullptr;
}

OMS_DECL errc pool_state::enqueue(pool_waiter& waiter, pool_plan& plan)
{
    if (closed_)
        return errc::client_closed;
    if (waiters_.size() >= config_.max_waiters) {
        ++metrics_.waits_refused;
        return errc::pool_full;
    }
    deadlines_.push(waiter);
    waiters_.push_back(waiter);
    waiter.queued = true;
    plan_connects(plan);
    return errc{};
}

OMS_DECL void pool_state::give_up(pool_waiter& waiter, pool_plan& plan) noexcept
{
    if (!waiter.queued)
        return;
    dequeue(waiter);
    plan_connects(plan);
}

OMS_DECL void pool_state::give_back(pool_slot& slot, time_point now, pool_plan& plan) noexcept
{
    leased_.erase(slot);
    if (young(slot, now))
        hand_over(slot, now, plan);
    else
        plan.close.push_back(slot);
    close_aged(now, plan);
    plan_connects(plan);
}

OMS_DECL void pool_state::discard(pool_slot& slot, pool_plan& plan) noexcept
{
    leased_.erase(slot);
    plan_connects(plan);
}

OMS_DECL bool pool_state::connect_wanted() const noexcept
{
    return !closed_ && (!waiters_.empty() || !leased_.empty());
}

OMS_DECL void pool_state::connect_begins(pool_slot& slot) noexcept
{
    opening_.push_back(slot);
}

OMS_DECL void pool_state::connected(pool_slot& slot, time_point now, pool_plan& plan) noexcept
{
    end_connect(&slot);
    ++metrics_.connections_opened;
    slot.opened = now;
    hand_over(slot, now, plan);
    plan_connects(plan);
}

OMS_DECL void pool_state::connect_failed(pool_slot* slot, connect_failure failure, pool_plan& plan) noexcept
{
    try {
        last_connect_error_ = failure.text;
    } catch (const std::bad_alloc&) {
        last_connect_error_.clear();
    }
    end_connect(slot);
    ++metrics_.connects_failed;
    if (pool_waiter* const oldest = waiters_.front()) {
        dequeue(*oldest).failure = std::move(failure);
        plan.wake.push_back(*oldest);
    }
    plan_connects(plan);
}

OMS_DECL void pool_state::connect_dropped(pool_slot* slot, pool_plan& plan) noexcept
{
    end_connect(slot);
    plan_connects(plan);
}

OMS_DECL void pool_state::expire(time_point now, pool_plan& plan) noexcept
{
    const pool_counts found = counts();
    const bool exhausted = found.leased > 0 && found.leased + found.connecting >= config_.max_connections;
    while (pool_waiter* const waiter = deadlines_.top()) {
        if (now < waiter->deadline)
            break;
        dequeue(*waiter);
        waiter->failure.code = exhausted || waiter->has_own_limit ? errc::pool_timeout : errc::deadline_exceeded;
        waiter->counts = found;
        ++metrics_.waits_expired;
        plan.wake.push_back(*waiter);
    }
    plan_connects(plan);
}

OMS_DECL void pool_state::close(pool_plan& plan) noexcept
{
    closed_ = true;
    while (pool_waiter* const waiter = waiters_.front()) {
        dequeue(*waiter).failure.code = errc::client_closed;
        plan.wake.push_back(*waiter);
    }
    while (pool_slot* const slot = idle_.pop_front())
        plan.close.push_back(*slot);
    plan_connects(plan);
}

OMS_DECL pool_counts pool_state::counts() const noexcept
{
    pool_counts now;
    now.idle = idle_.size();
    now.leased = leased_.size();
    now.connecting = connecting_;
    now.waiting = waiters_.size();
    return now;
}

OMS_DECL pool_metrics pool_state::metrics() const noexcept
{
    pool_metrics now = metrics_;
    now.idle = idle_.size();
    now.leased = leased_.size();
    now.connecting = connecting_;
    now.waiting = waiters_.size();
    return now;
}

// In milliseconds on both sides: a limit of `milliseconds::max()` is not to be converted into anything finer.
OMS_DECL bool pool_state::young(const pool_slot& slot, time_point now) const noexcept
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - slot.opened) < config_.max_age;
}

OMS_DECL bool pool_state::fresh(const pool_slot& slot, time_point now) const noexcept
{
    const auto idle_for = std::chrono::duration_cast<std::chrono::milliseconds>(now - slot.idle_since);
    return idle_for < config_.max_idle && idle_for < slot.idle_limit && young(slot, now);
}

// The oldest stand in front, so the pool shrinks to what is really used.
OMS_DECL void pool_state::close_aged(time_point now, pool_plan& plan) noexcept
{
    while (pool_slot* const oldest = idle_.front()) {
        if (fresh(*oldest, now))
            break;
        idle_.erase(*oldest);
        plan.close.push_back(*oldest);
    }
}

// A waiter takes a slot without a look at its idle limits: it has not been idle.
OMS_DECL void pool_state::hand_over(pool_slot& slot, time_point now, pool_plan& plan) noexcept
{
    slot.idle_since = now;
    if (pool_waiter* const oldest = waiters_.front()) {
        dequeue(*oldest).granted = &slot;
        plan.wake.push_back(*oldest);
        leased_.push_back(slot);
        metrics_.leases_reused += slot.used;
    } else if (!closed_ && fresh(slot, now)) {
        idle_.push_back(slot);
    } else {
        plan.close.push_back(slot);
    }
}

OMS_DECL pool_waiter& pool_state::dequeue(pool_waiter& waiter) noexcept
{
    waiter.queued = false;
    waiters_.erase(waiter);
    deadlines_.erase(waiter);
    return waiter;
}

OMS_DECL void pool_state::end_connect(pool_slot* slot) noexcept
{
    if (slot)
        opening_.erase(*slot);
    --connecting_;
}

OMS_DECL void pool_state::plan_connects(pool_plan& plan) noexcept
{
    const std::size_t open = idle_.size() + leased_.size();
    const std::size_t more = connects_to_start(waiters_.size(), connecting_, open, config_.max_connections);
    connecting_ += more;
    plan.connects += more;
    plan.abandon_connects = connecting_ > 0 && !connect_wanted();
}

OMS_DECL std::string describe(const pool_counts& counts, const std::string& last_connect_error)
{
    std::string text = "idle " + std::to_string(counts.idle) + ", leased " + std::to_string(counts.leased) +
                       ", connecting " + std::to_string(counts.connecting) + ", waiting " +
                       std::to_string(counts.waiting);
    if (!last_connect_error.empty())
        text += "; last connect error: " + last_connect_error;
    return text;
}

}}} // namespace oms::v0_1::detail
