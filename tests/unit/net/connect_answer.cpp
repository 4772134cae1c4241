#include "common/catch.hpp"

#include <oms/net/cause_category.hpp>
#include <oms/net/impl/connect_answer.hpp>

#include <random>
#include <string>

using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::detail::connect_answer;

namespace {

/// How the answer is read when it arrives in parts of this size; where `whole` says whether more was asked for.
oms::detail::connect_failure read_in_parts(std::string_view bytes, std::size_t part, bool& done)
{
    oms::response_limits limits;
    limits.head = 1024;
    connect_answer answer(limits);
    done = false;
    for (std::size_t at = 0; at < bytes.size() && !done; at += part)
        done = answer.received(bytes.substr(at, part));
    return answer.failure();
}

} // namespace

TEST_CASE("F13 A proxy's answer is read the same in parts of any size (E7)")
{
    struct row {
        std::string bytes;
        errc code;
        int cause;
    };
    for (const row& r :
         {row{"HTTP/1.1 200 OK\r\n\r\n", errc{}, 0},
          row{"HTTP/1.0 200 \r\nVia: x\r\nContent-Length: 9\r\n\r\n", errc{}, 0},
          row{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Wait\r\nA: b\r\n\r\nHTTP/1.1 204 Fine\r\n\r\n", errc{}, 0},
          row{"HTTP/1.1 407 No\r\nContent-Length: 3\r\n\r\n", errc::proxy_auth_required, 407},
          row{"HTTP/1.1 503 No\r\nRetry-After: 5\r\n\r\n", errc::proxy_failed, 503},
          row{"HTTP/1.1 101 Switching\r\n\r\n", errc::proxy_failed, 101}}) {
        for (std::size_t part = 1; part <= r.bytes.size(); ++part) {
            CAPTURE(r.bytes, part);
            bool done = false;
            const auto failure = read_in_parts(r.bytes, part, done);
            CHECK(done);
            CHECK(failure.code == r.code);
            CHECK(failure.cause == boost::system::error_code(r.cause, r.cause == 0 ? boost::system::system_category()
                                                                                   : oms::proxy_category()));
        }
        for (std::size_t size = 0; size < r.bytes.size(); ++size) {
            bool done = true;
            CHECK(read_in_parts(r.bytes.substr(0, size), size + 1, done).code == errc{});
            CHECK_FALSE(done);
        }
    }
}

TEST_CASE("F13 All heads of a proxy's answer together have one limit (E7)")
{
    bool done = false;
    std::string endless;
    for (int i = 0; i < 100; ++i)
        endless += "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n";
    CHECK(read_in_parts(endless, 100, done).code == errc::proxy_failed);
    CHECK(done);
    CHECK(read_in_parts("HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x'), 10, done).code == errc::proxy_failed);
    CHECK(done);
    CHECK(read_in_parts(std::string(2000, 'x'), 10, done).code == errc::proxy_failed);
    CHECK(done);
}

TEST_CASE(
    "F13 The limit of a proxy's heads counts interim answers that arrive with the last one, and their number (E7)")
{
    const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: <" + std::string(160, 'x') + ">\r\n\r\n";
    const std::string last = "HTTP/1.1 200 OK\r\n\r\n";
    const auto all = [&](std::size_t count, const std::string& each) {
        std::string bytes;
        for (; count > 0; --count)
            bytes += each;
        return bytes + last;
    };
    bool done = false;
    for (const std::size_t part : {1u, 7u, 1500u, 100'000u}) {
        CAPTURE(part);
        CHECK(read_in_parts(all(4, interim), part, done).code == errc{});
        const auto too_large = read_in_parts(all(6, interim), part, done); // more than 1024 bytes, each head far less
        CHECK(too_large.code == errc::proxy_failed);
        CHECK_THAT(too_large.text, ContainsSubstring("over the limit"));

        const std::string small = "HTTP/1.1 102 Wait\r\n\r\n";
        CHECK(read_in_parts(all(8, small), part, done).code == errc{});
        const auto too_many = read_in_parts(all(9, small), part, done);
        CHECK(too_many.code == errc::proxy_failed);
        CHECK_THAT(too_many.text, ContainsSubstring("too many interim"));
    }
    // The page behind a refusal is no part of its head.
    CHECK(read_in_parts("HTTP/1.1 407 No\r\n\r\n" + std::string(5000, 'x'), 6000, done).code ==
          errc::proxy_auth_required);
}

TEST_CASE("F13 A head of a proxy that two readers could read differently is proxy_failed (E7)")
{
    for (const char* const bytes :
         {"HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\nA: b\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
          "HTTP/1.1 103 Wait\r\nA: b\r\n\tc\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/2 200\r\n\r\n"})
        for (const std::size_t part : {1u, 100u}) {
            CAPTURE(bytes, part);
            bool done = false;
            const auto failure = read_in_parts(bytes, part, done);
            CHECK(done);
            CHECK(failure.code == errc::proxy_failed);
            CHECK(failure.cause.failed());
            CHECK_THAT(failure.text, ContainsSubstring("does not speak HTTP/1.1"));
        }
}

TEST_CASE("F13 Whatever a proxy sends ends as a tunnel, a typed failure, or a wish for more (E7)")
{
    std::mt19937 random(20260701);
    const std::string good = "HTTP/1.1 200 OK\r\nVia: 1.1 proxy\r\nX-A: b\r\n\r\n";
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes = good;
        for (unsigned changes = random() % 4; changes > 0; --changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        bool done = false;
        const auto failure = read_in_parts(bytes, 1 + random() % bytes.size(), done);
        if (failure.code != errc{}) {
            CHECK(done);
            CHECK((failure.code == errc::proxy_failed || failure.code == errc::proxy_auth_required));
            CHECK(failure.cause.failed());
            CHECK_FALSE(failure.text.empty());
        }
    }
}

TEST_CASE("F13 A proxy that goes before its answer is whole is proxy_failed with what became of the connection (E7)")
{
    connect_answer answer{oms::response_limits()};
    CHECK_FALSE(answer.received("HTTP/1.1 20"));
    answer.ended(boost::system::errc::make_error_code(boost::system::errc::connection_reset));
    CHECK(answer.failure().code == errc::proxy_failed);
    CHECK(answer.failure().cause == boost::system::errc::connection_reset);
}
