#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;
namespace asio = boost::asio;

namespace {

using pending_call = std::shared_ptr<std::future<oms::exchange_result>>;

transport_terms with_connections(std::size_t most)
{
    transport_terms terms;
    terms.pool.max_connections = most;
    return terms;
}

/// Takes requests and never answers.
asio::awaitable<void> never_answers(peer& client)
{
    co_await client.read_to_end();
}

} // namespace

TEST_CASE("64 exchanges share 4 connections, first come first served (E1)")
{
    std::vector<std::string> order; // of arrival, seen on the server's one thread
    server api([&](peer& client) -> asio::awaitable<void> {
        for (;;) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            order.push_back(request.substr(5, request.find(' ', 5) - 5));
            co_await client.write(ok(order.back()));
        }
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, with_connections(4));
    std::vector<pending_call> calls;
    for (int i = 0; i < 64; ++i)
        calls.push_back(start(io.get_executor(), over, get("/" + std::to_string(i))));
    io.run();
    for (int i = 0; i < 64; ++i)
        CHECK(calls[static_cast<std::size_t>(i)]->get().response.body == std::to_string(i));
    CHECK(api.accepted() == 4);
    // Four are under way at a time, so none arrives more than three places from its own.
    REQUIRE(order.size() == 64);
    for (int i = 0; i < 64; ++i)
        CHECK(std::abs(std::stoi(order[static_cast<std::size_t>(i)]) - i) <= 6);
    CHECK(over->metrics().idle == 4);
    CHECK(over->metrics().waiting == 0);
}

