#pragma once

// The driver of `pool_state`: one lock, one sweep timer, the connections themselves.
//
// Every change follows one pattern: lock, change the state and get a plan, wake who has to be woken, unlock, do the
// rest. Under the lock nothing connects, closes a socket, allocates a frame or runs a caller's code. Waking a timer
// there only queues its handler; it has to happen there, since the waiter's frame is gone once it has been resumed,
// and it takes the lock first when it is.
//
// A descriptor is open as long as its connection is in the state's lists, so the sweep and close(), which walk these
// lists under the lock, never shut down a descriptor that has become somebody else's.

#include <oms/config.hpp>
#include <oms/net/exchange_limits.hpp>
#include <oms/net/impl/connection.hpp>
#include <oms/net/impl/tls_context.hpp>
#include <oms/net/pool_state.hpp>
#include <oms/net/transport_config.hpp>

#include <oms/http/url.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <unistd.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

class connection_pool;

/// The right to use one connection. Ends the connection when it goes, unless it was given back. Keeps the pool alive.
class connection_lease {
public:
    connection_lease() = default;
    connection_lease(std::shared_ptr<connection_pool> pool, connection& leased) noexcept
        : pool_(std::move(pool)), connection_(&leased)
    {
    }
    connection_lease(connection_lease&& other) noexcept
        : pool_(std::move(other.pool_)), connection_(std::exchange(other.connection_, nullptr))
    {
    }
    connection_lease& operator=(connection_lease&& other) noexcept;
    ~connection_lease() { discard(); }

    explicit operator bool() const noexcept { return connection_ != nullptr; }
    connection& operator*() const noexcept { return *connection_; }
    connection* operator->() const noexcept { return connection_; }

    /// For the next exchange. The connection is as it was after the last complete response.
    void give_back() noexcept;
    void discard() noexcept;
    /// Discards a connection that was found dead, or to have bytes that nobody asked for, before its exchange.
    void discard_stale() noexcept;

private:
    std::shared_ptr<connection_pool> pool_;
    connection* connection_ = nullptr;
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
    std::unique_ptr<connection> connection_;
};

/// One exchange in the queue. Leaves it when its frame goes.
class queued_exchange : public pool_waiter {
public:
    queued_exchange(std::shared_ptr<connection_pool> pool, const exchange_limits& limits);
    queued_exchange(const queued_exchange&) = delete;
    queued_exchange& operator=(const queued_exchange&) = delete;
    ~queued_exchange();

    /// Completes when there is an outcome, or when the caller cancels. Everything else is in `outcome`.
    template <class Token>
    auto async_wait(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
            [this](auto handler) {
                timer.async_wait(std::move(handler));
                enqueue();
            },
            token);
    }

    /// The connection, or `failure` says why there is none: `cancelled` when the queue was left before an outcome.
    connection_lease outcome();

    boost::asio::steady_timer timer; // never expires: it is the wait that ends

private:
    void enqueue() noexcept;

    std::shared_ptr<connection_pool> pool_;
};

class connection_pool : public std::enable_shared_from_this<connection_pool> {
public:
    using time_point = std::chrono::steady_clock::time_point;

    connection_pool(boost::asio::any_io_executor executor, const base_url& origin, const transport_config& config);
    ~connection_pool();

    /// The connection that became idle last; none when there is none.
    connection_lease take_idle() noexcept;

    void close() noexcept;
    pool_metrics metrics() const;
    void count_resumed() noexcept;

    /// False in a process forked from the one that made the pool. There the pool touches no connection: they are the
    /// parent's, and share their sockets, and the queue of the reactor, with it.
    bool in_its_process() const noexcept { return ::getpid() == process_; }

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

    const boost::asio::any_io_executor executor;
    const base_url origin;
    const proxy_config proxy; ///< its host is empty when there is none
    const std::string host;   ///< for the Host field
    const timeouts times;
    const response_limits limits;
    const std::unique_ptr<tls_context> tls; ///< null for plain http

private:
    friend class connection_lease;
    friend class connect_attempt;
    friend class queued_exchange;

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
    void end(connection& held, trip why) noexcept;
    void park(connection& opening, boost::asio::steady_timer& timer, const name_lookup& lookup) noexcept;
    /// The first answer counts.
    void looked_up(const std::shared_ptr<name_lookup>& lookup, const boost::system::error_code& failure,
                   const boost::asio::ip::tcp::resolver::results_type& found) noexcept;

    const pid_t process_ = ::getpid();
    mutable std::mutex mutex_;
    pool_state state_;
    boost::asio::steady_timer sweep_timer_;
    bool sweep_armed_ = false;
    std::shared_ptr<name_lookup> lookup_;
};

/// Opens one connection for the pool: resolve, connect, tunnel, TLS. Awaited on the pool's executor.
OMS_DECL boost::asio::awaitable<void> open_connection(std::shared_ptr<connect_attempt> attempt);

/// Asks the proxy that `opening` is connected to for a tunnel to the origin.
OMS_DECL boost::asio::awaitable<connect_failure> open_tunnel(connection_pool& pool, connection& opening);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/connection_pool.ipp>
#include <oms/net/impl/name_lookup.ipp>
#include <oms/net/impl/open_connection.ipp>
#include <oms/net/impl/open_tunnel.ipp>
#endif
