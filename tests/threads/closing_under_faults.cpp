#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/stop_on.hpp>
#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// F105: four threads, one client, and everything that can end a call at once. Run under the thread sanitizer.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// How calls ended. Each call is counted once.
struct tally {
    std::atomic<int> begun{0};
    std::atomic<int> done{0};
    std::atomic<int> cancelled{0};
    std::atomic<int> closed{0};
    std::atomic<int> late{0};
    std::atomic<int> other{0};
    std::atomic<int> lies{0}; ///< "not sent" beside an answer, or an outcome without an operation

    int ended() const { return done + cancelled + closed + late + other; }

    void count(const oms::error& why)
    {
        if (why.code() == oms::errc::cancelled)
            ++cancelled;
        else if (why.code() == oms::errc::client_closed)
            ++closed;
        else if (why.code() == oms::errc::deadline_exceeded || why.code() == oms::errc::auth_unavailable)
            ++late;
        else
            ++other;
        if (why.delivery() == oms::delivery::not_sent && why.http_status() != 0 && why.attempts() > 0)
            ++lies;
        if (why.method().empty() || why.path_template().empty())
            ++lies;
    }
};

/// Reads and writes until the client is closed or the coroutine is stopped.
asio::awaitable<void> use(oms::client client, test::person alice, std::stop_token stop, int seed, tally& count)
{
    // A cancellation between two calls ends the next one.
    co_await asio::this_coro::throw_if_cancelled(false);
    for (int i = 0; i < 100'000; ++i) {
        oms::call_options with;
        if ((seed + i) % 7 == 0)
            with.timeout(30ms);
        ++count.begun;
        std::optional<oms::error> failure;
        if ((seed + i) % 3 == 0) {
            const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
            const auto made =
                co_await oms::as_result(oms::stop_on(stop, client.wallets().create(alice.customer, wanted, with)));
            if (!made)
                failure = made.error();
        } else {
            const auto held = co_await oms::as_result(oms::stop_on(stop, client.wallets().balance(alice.wallet, with)));
            if (!held)
                failure = held.error();
        }
        if (!failure) {
            ++count.done;
            continue;
        }
        count.count(*failure);
        if (failure->code() == oms::errc::client_closed || failure->code() == oms::errc::cancelled)
            co_return;
    }
}

void make_trouble(test::world& world)
{
    using oms::sandbox::connection_fault;
    using oms::sandbox::fault;
    world.inject(connection_fault::drop_answer().after(5).times(20));
    world.inject(connection_fault::drop_connection().after(3).times(4));
    world.inject(fault::answer(503).retry_after("0").after(11).times(20));
    world.inject(fault::answer(401).after(17).times(10));
    world.inject(connection_fault::cut_answer(40).after(29).times(10));
    world.inject(connection_fault::close_after_answer().after(37).times(10));
    world.inject(connection_fault::garbage().after(41).times(5));
}

} // namespace

TEST_CASE(
    "F105 four threads use one client under faults, deadlines and stops while others close it in both ways (I1, I2)")
{
    for (int round = 0; round < test::property_count(12); ++round) {
        CAPTURE(round);
        test::world world;
        const test::person alice = world.make_person("7.00");
        oms::client_config config = world.config();
        config.pool.max_connections = 6;
        config.retry.base(1ms).cap(5ms);
        asio::io_context io;
        oms::client client = world.client(io.get_executor(), config);
        make_trouble(world);

        tally count;
        std::stop_source stop;
        std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
        std::vector<asio::strand<asio::io_context::executor_type>> strands;
        for (int i = 0; i < 24; ++i) {
            strands.push_back(asio::make_strand(io));
            signals.push_back(std::make_unique<asio::cancellation_signal>());
            const std::stop_token token = i % 2 == 0 ? stop.get_token() : std::stop_token();
            asio::co_spawn(strands.back(), use(client, alice, token, i, count),
                           asio::bind_cancellation_slot(signals.back()->slot(), asio::detached));
        }
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&io] { io.run(); });

        while (count.ended() < 60)
            std::this_thread::yield();
        client.metrics();
        for (std::size_t i = 1; i < strands.size(); i += 6)
            asio::post(strands[i], [signal = signals[i].get()] { signal->emit(asio::cancellation_type::terminal); });
        stop.request_stop();

        // Closed in an orderly way in two threads, and in the round's way by a third one.
        std::atomic<int> reports{0};
        std::atomic<int> wrong{0};
        std::vector<std::thread> closers;
        for (const std::chrono::milliseconds at_most : {2ms, 200ms})
            closers.emplace_back([&, at_most] {
                asio::io_context mine;
                asio::co_spawn(mine, client.close(at_most), [&](std::exception_ptr failure, oms::close_report report) {
                    ++reports;
                    wrong += failure ? 1 : 0;
                    for (const oms::unfinished_call& one : report.unfinished)
                        wrong += one.method.empty() || one.path_template.empty() ? 1 : 0;
                });
                mine.run();
            });
        if (round % 2 == 1)
            closers.emplace_back([&client] { client.close(); });
        for (std::thread& thread : closers)
            thread.join();
        for (std::thread& thread : threads)
            thread.join();

        CHECK(reports == 2);
        CHECK(wrong == 0);
        CHECK(count.lies == 0);
        CHECK(count.ended() == count.begun);
        const oms::client_metrics after = client.metrics();
        CHECK(after.calls_in_flight == 0);
        CHECK(after.pool.leased == 0);
        CHECK(after.pool.idle == 0);
        CHECK(after.pool.waiting == 0);
    }
}
