#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "unit/net/dry_exchange.hpp"

#include <oms/net/impl/plain_head.hpp>

#include <random>
#include <string>
#include <vector>

using namespace net_test;
using oms::errc;
using oms::detail::plain_head;
using oms::detail::read_plain_head;

namespace {

const std::string ordinary = "HTTP/1.1 200 OK\r\n"
                             "Server: nginx\r\n"
                             "Date: Sun, 14 Jun 2026 14:30:00 GMT\r\n"
                             "Content-Type: application/json\r\n"
                             "Content-Length: 2\r\n"
                             "Connection: keep-alive\r\n"
                             "X-Request-Id: req_01kv5xgxdxeswr4x02gqnyhngn\r\n"
                             "\r\n";

plain_head read(const std::string& bytes, oms::http_response& into)
{
    return read_plain_head(bytes, oms::response_limits(), into);
}

bool is_plain(const std::string& bytes)
{
    oms::http_response into;
    const bool plain = read(bytes, into).size > 0;
    CHECK((plain || (into.headers.empty() && into.status == 0)));
    return plain;
}

std::string head_with(const std::string& fields)
{
    return "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n";
}

} // namespace

TEST_CASE("A plain head is read with its status, its fields, its length, and whether the connection goes on")
{
    oms::http_response into;
    const plain_head head = read(ordinary + "{}", into);
    CHECK(head.size == ordinary.size());
    CHECK(head.length == 2);
    CHECK(head.keep_alive);
    CHECK(into.status == 200);
    CHECK(into.headers.size() == 6);
    CHECK(into.headers.find("date") == "Sun, 14 Jun 2026 14:30:00 GMT");
    CHECK(into.headers.find("X-Request-Id") == "req_01kv5xgxdxeswr4x02gqnyhngn");

    oms::http_response closing;
    CHECK_FALSE(read(head_with("content-length: 0\r\nCONNECTION: Close"), closing).keep_alive);
    CHECK(closing.headers.find("Connection") == "Close");
}

TEST_CASE("F29 F31 F85 A head that could be understood in two ways, or is special, is not plain")
{
    CHECK(is_plain(head_with("Content-Length: 0")));
    CHECK(is_plain(head_with("X: caf\xc3\xa9\r\nContent-Length: 18")));
    CHECK(is_plain(head_with("X: a b\r\nContent-Length: 18")));
    const std::vector<std::string> others{
        "",
        "HTTP/1.1 200 OK\r\n\r\n",
        head_with("X: y"),
        head_with("Content-Length: 2\r\nContent-Length: 2"),
        head_with("Content-Length: +2"),
        head_with("Content-Length: 2,2"),
        head_with("Content-Length: 0x2"),
        head_with("Content-Length: 1234567890123456789"),
        head_with("Content-Length:2"),
        head_with("Content-Length : 2"),
        head_with("Content-Length:  2"),
        head_with("Content-Length: 2 "),
        head_with("Content-Length: 2\t"),
        head_with("Content-Length: 9999999999"),
        head_with("Content-Length: 2\r\nTransfer-Encoding: chunked"),
        head_with("transfer-encoding: chunked"),
        head_with("Content-Length: 2\r\nUpgrade: h2c"),
        head_with("Content-Length: 2\r\nConnection: upgrade"),
        head_with("Content-Length: 2\r\nConnection: close, x"),
        head_with("Content-Length: 2\r\nConnection: close\r\nConnection: x"),
        head_with("Content-Length: 2\r\nProxy-Connection: close"),
        head_with("Content-Length: 2\r\nX:"),
        head_with("Content-Length: 2\r\nX: "),
        head_with("Content-Length: 2\r\n: x"),
        head_with("Content-Length: 2\r\nX y: z"),
        head_with("Content-Length: 2\r\nX"),
        head_with("Content-Length: 2\r\n X: folded"),
        head_with("Content-Length: 2\r\nX: a\tb"),
        head_with("Content-Length: 2\r\nX: a\nY: b"),
        head_with("Content-Length: 2\r\nX: a\rY: b"),
        head_with(std::string("Content-Length: 2\r\nX: a\0b", 25)),
        head_with("Content-Length: 2\r\nX: a\x7f"),
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 304 No\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Go\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Go\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 600 No\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 2000 No\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r",
        "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    };
    for (const std::string& bytes : others) {
        CAPTURE(bytes);
        CHECK_FALSE(is_plain(bytes));
    }
}

TEST_CASE("F85 A plain head is within the limit of heads, and comes as a whole")
{
    for (std::size_t cut = 0; cut < ordinary.size(); ++cut) {
        oms::http_response into;
        CHECK(read(ordinary.substr(0, cut), into).size == 0);
        CHECK(into.headers.empty());
        oms::response_limits limits;
        limits.head = static_cast<std::uint32_t>(cut);
        CHECK(read_plain_head(ordinary, limits, into).size == 0);
    }
    oms::response_limits limits;
    limits.head = static_cast<std::uint32_t>(ordinary.size());
    oms::http_response into;
    CHECK(read_plain_head(ordinary, limits, into).size == ordinary.size());
    limits.body = 1;
    oms::http_response too_long;
    CHECK(read_plain_head(ordinary, limits, too_long).size == 0);
}

TEST_CASE("F31 What is read as plain is read the same by the other reader, whatever happens to its bytes")
{
    const std::vector<std::string> pieces{"\r\n",   "\n",    ":",    " ",     "\t",         "Content-Length: 2\r\n",
                                          "0",      "2",     "\x7f", "close", "Connection", "Transfer-Encoding: x\r\n",
                                          "HTTP/1", "chunk", "\x80", ": ",    "\r\n\r\n",   "Upgrade: y\r\n"};
    std::mt19937 random(23);
    const auto below = [&](std::size_t limit) {
        return random() % limit;
    };
    int read_whole = 0;
    for (int round = 0; round < test::property_count(20'000); ++round) {
        std::string bytes = ordinary + "{}";
        for (std::size_t change = below(3); change > 0; --change) {
            const std::size_t at = below(bytes.size());
            switch (below(3)) {
            case 0:
                bytes[at] = static_cast<char>(below(256));
                break;
            case 1:
                bytes.insert(at, pieces[below(pieces.size())]);
                break;
            default:
                bytes.erase(at, 1 + below(4));
            }
        }
        dry_exchange whole;
        whole.send().receive(bytes).end(boost::asio::error::eof);
        dry_exchange parts; // its head is never there as a whole
        parts.send().receive(bytes.substr(0, 1)).receive(bytes.substr(1)).end(boost::asio::error::eof);
        CAPTURE(bytes);
        const oms::http_response& one = whole.result.response;
        const oms::http_response& other = parts.result.response;
        REQUIRE((whole.result.failure == errc{}) == (parts.result.failure == errc{}));
        REQUIRE(whole.result.phase == parts.result.phase);
        REQUIRE(one.status == other.status);
        REQUIRE(one.body == other.body);
        REQUIRE(one.headers.size() == other.headers.size());
        for (std::size_t i = 0; i < one.headers.size(); ++i) {
            REQUIRE(one.headers[i].name == other.headers[i].name);
            REQUIRE(one.headers[i].value == other.headers[i].value);
        }
        REQUIRE((whole.reusable() && whole.unread == 0) == (parts.reusable() && parts.unread == 0));
        read_whole += whole.result.failure == errc{};
    }
    CHECK(read_whole > test::property_count(20'000) / 4);
}
