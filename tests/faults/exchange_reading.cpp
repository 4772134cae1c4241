#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <string>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;
namespace asio = boost::asio;

namespace {

/// What the peer does to a connection that has carried one exchange and stands idle.
enum class idle_fault { fin, reset, goodbye, proper_end, bytes, bytes_and_fin };

asio::awaitable<void> inflict(peer& client, idle_fault fault)
{
    switch (fault) {
    case idle_fault::fin:
        co_await client.end_abruptly();
        break;
    case idle_fault::reset:
        client.reset();
        break;
    case idle_fault::goodbye:
        client.say_goodbye();
        co_await client.pause(5ms);
        co_await client.delivered();
        break;
    case idle_fault::proper_end:
        client.say_goodbye();
        co_await client.pause(5ms);
        co_await client.end_abruptly();
        break;
    case idle_fault::bytes:
        co_await client.write(ok("unasked"));
        co_await client.delivered();
        break;
    case idle_fault::bytes_and_fin:
        co_await client.write("x");
        co_await client.end_abruptly();
        break;
    }
}

} // namespace

TEST_CASE("F15 F32 What happens to an idle connection, over TLS or not, is seen before it is used again (E2)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only, protocol::plain);
    const idle_fault fault = GENERATE(idle_fault::fin, idle_fault::reset, idle_fault::goodbye, idle_fault::proper_end,
                                      idle_fault::bytes, idle_fault::bytes_and_fin);
    if (speaks == protocol::plain && (fault == idle_fault::goodbye || fault == idle_fault::proper_end))
        return; // plain TCP has no goodbye of its own
    CAPTURE(static_cast<int>(speaks), static_cast<int>(fault));
    std::atomic<bool> first_is_over{false};
    std::atomic<int> requests{0};
    std::promise<void> inflicted;
    server api(
        [&](peer& client) -> asio::awaitable<void> {
            co_await client.read_request();
            ++requests;
            co_await client.write(ok("asked"));
            if (client.number == 1) {
                while (!first_is_over)
                    co_await client.pause(1ms);
                co_await inflict(client, fault);
                inflicted.set_value();
            }
            co_await client.hold();
        },
        speaks);
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    REQUIRE(run(io, over, get("/")).response.body == "asked");
    REQUIRE(over->metrics().idle == 1);
    first_is_over = true;
    inflicted.get_future().wait();
    const oms::exchange_result second = run(io, over, post("/", "{}"));
    CHECK(second.failure == errc{});
    CHECK(second.response.body == "asked");
    CHECK_FALSE(second.reused_connection);
    CHECK(over->metrics().connections_stale == 1);
    CHECK(requests == 2);
    CHECK(api.accepted() == 2);
}

TEST_CASE("F27 F30 A response cut after any of its bytes is lost, however the connection ends, and never read as one")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    const bool chunked = GENERATE(true, false);
    const std::string body = "{\"id\":\"q_1\"}";
    const std::string response =
        chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n6\r\n\"q_1\"}\r\n0\r\n\r\n"
                : ok(body);
    server api(
        [&](peer& client) -> asio::awaitable<void> {
            co_await client.read_request();
            const auto cut = static_cast<std::size_t>(client.number - 1) / 2;
            std::string part = response.substr(0, cut);
            if (!part.empty())
                co_await client.write(std::move(part));
            if (client.number % 2 == 0)
                client.say_goodbye(); // an end as TLS wants it does not make a whole of a part
            client.close();
        },
        speaks);
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    for (std::size_t i = 0; i < 2 * response.size(); ++i) {
        const oms::exchange_result result = run_to_result(io, over, get("/"));
        CAPTURE(i / 2, i % 2);
        CHECK(result.failure == errc::connection_lost);
        CHECK(result.phase == (i / 2 == 0 ? exchange_phase::fully_written : exchange_phase::response_begun));
        CHECK((result.response.status == 0 || result.response.status == 200));
        CHECK(body.starts_with(result.response.body));
        CHECK(over->metrics().idle == 0);
    }
    const oms::exchange_result whole = run(io, over, get("/"));
    CHECK(whole.failure == errc{});
    CHECK(whole.response.body == body);
}

