#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"

#include <oms/observe/log.hpp>
#include <oms/observe/metrics.hpp>
#include <oms/observe/observers.hpp>
#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// F105: what one client shares between threads. Run under the thread sanitizer.

namespace {

namespace asio = boost::asio;

struct read_tally {
    std::atomic<int> read{0};
    std::atomic<int> failed{0};
    std::atomic<int> cancelled{0};
};

asio::awaitable<void> read_many(oms::client client, oms::wallet_id wallet, int times, read_tally& count)
{
    for (int i = 0; i < times; ++i) {
        const auto held = co_await oms::as_result(client.wallets().balance(wallet));
        if (held.has_value())
            ++count.read;
        else if (held.error().code() == oms::errc::cancelled)
            co_return void(++count.cancelled);
        else
            ++count.failed;
    }
}

/// A log and metrics, as a client has them.
struct sinks {
    const std::shared_ptr<oms::metrics> metrics = std::make_shared<oms::metrics>();
    std::size_t ends = 0; ///< lines; the logger writes one at a time

    std::shared_ptr<oms::observer> all()
    {
        const auto write = [this](oms::log_level, std::string_view line) {
            ends += line.find(" event=end ") != line.npos ? 1 : 0;
        };
        return std::make_shared<oms::observers>(std::vector<std::shared_ptr<oms::observer>>{
            std::make_shared<oms::logger>(write, oms::log_options().level(oms::log_level::debug)), metrics});
    }

    bool has(const std::string& sample) const
    {
        return metrics->text().find('\n' + sample + '\n') != std::string::npos;
    }
};

} // namespace

TEST_CASE("F105 one client serves calls from many threads at once (I1)")
{
    test::world world;
    const test::person alice = world.make_person("7.00");
    const int times = test::property_count(50);
    asio::io_context io;
    oms::client_config config = world.config();
    config.pool.max_connections = 4;            // so that calls wait for each other's connections
    const bool watched = GENERATE(false, true); // nobody looks: the direct way
    sinks seen;
    if (watched)
        config.observer = seen.all();
    oms::client client = world.client(io.get_executor(), config);
    read_tally count;
    for (int i = 0; i < 32; ++i)
        asio::co_spawn(asio::make_strand(io), read_many(client, alice.wallet, times, count), asio::detached);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&io] { io.run(); });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(count.read == 32 * times);
    CHECK(count.failed == 0);
    if (!watched)
        return;
    CHECK(seen.ends == static_cast<std::size_t>(32 * times));
    CHECK(seen.has(
        R"(oms_calls_total{method="GET",path="/wallets/{walletId}/balance",delivery="applied",status="2xx"} )" +
        std::to_string(32 * times)));
    CHECK(seen.has("oms_calls_in_flight 0"));
}

TEST_CASE("F105 a call resumes on the executor of its caller, wherever the client lives (I1)")
{
    test::world world;
    const test::person alice = world.make_person("7.00");
    asio::io_context clients_io;
    auto keep = asio::make_work_guard(clients_io);
    std::thread clients_thread([&] { clients_io.run(); });
    oms::client client = world.client(clients_io.get_executor(), world.config());
    asio::io_context callers_io;
    bool on_callers_thread = false;
    asio::co_spawn(
        callers_io,
        [](oms::client one, oms::wallet_id wallet, bool& seen) -> asio::awaitable<void> {
            const std::thread::id here = std::this_thread::get_id();
            co_await one.wallets().balance(wallet);
            seen = std::this_thread::get_id() == here;
        }(client, alice.wallet, on_callers_thread),
        asio::detached);
    callers_io.run();
    keep.reset();
    clients_thread.join();
    CHECK(on_callers_thread);
}

TEST_CASE("F105 calls are cancelled and the client is closed from other threads without a race")
{
    test::world world;
    const test::person alice = world.make_person("7.00");
    for (int round = 0; round < test::property_count(10); ++round) {
        asio::io_context io;
        oms::client_config config = world.config();
        config.pool.max_connections = 2;
        sinks seen;
        if (round % 2 != 0)
            config.observer = seen.all();
        oms::client client = world.client(io.get_executor(), config);
        read_tally count;
        std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
        std::vector<asio::strand<asio::io_context::executor_type>> strands;
        for (int i = 0; i < 16; ++i) {
            strands.push_back(asio::make_strand(io));
            signals.push_back(std::make_unique<asio::cancellation_signal>());
            asio::co_spawn(strands.back(), read_many(client, alice.wallet, 1000, count),
                           asio::bind_cancellation_slot(signals.back()->slot(), asio::detached));
        }
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&io] { io.run(); });
        while (count.read < 20)
            std::this_thread::yield();
        for (int i = 0; i < 16; i += 2)
            asio::post(strands[static_cast<std::size_t>(i)], [signal = signals[static_cast<std::size_t>(i)].get()] {
                signal->emit(asio::cancellation_type::terminal);
            });
        client.close();
        for (std::thread& thread : threads)
            thread.join();
        CHECK(count.read >= 20);
        CHECK(seen.has("oms_calls_in_flight 0"));
    }
}
