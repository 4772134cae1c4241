#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "integration/stuck_name.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <deque>
#include <optional>
#include <set>

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;
namespace asio = boost::asio;

namespace {

/// What a caller finds after a call that was cancelled.
struct aftermath {
    std::optional<oms::exchange_result> result;
    bool throws_if_cancelled = false;
    asio::cancellation_type recorded = asio::cancellation_type::none;
};

asio::awaitable<void> exchange_and_look(std::shared_ptr<oms::transport> over, oms::http_request request, bool throws,
                                        aftermath& found)
{
    co_await asio::this_coro::throw_if_cancelled(throws);
    found.result = co_await over->exchange(request, oms::exchange_limits());
    // Cancelled as it is, only these may be awaited by a caller whose flag says "throw".
    found.throws_if_cancelled = co_await asio::this_coro::throw_if_cancelled();
    const auto state = co_await asio::this_coro::cancellation_state;
    found.recorded = state.cancelled();
}

void start_cancellable(asio::io_context& io, std::shared_ptr<oms::transport> over, oms::http_request request,
                       asio::cancellation_signal& signal, aftermath& found, bool throws = true)
{
    asio::co_spawn(io, exchange_and_look(std::move(over), std::move(request), throws, found),
                   asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr failure) {
                       if (failure)
                           std::rethrow_exception(failure);
                   }));
}

/// Runs `io` until the server has reached a point, then does `what` on it.
void when(std::future<void> reached, asio::io_context& io, const std::function<void()>& what)
{
    while (reached.wait_for(0s) != std::future_status::ready)
        io.run_one_for(1ms);
    asio::post(io, what);
    io.run();
}

} // namespace

TEST_CASE("F101 A cancelled exchange reports how far it came, drops its connection, and leaves the caller's state")
{
    const bool throws = GENERATE(true, false);
    std::promise<void> reached;
    aftermath found;
    asio::io_context io;
    asio::cancellation_signal signal;
    const auto cancel = [&] {
        signal.emit(asio::cancellation_type::terminal);
    };

    SECTION("while the response is awaited")
    {
        server api([&](peer& client) -> asio::awaitable<void> {
            co_await client.read_request();
            reached.set_value();
            co_await client.hold();
        });
        const auto over = connect_to(io.get_executor(), api);
        start_cancellable(io, over, post("/", "{}"), signal, found, throws);
        when(reached.get_future(), io, cancel);
        CHECK(found.result->phase == exchange_phase::fully_written);
        CHECK(over->metrics().idle == 0);
        CHECK(over->metrics().leased == 0);
    }
    SECTION("while the body arrives")
    {
        server api([&](peer& client) -> asio::awaitable<void> {
            co_await client.read_request();
            co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            co_await client.delivered();
            reached.set_value();
            co_await client.hold();
        });
        const auto over = connect_to(io.get_executor(), api);
        start_cancellable(io, over, post("/", "{}"), signal, found, throws);
        when(reached.get_future(), io, cancel);
        CHECK((found.result->phase == exchange_phase::response_begun ||
               found.result->phase == exchange_phase::fully_written));
        CHECK(over->metrics().idle == 0);
    }
    SECTION("while the request is written")
    {
        server api([&](peer& client) -> asio::awaitable<void> {
            co_await client.read_head();
            co_await client.pause(50ms);
            reached.set_value();
            co_await client.hold();
        });
        const auto over = connect_to(io.get_executor(), api);
        start_cancellable(io, over, post("/", std::string(32 << 20, 'x')), signal, found, throws);
        when(reached.get_future(), io, cancel);
        CHECK(found.result->phase == exchange_phase::partly_written);
        CHECK(over->metrics().idle == 0);
    }
    SECTION("while its connection is being opened")
    {
        silent_listener silent(silent_listener::manner::accepts);
        const auto over = connect_to_port(io.get_executor(), silent.port(), true, transport_terms());
        start_cancellable(io, over, get("/"), signal, found, throws);
        reached.set_value();
        while (over->metrics().connecting == 0)
            io.run_one();
        when(reached.get_future(), io, cancel);
        CHECK(found.result->phase == exchange_phase::not_connected);
        CHECK(over->metrics().connecting == 0); // nobody else wanted it
        CHECK(over->metrics().waiting == 0);
    }
    CHECK(found.result->failure == errc::cancelled);
    CHECK(found.throws_if_cancelled == throws);
    CHECK(found.recorded == asio::cancellation_type::terminal);
}

