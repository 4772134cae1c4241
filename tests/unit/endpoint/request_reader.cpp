#include <oms/endpoint/impl/request_reader.hpp>

#include "common/catch.hpp"

#include <boost/asio/buffer.hpp>

#include <string>
#include <string_view>

namespace {

using oms::detail::request_reader;
using stage = request_reader::stage;

const oms::detail::request_rules rules{"/oms", 512, 64};

/// What became of a request that came in pieces of `piece` bytes.
struct reading {
    explicit reading(std::string_view bytes, std::size_t piece = 1'000'000,
                     const oms::detail::request_rules& limits = rules)
        : reader(limits)
    {
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            const std::string_view part = bytes.substr(at, piece);
            left.commit(
                boost::asio::buffer_copy(left.prepare(part.size()), boost::asio::buffer(part.data(), part.size())));
            reader.read(left);
        }
    }
    request_reader reader;
    boost::beast::flat_buffer left;
};

const std::string head = "POST /oms HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

} // namespace

TEST_CASE("A request reads the same in whatever pieces it comes, and leaves the next one in the buffer")
{
    const std::string one = head + "Webhook-Signature: t=1,v1=00\r\nContent-Length: 5\r\n\r\n12345";
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\n12\r\n3\r\n345\r\n0\r\nA: b\r\n\r\n";
    for (const std::string& bytes : {one, chunked})
        for (std::size_t piece = 1; piece < 60; ++piece) {
            CAPTURE(bytes, piece);
            reading request(bytes, piece);
            REQUIRE(request.reader.at() == stage::complete);
            CHECK(request.reader.request().method() == "POST");
            CHECK(request.reader.request().body() == "12345");
            CHECK(request.reader.request().content_type() == "application/json");
            CHECK(request.reader.keep_alive());
            CHECK(request.left.size() == 0);
        }
    const reading two(one + one);
    CHECK(two.reader.at() == stage::complete);
    CHECK(two.left.size() == one.size());
}

TEST_CASE("F93 An empty chunked body may end byte by byte")
{
    const std::string empty = head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for (std::size_t piece = 1; piece < empty.size(); ++piece) {
        CAPTURE(piece);
        reading request(empty, piece);
        REQUIRE(request.reader.at() == stage::complete);
        CHECK(request.reader.request().body().empty());
        CHECK(request.left.size() == 0);
    }
    // In the very pieces that once ended the program, also after a chunk.
    for (const char* const before : {"", "3\r\nabc\r\n"}) {
        reading request(head + "Transfer-Encoding: chunked\r\n\r\n" + before);
        for (const std::string_view piece : {"0\r\n", "\r", "\n"}) {
            request.left.commit(boost::asio::buffer_copy(request.left.prepare(piece.size()),
                                                         boost::asio::buffer(piece.data(), piece.size())));
            request.reader.read(request.left);
        }
        CHECK(request.reader.at() == stage::complete);
        CHECK(request.reader.keep_alive());
    }
}

TEST_CASE("F93 A control character in a chunk's extension is refused: another reader may see the end of a line")
{
    for (const char c : {'\n', '\0', '\x7f', '\r'}) {
        const reading request(head + "Transfer-Encoding: chunked\r\n\r\n3;a=\"x" + std::string(1, c) +
                              "y\"\r\nabc\r\n0\r\n\r\n");
        CHECK(request.reader.at() == stage::refused);
        CHECK(request.reader.refusal() == 400);
    }
}

TEST_CASE("F93 A folded field is refused, in whatever pieces it comes: another reader may see two fields")
{
    for (const std::string& bytes :
         {head + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", head + "Content-Length:\r\n\t5\r\n\r\n12345",
          head + "X: a\r\n b\r\n\r\n", head + "Webhook-Signature: t=1,\r\n v1=00\r\n\r\n"})
        for (std::size_t piece = 1; piece < bytes.size() + 1; ++piece) {
            CAPTURE(bytes, piece);
            const reading request(bytes, piece);
            CHECK(request.reader.refusal() == 400);
            CHECK_FALSE(request.reader.keep_alive());
        }
}