TEST_CASE("F28 F29 What follows a response or a refused one on its connection meets no request")
{
    const std::string first =
        GENERATE(ok("first"), std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nfirst"),
                 std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                 std::string("HTTP/1.1 204 No Content\r\n\r\n"), std::string("HTTP/1.1 304 Not Modified\r\n\r\n"));
    CAPTURE(first);
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        if (client.number == 1)
            co_await client.write(first + ok("smuggled"));
        else
            co_await client.write(ok("own"));
        co_await client.hold();
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/1")).response.body != "smuggled");
    CHECK(over->metrics().idle == 0);
    const oms::exchange_result second = run(io, over, get("/2"));
    CHECK(second.response.body == "own");
    CHECK_FALSE(second.reused_connection);
}

TEST_CASE("F35 A body after 204 or 304 is no part of the answer and ends the connection")
{
    const std::string head = GENERATE(std::string("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n"),
                                      std::string("HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n"),
                                      std::string("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"));
    std::atomic<bool> answered{false};
    std::promise<void> body_sent;
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write(head);
        if (client.number == 1) {
            while (!answered)
                co_await client.pause(1ms);
            co_await client.write("4\r\nbody\r\n0\r\n\r\n");
            co_await client.delivered();
            body_sent.set_value();
        }
        co_await client.hold();
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result first = run(io, over, get("/"));
    CHECK(first.failure == errc{});
    CHECK(first.response.body.empty());
    answered = true; // the body comes when the connection may stand idle already
    body_sent.get_future().wait();
    const oms::exchange_result second = run(io, over, get("/"));
    CHECK(second.failure == errc{});
    CHECK_FALSE(second.reused_connection);
}

TEST_CASE("F25 A body that trickles is given up when it falls below the least rate, chunked or not (E11)")
{
    const bool chunked = GENERATE(true, false);
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        bool there = co_await client.write(chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                   : "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        const std::string piece = chunked ? "1\r\nx\r\n" : "x";
        while (there) {
            there = co_await client.write(piece);
            co_await client.pause(2ms);
        }
    });
    transport_terms terms;
    terms.times.idle_read = 1s;
    terms.times.least_body_rate = 50'000;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const oms::exchange_result slow = run(io, over, get("/"));
    CHECK(slow.failure == errc::read_timeout);
    CHECK(slow.phase == exchange_phase::response_begun);
    CHECK(slow.response.status == 200);
    CHECK(slow.response.body.find_first_not_of('x') == std::string::npos);
    CHECK_THAT(slow.cause_text, ContainsSubstring("less than 50000 bytes a second"));
    CHECK(over->metrics().idle == 0);
}

TEST_CASE("F25 A body above the least rate arrives, however often it pauses (E11)")
{
    server api([](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        for (int i = 0; i < 10; ++i) {
            co_await client.write(std::string(10'000, 'x'));
            co_await client.pause(5ms);
        }
        co_await client.hold();
    });
    transport_terms terms;
    terms.times.idle_read = 2s;
    terms.times.least_body_rate = 1000;
    asio::io_context io;
    const oms::exchange_result result = run(io, connect_to(io.get_executor(), api, terms), get("/"));
    CHECK(result.failure == errc{});
    CHECK(result.response.body.size() == 100'000);
}

TEST_CASE("F66 A body without an end is read no further than its limit (E10)")
{
    const bool chunked = GENERATE(true, false);
    std::atomic<std::uint64_t> written{0};
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_request();
        bool there = co_await client.write(chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                   : "HTTP/1.1 200 OK\r\n\r\n");
        const std::string piece =
            chunked ? "10000\r\n" + std::string(0x10000, 'x') + "\r\n" : std::string(0x10000, 'x');
        while (there) {
            there = co_await client.write(piece);
            written += piece.size();
        }
    });
    transport_terms terms;
    terms.limits.body = 1 << 20;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const oms::exchange_result result = run(io, over, get("/"));
    CHECK(result.failure == errc::body_too_large);
    CHECK(result.response.status == 200);
    CHECK(result.response.body.size() <= 1 << 20);
    CHECK(over->metrics().idle == 0);
    CHECK(written < 64u << 20); // what fits into the buffers of two systems, not gigabytes
}
