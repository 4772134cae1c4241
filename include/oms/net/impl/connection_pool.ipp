#pragma once

#include <oms/net/impl/connection_pool.hpp>

#include <oms/core/error.hpp>
#include <oms/net/impl/pending_exchange.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <sys/socket.h>

#include <new>

namespace oms { inline namespace v0_1 { namespace detail {

// A connect

OMS_DECL connect_attempt::~connect_attempt()
{
    if (!pool_)
        return;
    const auto now = std::chrono::steady_clock::now();
    pool_->apply([&](pool_plan& plan) { pool_->state_.connect_dropped(connection_.get(), now, plan); });
}

OMS_DECL bool connect_attempt::begin()
{
    std::unique_ptr<pooled_connection> fresh = std::make_unique<pooled_connection>(pool_->executor);
    const std::lock_guard lock(pool_->mutex_);
    if (!pool_->state_.connect_wanted() || !pool_->in_its_process())
        return false;
    connection_ = std::move(fresh);
    pool_->state_.connect_begins(*connection_);
    return true;
}

OMS_DECL void connect_attempt::succeeded() noexcept
{
    const std::shared_ptr<connection_pool> pool = std::move(pool_);
    const auto now = std::chrono::steady_clock::now();
    pool->apply([&](pool_plan& plan) {
        if (connection_->guard.tripped() == trip::none)
            pool->state_.connected(*connection_.release(), now, plan);
        else
            pool->state_.connect_dropped(connection_.get(), now, plan);
    });
}

OMS_DECL void connect_attempt::failed(connect_failure why) noexcept
{
    if (!pool_)
        return;
    const std::shared_ptr<connection_pool> pool = std::move(pool_);
    const trip ended_by = connection_ ? connection_->guard.tripped() : trip::none;
    const auto now = std::chrono::steady_clock::now();
    pool->apply([&](pool_plan& plan) {
        if (ended_by == trip::unwanted || ended_by == trip::closed)
            pool->state_.connect_dropped(connection_.get(), now, plan);
        else
            pool->state_.connect_failed(connection_.get(), std::move(why), now, plan);
    });
}

// An exchange

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

OMS_DECL bool connection_pool::take(pending_exchange& exchange, time_point now) noexcept
{
    apply([&](pool_plan& plan) {
        if (exchange.cancelled_)
            exchange.result_.failure = errc::cancelled;
        else if (pool_slot* const slot = state_.lease(now, plan))
            lease_to(exchange, *slot);
    });
    return exchange.on_ || exchange.result_.failure != errc{} || wait_in_queue(exchange, now);
}

// The transport's own connect timeout is the connect's affair, and fails who waits for it.
OMS_DECL bool connection_pool::wait_in_queue(pending_exchange& exchange, time_point now) noexcept
{
    exchange.call_deadline = exchange.limits_->deadline;
    exchange.connect_limit = exchange.limits_->connect;
    exchange.pool_limit = in_force(exchange.limits_->pool_wait, times.pool_wait);
    const std::shared_ptr<connection_pool> alive = exchange.pool_;
    bool queued = false;
    failed_wait refusal;
    errc why{};
    apply([&](pool_plan& plan) {
        if (pool_slot* const slot = state_.lease(now, plan))
            return lease_to(exchange, *slot);
        why = exchange.cancelled_ ? errc::cancelled : state_.enqueue(exchange, now, plan);
        queued = why == errc{};
        if (why == errc::pool_full)
            refusal.counts = state_.counts();
    });
    if (why != errc{})
        explain(exchange.result_, why, why == errc::pool_full ? &refusal : nullptr, last_error());
    return !queued;
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

// The sweep

OMS_DECL sweep_tick::~sweep_tick()
{
    const std::shared_ptr<connection_pool> pool = pool_.lock();
    if (pool && !pool->arming_)
        pool->abandon_waiters();
}

OMS_DECL void sweep_tick::operator()(const boost::system::error_code&)
{
    const std::weak_ptr<connection_pool> pool = std::move(pool_);
    if (const std::shared_ptr<connection_pool> alive = pool.lock())
        alive->sweep();
}

OMS_DECL void connection_pool::abandon_waiters() noexcept
{
    for (pending_exchange* waits = nullptr;; waits->abandon()) {
        const auto now = std::chrono::steady_clock::now();
        waits = nullptr;
        apply([&](pool_plan& plan) {
            pool_waiter* const first = not_posted_.empty() ? state_.oldest_waiter() : not_posted_.front();
            if (!first)
                return;
            waits = static_cast<pending_exchange*>(first);
            leave(*waits, now, plan);
        });
        if (!waits)
            return;
    }
}

// The pool

OMS_DECL connection_pool::connection_pool(boost::asio::any_io_executor io, const base_url& base,
                                          const transport_config& config)
    : direct_exchanges(std::move(io)), origin(base), proxy(config.proxy), host(base.host_header()), times(config.times),
      limits(config.limits),
      tls(base.tls() ? std::make_unique<tls_context>(config.tls, base.host(), config.pool.max_connections) : nullptr),
      state_(config.pool), sweep_timer_(executor)
{
    proxy.validate(origin);
    if (config.pool.max_connections == 0)
        throw error(errc::invalid_config, "pool.max_connections: at least 1 is needed");
    if (config.pool.max_waiters == 0)
        throw error(errc::invalid_config, "pool.max_waiters: at least 1 is needed, "
                                          "to wait while a connection is opened");
}

OMS_DECL connection_pool::~connection_pool()
{
    // Only idle connections are left: everything else keeps the pool alive.
    pool_plan plan;
    state_.close(std::chrono::steady_clock::now(), plan);
    while (pool_slot* const slot = plan.close.pop_front())
        delete static_cast<pooled_connection*>(slot);
}

OMS_DECL void connection_pool::close() noexcept
{
    if (!in_its_process())
        return;
    const auto now = std::chrono::steady_clock::now();
    apply([&](pool_plan& plan) {
        state_.close(now, plan);
        for (const auto* held : {&state_.leased(), &state_.opening()})
            for (pool_slot* slot = held->front(); slot; slot = held->next(*slot)) {
                static_cast<connection*>(slot)->guard.trip_now(trip::closed);
                end(static_cast<connection&>(*slot), trip::closed);
            }
    });
}

OMS_DECL pool_metrics connection_pool::metrics() const
{
    const std::lock_guard lock(mutex_);
    return state_.metrics();
}

OMS_DECL std::string connection_pool::last_error() const noexcept
{
    try {
        const std::lock_guard lock(mutex_);
        return state_.last_connect_error();
    } catch (const std::bad_alloc&) {
        return {};
    }
}

OMS_DECL void connection_pool::count_resumed() noexcept
{
    const std::lock_guard lock(mutex_);
    state_.count_resumed();
}

OMS_DECL bool connection_pool::attach(connection& opening) noexcept
{
    const std::lock_guard lock(mutex_);
    opening.descriptor = opening.stream.socket().native_handle();
    return opening.guard.tripped() == trip::none;
}

OMS_DECL void connection_pool::detach(connection& opening) noexcept
{
    const std::lock_guard lock(mutex_);
    opening.descriptor = -1;
}

// Under the lock.
OMS_DECL void connection_pool::wake(pool_plan& plan) noexcept
{
    if (plan.abandon_connects)
        for (pool_slot* slot = state_.opening().front(); slot; slot = state_.opening().next(*slot)) {
            static_cast<connection*>(slot)->guard.trip_now(trip::unwanted);
            end(static_cast<connection&>(*slot), trip::unwanted);
        }
    for (std::size_t again = not_posted_.size(); again > 0; --again) {
        pending_exchange& exchange = static_cast<pending_exchange&>(*not_posted_.pop_front());
        exchange.not_posted_ = false;
        post_step(exchange);
    }
    while (pool_waiter* const waiter = plan.wake.pop_front())
        post_step(static_cast<pending_exchange&>(*waiter));
    if (!sweep_armed_ && (state_.busy() || !not_posted_.empty()))
        arm_sweep();
}

// Not under the lock.
OMS_DECL void connection_pool::execute(pool_plan& plan) noexcept
{
    while (pool_slot* const slot = plan.close.pop_front())
        delete static_cast<pooled_connection*>(slot);
    if (plan.connects > 0 && !in_its_process())
        return;
    for (; plan.connects > 0; --plan.connects) {
        if (start_connect())
            continue;
        // A loop, since a failure may plan the next connect: one for each waiter, until all of them are told.
        pool_plan after;
        {
            const std::lock_guard lock(mutex_);
            const auto now = std::chrono::steady_clock::now();
            state_.connect_failed(nullptr, {errc::connect_failed, {}, "no memory"}, now, after);
            wake(after);
        }
        plan.connects += after.connects;
    }
}

// By post: this may be a destructor on somebody else's stack. Where there is no memory the attempt is failed by name:
// dropped, it would be planned again, and find no memory again. False when that is so here; the caller fails it.
OMS_DECL bool connection_pool::start_connect() noexcept
{
    connect_attempt attempt(shared_from_this());
    std::shared_ptr<connect_attempt> held;
    try {
        held = std::make_shared<connect_attempt>(std::move(attempt));
        boost::asio::post(executor, [held] {
            try {
                boost::asio::co_spawn(held->pool().executor, open_connection(held), boost::asio::detached);
            } catch (const std::bad_alloc&) {
                held->failed({errc::connect_failed, {}, "no memory"});
            }
        });
        return true;
    } catch (const std::bad_alloc&) {
        (held ? *held : attempt).forget();
        return false;
    }
}

// Under the lock. Armed only while there is something to watch, so that an idle pool leaves its context in peace.
OMS_DECL void connection_pool::arm_sweep()
{
    if (!in_its_process())
        return;
    arming_ = true;
    try {
        sweep_timer_.expires_after(deadline_wheel<pool_waiter>::tick);
        sweep_timer_.async_wait(sweep_tick(weak_from_this()));
        sweep_armed_ = true;
    } catch (const std::bad_alloc&) {
        // The next change tries again.
    }
    arming_ = false;
}

OMS_DECL void connection_pool::sweep() noexcept
{
    const auto now = std::chrono::steady_clock::now();
    apply([&](pool_plan& plan) {
        sweep_armed_ = false;
        state_.expire(now, plan);
        for (const auto* held : {&state_.leased(), &state_.opening()})
            for (pool_slot* slot = held->front(); slot; slot = held->next(*slot)) {
                connection& watched = static_cast<connection&>(*slot);
                watched.guard.trip_when_due(now);
                // Again at each tick: the first time its holder may just have been on the way into a system call.
                const trip why = watched.guard.tripped();
                if (why != trip::none)
                    end(watched, why);
            }
        rest_idle(now);
    });
}

// Under the lock. The newest stand at the end, and before one that rests all do.
OMS_DECL void connection_pool::rest_idle(time_point now) noexcept
{
    for (pool_slot* slot = state_.idle().back(); slot; slot = state_.idle().previous(*slot)) {
        connection& idle = static_cast<connection&>(*slot);
        if (idle.rested)
            return;
        // There may be no other tick where nobody is busy.
        if (state_.busy() && now - idle.idle_since < deadline_wheel<pool_waiter>::tick)
            continue;
        idle.stream.rest();
        idle.rested = true;
    }
}

// Under the lock, which keeps the descriptor open. A peer that does not take the request may have answered already,
// so that its answer stays readable. `why` is not asked of the guard again: its holder forgives without the lock.
OMS_DECL void connection_pool::end(connection& held, trip why) noexcept
{
    if (held.descriptor >= 0 && in_its_process())
        ::shutdown(held.descriptor, why == trip::write ? SHUT_WR : SHUT_RDWR);
    if (held.parked)
        std::exchange(held.parked, nullptr)->cancel_one();
}

}}} // namespace oms::v0_1::detail