TEST_CASE("F101 A caller that is cancelled while it waits leaves the queue, and the others get their turn")
{
    std::promise<void> first_arrived;
    std::atomic<bool> go_on{false};
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        first_arrived.set_value();
        while (!go_on)
            co_await client.pause(1ms);
        co_await client.write(ok("first"));
        co_await echo_paths(client);
    });
    transport_terms terms;
    terms.pool.max_connections = 1;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const auto first = start(io.get_executor(), over, get("/1"));
    asio::cancellation_signal signal;
    aftermath second;
    start_cancellable(io, over, get("/2"), signal, second);
    const auto third = start(io.get_executor(), over, get("/3"));
    when(first_arrived.get_future(), io, [&] {
        signal.emit(asio::cancellation_type::terminal);
        go_on = true;
    });
    CHECK(first->get().response.body == "first");
    CHECK(second.result->failure == errc::cancelled);
    CHECK(second.result->phase == exchange_phase::not_connected);
    CHECK(third->get().response.body == "/3");
    CHECK(api.accepted() == 1);
}

TEST_CASE("F101 The caller for whom a connect was started may be cancelled without harm to who comes after")
{
    server api(echo_paths);
    transport_terms terms;
    terms.pool.max_connections = 1;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    asio::cancellation_signal signal;
    aftermath first;
    start_cancellable(io, over, get("/1"), signal, first);
    const auto second = start(io.get_executor(), over, get("/2"));
    while (over->metrics().connecting == 0)
        io.run_one();
    signal.emit(asio::cancellation_type::terminal);
    io.run();
    CHECK(first.result->failure == errc::cancelled);
    CHECK(second->get().response.body == "/2");
    CHECK(api.accepted() == 1);
}

TEST_CASE("F101 Every kind of cancellation that the caller lets through ends an exchange, over TLS or not")
{
    const auto kind = GENERATE(asio::cancellation_type::partial, asio::cancellation_type::total);
    const auto speaks = GENERATE(protocol::tls, protocol::plain);
    std::promise<void> reached;
    server api(
        [&](peer& client) -> asio::awaitable<void> {
            co_await client.read_request();
            reached.set_value();
            co_await client.hold();
        },
        speaks);
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    asio::cancellation_signal signal;
    aftermath found;
    const auto call_open_to_all = [](std::shared_ptr<oms::transport> wire, aftermath& seen) -> asio::awaitable<void> {
        co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
        seen.result = co_await wire->exchange(get("/"), oms::exchange_limits(std::chrono::steady_clock::now() + 2s));
    };
    asio::co_spawn(io, call_open_to_all(over, found), asio::bind_cancellation_slot(signal.slot(), asio::detached));
    when(reached.get_future(), io, [&] { signal.emit(kind); });
    CHECK(found.result->failure == errc::cancelled);
    CHECK(found.result->phase == exchange_phase::fully_written);
    CHECK(over->metrics().idle == 0);
}

TEST_CASE("A caller that does not let a kind of cancellation through is not cancelled by it")
{
    server api(echo_paths);
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    asio::cancellation_signal signal;
    aftermath found;
    start_cancellable(io, over, get("/all"), signal, found);
    while (over->metrics().leased == 0)
        io.run_one();
    signal.emit(asio::cancellation_type::total); // co_spawn lets terminal through only
    io.run();
    CHECK(found.result->response.body == "/all");
    CHECK(found.recorded == asio::cancellation_type::none);
}

TEST_CASE("F101 A caller cancelled while the host name is looked up leaves at once, and nothing stays behind")
{
    test::stuck_name stuck("never.answers.test");
    transport_terms terms;
    terms.host = "never.answers.test";
    asio::io_context io;
    const std::size_t before = open_descriptors();
    auto over = connect_to_port(io.get_executor(), 443, true, terms);
    asio::cancellation_signal signal;
    aftermath found;
    start_cancellable(io, over, get("/"), signal, found);
    while (over->metrics().connecting == 0)
        io.run_one();
    while (io.poll_one() > 0) {
    }
    stuck.wait_for_lookup();
    signal.emit(asio::cancellation_type::terminal);
    while (!found.result)
        io.run_one();
    CHECK(found.result->failure == errc::cancelled);
    CHECK(found.result->phase == exchange_phase::not_connected);
    while (over->metrics().connecting > 0)
        io.run_one();
    CHECK(over->metrics().waiting == 0);
    over.reset();
    stuck.release();
    io.run();
    CHECK(descriptors_return_to(before + 3)); // what the resolver's thread and the reactor keep
}

