#include "common/catch.hpp"
#include "common/descriptors.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/stop_on.hpp>
#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// How calls end that nobody waits for any more: over real connections, so that descriptors count, too.

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using oms::sandbox::connection_fault;

/// When the emulator, which lives in this process, has seen the end of its connections.
std::size_t open_descriptors(const test::world& world)
{
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (world.counters().open != 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    return test::open_descriptors();
}

/// Held by each frame of a call's caller, so that its count tells how many there are.
using frame_count = std::shared_ptr<int>;

asio::awaitable<void> create_one(oms::client client, oms::customer_id owner, frame_count,
                                 std::vector<oms::error>* ended)
{
    const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
    const auto made = co_await oms::as_result(client.wallets().create(owner, wanted));
    if (ended)
        ended->push_back(made ? oms::error() : made.error());
}

void ignore(std::exception_ptr) {}

/// Lets the context work until the emulator has read that many requests.
void run_until_requests(asio::io_context& io, test::world& world, std::uint64_t number)
{
    while (world.counters().requests < number)
        io.run_one_for(10ms);
}

} // namespace

TEST_CASE("F103 calls go on when the last handle of their client is gone, and leave nothing behind")
{
    test::world world;
    const test::person alice = world.make_person();
    const frame_count frames = std::make_shared<int>();
    std::vector<oms::error> ended;
    const std::size_t before = open_descriptors(world);
    {
        asio::io_context io;
        std::optional<oms::client> client = world.client(io.get_executor(), world.config());
        for (int i = 0; i < 20; ++i)
            asio::co_spawn(io, create_one(*client, alice.customer, frames, &ended), ignore);
        client.reset();
        io.run();
        CHECK(frames.use_count() == 1);
    }
    REQUIRE(ended.size() == 20);
    for (const oms::error& outcome : ended)
        CHECK_FALSE(outcome.code());
    CHECK(open_descriptors(world) == before);
}

TEST_CASE("F103 a context that is stopped and destroyed with calls in flight frees their frames and descriptors")
{
    test::world world;
    const test::person alice = world.make_person();
    world.inject(connection_fault::stall_answer().on("POST", "/customers/*/wallets").times(0));
    const frame_count frames = std::make_shared<int>();
    const std::size_t before = open_descriptors(world);
    // Stopped at every step of the way: before the look-up, in connects, in the token exchange, with requests out.
    for (int steps = 0; steps < test::property_count(120); steps += 3) {
        CAPTURE(steps);
        asio::io_context io;
        oms::client_config config = world.config();
        config.pool.max_connections = 3;
        const oms::client client = world.client(io.get_executor(), config);
        for (int i = 0; i < 8; ++i)
            asio::co_spawn(io, create_one(client, alice.customer, frames, nullptr), ignore);
        for (int i = 0; i < steps; ++i)
            io.run_one_for(5ms);
        io.stop();
        CHECK(frames.use_count() == 9);
    }
    CHECK(frames.use_count() == 1);
    CHECK(open_descriptors(world) == before);
}

TEST_CASE("F103 calls that are the last to hold their client end with their context, at every step of the way")
{
    test::world world;
    const test::person alice = world.make_person();
    world.inject(connection_fault::stall_answer().on("GET", "/customers/*").times(0));
    const std::size_t before = open_descriptors(world);
    for (int steps = 0; steps < test::property_count(90); steps += 3) {
        CAPTURE(steps);
        asio::io_context io;
        std::optional<oms::client> client = world.client(io.get_executor(), world.config());
        for (int i = 0; i < 4; ++i)
            asio::co_spawn(io, client->customers().get(alice.customer),
                           [](std::exception_ptr, const oms::customer&) {});
        client.reset(); // no coroutine of ours is above the library's
        for (int i = 0; i < steps; ++i)
            io.run_one_for(5ms);
    }
    CHECK(open_descriptors(world) == before);
}

TEST_CASE("F103 a context that ends while its client is closing frees the closing, too (I2)")
{
    test::world world;
    const test::person alice = world.make_person();
    world.inject(connection_fault::stall_answer().on("POST", "/customers/*/wallets").times(0));
    const frame_count frames = std::make_shared<int>();
    const std::size_t before = open_descriptors(world);
    {
        asio::io_context io;
        const oms::client client = world.client(io.get_executor(), world.config());
        const std::uint64_t requests = world.counters().requests;
        asio::co_spawn(io, create_one(client, alice.customer, frames, nullptr), ignore);
        run_until_requests(io, world, requests + 2);
        asio::co_spawn(io, client.close(1h), [frames](std::exception_ptr, oms::close_report) {});
        io.poll();
        CHECK(client.metrics().calls_in_flight == 1);
        CHECK(frames.use_count() == 3);
    }
    CHECK(frames.use_count() == 1);
    CHECK(open_descriptors(world) == before);
}

