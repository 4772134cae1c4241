#include "common/catch.hpp"
#include "common/net_fixture.hpp"

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;

namespace {

/// One exchange with a server that behaves like this after reading the head of the request.
oms::exchange_result against(script behaviour, const oms::timeouts& times, std::string body = "{}",
                             std::chrono::milliseconds deadline = 20s)
{
    server api(std::move(behaviour));
    transport_terms terms;
    terms.times = times;
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const auto limits = oms::exchange_limits(std::chrono::steady_clock::now() + deadline);
    const oms::exchange_result result = run(io, over, post("/", std::move(body)), limits);
    CHECK_FALSE(result.cause.failed()); // it was this side that ended the connection
    CHECK(over->metrics().idle == 0);
    CHECK(over->metrics().leased == 0);
    return result;
}

oms::timeouts short_first_byte()
{
    oms::timeouts times;
    times.first_byte = 60ms;
    return times;
}

oms::timeouts short_idle_read()
{
    oms::timeouts times;
    times.idle_read = 60ms;
    return times;
}

} // namespace

TEST_CASE("F23 No byte of a response is a first-byte timeout after a fully written request (C2)")
{
    const oms::exchange_result late = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            co_await client.hold();
        },
        short_first_byte());
    CHECK(late.failure == errc::first_byte_timeout);
    CHECK(late.phase == exchange_phase::fully_written);
}

TEST_CASE("F24 A head that trickles in has one limit for all of it")
{
    oms::timeouts times;
    times.idle_read = 200ms;
    const oms::exchange_result field = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            bool there = co_await client.write("HTTP/1.1 200 OK\r\nX: ");
            while (there) {
                there = co_await client.write("x");
                co_await client.pause(30ms);
            }
        },
        times);
    CHECK(field.failure == errc::read_timeout);
    CHECK(field.response.status == 0);
}

TEST_CASE("F26 A body that stops is a read timeout, and what had arrived is there (C2, X6)")
{
    const oms::exchange_result late = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            co_await client.write("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n12345");
            co_await client.hold();
        },
        short_idle_read());
    CHECK(late.failure == errc::read_timeout);
    CHECK(late.phase == exchange_phase::response_begun);
    CHECK(late.response.status == 201);
    CHECK(late.response.body == "12345");
}

TEST_CASE("A body whose every pause is short arrives, however long it takes in all")
{
    oms::timeouts times;
    times.first_byte = 2s;
    times.idle_read = 2s;
    server api([](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
        for (int i = 0; i < 8; ++i) {
            co_await client.write("x");
            co_await client.pause(5ms);
        }
        co_await client.hold();
    });
    transport_terms terms;
    terms.times = times;
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), api, terms), get("/")).response.body == "xxxxxxxx");
}

TEST_CASE("F19 A peer that takes no more of the request is a write timeout")
{
    const oms::exchange_result late = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_head();
            co_await client.hold();
        },
        short_idle_read(), std::string(32 << 20, 'x'));
    CHECK(late.failure == errc::write_timeout);
    CHECK(late.phase == exchange_phase::partly_written);
}

TEST_CASE("F25 The deadline of the call wins over every timeout, in every phase (C2)")
{
    const std::string large(32 << 20, 'x');
    const oms::exchange_result writing = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_head();
            co_await client.hold();
        },
        oms::timeouts(), large, 1500ms);
    CHECK(writing.failure == errc::deadline_exceeded);
    CHECK(writing.phase == exchange_phase::partly_written);

    const oms::exchange_result waiting = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            co_await client.hold();
        },
        oms::timeouts(), "{}", 1s);
    CHECK(waiting.failure == errc::deadline_exceeded);
    CHECK(waiting.phase == exchange_phase::fully_written);

    const oms::exchange_result reading = against(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            bool there = co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (there) {
                there = co_await client.write("x");
                co_await client.pause(5ms);
            }
        },
        oms::timeouts(), "{}", 1s);
    CHECK(reading.failure == errc::deadline_exceeded);
    CHECK(reading.phase == exchange_phase::response_begun);
}
