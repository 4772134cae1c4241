#include "common/catch.hpp"
#include "unit/net/dry_exchange.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/sslerr.h>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;
using oms::detail::trip;

namespace {

const boost::system::error_code broken_pipe = boost::asio::error::broken_pipe;
const boost::system::error_code reset = boost::asio::error::connection_reset;
const boost::system::error_code shut_down = boost::asio::error::eof;
const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

} // namespace

TEST_CASE("F16 A pooled connection that takes no byte of the request: nothing was written, and it had been used (E2)")
{
    dry_terms used;
    used.used_before = true;
    for (const auto& problem : {broken_pipe, reset}) {
        dry_exchange exchange(used);
        exchange.write(0, problem);
        CHECK(exchange.done());
        CHECK(exchange.result.failure == errc::connection_lost);
        CHECK(exchange.result.phase == exchange_phase::nothing_written);
        CHECK(exchange.result.reused_connection);
        CHECK_FALSE(exchange.reusable());
    }
    dry_exchange fresh;
    fresh.write(0, reset);
    CHECK_FALSE(fresh.result.reused_connection);
}

TEST_CASE("F17 Each byte of a request that was taken makes it partly written, the last one fully")
{
    dry_terms terms;
    terms.body = "{\"amount\":\"25.00\"}";
    std::size_t length = 0;
    {
        dry_exchange counted(terms);
        counted.send();
        counted.receive(answer);
        length = counted.connection.head.size() + terms.body.size();
    }
    REQUIRE(length > terms.body.size());
    for (std::size_t sent = 1; sent < length; ++sent) {
        dry_exchange exchange(terms);
        exchange.write(sent, reset);
        CHECK(exchange.next == dry_exchange::step::read); // there may be an early answer
        exchange.end(shut_down);
        CHECK(exchange.result.failure == errc::connection_lost);
        CHECK(exchange.result.phase == exchange_phase::partly_written);
        CHECK(exchange.result.cause == reset);
        CHECK_FALSE(exchange.reusable());
    }
    dry_exchange whole(terms);
    whole.write(length).end(shut_down);
    CHECK(whole.result.failure == errc::connection_lost);
    CHECK(whole.result.phase == exchange_phase::fully_written);
}

TEST_CASE("F18 F20 An answer that is there when the request is not taken whole wins, if it is whole itself")
{
    dry_exchange answered;
    answered.write(10, broken_pipe).receive(answer);
    CHECK(answered.result.failure == errc{});
    CHECK(answered.result.phase == exchange_phase::complete);
    CHECK(answered.result.response.body == "{}");
    CHECK_FALSE(answered.reusable());

    dry_exchange cut;
    cut.write(10, broken_pipe).receive(answer.substr(0, answer.size() - 1)).end(shut_down);
    CHECK(cut.result.failure == errc::connection_lost);
    CHECK(cut.result.response.status == 200);
    CHECK_FALSE(cut.reusable());
}

TEST_CASE("F19 A stalled write is forgiven while the answer is looked for, and named when there is none")
{
    dry_exchange exchange;
    CHECK(exchange.connection.guard.trip_now(trip::write));
    exchange.write(10, shut_down);
    CHECK(exchange.next == dry_exchange::step::read);
    exchange.end(shut_down);
    CHECK(exchange.result.failure == errc::write_timeout);
    CHECK(exchange.result.phase == exchange_phase::partly_written);
    CHECK_FALSE(exchange.result.cause.failed());
}

TEST_CASE("F102 A deadline in the tick of the response: whole, it is a success; not whole, the deadline's, never both")
{
    dry_exchange whole;
    whole.send();
    CHECK(whole.connection.guard.trip_now(trip::deadline));
    whole.receive(answer);
    CHECK(whole.result.failure == errc{});
    CHECK(whole.result.phase == exchange_phase::complete);
    CHECK_FALSE(whole.reusable()); // its socket was shut down

    dry_exchange in_part;
    in_part.send();
    CHECK(in_part.connection.guard.trip_now(trip::deadline));
    in_part.receive(answer.substr(0, 20));
    CHECK(in_part.done());
    CHECK(in_part.result.failure == errc::deadline_exceeded);
    CHECK(in_part.result.phase == exchange_phase::response_begun);
    CHECK_FALSE(in_part.reusable());

    dry_exchange done_first;
    done_first.send().receive(answer);
    CHECK(done_first.reusable());
    CHECK_FALSE(done_first.connection.guard.trip_when_due(std::chrono::steady_clock::time_point::max() - 1h));
}