TEST_CASE("F101 F102 cancelled after any step over real connections, a call ends once, and the next one succeeds (I2)")
{
    test::world world;
    const test::person alice = world.make_person();
    const std::size_t before = open_descriptors(world);
    std::optional<asio::io_context> context(std::in_place);
    asio::io_context& io = *context;
    oms::client_config config = world.config();
    config.pool.max_connections = 1;
    const frame_count frames = std::make_shared<int>();
    int cancelled = 0, done = 0;
    constexpr int last_step = 160;
    const int stride = 2 * last_step / test::property_count(last_step);
    for (int steps = 0; steps <= last_step; steps += stride) {
        CAPTURE(steps);
        const oms::client client = world.client(io.get_executor(), config);
        std::vector<oms::error> ended;
        asio::cancellation_signal cancel;
        io.restart();
        asio::co_spawn(io, create_one(client, alice.customer, frames, &ended),
                       asio::bind_cancellation_slot(cancel.slot(), ignore));
        for (int i = 0; i < steps && ended.empty(); ++i)
            io.run_one();
        if (ended.empty())
            cancel.emit(asio::cancellation_type::terminal);
        io.run();
        // A coroutine that is cancelled before it begins ends without an outcome of the call.
        REQUIRE(ended.size() <= 1);
        if (!ended.empty()) {
            const oms::error& outcome = ended.front();
            ++(outcome.code() ? cancelled : done);
            if (outcome.code()) {
                REQUIRE(outcome.code() == oms::errc::cancelled);
                const bool effect = world.effects(outcome.idempotency_key()) > 0;
                if (effect) // I4: what was not sent has no effect
                    CHECK(outcome.delivery() != oms::delivery::not_sent);
            }
        }
        // The connection was not given back in a half state.
        asio::co_spawn(io, create_one(client, alice.customer, frames, &ended), ignore);
        io.restart();
        io.run();
        REQUIRE_FALSE(ended.empty());
        CHECK_FALSE(ended.back().code());
        CHECK(client.metrics().calls_in_flight == 0);
        client.close();
    }
    CHECK(cancelled > 0);
    CHECK(done > 0);
    context.reset();
    CHECK(frames.use_count() == 1);
    CHECK(open_descriptors(world) == before);
}

TEST_CASE("A closing over real connections waits for the call that runs, and then nothing is open any more (I2)")
{
    test::world world;
    const test::person alice = world.make_person();
    asio::io_context io;
    const oms::client client = world.client(io.get_executor(), world.config());
    world.inject(connection_fault::delay_answer(500ms).on("POST", "/customers/*/wallets"));
    const frame_count frames = std::make_shared<int>();
    std::vector<oms::error> ended;
    asio::co_spawn(io, create_one(client, alice.customer, frames, &ended), ignore);
    const std::uint64_t requests = world.counters().requests;
    run_until_requests(io, world, requests + 2);
    std::optional<oms::close_report> report;
    asio::co_spawn(io, client.close(30s), [&](std::exception_ptr, oms::close_report given) { report = given; });
    io.run();
    REQUIRE(ended.size() == 1);
    CHECK_FALSE(ended.front().code());
    REQUIRE(report);
    CHECK(report->finished == 1);
    CHECK(report->unfinished.empty());
    CHECK(client.metrics().pool.idle == 0);
}

TEST_CASE("X28 a client of static storage duration ends with the program, before its context (I4)")
{
    // This program makes sure of the rest: it ends without a fault, whatever order it destroys its statics in.
    static test::world world;
    static const test::person alice = world.make_person();
    static asio::io_context io;
    static const oms::client client = world.client(io.get_executor(), world.config());
    static const frame_count frames = std::make_shared<int>();
    static std::vector<oms::error> ended;
    asio::co_spawn(io, create_one(client, alice.customer, frames, &ended), ignore);
    io.run();
    REQUIRE(ended.size() == 1);
    CHECK_FALSE(ended.front().code());
    // And a call that is in flight when the program ends.
    world.inject(connection_fault::stall_answer().times(0));
    asio::co_spawn(io, create_one(client, alice.customer, frames, nullptr), ignore);
    io.restart();
    for (int i = 0; i < 10; ++i)
        io.run_one_for(5ms);
    CHECK(frames.use_count() == 2);
}
