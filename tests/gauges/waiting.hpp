#pragma once

#include "calls.hpp"
#include "heap.hpp"

#include <oms/client/client_metrics.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace gauge {

/// Where coroutines wait for ever without a byte of the heap.
class parking_lot {
public:
    explicit parking_lot(std::size_t places) : places_(places) {}

    auto wait()
    {
        return asio::async_initiate<const asio::deferred_t&, void()>(
            [this](auto handler) {
                using kept = std::remove_cvref_t<decltype(handler)>;
                static_assert(sizeof(kept) <= sizeof(place));
                new (&places_.at(taken_++)) kept(std::move(handler));
            },
            asio::deferred);
    }

    std::size_t taken() const { return taken_; }

private:
    struct alignas(std::max_align_t) place {
        std::byte bytes[64];
    };

    std::vector<place> places_;
    std::size_t taken_ = 0;
};

inline asio::awaitable<void> wait_for_balance(oms::client client, oms::wallet_id wallet)
{
    const oms::wallet_balance answer = co_await client.wallets().balance(wallet);
    if (!balances::is_right(answer))
        std::abort();
}

/// The same coroutine of a user, with nothing of the SDK behind what it awaits.
inline asio::awaitable<void> wait_for_nothing(oms::client client, oms::wallet_id wallet, parking_lot& lot)
{
    co_await lot.wait();
    if (wallet.empty())
        client.close();
}

/// Prints what the heap holds for each of `calls` calls that wait for one of 64 connections, all taken by calls that
/// are not answered. Ends the process, since nothing else ends those calls.
[[noreturn]] inline void print_waiting_and_end(const std::string& port, std::size_t calls)
{
    constexpr std::size_t connections = 64;
    callers<balances> warm(port, connections);
    warm.make(100 * connections);
    asio::io_context& io = warm.context();
    const oms::wallet_id wallet("wlt_never_answered");
    const auto pool = [&] {
        return warm.client().metrics().pool;
    };

    parking_lot lot(calls);
    asio::io_context users(1);
    const long long before_users = heap_now().bytes;
    for (std::size_t i = 0; i != calls; ++i)
        asio::co_spawn(users, wait_for_nothing(warm.client(), wallet, lot), rethrow);
    users.poll();
    const long long of_users = heap_now().bytes - before_users;
    if (lot.taken() != calls)
        std::abort();

    io.restart();
    for (std::size_t i = 0; i != connections; ++i)
        asio::co_spawn(io, wait_for_balance(warm.client(), wallet), rethrow);
    while (pool().leased != connections)
        io.run_one();
    io.poll();
    const long long before_calls = heap_now().bytes;
    for (std::size_t i = 0; i != calls; ++i)
        asio::co_spawn(io, wait_for_balance(warm.client(), wallet), rethrow);
    while (pool().waiting != calls)
        io.run_one();
    io.poll();
    const long long of_calls = heap_now().bytes - before_calls;

    const auto count = static_cast<long long>(calls);
    std::printf("bytes %lld\nuser %lld\n", (of_calls - of_users + count - 1) / count, (of_users + count - 1) / count);
    std::fflush(stdout);
    std::_Exit(0);
}

} // namespace gauge
