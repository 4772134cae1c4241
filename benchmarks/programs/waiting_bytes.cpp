// What the library holds for a call that waits: the bytes of the heap while --in-flight calls wait behind a server that
// answers no GET, less those of as many coroutines of the user's that wait for nothing and hold the same variables.
#include "../common/heap.hpp"

#include "../common/asio_connection.hpp"
#include "../common/sdk.hpp"

#include <oms/client/client_metrics.hpp>

#include <new>

using namespace bench;

namespace {

/// Where handlers lie that are never called. Not in the heap, which is what is measured.
alignas(std::max_align_t) std::byte parked[64 * 1024 * 1024];
std::size_t parked_bytes = 0;

/// Completes never.
auto never()
{
    return asio::async_initiate<const asio::deferred_t, void()>(
        [](auto handler) {
            using kept = decltype(handler);
            static_assert(alignof(kept) <= alignof(std::max_align_t));
            constexpr std::size_t step = alignof(std::max_align_t);
            if (parked_bytes + sizeof(kept) > sizeof parked)
                throw std::runtime_error("too many in flight");
            new (parked + parked_bytes) kept(std::move(handler));
            parked_bytes += (sizeof(kept) + step - 1) / step * step;
        },
        asio::deferred);
}

void look_at(const oms::wallet_balance& found)
{
    if (found.balance.absent())
        throw std::runtime_error("no balance");
}

asio::awaitable<void> call(oms::client client, const oms::wallet_id& id)
{
    const oms::wallet_balance found = co_await client.wallets().balance(id);
    look_at(found);
}

asio::awaitable<void> no_call(oms::client, const oms::wallet_id&)
{
    co_await never();
    const oms::wallet_balance found{};
    look_at(found);
}

/// Every call must end because the client was closed, not for another reason.
struct endings {
    long closed = 0, others = 0;

    void operator()(std::exception_ptr failure)
    {
        try {
            rethrow(failure);
            ++others;
        } catch (const oms::error& e) {
            ++(e.code() == oms::errc::client_closed ? closed : others);
        }
    }
};

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv, {"--in-flight"});
        asio::io_context io(1), nowhere(1);
        oms::client_config config = config_of(o);
        config.pool.max_waiters = static_cast<std::size_t>(o.in_flight);
        const oms::client client = oms::make_client(io.get_executor(), config);
        const oms::wallet_id id(wallet);

        // The token, and whatever is made once.
        const oms::new_quote<oms::crypto_to_crypto> order = order_of({});
        asio::co_spawn(io, client.quotes().create(order),
                       [](std::exception_ptr failure, const oms::quote<oms::crypto_to_crypto>&) { rethrow(failure); });
        io.run();
        io.restart();

        const long empty = heap::live;
        for (int i = 0; i != o.in_flight; ++i)
            asio::co_spawn(nowhere, no_call(client, id), [](std::exception_ptr) {});
        nowhere.poll(); // run() would wait for them
        const long of_user = heap::live - empty;

        endings ended;
        const long before = heap::live;
        for (int i = 0; i != o.in_flight; ++i)
            asio::co_spawn(io, call(client, id), [&ended](std::exception_ptr failure) { ended(failure); });
        const auto waiting = [&client] {
            return client.metrics().pool.waiting;
        };
        const auto expected = static_cast<std::size_t>(o.in_flight - o.connections);
        for (int i = 0; i != 100 && (waiting() != expected || client.metrics().pool.leased == 0); ++i)
            io.run_for(std::chrono::milliseconds(50));
        io.run_for(std::chrono::milliseconds(200)); // the last requests are written, the last coroutines at rest
        const long held = heap::live - before;
        if (waiting() != expected)
            throw std::runtime_error(std::to_string(waiting()) + " calls wait for a connection");

        client.close();
        io.run();
        if (ended.closed != o.in_flight || ended.others != 0)
            throw std::runtime_error("a call did not wait to the end");
        const double calls = o.in_flight;
        std::printf("{\"program\":\"waiting_bytes\",\"in_flight\":%d,\"bytes_per_call\":%.1f,\"with_user\":%.1f,"
                    "\"user\":%.1f}\n",
                    o.in_flight, static_cast<double>(held - of_user) / calls, static_cast<double>(held) / calls,
                    static_cast<double>(of_user) / calls);
    });
}
