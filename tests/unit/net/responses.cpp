#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "unit/net/dry_exchange.hpp"

#include <boost/asio/ssl/error.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <vector>

using namespace std::string_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;

namespace {

constexpr const char* line = "HTTP/1.1 200 OK\r\n";

std::string response_with(const std::string& fields, const std::string& body = "")
{
    return line + fields + "\r\n\r\n" + body;
}

std::string chunked(const std::string& body)
{
    return response_with("Transfer-Encoding: chunked", body);
}

/// Responses whose end does not depend on the connection's, with the body that each has.
struct whole_response {
    std::string bytes;
    int status;
    std::string body;
};

std::vector<whole_response> whole_responses()
{
    return {
        {response_with("Content-Length: 13\r\nContent-Type: application/json", "{\"id\":\"q_1\"}\n"), 200,
         "{\"id\":\"q_1\"}\n"},
        {chunked("5;note=\"a b\"\r\nhello\r\n7\r\n, world\r\n0\r\nTrailer-Field: t\r\n\r\n"), 200, "hello, world"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" +
             response_with("Content-Length: 2", "{}"),
         200, "{}"},
        {"HTTP/1.1 204 No Content\r\nX-Request-Id: r-1\r\n\r\n", 204, ""},
        {"HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n", 503, ""},
    };
}

enum class verdict { read, refused, head_too_large, body_too_large, waits };

verdict verdict_on(const std::string& bytes)
{
    dry_exchange exchange;
    exchange.send().receive(bytes);
    if (!exchange.done()) {
        // No more bytes: it is a failure whatever comes, and the connection is not used again.
        exchange.end(boost::asio::error::eof);
        CHECK(exchange.result.failure == errc::connection_lost);
        CHECK_FALSE(exchange.reusable());
        return verdict::waits;
    }
    if (exchange.result.failure == errc{})
        return verdict::read;
    CHECK_FALSE(exchange.reusable());
    CHECK(exchange.result.phase == exchange_phase::response_begun);
    if (exchange.result.failure == errc::head_too_large)
        return verdict::head_too_large;
    if (exchange.result.failure == errc::body_too_large)
        return verdict::body_too_large;
    CHECK(exchange.result.failure == errc::protocol_error);
    CHECK_FALSE(exchange.result.cause_text.empty());
    return verdict::refused;
}

} // namespace

