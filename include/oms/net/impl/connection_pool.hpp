#pragma once

// The driver of `pool_state`: one lock, one sweep timer, the connections themselves.
//
// Every change follows one pattern: lock, change the state and get a plan, wake who has to be woken, unlock, do the
// rest. Under the lock nothing connects, closes a socket, allocates a frame or runs a caller's code. Waking an exchange
// there only posts its next step; it has to happen there, since the exchange is gone once that has run, and it takes
// the lock first when it does.
//
// A descriptor is open as long as its connection is in the state's lists, so the sweep and close(), which walk these
// lists under the lock, never shut down a descriptor that has become somebody else's.

#include <oms/config.hpp>
#include <oms/net/direct_exchanges.hpp>
#include <oms/net/exchange_limits.hpp>
#include <oms/net/impl/connection.hpp>
#include <oms/net/impl/http_exchange.hpp>
#include <oms/net/impl/tls_context.hpp>
#include <oms/net/pool_state.hpp>
#include <oms/net/process_mark.hpp>
#include <oms/net/step_memory.hpp>
#include <oms/net/transport_config.hpp>

#include <oms/http/url.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

class connection_pool;
class pending_exchange;

/// A connection with what an exchange on it needs beside its bytes: one that waits for a connection has no use for it.
struct pooled_connection : connection {
    using connection::connection;

    std::optional<http_exchange> exchange;
    step_memory memory;
};

/// The addresses of the next host, looked up once for all connects that need them at the same time.
struct name_lookup {
    bool done = false;
    boost::system::error_code failure;
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
};

/// One connect under way. Dropped when its frame goes before the end.
class connect_attempt {
public:
    explicit connect_attempt(std::shared_ptr<connection_pool> pool) noexcept : pool_(std::move(pool)) {}
    connect_attempt(connect_attempt&&) noexcept = default;
    connect_attempt& operator=(connect_attempt&&) = delete;
    ~connect_attempt();

    connection_pool& pool() const noexcept { return *pool_; }
    connection& opening() const noexcept { return *connection_; }

    /// False when nobody needs the connection any more. Throws `std::bad_alloc`.
    bool begin();
    void succeeded() noexcept;
    /// Nothing after the end.
    void failed(connect_failure why) noexcept;
    /// Counted out by somebody else.
    void forget() noexcept { pool_.reset(); }

private:
    std::shared_ptr<connection_pool> pool_; // null after the end
    std::unique_ptr<pooled_connection> connection_;
};

/// The watch over all deadlines, due. Destroyed without having been called, since its context ends, it ends all waits.
class sweep_tick {
public:
    sweep_tick(std::weak_ptr<connection_pool> pool, std::shared_ptr<step_memory> memory) noexcept
        : pool_(std::move(pool)), owned_(std::move(memory)), memory_(owned_.get())
    {
    }
    sweep_tick(sweep_tick&&) noexcept = default;
    sweep_tick& operator=(sweep_tick&&) = delete;
    ~sweep_tick();

    void operator()(const boost::system::error_code&);

    /// Where Asio keeps the wait. It may outlive the pool.
    using allocator_type = step_allocator<void>;
    allocator_type get_allocator() const noexcept { return allocator_type(*memory_); }

private:
    std::weak_ptr<connection_pool> pool_; // null after the call
    std::shared_ptr<step_memory> owned_;
    step_memory* memory_; // of one that was moved from, too: Asio asks that when it could not begin
};

class connection_pool final : public direct_exchanges, public std::enable_shared_from_this<connection_pool> {
public:
    using time_point = std::chrono::steady_clock::time_point;

    connection_pool(boost::asio::any_io_executor executor, const base_url& origin, const transport_config& config);
    ~connection_pool();

    // For an exchange, which is what they change.

    /// Gives it the connection that became idle last, puts it at the end of the queue, or fails it. False when it is
    /// queued: then it may have ended already.
    bool take(pending_exchange& exchange, time_point now) noexcept;
    /// Gives it what it was woken for: a connection, or a failure.
    void settle(pending_exchange& woken, time_point now) noexcept;
    /// Takes its connection, for the next exchange if it can carry one.
    void release(pending_exchange& ended, bool reusable) noexcept;
    /// Takes its connection, which was found dead, or to have bytes that nobody asked for, before it was used.
    void drop_stale(pending_exchange& exchange, time_point now) noexcept;
    /// Ends it, if it has not ended.
    void cancel(pending_exchange& exchange) noexcept;
    /// Posts its next step.
    void send_on(pending_exchange& exchange) noexcept;
    /// It will take no more steps.
    void forget(pending_exchange& gone) noexcept;