TEST_CASE("The connection used last is used next")
{
    server api([](peer& client) -> asio::awaitable<void> {
        const std::string number = std::to_string(client.number);
        for (;;) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            co_await client.pause(100ms); // until there are three connections
            co_await client.write(ok(number));
        }
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    for (int i = 0; i < 3; ++i)
        start(io.get_executor(), over, get("/"));
    io.run();
    CHECK(api.accepted() == 3);
    const std::string last = run(io, over, get("/")).response.body;
    for (int i = 0; i < 3; ++i)
        CHECK(run(io, over, get("/")).response.body == last);
}

TEST_CASE("F15 A connection that the server ended before anybody used it is replaced silently")
{
    std::promise<void> first_arrived;
    std::promise<void> second_ended;
    server api([&](peer& client) -> asio::awaitable<void> {
        if (client.number == 2) {
            co_await client.end_abruptly();
            second_ended.set_value();
            co_return;
        }
        if (client.number == 1) {
            co_await client.read_request();
            first_arrived.set_value();
            co_await client.hold();
        }
        co_await echo_paths(client);
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const auto run_until = [&](const auto& reached) {
        while (!reached())
            io.run_one_for(1ms);
    };
    const auto is_set = [](std::future<void>& what) {
        return what.wait_for(0s) == std::future_status::ready;
    };
    auto arrived = first_arrived.get_future();
    auto ended = second_ended.get_future();
    const pending_call holder = start(io.get_executor(), over, get("/1"), within(60s));
    run_until([&] { return is_set(arrived); });
    // Gives up before its connection is open; another exchange being under way, that is kept.
    asio::cancellation_signal signal;
    const auto give_up = [](std::shared_ptr<oms::transport> wire) -> asio::awaitable<void> {
        co_await wire->exchange(get("/2"), oms::exchange_limits());
    };
    asio::co_spawn(io, give_up(over), asio::bind_cancellation_slot(signal.slot(), asio::detached));
    while (over->metrics().connecting == 0)
        io.run_one();
    signal.emit(asio::cancellation_type::terminal);
    run_until([&] { return is_set(ended) && over->metrics().idle == 1; });

    CHECK(run_to_result(io, over, get("/3")).response.body == "/3");
    CHECK(over->metrics().connections_stale == 1);
    CHECK(api.accepted() == 3);
    over->close();
    io.run();
}

TEST_CASE("A pool in which nobody may wait is refused, for whoever opens a connection waits for it")
{
    server api(echo_paths);
    transport_terms terms;
    terms.pool.max_waiters = 0;
    asio::io_context io;
    CHECK_THROWS_AS(connect_to(io.get_executor(), api, terms), oms::error);
}

TEST_CASE("F104 An exhausted pool ends a wait with pool_timeout, a full queue refuses at once, and both say why")
{
    server api(never_answers);
    transport_terms terms = with_connections(1);
    terms.pool.max_waiters = 2;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const pending_call holder = start(io.get_executor(), over, get("/"), within(60s));
    while (over->metrics().leased == 0)
        io.run_one();
    const pending_call one = start(io.get_executor(), over, get("/"), within(50ms));
    const pending_call two = start(io.get_executor(), over, get("/"), within(50ms));
    const pending_call refused = start(io.get_executor(), over, get("/"), within(50ms));
    const oms::exchange_result timed_out = run_to_result(io, *one);
    const oms::exchange_result timed_out_too = run_to_result(io, *two);
    over->close();
    io.run();

    CHECK(timed_out.failure == errc::pool_timeout);
    CHECK(timed_out.phase == exchange_phase::not_connected);
    CHECK_THAT(timed_out.cause_text, ContainsSubstring("idle 0, leased 1, connecting 0, waiting 2"));
    CHECK(timed_out_too.failure == errc::pool_timeout);
    CHECK(refused->get().failure == errc::pool_full);
    CHECK(holder->get().failure == errc::client_closed); // it had the connection until then
    CHECK(over->metrics().waits_expired == 2);
    CHECK(over->metrics().waits_refused == 1);
}

TEST_CASE("The pool's own wait limit is pool_timeout although the deadline is far (C2, E1)")
{
    server api(never_answers);
    transport_terms terms = with_connections(1);
    terms.times.pool_wait = 50ms;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const pending_call holder = start(io.get_executor(), over, get("/"), within(60s));
    while (over->metrics().leased == 0)
        io.run_one();
    const pending_call waiting = start(io.get_executor(), over, get("/"), within(20s));
    CHECK(run_to_result(io, *waiting).failure == errc::pool_timeout);
    over->close();
    io.run();
}

TEST_CASE("Closing ends who waits, who is under way and who comes later")
{
    std::promise<void> arrived;
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        arrived.set_value();
        co_await client.hold();
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, with_connections(1));
    const pending_call under_way = start(io.get_executor(), over, get("/"));
    const pending_call waiting = start(io.get_executor(), over, get("/"));
    std::future<void> reached = arrived.get_future();
    while (reached.wait_for(0s) != std::future_status::ready)
        io.run_one_for(1ms);
    over->close();
    over->close();
    io.run();
    const oms::exchange_result ended = under_way->get();
    CHECK(ended.failure == errc::client_closed);
    CHECK(ended.phase == exchange_phase::fully_written);
    CHECK(waiting->get().failure == errc::client_closed);
    CHECK(run(io, over, get("/")).failure == errc::client_closed);
    CHECK(over->metrics().idle + over->metrics().leased + over->metrics().connecting == 0);
}

TEST_CASE("Closing while a connection is being opened ends the connect too")
{
    silent_listener silent(silent_listener::manner::accepts);
    asio::io_context io;
    const auto over = connect_to_port(io.get_executor(), silent.port(), true, transport_terms());
    const pending_call waiting = start(io.get_executor(), over, get("/"));
    while (over->metrics().connecting == 0)
        io.run_one();
    over->close();
    io.run();
    CHECK(waiting->get().failure == errc::client_closed);
    CHECK(over->metrics().connecting == 0);
}

TEST_CASE("F103 A context may be destroyed with exchanges waiting, connecting and under way")
{
    server api(never_answers);
    silent_listener silent(silent_listener::manner::accepts);
    std::vector<pending_call> calls;
    for (const int steps : {0, 1, 2, 3, 5, 8, 13, 40}) {
        asio::io_context io;
        const auto over = connect_to(io.get_executor(), api, with_connections(2));
        const auto stuck = connect_to_port(io.get_executor(), silent.port(), true, with_connections(2));
        for (int i = 0; i < 5; ++i) {
            calls.push_back(start(io.get_executor(), over, get("/")));
            calls.push_back(start(io.get_executor(), stuck, get("/")));
        }
        for (int i = 0; i < steps; ++i)
            io.run_one_for(5ms);
    }
    CHECK(calls.size() == 80);
}

TEST_CASE("F103 A transport may be destroyed by the last exchange that uses it")
{
    server api(echo_paths);
    asio::io_context io;
    const pending_call last = start(io.get_executor(), connect_to(io.get_executor(), api), get("/last"));
    io.run();
    CHECK(last->get().response.body == "/last");
}

TEST_CASE("F105 An exchange resumes on the executor it was awaited on, wherever the sockets live")
{
    server api(echo_paths);
    asio::io_context sockets;
    const auto work = asio::make_work_guard(sockets);
    std::thread runs_sockets([&] { sockets.run(); });
    const auto over = connect_to(sockets.get_executor(), api, with_connections(1));

    asio::io_context mine;
    std::vector<std::thread::id> resumed_on;
    const auto caller = [&](std::string path) -> asio::awaitable<void> {
        const oms::http_request request = get(path);
        for (int i = 0; i < 3; ++i) {
            const oms::exchange_result result = co_await over->exchange(request, oms::exchange_limits());
            resumed_on.push_back(result.response.body == path ? std::this_thread::get_id() : std::thread::id());
        }
    };
    for (int i = 0; i < 4; ++i)
        asio::co_spawn(mine, caller("/" + std::to_string(i)), asio::use_future);
    mine.run();
    CHECK(resumed_on == std::vector<std::thread::id>(12, std::this_thread::get_id()));
    sockets.stop();
    runs_sockets.join();
}

TEST_CASE("F105 One transport serves several threads of one context and callers of another")
{
    server api(echo_paths);
    asio::thread_pool threads(3);
    asio::thread_pool elsewhere(2);
    const auto over = connect_to(threads.get_executor(), api, with_connections(4));
    std::atomic<int> right{0};
    std::atomic<int> late{0};
    const auto caller = [&](std::string path) -> asio::awaitable<void> {
        const oms::http_request request = get(path);
        for (int i = 0; i < 20; ++i) {
            const bool hurried = i % 5 == 4;
            const oms::exchange_limits limits = within(hurried ? 1ms : 20s);
            const oms::exchange_result result = co_await over->exchange(request, limits);
            right += result.response.body == path;
            late += result.failure == errc::deadline_exceeded || result.failure == errc::pool_timeout;
        }
    };
    std::vector<std::future<void>> done;
    for (int i = 0; i < 24; ++i) {
        auto& where = i % 2 == 0 ? threads : elsewhere;
        done.push_back(asio::co_spawn(where, caller("/" + std::to_string(i)), asio::use_future));
    }
    for (std::future<void>& one : done)
        one.get();
    CHECK(right + late == 24 * 20);
    CHECK(right >= 24 * 16);
    CHECK(over->metrics().leased == 0);
    CHECK(over->metrics().waiting == 0);
    over->close();
    threads.join();
    elsewhere.join();
}