TEST_CASE("F29 F30 F31 F85 Each malformed response has one verdict")
{
    std::string many_fields;
    for (int i = 0; i < 10'000; ++i)
        many_fields += "X-" + std::to_string(i) + ": y\r\n";
    const std::string huge(1 << 20, 'x');
    const std::string long_extension(40'000, 'e');

    struct row {
        const char* what;
        std::string bytes;
        verdict expected;
    };
    const std::vector<row> rows{
        // F29: where the body ends is said once
        {"two Content-Length that differ", response_with("Content-Length: 1\r\nContent-Length: 2", "ab"),
         verdict::refused},
        {"the longer one first", response_with("Content-Length: 2\r\nContent-Length: 1", "ab"), verdict::refused},
        {"two equal ones", response_with("Content-Length: 2\r\nContent-Length: 2", "ab"), verdict::refused},
        {"a list of equal ones", response_with("Content-Length: 2, 2", "ab"), verdict::refused},
        {"Content-Length, then chunked", response_with("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
         verdict::refused},
        {"chunked, then Content-Length", response_with("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
         verdict::refused},
        {"Content-Length below zero", response_with("Content-Length: -1"), verdict::refused},
        {"with a plus", response_with("Content-Length: +2", "ab"), verdict::refused},
        {"in hexadecimal", response_with("Content-Length: 0x2", "ab"), verdict::refused},
        {"empty", response_with("Content-Length:"), verdict::refused},
        {"two numbers", response_with("Content-Length: 2 2", "ab"), verdict::refused},
        {"beyond 64 bits", response_with("Content-Length: 18446744073709551616"), verdict::refused},
        {"far beyond", response_with("Content-Length: 99999999999999999999999999"), verdict::refused},
        {"all of 64 bits", response_with("Content-Length: 18446744073709551615"), verdict::body_too_large},
        {"leading zeros are digits", response_with("Content-Length: 002", "ab"), verdict::read},
        {"another coding", response_with("Transfer-Encoding: gzip", "x"), verdict::refused},
        {"another coding below chunked", response_with("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
         verdict::refused},
        {"chunked below another", response_with("Transfer-Encoding: chunked, gzip", "0\r\n\r\n"), verdict::refused},
        {"chunked twice", response_with("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"), verdict::refused},
        {"chunked in two fields",
         response_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), verdict::refused},
        {"almost chunked", response_with("Transfer-Encoding: xchunked", "0\r\n\r\n"), verdict::refused},
        {"identity", response_with("Transfer-Encoding: identity", "x"), verdict::refused},
        {"no coding", response_with("Transfer-Encoding:", "x"), verdict::refused},
        {"chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", verdict::refused},
        {"chunked in capitals", response_with("Transfer-Encoding: CHUNKED", "0\r\n\r\n"), verdict::read},

        // F30: chunks
        {"garbage for a size", chunked("xyz\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"a size below zero", chunked("-5\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"a size with a plus", chunked("+5\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"a size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"a size after a blank", chunked(" 5\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"a size before a blank", chunked("5 \r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"no size", chunked("\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"a size beyond 64 bits", chunked("fffffffffffffffff\r\nhello"), verdict::refused},
        {"a size of all 64 bits", chunked("ffffffffffffffff\r\nhello"), verdict::body_too_large},
        {"a size that is negative as a signed number", chunked("8000000000000000\r\nhello"), verdict::body_too_large},
        {"data longer than its size", chunked("5\r\nhelloX\r\n0\r\n\r\n"), verdict::refused},
        {"data without an end of line", chunked("5\r\nhello0\r\n\r\n"), verdict::refused},
        {"data that ends in a bare LF", chunked("5\r\nhello\n0\r\n\r\n"), verdict::refused},
        {"a size that ends in a bare LF", chunked("5\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"bare LFs throughout", chunked("5\nhello\n0\n\n"), verdict::waits},
        {"no final chunk", chunked("5\r\nhello\r\n"), verdict::waits},
        {"no end after the final chunk", chunked("5\r\nhello\r\n0\r\n"), verdict::waits},
        {"an extension without a name", chunked("5;\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"an extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n"), verdict::read},
        {"a huge extension", chunked("5;a=" + long_extension + "\r\nhello\r\n0\r\n\r\n"), verdict::refused},
        {"an endless extension", chunked("5;a=" + huge), verdict::refused},
        {"a trailer", chunked("0\r\nX: y\r\n\r\n"), verdict::read},
        {"a huge trailer", chunked("0\r\nX: " + long_extension + "\r\n\r\n"), verdict::refused},
        {"an endless trailer", chunked("0\r\n" + many_fields + many_fields), verdict::refused},
        {"a trailer that frames", chunked("0\r\nContent-Length: 3\r\n\r\n"), verdict::refused},
        {"a trailer that frames anew", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), verdict::refused},
        {"a trailer without a colon", chunked("0\r\nX y\r\n\r\n"), verdict::refused},
        {"a folded trailer", chunked("0\r\n X: y\r\n\r\n"), verdict::refused},
        {"a chunk over the limit of the body", chunked("800001\r\n"), verdict::body_too_large},

        // F31: the status line
        {"garbage", "garbage\r\n\r\n", verdict::refused},
        {"garbage without an end", "garbage", verdict::refused},
        {"HTTP/0.9, a document by itself", "<html>hello</html>", verdict::refused},
        {"HTTP/0.9 as a version", "HTTP/0.9 200 OK\r\n\r\n", verdict::refused},
        {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", verdict::refused},
        {"a frame of HTTP/2", "\0\0\x12\x04\0\0\0\0\0"s, verdict::refused},
        {"HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"HTTP/1.2", "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"HTTP/1.10", "HTTP/1.10 200 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"small letters", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"an empty line first", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status 000", "HTTP/1.1 000 No\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status 099", "HTTP/1.1 099 No\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status 600", "HTTP/1.1 600 No\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status 99999", "HTTP/1.1 99999 No\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status below zero", "HTTP/1.1 -20 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"no blank after the status", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"status and reason in one", "HTTP/1.1 200OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"two blanks", "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"no reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", verdict::read},
        {"NUL in the reason", "HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n"s, verdict::refused},
        {"101 unasked", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", verdict::refused},
        {"a body after 100",
         "HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\n{}" + response_with("Content-Length: 0"), verdict::refused},

        // F85: fields
        {"no colon", response_with("No colon here\r\nContent-Length: 0"), verdict::refused},
        {"a blank before the colon", response_with("X : y\r\nContent-Length: 0"), verdict::refused},
        {"a tab before the colon", response_with("Content-Length\t: 2", "ab"), verdict::refused},
        {"no name", response_with(": y\r\nContent-Length: 0"), verdict::refused},
        {"a name that is no token", response_with("X(y): z\r\nContent-Length: 0"), verdict::refused},
        {"NUL in a name", response_with("X\0: y\r\nContent-Length: 0"s), verdict::refused},
        {"NUL in a value", response_with("X: a\0b\r\nContent-Length: 0"s), verdict::refused},
        {"a control character in a value", response_with("X: a\x01\r\nContent-Length: 0"), verdict::refused},
        {"DEL in a value", response_with("X: a\x7f\r\nContent-Length: 0"), verdict::refused},
        {"a bare CR in a value", response_with("X: a\rb\r\nContent-Length: 0"), verdict::refused},
        {"a bare LF after a value", response_with("X: a\nContent-Length: 0"), verdict::refused},
        {"a bare LF after the status", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n", verdict::refused},
        {"bare LFs throughout", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", verdict::refused},
        {"a bare LF for the empty line", response_with("Content-Length: 0").erase(36, 1), verdict::refused},
        {"a folded value", response_with("X: a\r\n b\r\nContent-Length: 0"), verdict::refused},
        {"a folded value by a tab", response_with("X: a\r\n\tb\r\nContent-Length: 0"), verdict::refused},
        {"a fold after the status", response_with(" X: a\r\nContent-Length: 0"), verdict::refused},
        {"a fold that hides a Content-Length", response_with("X: a\r\n Content-Length: 5\r\nContent-Length: 0"),
         verdict::refused},
        {"10 000 fields", response_with(many_fields + "Content-Length: 0"), verdict::head_too_large},
        {"a field of 1 MB", response_with("X: " + huge + "\r\nContent-Length: 0"), verdict::head_too_large},
        {"a name of 1 MB", response_with(huge + ": y\r\nContent-Length: 0"), verdict::head_too_large},
        {"a reason of 1 MB", "HTTP/1.1 200 " + huge + "\r\nContent-Length: 0\r\n\r\n", verdict::head_too_large},
        {"a head without an end", line + many_fields, verdict::head_too_large},
        {"an empty value", response_with("X:\r\nContent-Length: 0"), verdict::read},
        {"a value beyond ASCII", response_with("X: caf\xc3\xa9\r\nContent-Length: 0"), verdict::read},
    };
    for (const row& one : rows) {
        CAPTURE(one.what);
        CHECK(verdict_on(one.bytes) == one.expected);
    }
}

TEST_CASE("F30 A malformed body after a whole head is an error that knows the status")
{
    dry_exchange exchange;
    exchange.send().receive("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nX-Request-Id: r-1\r\n\r\nxyz\r\n");
    CHECK(exchange.result.failure == errc::protocol_error);
    CHECK(exchange.result.response.status == 201);
    CHECK(exchange.result.response.headers.find("X-Request-Id") == "r-1");
}

TEST_CASE("F27 F30 A response cut after any of its bytes is never a success, nor is its connection used again")
{
    const boost::system::error_code end =
        GENERATE(boost::system::error_code(boost::asio::error::eof),
                 boost::system::error_code(boost::asio::error::connection_reset),
                 boost::system::error_code(boost::asio::ssl::error::stream_truncated));
    CAPTURE(end.message());
    for (const whole_response& response : whole_responses())
        for (std::size_t cut = 0; cut < response.bytes.size(); ++cut) {
            dry_exchange exchange;
            exchange.send().receive(std::string_view(response.bytes).substr(0, cut)).end(end);
            if (!exchange.done() || exchange.result.failure != errc::connection_lost || exchange.reusable()) {
                CAPTURE(response.bytes, cut);
                FAIL("a response cut short was taken");
            }
            CHECK(exchange.result.phase == (cut == 0 ? exchange_phase::fully_written : exchange_phase::response_begun));
            CHECK((exchange.result.response.status == 0 || exchange.result.response.status == response.status));
            // What had arrived of the body is its beginning.
            CHECK(response.body.compare(0, exchange.result.response.body.size(), exchange.result.response.body) == 0);
        }
}

TEST_CASE("F27 A response reads the same byte by byte and in whatever parts it arrives")
{
    std::mt19937 random(11);
    for (const whole_response& response : whole_responses())
        for (int round = 0; round < test::property_count(300); ++round) {
            dry_exchange exchange;
            exchange.send();
            for (std::size_t at = 0; at < response.bytes.size();) {
                const std::size_t part = round == 0 ? 1 : 1 + random() % (round % 2 ? 5 : response.bytes.size());
                CHECK_FALSE(exchange.done());
                exchange.receive(std::string_view(response.bytes).substr(at, part));
                at += part;
            }
            REQUIRE(exchange.done());
            CHECK(exchange.unread == 0);
            CHECK(exchange.result.failure == errc{});
            CHECK(exchange.result.response.status == response.status);
            CHECK(exchange.result.response.body == response.body);
            CHECK(exchange.reusable());
        }
}

TEST_CASE("F31 F85 A malformed response gets the same verdict byte by byte")
{
    for (const std::string& bytes :
         {"garbage\r\n\r\n"s, response_with("X: a\nContent-Length: 0"),
          response_with("X: a\r\n b\r\nContent-Length: 0"),
          response_with("Content-Length: 2\r\nContent-Length: 2", "ab"), chunked("xyz\r\n"),
          chunked("5\nhello\r\n0\r\n\r\n"), "HTTP/1.1 000 No\r\n\r\n"s, "HTTP/1.2 200 OK\r\n\r\n"s}) {
        CAPTURE(bytes);
        dry_exchange exchange;
        exchange.send();
        for (const char& byte : bytes)
            exchange.receive(std::string_view(&byte, 1));
        CHECK(exchange.done());
        CHECK(exchange.result.failure == errc::protocol_error);
        CHECK_FALSE(exchange.reusable());
    }
}

TEST_CASE("F30 A chunk extension with a control character in its quotes is refused")
{
    for (const char inside : {'\n', '\r', '\0', '\x1f', '\x7f'}) {
        CAPTURE(static_cast<int>(inside));
        CHECK(verdict_on(chunked("5;note=\"a" + std::string(1, inside) + "b\"\r\nhello\r\n0\r\n\r\n")) ==
              verdict::refused);
        CHECK(verdict_on(chunked("5\r\nhello\r\n0;note=\"a" + std::string(1, inside) + "b\"\r\n\r\n")) ==
              verdict::refused);
    }
    CHECK(verdict_on(chunked("5;note=\"a\tb \xc3\xa9\"\r\nhello\r\n0\r\n\r\n")) == verdict::read);
}

TEST_CASE("F30 An empty chunked body may end byte by byte")
{
    const std::string bytes = chunked("0\r\n\r\n");
    for (std::size_t first = 0; first <= 5; ++first) {
        CAPTURE(first);
        dry_exchange exchange;
        exchange.send().receive(bytes.substr(0, bytes.size() - first));
        for (const char& byte : bytes.substr(bytes.size() - first))
            exchange.receive(std::string_view(&byte, 1));
        CHECK(exchange.result.failure == errc{});
        CHECK(exchange.result.response.body.empty());
        CHECK(exchange.reusable());
    }
    dry_exchange cut;
    cut.send().receive(bytes.substr(0, bytes.size() - 2)).end(boost::asio::error::eof);
    CHECK(cut.result.failure == errc::connection_lost);
    CHECK_FALSE(cut.reusable());
}

TEST_CASE("F85 The limit of a head is for all of it, the status line too, in one piece or in many (E10)")
{
    const std::string reason(60, 'x');
    const std::string head = "HTTP/1.1 200 " + reason + "\r\nContent-Length: 0\r\n\r\n";
    for (const std::size_t room : {std::size_t(0), std::size_t(1)})
        for (const std::size_t piece : {head.size(), std::size_t(50), std::size_t(1)}) {
            dry_terms terms;
            terms.sizes.head = static_cast<std::uint32_t>(head.size() - room);
            dry_exchange exchange(terms);
            exchange.send();
            for (std::size_t at = 0; at < head.size(); at += piece)
                exchange.receive(std::string_view(head).substr(at, piece));
            CAPTURE(room, piece);
            CHECK(exchange.result.failure == (room == 0 ? errc{} : errc::head_too_large));
        }
}

TEST_CASE("F66 F85 F33 The limits of head, body and interim responses are the ones that were configured (E10)")
{
    dry_terms terms;
    terms.sizes.head = 100;
    terms.sizes.body = 10;
    terms.sizes.interim = 1;
    const auto ends_with = [&](const std::string& bytes) {
        return dry_exchange(terms).send().receive(bytes).result.failure;
    };
    const std::string field = "X: " + std::string(30, 'x') + "\r\n";
    CHECK(ends_with(response_with(field + "Content-Length: 0")) == errc{});
    CHECK(ends_with(response_with(field + field + field + "Content-Length: 0")) == errc::head_too_large);
    CHECK(ends_with(response_with("Content-Length: 10", "0123456789")) == errc{});
    CHECK(ends_with(response_with("Content-Length: 11")) == errc::body_too_large);
    CHECK(ends_with(chunked("5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n")) == errc{});
    CHECK(ends_with(chunked("5\r\n01234\r\n6\r\n")) == errc::body_too_large);
    CHECK(ends_with(line + "\r\n"s + std::string(11, 'x')) == errc::body_too_large); // until the connection ends
    const std::string interim = "HTTP/1.1 102 Processing\r\n\r\n";
    CHECK(ends_with(interim + response_with("Content-Length: 0")) == errc{});
    CHECK(ends_with(interim + interim + response_with("Content-Length: 0")) == errc::protocol_error);
}
