#pragma once

#include <oms/net/impl/connection_pool.hpp>

#include <oms/core/error.hpp>
#include <oms/net/pending_exchange.hpp>

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
        sweep_timer_.async_wait(sweep_tick(weak_from_this(), sweep_memory_));
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
        idle.input.clear();
        idle.input.shrink_to_fit();
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