    void reclaim(http_response&& used) noexcept override;

    void close() noexcept;
    pool_metrics metrics() const;
    /// Of the last connect that failed.
    std::string last_error() const noexcept;
    void count_resumed() noexcept;

    /// False in a process forked from the one that made the pool. There the pool touches no connection: they are the
    /// parent's, and share their sockets, and the queue of the reactor, with it.
    bool in_its_process() const noexcept { return process_.in_its_process(); }

    /// Makes the socket of a connection known to those who may have to end it. False when one did already.
    bool attach(connection& opening) noexcept;
    void detach(connection& opening) noexcept;

    /// Where TCP goes: to the proxy, if there is one, else to the origin.
    const std::string& next_host() const noexcept { return proxy.host.empty() ? origin.host() : proxy.host; }
    std::uint16_t next_port() const noexcept { return proxy.host.empty() ? origin.port() : proxy.port; }

    /// The lookup under way, or a new one.
    std::shared_ptr<const name_lookup> look_up();

    /// Completes when `lookup` is done or the guard of `opening` was tripped.
    template <class Token>
    auto async_park(connection& opening, boost::asio::steady_timer& timer, std::shared_ptr<const name_lookup> lookup,
                    Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
            [this, &opening, &timer, lookup](auto handler) {
                timer.async_wait(std::move(handler));
                park(opening, timer, *lookup);
            },
            token);
    }
    void unpark(connection& opening) noexcept;

    const base_url origin;
    const proxy_config proxy; ///< its host is empty when there is none
    const std::string host;   ///< for the Host field
    const timeouts times;
    const response_limits limits;
    const std::unique_ptr<tls_context> tls; ///< null for plain http

private:
    friend class connect_attempt;
    friend class sweep_tick;

    /// Lock, change, wake, unlock, do the rest.
    template <class Change>
    void apply(Change change) noexcept
    {
        pool_plan plan;
        {
            const std::lock_guard lock(mutex_);
            change(plan);
            wake(plan);
        }
        execute(plan);
    }

    void wake(pool_plan& plan) noexcept;
    void execute(pool_plan& plan) noexcept;
    bool start_connect() noexcept;
    void arm_sweep();
    void sweep() noexcept;
    void rest_idle(time_point now) noexcept;
    void post_step(pending_exchange& exchange) noexcept;
    void put_back(pool_slot& slot, bool reusable, time_point now, pool_plan& plan) noexcept;
    void lease_to(pending_exchange& exchange, pool_slot& slot) noexcept;
    void leave(pending_exchange& exchange, time_point now, pool_plan& plan) noexcept;
    void abandon_waiters() noexcept;
    void end(connection& held, trip why) noexcept;
    void park(connection& opening, boost::asio::steady_timer& timer, const name_lookup& lookup) noexcept;
    /// The first answer counts.
    void looked_up(const std::shared_ptr<name_lookup>& lookup, const boost::system::error_code& failure,
                   const boost::asio::ip::tcp::resolver::results_type& found) noexcept;

    const process_mark process_;
    mutable std::mutex mutex_;
    pool_state state_;
    boost::asio::steady_timer sweep_timer_;
    const std::shared_ptr<step_memory> sweep_memory_ = std::make_shared<step_memory>();
    bool sweep_armed_ = false;
    bool arming_ = false;
    intrusive_list<pool_waiter> not_posted_; // woken, when there was no memory to send them on
    std::vector<http_response> spare_;       // the memory of some
    std::shared_ptr<name_lookup> lookup_;
};

/// Opens one connection for the pool: resolve, connect, tunnel, TLS. Awaited on the pool's executor.
OMS_DECL boost::asio::awaitable<void> open_connection(std::shared_ptr<connect_attempt> attempt);

/// Asks the proxy that `opening` is connected to for a tunnel to the origin.
OMS_DECL boost::asio::awaitable<connect_failure> open_tunnel(connection_pool& pool, connection& opening);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/connection_pool.ipp>
#include <oms/net/impl/leasing.ipp>
#include <oms/net/impl/name_lookup.ipp>
#include <oms/net/impl/open_connection.ipp>
#include <oms/net/impl/open_tunnel.ipp>
#endif
