#pragma once

// The pool's bookkeeping: which connection goes to whom, and what has to be done next. No sockets, no clock, no lock.
//
//   slot     one connection, as the pool sees it. It is being opened, idle or leased; in no list before and after.
//   waiter   one exchange that found no connection.
//   plan     what the driver does next: close slots, wake waiters, start connects, abandon connects.
//
// Invariants, true after every member function:
//
//   - open slots and connects together are at most `max_connections`;
//   - nobody waits while a slot is idle, unless the pool is closed, when nobody waits and nothing is idle;
//   - connects never outnumber what the limit leaves room for, and are never fewer than the waiters while there is
//   room;
//   - a slot goes to the oldest waiter first; who comes new never overtakes;
//   - the waiters at the front, as many as there are connects, wait for a connect; the others wait for the pool;
//   - each waiter that leaves the queue by the pool's doing has either a slot or a failure.
//
// Steps: each member function but `close` takes a constant number, however many slots and waiters there are, and some
// for each slot it closes and each waiter whose time is over. Each is closed, or its time is over, once.
//
// Slots and waiters belong to the driver: the state only links them. All calls stand under the driver's one lock.

#include <oms/config.hpp>
#include <oms/net/deadline_wheel.hpp>
#include <oms/net/intrusive_list.hpp>
#include <oms/net/pool_config.hpp>
#include <oms/net/pool_metrics.hpp>

#include <oms/core/errc.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// One connection, as the pool sees it.
struct pool_slot : list_node<pool_slot> {
    std::chrono::steady_clock::time_point opened{};
    std::chrono::steady_clock::time_point idle_since{};
    std::chrono::milliseconds idle_limit = std::chrono::milliseconds::max(); ///< what the peer announced itself
    bool used = false;                                                       ///< carried an exchange already
};

/// Why a connect failed.
struct connect_failure {
    errc code{};
    boost::system::error_code cause;
    std::string text;
};

/// What the pool held when a waiter left it.
struct pool_counts {
    std::size_t idle = 0;
    std::size_t leased = 0;
    std::size_t connecting = 0;
    std::size_t waiting = 0;
};

/// More about why a waiter got no connection.
struct failed_wait {
    boost::system::error_code cause;
    std::string text;
    pool_counts counts; ///< when the wait expired
};

/// One exchange that waits for a connection: for one that is being opened, or for the pool, all of whose connections
/// are in use or promised to others. Each kind of waiting has a limit, counted from its beginning.
struct pool_waiter : list_node<pool_waiter>, wheel_node<pool_waiter> {
    // Set before it is enqueued. Zero: no such limit.
    std::chrono::steady_clock::time_point call_deadline = std::chrono::steady_clock::time_point::max();
    std::chrono::milliseconds connect_limit{0};
    std::chrono::milliseconds pool_limit{0};

    pool_slot* granted = nullptr; ///< the slot it got, leased
    errc failure{};               ///< or why it got none
    bool queued = false;
    bool connect_under_way = false;       ///< it waits for a connect, not for the pool
    bool has_own_limit = false;           ///< `deadline` is a limit above, not the call's deadline
    std::unique_ptr<failed_wait> details; ///< of `failure`, where there was memory for it
};

/// What the driver has to do. Closed slots belong to the driver alone; woken waiters have their outcome.
struct pool_plan {
    intrusive_list<pool_slot> close;
    intrusive_list<pool_waiter> wake;
    std::size_t connects = 0;      ///< connects to start; they are counted as connecting already
    bool abandon_connects = false; ///< nobody is left who would use what is being opened
};

/// How many connects to start: one for each waiter that has none yet, as far as the limit leaves room.
constexpr std::size_t connects_to_start(std::size_t waiting, std::size_t connecting, std::size_t open,
                                        std::size_t limit) noexcept
{
    const std::size_t wanted = waiting > connecting ? waiting - connecting : 0;
    const std::size_t room = limit > open + connecting ? limit - open - connecting : 0;
    return wanted < room ? wanted : room;
}

class pool_state {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit pool_state(const pool_config& config) noexcept : config_(config) {}

    /// Leases the slot that became idle last. Null when there is none, or when others wait already.
    pool_slot* lease(time_point now, pool_plan& plan) noexcept;

    /// Puts a waiter at the end of the queue. `pool_full` or `client_closed` when it cannot wait; else zero.
    errc enqueue(pool_waiter& waiter, time_point now, pool_plan& plan) noexcept;

