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
        if (fresh(*slot, now)) {
            lease_out(*slot);
            return slot;
        }
        close_slot(*slot, plan);
    }
    return nullptr;
}

OMS_DECL errc pool_state::enqueue(pool_waiter& waiter, time_point now, pool_plan& plan) noexcept
{
    if (closed_)
        return errc::client_closed;
    if (waiters_.size() >= config_.max_waiters) {
        ++metrics_.waits_refused;
        return errc::pool_full;
    }
    ++metrics_.waits;
    waiters_.push_back(waiter);
    waiter.queued = true;
    wait_for(false, waiter, now);
    plan_connects(now, plan);
    return errc{};
}

OMS_DECL void pool_state::give_up(pool_waiter& waiter, time_point now, pool_plan& plan) noexcept
{
    if (!waiter.queued)
        return;
    dequeue(waiter);
    plan_connects(now, plan);
}

OMS_DECL void pool_state::give_back(pool_slot& slot, time_point now, pool_plan& plan) noexcept
{
    leased_.erase(slot);
    if (young(slot, now))
        hand_over(slot, now, plan);
    else
        close_slot(slot, plan);
    close_aged(now, plan);
    plan_connects(now, plan);
}

OMS_DECL void pool_state::discard(pool_slot& slot, time_point now, pool_plan& plan) noexcept
{
    leased_.erase(slot);
    ++metrics_.connections_closed;
    plan_connects(now, plan);
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
    plan_connects(now, plan);
}

OMS_DECL void pool_state::connect_failed(pool_slot* slot, connect_failure failure, time_point now,
                                         pool_plan& plan) noexcept
{
    try {
        last_connect_error_ = failure.text;
    } catch (const std::bad_alloc&) {
        last_connect_error_.clear();
    }
    opened_before_error_ = metrics_.connections_opened;
    end_connect(slot);
    ++metrics_.connects_failed;
    if (pool_waiter* const oldest = waiters_.front()) {
        fail(*oldest, failure.code, plan);
        if (oldest->details) {
            oldest->details->cause = failure.cause;
            oldest->details->text = std::move(failure.text);
        }
    }
    plan_connects(now, plan);
}

OMS_DECL void pool_state::connect_dropped(pool_slot* slot, time_point now, pool_plan& plan) noexcept
{
    end_connect(slot);
    ++metrics_.connects_abandoned;
    plan_connects(now, plan);
}

OMS_DECL void pool_state::expire(time_point now, pool_plan& plan) noexcept
{
    const pool_counts found = counts();
    deadlines_.expire(now, [&](pool_waiter& late) {
        errc why = errc::deadline_exceeded;
        if (late.connect_under_way && late.has_own_limit)
            why = errc::connect_timeout;
        else if (!late.connect_under_way && (late.has_own_limit || found.leased > 0))
            why = errc::pool_timeout;
        ++metrics_.waits_expired;
        fail(late, why, plan);
        if (late.details)
            late.details->counts = found;
    });
    plan_connects(now, plan);
}

OMS_DECL void pool_state::close(time_point now, pool_plan& plan) noexcept
{
    closed_ = true;
    while (pool_waiter* const waiter = waiters_.front())
        fail(*waiter, errc::client_closed, plan);
    while (pool_slot* const slot = idle_.pop_front())
        close_slot(*slot, plan);
    plan_connects(now, plan);
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

OMS_DECL void pool_state::close_slot(pool_slot& slot, pool_plan& plan) noexcept
{
    ++metrics_.connections_closed;
    plan.close.push_back(slot);
}

// The oldest stand in front, so the pool shrinks to what is really used. Two at a time: faster than any come back, and
// no exchange pays for all of them.
OMS_DECL void pool_state::close_aged(time_point now, pool_plan& plan) noexcept
{
    for (int left = 2; left > 0 && idle_.front() && !fresh(*idle_.front(), now); --left)
        close_slot(*idle_.pop_front(), plan);
}

OMS_DECL void pool_state::lease_out(pool_slot& slot) noexcept
{
    leased_.push_back(slot);
    ++metrics_.leases;
    metrics_.leases_reused += slot.used;
}

// A waiter takes a slot without a look at its idle limits: it has not been idle.
OMS_DECL void pool_state::hand_over(pool_slot& slot, time_point now, pool_plan& plan) noexcept
{
    slot.idle_since = now;
    if (pool_waiter* const oldest = waiters_.front()) {
        dequeue(*oldest).granted = &slot;
        plan.wake.push_back(*oldest);
        lease_out(slot);
    } else if (!closed_ && fresh(slot, now)) {
        idle_.push_back(slot);
    } else {
        close_slot(slot, plan);
    }
}

OMS_DECL pool_waiter& pool_state::dequeue(pool_waiter& waiter) noexcept
{
    if (waiter.connect_under_way) {
        --awaiting_connect_;
        if (last_of_these_ == &waiter)
            last_of_these_ = waiters_.previous(waiter);
    }
    waiter.queued = false;
    waiters_.erase(waiter);
    deadlines_.erase(waiter);
    return waiter;
}

OMS_DECL void pool_state::fail(pool_waiter& waiter, errc why, pool_plan& plan) noexcept
{
    dequeue(waiter).failure = why;
    if (why != errc::client_closed) // which says it all
        waiter.details.reset(new (std::nothrow) failed_wait);
    plan.wake.push_back(waiter);
}

OMS_DECL void pool_state::end_connect(pool_slot* slot) noexcept
{
    if (slot)
        opening_.erase(*slot);
    --connecting_;
}

OMS_DECL void pool_state::plan_connects(time_point now, pool_plan& plan) noexcept
{
    const std::size_t open = idle_.size() + leased_.size();
    const std::size_t more = connects_to_start(waiters_.size(), connecting_, open, config_.max_connections);
    connecting_ += more;
    plan.connects += more;
    plan.abandon_connects = connecting_ > 0 && !connect_wanted();

    for (; awaiting_connect_ < waiters_.size() && awaiting_connect_ < connecting_; ++awaiting_connect_) {
        last_of_these_ = last_of_these_ ? waiters_.next(*last_of_these_) : waiters_.front();
        wait_for(true, *last_of_these_, now);
    }
    for (; awaiting_connect_ > connecting_; --awaiting_connect_) {
        wait_for(false, *last_of_these_, now);
        last_of_these_ = waiters_.previous(*last_of_these_);
    }
}

OMS_DECL void pool_state::wait_for(bool connect, pool_waiter& waiter, time_point now) noexcept
{
    const std::chrono::milliseconds limit = connect ? waiter.connect_limit : waiter.pool_limit;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(waiter.call_deadline - now);
    deadlines_.erase(waiter);
    waiter.connect_under_way = connect;
    waiter.has_own_limit = limit.count() > 0 && limit < left;
    waiter.deadline = waiter.has_own_limit ? now + limit : waiter.call_deadline;
    deadlines_.insert(waiter);
}

OMS_DECL std::string pool_state::last_connect_error() const
{
    const std::uint64_t since = metrics_.connections_opened - opened_before_error_;
    if (last_connect_error_.empty() || since == 0)
        return last_connect_error_;
    return last_connect_error_ + " (" + std::to_string(since) + " connected since)";
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