TEST_CASE("F101 A cancellation in the tick of the response: whole, it is a success, else cancelled with its phase")
{
    dry_exchange writing;
    writing.cancel().write(10, broken_pipe);
    CHECK(writing.result.failure == errc::cancelled);
    CHECK(writing.result.phase == exchange_phase::partly_written);

    dry_exchange nothing;
    nothing.cancel().write(0, broken_pipe);
    CHECK(nothing.result.failure == errc::cancelled);
    CHECK(nothing.result.phase == exchange_phase::nothing_written);

    dry_exchange reading;
    reading.send().receive(answer.substr(0, 20)).cancel().end(shut_down);
    CHECK(reading.result.failure == errc::cancelled);
    CHECK(reading.result.phase == exchange_phase::response_begun);
    CHECK_FALSE(reading.reusable());

    dry_exchange whole;
    whole.send().cancel().receive(answer);
    CHECK(whole.result.failure == errc{});
    CHECK(whole.result.phase == exchange_phase::complete);
    CHECK_FALSE(whole.reusable()); // its socket was shut down
}

TEST_CASE("F25 F101 What this side ended has no cause: what the connection says then is the echo of our own end")
{
    const boost::system::error_code echo =
        GENERATE(boost::system::error_code(boost::asio::error::eof),
                 boost::system::error_code(boost::asio::error::operation_aborted),
                 boost::system::error_code(boost::asio::ssl::error::stream_truncated));
    CAPTURE(echo.message());
    for (const trip why : {trip::write, trip::first_byte, trip::read, trip::rate, trip::deadline, trip::closed}) {
        CAPTURE(static_cast<int>(why));
        dry_exchange reading;
        reading.send().receive(answer.substr(0, 20));
        CHECK(reading.connection.guard.trip_now(why));
        reading.end(echo);
        CHECK(reading.done());
        CHECK_FALSE(reading.result.cause.failed());
    }
    for (const trip why : {trip::deadline, trip::closed}) {
        dry_exchange writing;
        CHECK(writing.connection.guard.trip_now(why));
        writing.write(10, echo);
        CHECK(writing.done());
        CHECK_FALSE(writing.result.cause.failed());
    }
    dry_exchange cancelled_writing;
    cancelled_writing.cancel().write(10, echo);
    CHECK_FALSE(cancelled_writing.result.cause.failed());
    dry_exchange cancelled_reading;
    cancelled_reading.send().cancel().end(echo);
    CHECK(cancelled_reading.result.failure == errc::cancelled);
    CHECK_FALSE(cancelled_reading.result.cause.failed());

    dry_exchange by_the_peer;
    by_the_peer.send().end(echo);
    CHECK(by_the_peer.result.failure == errc::connection_lost);
    CHECK(by_the_peer.result.cause == echo);
}

