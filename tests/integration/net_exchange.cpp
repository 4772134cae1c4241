#include "common/catch.hpp"
#include "common/net_fixture.hpp"

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;

TEST_CASE("One verified connection carries exchanges one after another")
{
    server api(echo_paths);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);

    const oms::exchange_result first = run(io, over, get("/first"));
    CHECK(first.failure == errc{});
    CHECK(first.response.status == 200);
    CHECK(first.response.body == "/first");
    CHECK(first.phase == exchange_phase::complete);
    CHECK_FALSE(first.reused_connection);

    const oms::exchange_result second = run(io, over, get("/second"));
    CHECK(second.response.body == "/second");
    CHECK(second.reused_connection);
    CHECK(api.accepted() == 1);
    CHECK(over->metrics().idle == 1);
    CHECK(over->metrics().leases_reused == 1);
}

TEST_CASE("Plain http to a loopback host is pooled in the same way")
{
    server api(echo_paths, protocol::plain);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/first")).response.body == "/first");
    CHECK(run(io, over, get("/second")).reused_connection);
}

TEST_CASE("A request is written as it stands, with Host and Content-Length, and nothing that reframes it")
{
    std::promise<std::string> seen;
    server api([&](peer& client) -> boost::asio::awaitable<void> {
        std::string request = co_await client.read_request();
        seen.set_value(std::move(request));
        co_await client.write(ok("{}"));
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    oms::http_request request = post("/v0.9/quotes?x=1", "{\"a\":1}");
    request.headers.add("Idempotency-Key", "k-1").add("Content-Length", "3").add("Transfer-Encoding", "chunked");
    CHECK(run(io, over, request).response.body == "{}");
    CHECK(seen.get_future().get() == "POST /v0.9/quotes?x=1 HTTP/1.1\r\nHost: localhost:" + std::to_string(api.port()) +
                                         "\r\nIdempotency-Key: k-1\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}

TEST_CASE("io_context::run returns when the exchange is over, with a connection idle in the pool")
{
    server api(echo_paths);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    run(io, over, get("/"));
    CHECK(over->metrics().idle == 1);
    io.restart();
    CHECK(io.run() == 0); // nothing at all is left to do
}

TEST_CASE("F15 A connection that the peer closed while it was idle is replaced without a word (E2)")
{
    std::promise<void> closed;
    server api([&](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write(ok("answer"));
        if (client.number == 1) {
            co_await client.end_abruptly();
            closed.set_value();
        }
        co_await client.hold();
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/")).failure == errc{});
    closed.get_future().wait();
    const oms::exchange_result second = run(io, over, post("/", "{}"));
    CHECK(second.failure == errc{});
    CHECK_FALSE(second.reused_connection);
    CHECK(api.accepted() == 2);
}

TEST_CASE("F32 Bytes on an idle connection end it and never meet the next request")
{
    std::atomic<bool> first_is_over{false};
    std::promise<void> written;
    server api([&](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write(ok("asked"));
        if (client.number == 1) {
            while (!first_is_over)
                co_await client.pause(1ms);
            co_await client.write(ok("unasked"));
            co_await client.delivered();
            written.set_value();
        }
        co_await client.hold();
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/")).response.body == "asked");
    CHECK(over->metrics().idle == 1);
    first_is_over = true;
    written.get_future().wait();
    const oms::exchange_result second = run(io, over, get("/"));
    CHECK(second.response.body == "asked");
    CHECK_FALSE(second.reused_connection);
    CHECK(over->metrics().connections_stale == 1);
}

TEST_CASE("F28 What follows a response on its connection is not the next response")
{
    server api([](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write(ok("short") + "and a surplus");
        co_await client.hold();
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/")).response.body == "short");
    CHECK(over->metrics().idle == 0);
    CHECK_FALSE(run(io, over, get("/")).reused_connection);
}

TEST_CASE("F36 A redirect is a response like any other and is not followed (E8, X21)")
{
    server api([](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        co_await client.hold();
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result answer = run(io, over, get("/"));
    CHECK(answer.failure == errc{});
    CHECK(answer.response.status == 307);
    CHECK(answer.response.headers.find("location") == "/elsewhere");
    CHECK(api.accepted() == 1);
}

TEST_CASE("F16 F17 F22 A connection that ends says how much of the request was written")
{
    SECTION("reset after the whole request: fully written")
    {
        server api([](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            client.reset();
        });
        boost::asio::io_context io;
        const auto over = connect_to(io.get_executor(), api);
        const oms::exchange_result lost = run(io, over, post("/", "{}"));
        CHECK(lost.failure == errc::connection_lost);
        CHECK(lost.phase == exchange_phase::fully_written);
        CHECK(lost.response.status == 0);
        CHECK(over->metrics().idle == 0);
    }
    SECTION("reset in the middle of a long request: partly written")
    {
        server api([](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_head();
            client.reset();
        });
        boost::asio::io_context io;
        const auto over = connect_to(io.get_executor(), api);
        const oms::exchange_result lost = run(io, over, post("/", std::string(32 << 20, 'x')));
        CHECK(lost.failure == errc::connection_lost);
        CHECK(lost.phase == exchange_phase::partly_written);
    }
    SECTION("closed before anything: nothing or all was written, never a part")
    {
        server api([](peer& client) -> boost::asio::awaitable<void> {
            client.reset();
            co_return;
        });
        boost::asio::io_context io;
        const auto over = connect_to(io.get_executor(), api);
        const oms::exchange_result lost = run(io, over, post("/", "{}"));
        CHECK(lost.failure == errc::connection_lost);
        CHECK((lost.phase == exchange_phase::nothing_written || lost.phase == exchange_phase::fully_written));
    }
}

TEST_CASE("F20 An answer that comes before the request is out is taken, and the connection is not used again")
{
    const bool closes = GENERATE(true, false);
    CAPTURE(closes);
    server api([closes](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_head();
        co_await client.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        if (closes)
            client.close();
        co_await client.hold();
    });
    transport_terms terms;
    terms.times.idle_read = 500ms;
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    const oms::exchange_result answer = run(io, over, post("/", std::string(32 << 20, 'x')));
    CHECK(answer.failure == errc{});
    CHECK(answer.response.status == 413);
    CHECK(answer.phase == exchange_phase::complete);
    CHECK(over->metrics().idle == 0);
}

TEST_CASE("F18 A peer that closes its side after a whole response has answered")
{
    server api([](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        co_await client.end_properly();
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result answer = run(io, over, get("/"));
    CHECK(answer.failure == errc{});
    CHECK(answer.response.body == "until the end");
    CHECK(over->metrics().idle == 0);
}

TEST_CASE("A body that only the end of the connection delimits is not whole without TLS's own end")
{
    server api([](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        co_await client.write("HTTP/1.1 200 OK\r\n\r\nuntil some");
        client.close();
    });
    boost::asio::io_context io;
    const oms::exchange_result answer = run(io, connect_to(io.get_executor(), api), get("/"));
    CHECK(answer.failure == errc::connection_lost);
    CHECK(answer.phase == exchange_phase::response_begun);
    CHECK(answer.response.body == "until some");
}
