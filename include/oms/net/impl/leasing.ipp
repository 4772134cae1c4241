#pragma once

// What the pool does for an exchange: a connection, a place in the queue, an end.

#include <oms/net/impl/connection_pool.hpp>

#include <oms/net/pending_exchange.hpp>

#include <boost/asio/post.hpp>

#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// What stands in the result of an exchange that got no connection.
OMS_DECL void explain(exchange_result& result, errc why, const failed_wait* details,
                      const std::string& last_connect_error) noexcept
{
    result.failure = why;
    if (!details)
        return;
    result.cause = details->cause;
    try {
        result.cause_text = details->text.empty()
                                ? "waiting for a connection: " + describe(details->counts, last_connect_error)
                                : details->text;
    } catch (const std::bad_alloc&) {
        // Then the code has to do.
    }
}

// One lock from the look at its cancellation to its place in the queue: a cancellation comes before or after.
// The transport's own connect timeout is the connect's affair, and fails who waits for it.
OMS_DECL bool connection_pool::take(pending_exchange& exchange, time_point now) noexcept
{
    std::shared_ptr<connection_pool> alive; // from the queue on it may end, and be gone, on another thread
    failed_wait refusal;
    errc why{};
    apply([&](pool_plan& plan) {
        if (exchange.cancelled_) {
            why = errc::cancelled;
            return;
        }
        if (pool_slot* const slot = state_.lease(now, plan))
            return lease_to(exchange, *slot);
        alive = exchange.pool_;
        exchange.call_deadline = exchange.limits_->deadline;
        exchange.connect_limit = exchange.limits_->connect;
        exchange.pool_limit = in_force(exchange.limits_->pool_wait, times.pool_wait);
        why = state_.enqueue(exchange, now, plan);
        if (why == errc::pool_full)
            refusal.counts = state_.counts();
    });
    if (why != errc{})
        explain(exchange.result_, why, why == errc::pool_full ? &refusal : nullptr, last_error());
    return !alive || why != errc{};
}

OMS_DECL void connection_pool::settle(pending_exchange& woken, time_point now) noexcept
{
    apply([&](pool_plan& plan) {
        pool_slot* const slot = std::exchange(woken.granted, nullptr);
        if (!slot)
            return;
        if (!in_its_process()) {
            woken.failure = errc::wrong_process;
            put_back(*slot, false, now, plan);
        } else if (woken.cancelled_) {
            woken.failure = errc::cancelled;
            put_back(*slot, true, now, plan);
        } else {
            lease_to(woken, *slot);
        }
    });
    if (!woken.on_ && woken.failure != errc{})
        explain(woken.result_, woken.failure, woken.details.get(), last_error());
}

OMS_DECL void connection_pool::release(pending_exchange& ended, bool reusable) noexcept
{
    ended.on_->exchange.reset();
    const auto now = std::chrono::steady_clock::now();
    apply([&](pool_plan& plan) { put_back(*std::exchange(ended.on_, nullptr), reusable, now, plan); });
}

OMS_DECL void connection_pool::drop_stale(pending_exchange& exchange, time_point now) noexcept
{
    apply([&](pool_plan& plan) {
        state_.count_stale();
        put_back(*std::exchange(exchange.on_, nullptr), false, now, plan);
    });
}

OMS_DECL void connection_pool::cancel(pending_exchange& exchange) noexcept
{
    const auto now = std::chrono::steady_clock::now();
    apply([&](pool_plan& plan) {
        exchange.cancelled_ = true;
        if (exchange.queued) {
            state_.give_up(exchange, now, plan);
            exchange.failure = errc::cancelled;
            plan.wake.push_back(exchange);
        } else if (exchange.on_) {
            exchange.on_->guard.trip_now(trip::cancelled);
            end(*exchange.on_, trip::cancelled);
        }
    });
}

OMS_DECL void connection_pool::send_on(pending_exchange& exchange) noexcept
{
    apply([&](pool_plan& plan) { plan.wake.push_back(exchange); });
}

OMS_DECL void connection_pool::forget(pending_exchange& gone) noexcept
{
    const auto now = std::chrono::steady_clock::now();
    apply([&](pool_plan& plan) { leave(gone, now, plan); });
}

/// Takes what an exchange may have of the pool. Under the lock.
OMS_DECL void connection_pool::leave(pending_exchange& exchange, time_point now, pool_plan& plan) noexcept
{
    if (exchange.queued)
        state_.give_up(exchange, now, plan);
    if (std::exchange(exchange.not_posted_, false))
        not_posted_.erase(exchange);
    if (pool_slot* const slot = std::exchange(exchange.granted, nullptr))
        put_back(*slot, false, now, plan);
    if (pool_slot* const slot = std::exchange(exchange.on_, nullptr))
        put_back(*slot, false, now, plan);
}

// Under the lock.
OMS_DECL void connection_pool::put_back(pool_slot& slot, bool reusable, time_point now, pool_plan& plan) noexcept
{
    if (reusable && static_cast<connection&>(slot).guard.tripped() == trip::none)
        return state_.give_back(slot, now, plan);
    state_.discard(slot, now, plan);
    plan.close.push_back(slot);
}

// Under the lock.
OMS_DECL void connection_pool::lease_to(pending_exchange& exchange, pool_slot& slot) noexcept
{
    exchange.on_ = static_cast<pooled_connection*>(&slot);
    exchange.on_->rested = false;
    http_response& response = exchange.result_.response;
    if (!spare_.empty() && !has_memory(response)) {
        response = std::move(spare_.back());
        spare_.pop_back();
    }
}

OMS_DECL void connection_pool::reclaim(http_response&& used) noexcept
{
    if (!has_memory(used))
        return;
    http_response kept = std::move(used);
    empty(kept);
    if (!has_memory(kept))
        return;
    try {
        const std::lock_guard lock(mutex_);
        if (spare_.size() < state_.config().max_connections)
            spare_.push_back(std::move(kept));
    } catch (const std::bad_alloc&) {
        // Then the next one allocates its own.
    }
}

// Under the lock, which keeps the exchange from taking the step before all is said and done.
OMS_DECL void connection_pool::post_step(pending_exchange& exchange) noexcept
{
    exchange.being_posted_ = true;
    try {
        boost::asio::post(executor, exchange_step(exchange));
    } catch (const std::bad_alloc&) {
        exchange.not_posted_ = true;
        not_posted_.push_back(exchange);
    }
    exchange.being_posted_ = false;
}

}}} // namespace oms::v0_1::detail