TEST_CASE("F25 A body below the least rate is a read timeout that names the rate (E11)")
{
    const std::string head =
        GENERATE(std::string("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n12345"),
                 std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"));
    dry_terms terms;
    terms.times.least_body_rate = 1000;
    terms.times.idle_read = 2s;
    dry_exchange exchange(terms);
    exchange.send().receive(head);
    auto& guard = exchange.connection.guard;
    const auto now = std::chrono::steady_clock::now();
    CHECK_FALSE(guard.trip_when_due(now + 1900ms)); // idle_read, and five milliseconds for five bytes
    CHECK(guard.trip_when_due(now + 2006ms));
    exchange.end(shut_down);
    CHECK(exchange.result.failure == errc::read_timeout);
    CHECK(exchange.result.response.status == 200);
    CHECK(exchange.result.response.body == "12345");
    if (guard.tripped() == trip::rate)
        CHECK_THAT(exchange.result.cause_text, ContainsSubstring("less than 1000 bytes a second"));
}

TEST_CASE("F25 A least rate without an idle limit gives a second, and an absurd one does no harm (E11)")
{
    for (const std::uint32_t rate : {std::uint32_t{1}, std::numeric_limits<std::uint32_t>::max()}) {
        dry_terms terms;
        terms.times.least_body_rate = rate;
        terms.limits.idle_read = 0ms;
        dry_exchange exchange(terms);
        exchange.send().receive("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n12");
        CHECK_FALSE(exchange.connection.guard.trip_when_due(std::chrono::steady_clock::now() + 900ms));
        exchange.receive("3");
        CHECK(exchange.result.failure == errc{});
        CHECK(exchange.reusable());
    }
}

TEST_CASE("An exchange has phase limits of its own in place of the transport's, and zero switches one off (C2)")
{
    dry_terms terms;
    terms.times.first_byte = 10s;
    terms.times.idle_read = 10s;
    const auto now = std::chrono::steady_clock::now();
    const auto first_byte_due = [&](std::chrono::milliseconds own, std::chrono::milliseconds after) {
        terms.limits.first_byte = own;
        dry_exchange exchange(terms);
        exchange.send();
        const bool due = exchange.connection.guard.trip_when_due(now + after);
        exchange.end(shut_down);
        CHECK(exchange.result.failure == (due ? errc::first_byte_timeout : errc::connection_lost));
        return due;
    };
    CHECK_FALSE(first_byte_due(-1ms, 9s));
    CHECK(first_byte_due(-1ms, 12s));
    CHECK(first_byte_due(100ms, 2s));
    CHECK_FALSE(first_byte_due(60s, 12s));
    CHECK_FALSE(first_byte_due(0ms, 24h));

    const auto idle_due = [&](std::chrono::milliseconds own, std::chrono::milliseconds after) {
        terms.limits.idle_read = own;
        dry_exchange exchange(terms);
        exchange.send().receive("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n12");
        return exchange.connection.guard.trip_when_due(now + after);
    };
    CHECK(idle_due(-1ms, 12s));
    CHECK(idle_due(100ms, 2s));
    CHECK_FALSE(idle_due(0ms, 24h));
}

TEST_CASE("F39 What a Keep-Alive field announces is understood whatever its form, and nonsense is not a limit")
{
    using oms::detail::announced_idle_limit;
    constexpr auto none = std::chrono::milliseconds::max();
    CHECK(announced_idle_limit("timeout=5, max=100") == 4s);
    CHECK(announced_idle_limit("max=100,timeout=5") == 4s);
    CHECK(announced_idle_limit("Timeout=60") == 59s);
    CHECK(announced_idle_limit(" TIMEOUT=2 ,") == 1s);
    CHECK(announced_idle_limit("timeout=1") == 0s);
    CHECK(announced_idle_limit("timeout=0") == 0s);
    CHECK(announced_idle_limit("timeout=30, timeout=10") == 9s);
    CHECK(announced_idle_limit("timeout=30, max=0") == 0s);
    CHECK(announced_idle_limit("timeout=4294967295") == 4294967294s);
    for (const char* nonsense : {"", ",", "timeout", "timeout=", "timeout=x", "timeout=-5", "xtimeout=5", "max=1",
                                 "timeout=99999999999999999999", "=5", ",,,", "timeout =5"}) {
        CAPTURE(nonsense);
        CHECK(announced_idle_limit(nonsense) == none);
    }
}

TEST_CASE(
    "F12 An alert about certificates on a connection that was never asked for one leaves open what the server did "
    "(E6)")
{
    for (const int reason :
         {SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, SSL_R_TLSV1_ALERT_UNKNOWN_CA,
          SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, SSL_R_TLSV1_ALERT_ACCESS_DENIED}) {
        CAPTURE(reason);
        dry_exchange exchange;
        exchange.send();
        exchange.end({static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)), boost::asio::error::get_ssl_category()});
        CHECK(exchange.done());
        CHECK(exchange.result.failure == errc::connection_lost);
        CHECK(exchange.result.phase == exchange_phase::fully_written);
    }
}

TEST_CASE(
    "The head of a request, which holds the access token, is wiped as soon as it is written or never will be (A8)")
{
    const auto wiped = [](const dry_exchange& exchange) {
        return exchange.connection.head.find_first_not_of('\0') == std::string::npos;
    };
    dry_exchange written;
    CHECK_FALSE(wiped(written));
    written.send();
    CHECK(wiped(written));
    dry_exchange refused;
    refused.write(0, reset);
    CHECK(refused.done());
    CHECK(wiped(refused));
    dry_exchange cut_short;
    cut_short.write(10, broken_pipe).end(shut_down);
    CHECK(cut_short.done());
    CHECK(wiped(cut_short));
}
