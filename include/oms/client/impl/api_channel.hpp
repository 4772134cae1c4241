#pragma once

#include <oms/client/client_config.hpp>
#include <oms/client/impl/call_counters.hpp>
#include <oms/client/impl/call_shelf.hpp>
#include <oms/client/impl/call_watch.hpp>
#include <oms/client/impl/calls_in_flight.hpp>
#include <oms/client/impl/journal_link.hpp>
#include <oms/client/impl/key_memory.hpp>
#include <oms/client/impl/key_source.hpp>
#include <oms/client/impl/pause.hpp>
#include <oms/client/impl/token_gate.hpp>
#include <oms/client/impl/wait_board.hpp>
#include <oms/http/circuit_breaker.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/jitter_source.hpp>
#include <oms/http/rate_limiter.hpp>
#include <oms/http/retry_budget.hpp>
#include <oms/http/retry_policy.hpp>
#include <oms/http/url.hpp>
#include <oms/net/clock.hpp>
#include <oms/net/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// What all calls of one client share. Calls co-own it, so it outlives the client while they are in flight.
/// Thread-safe: what changes has its own protection, the rest is constant.
class api_channel {
public:
    /// `seed` starts the jitter of the waits; tests give their own.
    api_channel(boost::asio::any_io_executor executor, const client_config& config, std::shared_ptr<transport> wire,
                std::shared_ptr<clock> time, std::uint64_t seed);
    ~api_channel();
    api_channel(const api_channel&) = delete;
    api_channel& operator=(const api_channel&) = delete;

    /// Ends all calls with errc::client_closed, and all later ones.
    void close() noexcept;
    bool closed() const noexcept { return closed_.load(std::memory_order_acquire); }

    const base_url origin;
    /// The header fields of every call but for its token (contract section 1.3).
    const http_headers of_all;
    const std::chrono::milliseconds total_timeout;
    const std::shared_ptr<transport> connections;
    /// The same, for exchanges without a coroutine; null when it knows none.
    direct_exchanges* const direct;
    /// The same again, for calls that nobody watches; null when the client has an observer.
    direct_exchanges* const unwatched;
    const std::shared_ptr<clock> time;
    /// Who is told of the calls.
    client_watch watch;
    retry_budget budget;
    const call_defaults defaults;
    jitter_source jitter;
    circuit_breaker breaker;
    rate_limiter limiter;
    /// Keys for calls that bring none.
    key_source new_keys;
    /// What was sent under which key.
    key_memory keys;
    journal_link journal;
    call_counters counters;
    /// The calls under way, for a closing that waits for them.
    calls_in_flight flights;
    /// The pauses between attempts and between the reads of a wait; `close` ends them.
    pause_list pauses;
    /// The waits under way, for the events that wake them.
    wait_board waits;
    const std::shared_ptr<token_gate> tokens;
    /// The memory of calls that have ended.
    call_shelf shelf;

private:
    std::atomic<bool> closed_{false};
};

/// The shelf of a client, as a part of it that keeps all of it alive.
OMS_DECL std::shared_ptr<call_shelf> shelf_of(const std::shared_ptr<api_channel>& channel) noexcept;

/// For a call that repeats what was checked when it was first made, or that is the client's own.
OMS_DECL call_defaults without_format_checks(const api_channel& channel) noexcept;

/// Lets a call stand still until `at`, the closing of the client, or its own cancellation. The awaiting coroutine must
/// not throw if cancelled.
OMS_DECL boost::asio::awaitable<void> wait_until(api_channel& channel, std::chrono::steady_clock::time_point at);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/api_channel.ipp>
#endif