TEST_CASE("F93 What stands around chunks has its limit, in whatever pieces it comes")
{
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    const auto trailer = [&](std::size_t size) { // of so many bytes, with the line of the last chunk
        return chunked + "0\r\nX: " + std::string(size - 10, 'x') + "\r\n\r\n";
    };
    const auto extension = [&](std::size_t size) {
        return chunked + "1;x=" + std::string(size - 6, 'x') + "\r\na\r\n0\r\n\r\n";
    };
    for (std::size_t piece : {std::size_t{1}, std::size_t{100}, std::size_t{10'000}}) {
        CAPTURE(piece);
        for (const std::string& fits : {trailer(rules.head_limit), extension(rules.head_limit)})
            CHECK(reading(fits, piece).reader.at() == stage::complete);
        for (const std::string& one_more : {trailer(rules.head_limit + 1), extension(rules.head_limit + 1)})
            CHECK(reading(one_more, piece).reader.refusal() == 400);
    }
}

TEST_CASE("F93 A field of more than 64 KiB is refused, where the limit lets the head pass")
{
    const oms::detail::request_rules generous{"/oms", 200'000, 64};
    const std::string field = "X: " + std::string(70'000, 'x') + "\r\n\r\n";
    for (const std::string& bytes : {head + field, head + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + field}) {
        const reading request(bytes, 10'000, generous);
        CHECK(request.reader.refusal() == 431);
        CHECK_FALSE(request.reader.keep_alive());
    }
}

TEST_CASE("What is no request of HTTP/1.1, or could be read in two ways, is refused with 400")
{
    for (const std::string& bytes : {
             std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), // the begin of a TLS handshake
             std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
             std::string("POST /oms\r\n\r\n"),
             std::string("POST /oms HTTP/1.1\nHost: a\n\n"),
             std::string("POST /oms HTTP/1.1\r\n\r\n"), // no Host
             head + "Host: b\r\n\r\n",
             head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
             head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345",
             head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
             head + "Content-Length: 5, 5\r\n\r\n12345",
             head + "Content-Length: -5\r\n\r\n",
             head + "Content-Length: 99999999999999999999\r\n\r\n",
             head + "Content-Length: \r\n\r\n",
             head + "Transfer-Encoding: gzip\r\n\r\n",
             head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
             head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             head + "Transfer-Encoding: chunked\r\n\r\nx\r\n",
             head + "Transfer-Encoding: chunked\r\n\r\n2\r\n123\r\n0\r\n\r\n",
             std::string("POST /oms HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
             head + "Space : before\r\n\r\n",
             head + "Control: \x01\r\n\r\n",
         }) {
        CAPTURE(bytes);
        const reading request(bytes);
        CHECK(request.reader.at() == stage::refused);
        CHECK(request.reader.refusal() == 400);
        CHECK_FALSE(request.reader.keep_alive()); // who knows where the next one begins
    }
}

TEST_CASE("F93 A body over the limit is refused as soon as that is known")
{
    const reading announced(head + "Content-Length: 65\r\n\r\n");
    CHECK(announced.reader.refusal() == 413);
    CHECK_FALSE(announced.reader.keep_alive());
    const reading exactly(head + "Content-Length: 64\r\n\r\n" + std::string(64, ' '));
    CHECK(exactly.reader.at() == stage::complete);

    const std::string chunks = head + "Transfer-Encoding: chunked\r\n\r\n40\r\n" + std::string(64, ' ') + "\r\n";
    const reading chunked(chunks + "0\r\n\r\n");
    CHECK(chunked.reader.at() == stage::complete);
    const reading one_more(chunks + "1\r\n");
    CHECK(one_more.reader.refusal() == 413);
}

TEST_CASE("A head over the limit is refused with 431, also when it does not end, and one of exactly the limit is read")
{
    const std::string without_end = head + "X: ";
    const std::string exactly = without_end + std::string(rules.head_limit - without_end.size() - 4, 'x') + "\r\n\r\n";
    REQUIRE(exactly.size() == rules.head_limit);
    for (std::size_t piece : {std::size_t{1}, std::size_t{100}, std::size_t{10'000}}) {
        CAPTURE(piece);
        const reading fits(exactly, piece);
        CHECK(fits.reader.at() == stage::complete);
        const reading one_more(without_end + 'x' + exactly.substr(without_end.size()), piece);
        CHECK(one_more.reader.refusal() == 431);
        const reading endless(without_end + std::string(rules.head_limit, 'x'), piece);
        CHECK(endless.reader.refusal() == 431);
        const reading long_line("GET /" + std::string(rules.head_limit, 'x'), piece);
        CHECK(long_line.reader.refusal() == 431);
    }
}

TEST_CASE("Chunk extensions and trailers without end are refused")
{
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    const reading extension(chunked + "1;x=" + std::string(2000, 'x'), 100);
    CHECK(extension.reader.refusal() == 400);
    const reading trailer(chunked + "0\r\nX: " + std::string(2000, 'x'), 100);
    CHECK(trailer.reader.refusal() == 400);
}

TEST_CASE("A trailer adds nothing to the head: a signature there does not count")
{
    reading request(head + "Transfer-Encoding: chunked\r\n\r\n0\r\nWebhook-Signature: t=1,v1=00\r\n\r\n");
    REQUIRE(request.reader.at() == stage::complete);
    CHECK_FALSE(request.reader.request().signature());
}

TEST_CASE("The one path is found in each form of a target, whatever its query")
{
    for (const char* target : {"/oms", "/oms?x=/y", "http://host/oms", "https://host:1/oms?x"}) {
        CAPTURE(target);
        const reading request("POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(request.reader.at() == stage::complete);
    }
    for (const char* target : {"/", "/oms/", "/OMS", "/%6fms", "//oms", "*", "host:443", "http://host",
                               "http://oms?/oms", "x://host/oms", "http:///oms", "?x://host/oms"}) {
        CAPTURE(target);
        const reading request("POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(request.reader.refusal() == 404);
        CHECK(request.reader.keep_alive()); // all of it was read
    }
    CHECK(oms::detail::path_of_target("http://host?x") == "/");
}

TEST_CASE("An expectation is told once, before the body, and not to HTTP/1.0")
{
    const std::string expecting = head + "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\n";
    reading request(expecting);
    CHECK(request.reader.take_expectation());
    CHECK_FALSE(request.reader.take_expectation());
    reading with_body(expecting + "1");
    CHECK_FALSE(with_body.reader.take_expectation());
    reading old("POST /oms HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    CHECK_FALSE(old.reader.take_expectation());
    CHECK(old.reader.http_1_0());
}

TEST_CASE("F93 A connection is kept as HTTP says, and not when its client both keeps and closes it")
{
    CHECK_FALSE(reading(head + "Connection: close\r\n\r\n").reader.keep_alive());
    CHECK_FALSE(reading("POST /oms HTTP/1.0\r\n\r\n").reader.keep_alive());
    CHECK(reading("POST /oms HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").reader.keep_alive());
    for (const char* both : {"Connection: close, keep-alive\r\n", "Connection: keep-alive\r\nConnection: Close\r\n"})
        CHECK_FALSE(reading("POST /oms HTTP/1.0\r\n" + std::string(both) + "\r\n").reader.keep_alive());
    CHECK(reading("HEAD /oms HTTP/1.1\r\nHost: a\r\n\r\n").reader.is_head_request());
}
