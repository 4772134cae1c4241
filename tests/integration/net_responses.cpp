#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;

namespace {

/// The result of one exchange in which the server writes `answer`, in parts of `part` bytes, and then closes.
struct answered {
    oms::exchange_result result;
    std::size_t idle_after;
};

answered answer_with(const std::string& answer, std::size_t part = std::string::npos, bool then_close = true)
{
    server api([&](peer& client) -> boost::asio::awaitable<void> {
        co_await client.read_request();
        for (std::size_t at = 0; at < answer.size(); at += std::min(part, answer.size())) {
            std::string bytes = answer.substr(at, part);
            co_await client.write(std::move(bytes));
        }
        if (then_close)
            client.close();
        co_await client.hold();
    });
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result result = run(io, over, get("/"));
    return {result, over->metrics().idle};
}

} // namespace

TEST_CASE("A response is read the same in whatever parts it arrives")
{
    const std::size_t part = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{100});
    const std::string chunked = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nX-Request-Id: r-1\r\n\r\n"
                                "5;note=x\r\nhello\r\n7\r\n, world\r\n0\r\nTrailer-Field: t\r\n\r\n";
    const answered got = answer_with("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + chunked, part, false);
    CHECK(got.result.failure == errc{});
    CHECK(got.result.response.status == 201);
    CHECK(got.result.response.body == "hello, world");
    CHECK(got.result.response.headers.find("x-request-id") == "r-1");
    CHECK_FALSE(got.result.response.headers.find("link"));
    CHECK(got.idle_after == 1);
}

TEST_CASE("F29 F30 F31 F34 What is not HTTP/1.1 is a protocol error and ends the connection")
{
    for (const std::string answer : {
             "garbage\r\n\r\n",
             "HTTP/0.9 200 OK\r\n\r\n",
             "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
             "HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n",
             "HTTP/1.1 99999 Much\r\nContent-Length: 0\r\n\r\n",
             "HTTP/1.1 700 Seven\r\nContent-Length: 0\r\n\r\n",
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
             "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello",
             "HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n",
             "HTTP/1.1 200 OK\r\nSpace before : colon\r\n\r\n",
         }) {
        CAPTURE(answer);
        const answered got = answer_with(answer, std::string::npos, false);
        CHECK(got.result.failure == errc::protocol_error);
        CHECK(got.result.phase == exchange_phase::response_begun);
        CHECK(got.idle_after == 0);
    }
}

TEST_CASE("F27 F30 A response cut short is a lost connection, with what had arrived")
{
    struct row {
        std::string answer;
        int status;
        std::string body;
    };
    for (const row& r : {row{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", 200, "12345"},
                         row{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", 200, "hello"},
                         row{"HTTP/1.1 200 OK\r\nContent-Len", 0, ""}}) {
        CAPTURE(r.answer);
        const answered got = answer_with(r.answer);
        CHECK(got.result.failure == errc::connection_lost);
        CHECK(got.result.phase == exchange_phase::response_begun);
        CHECK(got.result.response.status == r.status);
        CHECK(got.result.response.body == r.body);
        CHECK(got.idle_after == 0);
    }
}

TEST_CASE("F66 F85 Head and body have limits with errors of their own")
{
    const std::string wide = "HTTP/1.1 200 OK\r\nX: " + std::string(20000, 'x') + "\r\nContent-Length: 0\r\n\r\n";
    CHECK(answer_with(wide, std::string::npos, false).result.failure == errc::head_too_large);
    const std::string endless = "HTTP/1.1 200 OK\r\nX: " + std::string(40000, 'x');
    CHECK(answer_with(endless, std::string::npos, false).result.failure == errc::head_too_large);

    const answered announced = answer_with("HTTP/1.1 200 OK\r\nContent-Length: 8388609\r\n\r\n", 4096, false);
    CHECK(announced.result.failure == errc::body_too_large);
    CHECK(announced.result.response.status == 200);
    const std::string chunk = "100000\r\n" + std::string(0x100000, 'x') + "\r\n";
    std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 9; ++i)
        chunked += chunk;
    CHECK(answer_with(chunked, std::string::npos, false).result.failure == errc::body_too_large);
    CHECK(answer_with(ok(std::string(8 << 20, 'x'))).result.response.body.size() == 8 << 20);
}

TEST_CASE("F21 F33 Interim responses are skipped, up to a limit")
{
    const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
    std::string answer;
    for (int i = 0; i < 8; ++i)
        answer += interim;
    CHECK(answer_with(answer + ok("final"), std::string::npos, false).result.response.body == "final");
    CHECK(answer_with(interim + answer + ok("final"), std::string::npos, false).result.failure == errc::protocol_error);
}

TEST_CASE("F35 A 204 with a body is a 204, and its connection is not used again")
{
    const answered got =
        answer_with("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nbody", std::string::npos, false);
    CHECK(got.result.failure == errc{});
    CHECK(got.result.response.body.empty());
    CHECK(got.idle_after == 0);
}

TEST_CASE("F39 Connection: close and HTTP/1.0 end the connection, a Keep-Alive limit shortens its idle time")
{
    CHECK(answer_with(ok("a", "Connection: close\r\n")).idle_after == 0);
    CHECK(answer_with("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", std::string::npos, false).idle_after == 0);
    CHECK(answer_with(ok("a", "Keep-Alive: timeout=5, max=100\r\n"), std::string::npos, false).idle_after == 1);
    CHECK(answer_with(ok("a", "Keep-Alive: timeout=1\r\n"), std::string::npos, false).idle_after == 0);
}

TEST_CASE("F47 A connection that answered 408 is not used again, whatever it says of itself")
{
    CHECK(answer_with("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").idle_after == 0);
    CHECK(answer_with("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n", std::string::npos, false)
              .idle_after == 1);
}

TEST_CASE("F38 A 5xx without a body or with one that is not JSON is a complete response")
{
    const answered empty = answer_with("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\nRetry-After: 2\r\n\r\n");
    CHECK(empty.result.failure == errc{});
    CHECK(empty.result.response.status == 503);
    CHECK(empty.result.response.headers.find("Retry-After") == "2");
}