    /// Takes out a waiter that gave up. A waiter that is not queued is left alone.
    void give_up(pool_waiter& waiter, time_point now, pool_plan& plan) noexcept;

    /// A leased slot that can carry another exchange comes back: to the oldest waiter, else to the shelf.
    void give_back(pool_slot& slot, time_point now, pool_plan& plan) noexcept;

    /// A leased slot ends; it stays with the caller.
    void discard(pool_slot& slot, time_point now, pool_plan& plan) noexcept;

    /// Whether a planned connect is still of use to anybody.
    bool connect_wanted() const noexcept;

    /// A planned connect begins with this slot.
    void connect_begins(pool_slot& slot) noexcept;

    /// It succeeded: the slot goes to the oldest waiter, else to the shelf.
    void connected(pool_slot& slot, time_point now, pool_plan& plan) noexcept;

    /// It failed, and so does the oldest waiter. The slot stays with the caller; null when it never began.
    void connect_failed(pool_slot* slot, connect_failure failure, time_point now, pool_plan& plan) noexcept;

    /// It was given up. The slot stays with the caller; null when it never began.
    void connect_dropped(pool_slot* slot, time_point now, pool_plan& plan) noexcept;

    /// Fails every waiter whose time is over. One that waited for a connect fails with `connect_timeout` when it
    /// reached its own limit for that. One that waited for the pool fails with `pool_timeout` when it reached its own
    /// limit for that, or while others used connections. What is left is `deadline_exceeded`.
    void expire(time_point now, pool_plan& plan) noexcept;

    /// Ends the pool: nothing is given out any more.
    void close(time_point now, pool_plan& plan) noexcept;

    /// An idle slot was found dead when it was taken.
    void count_stale() noexcept { ++metrics_.connections_stale; }
    /// A handshake was shortened by a session of an earlier connection.
    void count_resumed() noexcept { ++metrics_.sessions_resumed; }

    bool closed() const noexcept { return closed_; }
    /// Somebody is waiting, leasing or connecting: there may be deadlines to watch.
    bool busy() const noexcept { return !leased_.empty() || !waiters_.empty() || connecting_ > 0; }
    pool_counts counts() const noexcept;
    pool_metrics metrics() const noexcept;
    const pool_config& config() const noexcept { return config_; }
    /// Who has waited longest; null when nobody waits.
    pool_waiter* oldest_waiter() const noexcept { return waiters_.front(); }
    /// Of the last connect that failed, and how many succeeded since; empty when none failed yet.
    std::string last_connect_error() const;

    const intrusive_list<pool_slot>& idle() const noexcept { return idle_; }
    const intrusive_list<pool_slot>& leased() const noexcept { return leased_; }
    const intrusive_list<pool_slot>& opening() const noexcept { return opening_; }

private:
    bool young(const pool_slot& slot, time_point now) const noexcept;
    bool fresh(const pool_slot& slot, time_point now) const noexcept;
    void close_slot(pool_slot& slot, pool_plan& plan) noexcept;
    void close_aged(time_point now, pool_plan& plan) noexcept;
    void lease_out(pool_slot& slot) noexcept;
    void hand_over(pool_slot& slot, time_point now, pool_plan& plan) noexcept;
    pool_waiter& dequeue(pool_waiter& waiter) noexcept;
    void fail(pool_waiter& waiter, errc why, pool_plan& plan) noexcept;
    void end_connect(pool_slot* slot) noexcept;
    void plan_connects(time_point now, pool_plan& plan) noexcept;
    void wait_for(bool connect, pool_waiter& waiter, time_point now) noexcept;

    pool_config config_;
    bool closed_ = false;
    std::size_t connecting_ = 0; // begun and merely planned
    intrusive_list<pool_slot> opening_;
    intrusive_list<pool_slot> idle_; // oldest first
    intrusive_list<pool_slot> leased_;
    intrusive_list<pool_waiter> waiters_; // oldest first
    std::size_t awaiting_connect_ = 0;    // so many of them, the oldest ones
    pool_waiter* last_of_these_ = nullptr;
    deadline_wheel<pool_waiter> deadlines_;
    pool_metrics metrics_;
    std::string last_connect_error_;
    std::uint64_t opened_before_error_ = 0;
};

/// "idle 0, leased 4, connecting 0, waiting 17; last connect error: ...".
OMS_DECL std::string describe(const pool_counts& counts, const std::string& last_connect_error);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/pool_state.ipp>
#endif
