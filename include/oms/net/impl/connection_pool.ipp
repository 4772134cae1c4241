#pragma once

#include <oms/net/impl/connection_pool.hpp>

#include <oms/core/error.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <sys/socket.h>

#include <new>

namespace oms { inline namespace v0_1 { namespace detail {

// The lease

OMS_DECL connection_lease& connection_lease::operator=(connection_lease&& other) noexcept
{
    discard();
    pool_ = std::move(other.pool_);
    connection_ = std::exchange(other.connection_, nullptr);
    return *this;
}

OMS_DECL void connection_lease::give_back() noexcept
{
    if (!connection_)
        return;
    connection& ended = *std::exchange(connection_, nullptr);
    const std::shared_ptr<connection_pool> pool = std::move(pool_);
    const auto now = std::chrono::steady_clock::now();
    pool->apply([&](pool_plan& plan) {
        if (ended.guard.tripped() == trip::none) {
            pool->state_.give_back(ended, now, plan);
        } else {
            pool->state_.discard(ended, now, plan);
            plan.close.push_back(ended);
        }
    });
}

OMS_DECL void connection_lease::discard() noexcept
{
    if (!connection_)
        return;
    connection& ended = *std::exchange(connection_, nullptr);
    const std::shared_ptr<connection_pool> pool = std::move(pool_);
    const auto now = std::chrono::steady_clock::now();
    pool->apply([&](pool_plan& plan) {
        pool->state_.discard(ended, now, plan);
        plan.close.push_back(ended);
    });
}

OMS_DECL void connection_lease::discard_stale() noexcept
{
    {
        const std::lock_guard lock(pool_->mutex_);
        pool_->state_.count_stale();
    }
    discard();
}

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
    std::unique_ptr<connection> fresh = std::make_unique<connection>(pool_->executor);
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

// A waiting exchange

// The transport's own connect timeout is the connect's affair, and fails who waits for it.
OMS_DECL queued_exchange::queued_exchange(std::shared_ptr<connection_pool> pool, const exchange_limits& limits)
    : timer(pool->executor, std::chrono::steady_clock::time_point::max()), pool_(std::move(pool))
{
    call_deadline = limits.deadline;
    connect_limit = limits.connect;
    pool_limit = in_force(limits.pool_wait, pool_->times.pool_wait);
}

OMS_DECL queued_exchange::~queued_exchange()
{
    // A frame destroyed with its context: nobody asked for the outcome.
    const auto now = std::chrono::steady_clock::now();
    pool_->apply([&](pool_plan& plan) { pool_->state_.give_up(*this, now, plan); });
    if (granted)
        connection_lease(pool_, static_cast<connection&>(*granted)).discard();
}

// The timer is waiting already, so whoever finds this exchange in the queue from now on can wake it. It may be gone
// as soon as the lock is.
OMS_DECL void queued_exchange::enqueue() noexcept
{
    const std::shared_ptr<connection_pool> pool = pool_;
    const auto now = std::chrono::steady_clock::now();
    pool->apply([&](pool_plan& plan) {
        granted = pool->state_.lease(now, plan);
        if (!granted) {
            failure.code = pool->state_.enqueue(*this, now, plan);
            counts = pool->state_.counts();
        }
        if (granted || failure.code != errc{})
            timer.cancel_one();
    });
}

OMS_DECL connection_lease queued_exchange::outcome()
{
    const auto now = std::chrono::steady_clock::now();
    pool_plan plan;
    std::string last_connect_error;
    {
        const std::lock_guard lock(pool_->mutex_);
        if (queued) {
            pool_->state_.give_up(*this, now, plan);
            pool_->wake(plan);
            failure.code = errc::cancelled;
        }
        if (!granted)
            last_connect_error = pool_->state_.last_connect_error();
    }
    pool_->execute(plan);
    if (granted && pool_->in_its_process())
        return connection_lease(pool_, static_cast<connection&>(*std::exchange(granted, nullptr)));
    if (granted)
        failure.code = errc::wrong_process;
    else if (failure.text.empty() && failure.code != errc::cancelled && failure.code != errc::client_closed)
        failure.text = "waiting for a connection: " + describe(counts, last_connect_error);
    return {};
}

// The pool

OMS_DECL connection_pool::connection_pool(boost::asio::any_io_executor io, const base_url& base,
                                          const transport_config& config)
    : executor(std::move(io)), origin(base), proxy(config.proxy), host(base.host_header()), times(config.times),
      limits(config.limits),
      tls(base.tls() ? std::make_unique<tls_context>(config.tls, base.host(), config.pool.max_connections) : nullptr),
      state_(config.pool), sweep_timer_(executor)
{
    proxy.validate(origin);
    if (config.pool.max_connections == 0)
        throw error(errc::invalid_config, "pool.max_connections: at least 1 is needed");
    if (config.pool.max_waiters == 0)
        throw error(errc::invalid_config,
                    "pool.max_waiters: at least 1 is needed, to wait while a connection is opened");
}

OMS_DECL connection_pool::~connection_pool()
{
    // Only idle connections are left: everything else keeps the pool alive.
    pool_plan plan;
    state_.close(std::chrono::steady_clock::now(), plan);
    while (pool_slot* const slot = plan.close.pop_front())
        delete static_cast<connection*>(slot);
}

OMS_DECL connection_lease connection_pool::take_idle() noexcept
{
    const auto now = std::chrono::steady_clock::now();
    pool_slot* found = nullptr;
    apply([&](pool_plan& plan) { found = state_.lease(now, plan); });
    if (!found)
        return {};
    return connection_lease(shared_from_this(), static_cast<connection&>(*found));
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
    while (pool_waiter* const waiter = plan.wake.pop_front())
        static_cast<queued_exchange*>(waiter)->timer.cancel_one();
    if (state_.busy() && !sweep_armed_)
        arm_sweep();
}

// Not under the lock.
OMS_DECL void connection_pool::execute(pool_plan& plan) noexcept
{
    while (pool_slot* const slot = plan.close.pop_front())
        delete static_cast<connection*>(slot);
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
    try {
        sweep_timer_.expires_after(deadline_wheel<pool_waiter>::tick);
        sweep_timer_.async_wait([pool = weak_from_this()](const boost::system::error_code&) {
            if (const std::shared_ptr<connection_pool> alive = pool.lock())
                alive->sweep();
        });
        sweep_armed_ = true;
    } catch (const std::bad_alloc&) {
        // The next change tries again.
    }
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
    });
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