TEST_CASE("F101 Cancelled after any number of steps an exchange ends once, with its phase, and leaves nothing behind")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    const bool pooled = GENERATE(true, false); // begins on a connection that is there already
    CAPTURE(static_cast<int>(speaks), pooled);
    std::atomic<int> heads{0};
    server api(
        [&](peer& client) -> asio::awaitable<void> {
            for (;;) {
                const std::string request = co_await client.read_request();
                if (request.empty())
                    co_return;
                heads += request.starts_with("POST ");
                co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
                co_await client.delivered();
                co_await client.write("56789");
            }
        },
        speaks);
    std::optional<std::size_t> baseline;
    std::set<exchange_phase> phases;
    bool succeeded = false;
    for (int steps = 0; !succeeded; ++steps) {
        REQUIRE(steps < 500);
        {
            asio::io_context io;
            auto over = connect_to(io.get_executor(), api);
            if (pooled)
                REQUIRE(run(io, over, get("/")).failure == errc{});
            io.restart();
            heads = 0;
            asio::cancellation_signal signal;
            aftermath found;
            start_cancellable(io, over, post("/", "{}"), signal, found);
            for (int i = 0; i < steps && !found.result; ++i)
                io.run_one();
            signal.emit(asio::cancellation_type::terminal);
            io.run();
            REQUIRE(found.result);
            const oms::exchange_result& result = *found.result;
            succeeded = result.failure == errc{};
            phases.insert(result.phase);
            CHECK((succeeded || result.failure == errc::cancelled));
            CHECK(succeeded == (result.phase == exchange_phase::complete));
            if (result.phase < exchange_phase::partly_written)
                CHECK(heads == 0);
            CHECK(over->metrics().leased + over->metrics().waiting + over->metrics().connecting == 0);
            // One that was not begun or is over may be used again, no other.
            if (result.phase > exchange_phase::nothing_written && !succeeded)
                CHECK(over->metrics().idle == 0);
        }
        // Frames hold the pool and the pool its connections: no descriptor left means no frame either.
        if (!baseline)
            baseline = open_descriptors() + 1;
        CHECK(descriptors_return_to(*baseline));
    }
    CHECK(phases.contains(exchange_phase::fully_written));
    CHECK(phases.contains(exchange_phase::complete));
    CHECK((pooled || phases.contains(exchange_phase::not_connected)));
}

TEST_CASE("F101 Those cancelled in the queue of an exhausted pool leave it, each once, whichever they are")
{
    std::promise<void> arrived;
    std::atomic<bool> go_on{false};
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        arrived.set_value();
        while (!go_on)
            co_await client.pause(1ms);
        co_await client.write(ok("first"));
        co_await echo_paths(client);
    });
    transport_terms terms;
    terms.pool.max_connections = 1;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const auto first = start(io.get_executor(), over, get("/first"));
    std::future<void> reached = arrived.get_future();
    while (reached.wait_for(0s) != std::future_status::ready)
        io.run_one_for(1ms);
    std::deque<asio::cancellation_signal> signals(20);
    std::deque<aftermath> found(20);
    for (std::size_t i = 0; i < 20; ++i)
        start_cancellable(io, over, get("/" + std::to_string(i)), signals[i], found[i]);
    while (over->metrics().waiting < 20)
        io.run_one();
    for (std::size_t i = 0; i < 20; i += 3)
        signals[i].emit(asio::cancellation_type::terminal);
    while (over->metrics().waiting > 13)
        io.run_one();
    go_on = true;
    io.run();
    CHECK(first->get().response.body == "first");
    for (std::size_t i = 0; i < 20; ++i) {
        CAPTURE(i);
        REQUIRE(found[i].result);
        if (i % 3 == 0)
            CHECK(found[i].result->failure == errc::cancelled);
        else
            CHECK(found[i].result->response.body == "/" + std::to_string(i));
    }
    CHECK(api.accepted() == 1);
}
