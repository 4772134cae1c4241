#pragma once

// One exchange, without a coroutine: a chain of plain callbacks on the pool's executor, each of which says what to wait
// for next. Only what it has to remember while it waits for a connection is here; what it needs on one is the
// connection's.
//
//   waiting     in the pool's queue. The pool wakes it with a connection or a failure.
//   woken       its next step is on its way through the executor.
//   on the wire a read or write of its connection is under way.
//
// Who holds it is told once: the handler is called. A step that is destroyed without a call, since its context ends,
// destroys the handler, and with it all that waits for it; this object may be part of that.

#include <oms/config.hpp>
#include <oms/net/direct_exchanges.hpp>
#include <oms/net/exchange_limits.hpp>
#include <oms/net/exchange_watch.hpp>
#include <oms/net/pool_state.hpp>
#include <oms/net/resumption.hpp>
#include <oms/net/step_memory.hpp>
#include <oms/net/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

class connection_pool;
struct pooled_connection;
enum class exchange_next : unsigned char;

/// One exchange at a time, kept in one place by its caller until it has ended. While it is on the wire it may be
/// destroyed by its own handler only, as the frame of a coroutine that awaits it is.
class pending_exchange : private pool_waiter {
public:
    pending_exchange() noexcept = default;
    ~pending_exchange();
    pending_exchange(const pending_exchange&) = delete;
    pending_exchange& operator=(const pending_exchange&) = delete;

    /// Sends one request and reads one response, as `transport::exchange` does; completes with `void()` when the result
    /// is there. `request` and `limits` are read until then.
    ///
    /// The handler is called on its associated executor, never from within this call. Cancellation by its slot, of any
    /// kind, ends the exchange with `errc::cancelled`. One that came earlier is not seen here.
    template <class Token>
    auto async_run(direct_exchanges& over, const http_request& request, const exchange_limits& limits, Token&& token)
    {
        return boost::asio::async_initiate<Token, void()>(
            [this](auto handler, direct_exchanges* by, const http_request* what, const exchange_limits* until) {
                const boost::asio::cancellation_slot slot = boost::asio::get_associated_cancellation_slot(handler);
                resumption_.keep(std::move(handler), by->executor);
                listen(slot);
                start(*by, *what, *until);
            },
            token, &over, &request, &limits);
    }

    /// Of the last exchange. Its memory is used again by the next.
    exchange_result& result() noexcept { return result_; }
    const exchange_result& result() const noexcept { return result_; }

    /// Who is told how it goes on; null for nobody. Set while nothing is under way.
    std::unique_ptr<exchange_watch> watch;

private:
    friend class connection_pool;
    friend class exchange_step;
    friend class stream_step;

    struct canceller {
        explicit canceller(pending_exchange& exchange) noexcept : of(&exchange) {}
        void operator()(boost::asio::cancellation_type kind) const
        {
            if (kind != boost::asio::cancellation_type::none)
                of->cancel();
        }
        pending_exchange* of;
    };

    void cancel() noexcept;
    void listen(boost::asio::cancellation_slot slot);
    void start(direct_exchanges& over, const http_request& request, const exchange_limits& limits);
    void take_connection(bool initiating);
    void woken();
    bool is_stale(std::chrono::steady_clock::time_point now, bool stood_idle) noexcept;
    void begin(std::chrono::steady_clock::time_point now, bool initiating);
    void go_on(exchange_next next, bool initiating);
    void moved_on(const boost::system::error_code& problem, std::size_t bytes);
    void end(bool initiating);
    void abandon() noexcept;

    exchange_result result_;
    resumption resumption_;
    std::shared_ptr<connection_pool> pool_; // of the last run, too
    const http_request* request_ = nullptr;
    const exchange_limits* limits_ = nullptr;

    // Under the pool's lock. The one who takes the exchange's steps reads `on_` without: nobody else changes it.
    pooled_connection* on_ = nullptr; // what it leases
    bool cancelled_ = false;
    bool being_posted_ = false;
    bool not_posted_ = false; // in the pool's list of these

    bool running_ = false;
    bool ended_ = false; // the result is there, and the handler is to be called
};

/// The handler of whatever a pending exchange waits for. It owns the wait: destroyed without having been called, it
/// ends it.
class exchange_step {
public:
    explicit exchange_step(pending_exchange& of) noexcept : of_(&of) {}
    exchange_step(exchange_step&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    exchange_step& operator=(exchange_step&&) = delete;
    ~exchange_step()
    {
        if (of_ && !of_->being_posted_)
            of_->abandon();
    }

    void operator()() { std::exchange(of_, nullptr)->woken(); }

protected:
    pending_exchange* of_;
};

/// The same for reads and writes, whose operations are kept in the connection.
class stream_step : public exchange_step {
public:
    using allocator_type = step_allocator<void>;

    stream_step(pending_exchange& of, step_memory& memory) noexcept : exchange_step(of), memory_(&memory) {}

    allocator_type get_allocator() const noexcept { return allocator_type(*memory_); }

    void operator()(const boost::system::error_code& problem, std::size_t bytes)
    {
        std::exchange(of_, nullptr)->moved_on(problem, bytes);
    }

    /// Each begins where the one before has ended.
    friend bool asio_handler_is_continuation(stream_step*) noexcept { return true; }

private:
    step_memory* memory_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/pending_exchange.ipp>
#endif
