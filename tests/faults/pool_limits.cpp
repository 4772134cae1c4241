#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;
namespace asio = boost::asio;

namespace {

/// Takes requests and never answers.
asio::awaitable<void> never_answers(peer& client)
{
    co_await client.read_to_end();
}

} // namespace

TEST_CASE("F07 F104 The connect limit of an exchange ends its wait for a connect, not the wait of others (C2)")
{
    silent_listener silent(silent_listener::manner::accepts);
    transport_terms terms;
    terms.times.connect = 60s;
    asio::io_context io;
    const auto over = connect_to_port(io.get_executor(), silent.port(), true, terms);
    oms::exchange_limits hurried = within(20s);
    hurried.connect = 40ms;
    const auto patient = start(io.get_executor(), over, get("/1"), within(60s));
    const auto began = std::chrono::steady_clock::now();
    const auto hasty = start(io.get_executor(), over, get("/2"), hurried);
    const oms::exchange_result given_up = run_to_result(io, *hasty);
    CHECK(std::chrono::steady_clock::now() - began >= 40ms);
    CHECK(patient->wait_for(0s) != std::future_status::ready);
    CHECK(given_up.failure == errc::connect_timeout);
    CHECK(given_up.phase == exchange_phase::not_connected);
    CHECK_THAT(given_up.cause_text, ContainsSubstring("idle 0, leased 0, connecting 2, waiting 2"));
    over->close();
    io.run();
    CHECK(patient->get().failure == errc::client_closed); // it was waiting until then
    CHECK(over->metrics().connecting == 0);
}

TEST_CASE("F104 The pool limit of an exchange counts while others use the connections, in place of the connect's (C2)")
{
    server api(never_answers);
    transport_terms terms;
    terms.pool.max_connections = 1;
    terms.times.pool_wait = 20s;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const auto holder = start(io.get_executor(), over, get("/"), within(60s));
    while (over->metrics().leased == 0)
        io.run_one();
    oms::exchange_limits own = within(20s);
    own.connect = 1ms; // nothing is being connected for it
    own.pool_wait = 60ms;
    const auto began = std::chrono::steady_clock::now();
    const auto waiting = start(io.get_executor(), over, get("/"), own);
    const oms::exchange_result timed_out = run_to_result(io, *waiting);
    CHECK(std::chrono::steady_clock::now() - began >= 60ms);
    CHECK(timed_out.failure == errc::pool_timeout);
    CHECK_THAT(timed_out.cause_text, ContainsSubstring("idle 0, leased 1, connecting 0, waiting 1"));
    over->close();
    io.run();
    CHECK(holder->get().failure == errc::client_closed); // it had the connection until then
}

TEST_CASE("F23 F26 An exchange has limits of its own for the first byte and for pauses (C2)")
{
    const bool begins = GENERATE(true, false);
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        if (begins)
            co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
        co_await client.hold();
    });
    asio::io_context io;
    oms::exchange_limits own = within(20s);
    own.first_byte = begins ? 20s : 50ms;
    own.idle_read = begins ? 50ms : 20s;
    const oms::exchange_result late = run(io, connect_to(io.get_executor(), api), get("/"), own);
    CHECK(late.failure == (begins ? errc::read_timeout : errc::first_byte_timeout));
}

TEST_CASE("F104 Every failure to get a connection says what the pool held, and why the last connect failed (E1)")
{
    silent_listener silent(silent_listener::manner::accepts);
    transport_terms terms;
    terms.times.connect = 2s;
    terms.pool.max_connections = 1;
    terms.pool.max_waiters = 2;
    asio::io_context io;
    const auto over = connect_to_port(io.get_executor(), silent.port(), true, terms);
    oms::exchange_limits first = within(20s);
    const oms::exchange_result cause = run(io, over, get("/"), first);
    REQUIRE(cause.failure == errc::connect_timeout);
    REQUIRE_FALSE(cause.cause_text.empty());

    const std::string last = "; last connect error: " + cause.cause_text;
    oms::exchange_limits own_pool_limit = within(20s);
    own_pool_limit.pool_wait = 40ms;
    const auto deadline = start(io.get_executor(), over, get("/"), within(1s));
    const auto pool_wait = start(io.get_executor(), over, get("/"), own_pool_limit);
    const auto refused = start(io.get_executor(), over, get("/"), within(20s));
    io.restart();
    io.run();
    const oms::exchange_result full = refused->get();
    CHECK(full.failure == errc::pool_full);
    CHECK_THAT(full.cause_text, ContainsSubstring("idle 0, leased 0, connecting 1, waiting 2" + last));
    const oms::exchange_result waited = pool_wait->get();
    CHECK(waited.failure == errc::pool_timeout);
    CHECK_THAT(waited.cause_text, ContainsSubstring("connecting 1, waiting 2" + last));
    const oms::exchange_result late = deadline->get();
    CHECK(late.failure == errc::deadline_exceeded);
    CHECK_THAT(late.cause_text, ContainsSubstring("connecting 1, waiting 1" + last));
}

TEST_CASE("The metrics of a pool add up (E1)")
{
    server api([](peer& client) -> asio::awaitable<void> {
        for (int i = 0;; ++i) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            const bool last = client.number == 1 && i == 2;
            co_await client.write(ok("x", last ? "Connection: close\r\n" : ""));
        }
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    for (int i = 0; i < 5; ++i)
        CHECK(run(io, over, get("/")).failure == errc{});
    const oms::pool_metrics open = over->metrics();
    CHECK(open.idle == 1);
    CHECK(open.leased + open.connecting + open.waiting == 0);
    CHECK(open.connections_opened == 2);
    CHECK(open.connections_closed == 1);
    CHECK(open.leases == 5);
    CHECK(open.leases_reused == 3);
    CHECK(open.waits == 2);
    CHECK(open.waits_expired + open.waits_refused == 0);
    CHECK(open.connects_failed + open.connects_abandoned == 0);
    CHECK(open.connections_stale == 0);
    over->close();
    CHECK(over->metrics().connections_closed == 2);
    CHECK(over->metrics().idle == 0);

    silent_listener silent(silent_listener::manner::accepts);
    const auto stuck = connect_to_port(io.get_executor(), silent.port(), true, transport_terms());
    CHECK(run(io, stuck, get("/"), within(30ms)).failure == errc::deadline_exceeded);
    CHECK(stuck->metrics().connects_abandoned == 1);
    CHECK(stuck->metrics().connects_failed == 0);
    CHECK(stuck->metrics().waits_expired == 1);
}

TEST_CASE("F39 A connection is not used again after Connection: close in any form, nor beyond what Keep-Alive grants")
{
    const std::string fields =
        GENERATE("Connection: close\r\n", "connection: CLOSE\r\n", "Connection: keep-alive, close\r\n",
                 "Connection: x\r\nConnection: close\r\n", "Keep-Alive: timeout=1\r\n", "Keep-Alive: TIMEOUT=0\r\n",
                 "Keep-Alive: timeout=60, max=0\r\n");
    CAPTURE(fields);
    server api([&](peer& client) -> asio::awaitable<void> {
        for (;;) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            co_await client.write(ok("x", fields));
        }
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/")).failure == errc{});
    CHECK(over->metrics().idle == 0);
    CHECK_FALSE(run(io, over, get("/")).reused_connection);
    CHECK(api.accepted() == 2);
}
