#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "common/property_count.hpp"

#include <atomic>
#include <string>

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;
namespace asio = boost::asio;

namespace {

const std::string large_body(8 << 20, 'x');

} // namespace

TEST_CASE("F18 A peer that closes its side while the request is written has answered if its response is whole")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    const bool whole = GENERATE(true, false);
    CAPTURE(whole);
    server api(
        [&](peer& client) -> asio::awaitable<void> {
            co_await client.read_head();
            std::string answer = ok("early answer");
            if (!whole)
                answer.resize(answer.size() - 3);
            co_await client.write(std::move(answer));
            client.half_close();
            co_await client.read_to_end();
        },
        speaks);
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result result = run(io, over, post("/", large_body));
    CHECK(result.failure == (whole ? errc{} : errc::connection_lost));
    CHECK(result.phase == (whole ? exchange_phase::complete : exchange_phase::response_begun));
    CHECK(result.response.status == 200);
    CHECK(result.response.body == (whole ? "early answer" : "early ans"));
    CHECK(run(io, over, get("/")).failure == (whole ? errc{} : errc::connection_lost));
    CHECK(api.accepted() == 2); // a connection that the peer closes is not used again
}

TEST_CASE("F18 A peer that closes its side and answers nothing: the request is written to its end, and lost")
{
    server api([](peer& client) -> asio::awaitable<void> {
        client.half_close();
        co_await client.read_to_end();
    });
    asio::io_context io;
    const oms::exchange_result result = run(io, connect_to(io.get_executor(), api), post("/", large_body));
    CHECK(result.failure == errc::connection_lost);
    CHECK(result.phase == exchange_phase::fully_written);
}

TEST_CASE("F20 An answer that comes before the request is out wins, and its connection is closed")
{
    const int status = GENERATE(401, 413);
    server api([&](peer& client) -> asio::awaitable<void> {
        co_await client.read_head();
        co_await client.write("HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 2\r\n\r\n{}");
        client.half_close();
        co_await client.pause(50ms);
        client.reset();
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result result = run(io, over, post("/", std::string(32 << 20, 'x')));
    // A reset may overtake the answer: then the connection is lost, with the request not whole.
    if (result.failure == errc{}) {
        CHECK(result.response.status == status);
        CHECK(result.phase == exchange_phase::complete);
    } else {
        CHECK(result.failure == errc::connection_lost);
        CHECK((result.phase == exchange_phase::partly_written || result.phase == exchange_phase::response_begun));
    }
    CHECK(over->metrics().idle == 0);
}

TEST_CASE("F21 No request asks for 100 Continue, and one that comes all the same is skipped")
{
    std::promise<std::string> seen;
    server api([&](peer& client) -> asio::awaitable<void> {
        std::string head = co_await client.read_head();
        seen.set_value(std::move(head));
        co_await client.write("HTTP/1.1 100 Continue\r\n\r\n");
        co_await client.write(ok("done"));
        co_await client.hold();
    });
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, post("/", std::string(100'000, 'x'))).response.body == "done");
    CHECK(seen.get_future().get().find("Expect") == std::string::npos);
    CHECK(over->metrics().idle == 1);
}

TEST_CASE("Each exchange sends its request once at most, however it ends (E2, X12)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    std::atomic<int> requests{0};
    server api(
        [&](peer& client) -> asio::awaitable<void> {
            const std::string head = co_await client.read_head();
            if (head.empty())
                co_return;
            ++requests;
            switch (client.number % 6) {
            case 0:
                client.reset();
                break;
            case 1:
                client.close();
                break;
            case 2:
                co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                client.close();
                break;
            case 3:
                co_await client.write("HTTP/1.1 2");
                client.reset();
                break;
            case 4:
                co_await client.write("garbage\r\n\r\n");
                co_await client.read_to_end();
                break;
            case 5:
                co_await client.read_to_end(); // until the first-byte timeout
                break;
            }
        },
        speaks);
    transport_terms terms;
    terms.times.first_byte = 30ms;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, terms);
    for (int i = 1; i <= 30; ++i) {
        const oms::exchange_result result = run_to_result(io, over, post("/", "{}"));
        CHECK(result.failure != errc{});
        CHECK(api.accepted() == i);
    }
    CHECK(requests == 30);
    CHECK(over->metrics().connections_closed == 30);
}

TEST_CASE("Thousands of exchanges that fail leave no descriptor behind (X10)")
{
    const protocol speaks = GENERATE(protocol::plain, protocol::tls);
    const int count = test::property_count(speaks == protocol::plain ? 5000 : 500);
    server api(
        [](peer& client) -> asio::awaitable<void> {
            const std::string request = co_await client.read_request();
            switch (client.number % 5) {
            case 0:
                client.reset();
                break;
            case 1:
                co_await client.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                client.close();
                break;
            case 2:
                co_await client.write("HTTP/1.1 000 No\r\n\r\n");
                co_await client.read_to_end();
                client.close();
                break;
            case 3:
                co_await client.write(ok("whole", "Connection: close\r\n"));
                co_await client.read_to_end();
                client.close();
                break;
            case 4: // an answer, and then a second one that nobody asked for
                co_await client.write(ok("1") + ok("2"));
                co_await client.read_to_end();
                client.close();
                break;
            }
        },
        speaks);
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    run(io, over, get("/")); // the resolver and the reactor have what they need
    const std::size_t before = open_descriptors();
    for (int i = 0; i < count; ++i)
        run_to_result(io, over, get("/"));
    CHECK(over->metrics().idle == 0);
    const oms::pool_metrics metrics = over->metrics();
    CHECK(metrics.connections_opened == metrics.connections_closed);
    CHECK(metrics.connections_opened >= static_cast<std::uint64_t>(count));
    CHECK(descriptors_return_to(before));
}
