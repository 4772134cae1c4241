#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "stuck_name.hpp"

#include <boost/asio/error.hpp>

#include <netdb.h>
#include <sys/resource.h>

#include <fcntl.h>
#include <unistd.h>

#include <optional>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

namespace {

/// A port of this host where nobody listens.
std::uint16_t closed_port()
{
    return server(echo_paths).port();
}

/// Plain servers, so that one name may lead to any of them; each answers with a word of its own.
server_terms at(const char* address, std::uint16_t port = 0)
{
    server_terms terms;
    terms.speaks = protocol::plain;
    terms.address = address;
    terms.port = port;
    return terms;
}

script says(std::string word)
{
    return [word](peer& client) -> boost::asio::awaitable<void> {
        while (true) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            co_await client.write(ok(word));
        }
    };
}

} // namespace

TEST_CASE("F01 A host that does not exist is dns_failed and nothing was sent")
{
    test::made_up_name nowhere("api.example.com", {});
    nowhere.fails(EAI_NONAME);
    boost::asio::io_context io;
    transport_terms terms;
    terms.host = "api.example.com";
    const oms::exchange_result lost = run(io, connect_to_port(io.get_executor(), 443, true, terms), get("/"));
    CHECK(lost.failure == errc::dns_failed);
    CHECK(lost.phase == exchange_phase::not_connected);
    CHECK(lost.cause == boost::asio::error::host_not_found);
    CHECK(nowhere.lookups() == 1);
}

TEST_CASE("F02 A name server that fails is dns_failed, told apart from a host that does not exist, and asked again by "
          "the next exchange")
{
    server api(says("found"), at("127.0.0.1"));
    test::made_up_name shaky("localhost", {"127.0.0.1"});
    shaky.fails(EAI_AGAIN);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    const oms::exchange_result lost = run(io, over, get("/"));
    CHECK(lost.failure == errc::dns_failed);
    CHECK(lost.phase == exchange_phase::not_connected);
    CHECK(lost.cause == boost::asio::error::host_not_found_try_again);
    shaky.now({"127.0.0.1"});
    CHECK(run(io, over, get("/")).response.body == "found");
    CHECK(shaky.lookups() == 2);
}

TEST_CASE("F02 A lookup that does not end is abandoned at the connect timeout or the deadline, whichever is first, and "
          "who comes next waits for the same one (C2)")
{
    test::stuck_name slow("api.example.com");
    boost::asio::io_context io;
    transport_terms terms;
    terms.host = "api.example.com";
    terms.times.connect = 50ms;
    const auto over = connect_to_port(io.get_executor(), 443, true, terms);
    const auto begin = std::chrono::steady_clock::now();

    const oms::exchange_result late = run_to_result(io, over, get("/"), within(20s));
    CHECK(late.failure == errc::connect_timeout);
    CHECK(late.phase == exchange_phase::not_connected);
    CHECK_THAT(late.cause_text, ContainsSubstring("not resolved in time"));
    const oms::exchange_result over_due = run_to_result(io, over, get("/"), within(10ms));
    CHECK(over_due.failure == errc::deadline_exceeded);
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
    CHECK(slow.lookups() == 1);

    slow.release();
    io.restart();
    io.run();
    CHECK(over->metrics().connecting == 0);
}

TEST_CASE("F03 When the first address of a host is dead, the next is tried, within one connect timeout")
{
    silent_listener dead(silent_listener::manner::swallows_syn);
    if (!dead.swallows()) {
        WARN("this system takes connections beyond the queue: not tested");
        return;
    }
    server live(says("second"), at("127.0.0.2", dead.port()));
    const test::made_up_name both("localhost", {"127.0.0.1", "127.0.0.2"});
    boost::asio::io_context io;
    transport_terms terms;
    terms.times.connect = 1s;
    const oms::exchange_result reached = run(io, connect_to(io.get_executor(), live, terms), get("/"));
    CHECK(reached.failure == errc{});
    CHECK(reached.response.body == "second");
}

TEST_CASE("F03 An address that refuses, and one that no route leads to, are passed over")
{
    server live(says("third"), at("127.0.0.1"));
    const test::made_up_name three("localhost", {"2001:db8::1", "127.0.0.9", "127.0.0.1"});
    boost::asio::io_context io;
    transport_terms terms;
    terms.times.connect = 1s; // some networks swallow what goes nowhere
    CHECK(run(io, connect_to(io.get_executor(), live, terms), get("/")).response.body == "third");
}

TEST_CASE("F03 The two families of addresses take turns, so that one that is down costs one try")
{
    std::optional<server> sixth;
    try {
        sixth.emplace(says("IPv6"), at("::1"));
    } catch (const boost::system::system_error&) {
        WARN("this system has no IPv6: not tested");
        return;
    }
    server fourth(says("IPv4"), at("127.0.0.2", sixth->port()));
    const test::made_up_name host("localhost", {"127.0.0.9", "127.0.0.2", "::1"});
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), fourth), get("/")).response.body == "IPv6");
    CHECK(fourth.accepted() == 0);
}

TEST_CASE("F03 When all addresses are dead, the exchange ends with the last one's failure at the connect timeout")
{
    boost::asio::io_context io;
    const test::made_up_name host("localhost", {"127.0.0.8", "127.0.0.9"});
    const oms::exchange_result lost =
        run(io, connect_to_port(io.get_executor(), closed_port(), true, transport_terms()), get("/"));
    CHECK(lost.failure == errc::connect_failed);
    CHECK(lost.cause == boost::system::errc::connection_refused);
}

TEST_CASE("F04 When a name moves to another host, connections drain to it within their age limit")
{
    server before(says("before"), at("127.0.0.1"));
    server after(says("after"), at("127.0.0.2", before.port()));
    test::made_up_name host("localhost", {"127.0.0.1"});
    boost::asio::io_context io;
    transport_terms terms;
    terms.pool.max_age = 300ms;
    const auto over = connect_to(io.get_executor(), before, terms);
    CHECK(run(io, over, get("/")).response.body == "before");
    host.now({"127.0.0.2"});
    const auto begin = std::chrono::steady_clock::now();
    std::string last = "before";
    while (last == "before" && std::chrono::steady_clock::now() - begin < 20s)
        last = run(io, over, get("/")).response.body;
    CHECK(last == "after");
    CHECK(before.accepted() == 1);
    CHECK(after.accepted() == 1);
}

TEST_CASE("F05 A refused connection is connect_failed and nothing was sent")
{
    boost::asio::io_context io;
    const auto over = connect_to_port(io.get_executor(), closed_port(), true, transport_terms());
    const oms::exchange_result refused = run(io, over, get("/"));
    CHECK(refused.failure == errc::connect_failed);
    CHECK(refused.phase == exchange_phase::not_connected);
    CHECK(refused.cause == boost::system::errc::connection_refused);
    CHECK_THAT(refused.cause_text, ContainsSubstring("refused"));
    CHECK(over->metrics().connects_failed == 1);
    CHECK(over->metrics().connecting == 0);
}

TEST_CASE("F06 A peer that swallows the handshake of TCP is a connect timeout, well before the deadline (C2)")
{
    silent_listener nobody(silent_listener::manner::swallows_syn);
    if (!nobody.swallows()) {
        WARN("this system takes connections beyond the queue: not tested");
        return;
    }
    boost::asio::io_context io;
    transport_terms terms;
    terms.host = "127.0.0.1";
    terms.times.connect = 100ms;
    const auto over = connect_to_port(io.get_executor(), nobody.port(), true, terms);
    const auto begin = std::chrono::steady_clock::now();
    const oms::exchange_result late = run(io, over, get("/"), within(20s));
    CHECK(late.failure == errc::connect_timeout);
    CHECK(late.phase == exchange_phase::not_connected);
    CHECK_FALSE(late.cause.failed());
    CHECK(late.cause_text == "connecting to the host");
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("F07 A peer that never speaks TLS, or not to the end, is a connect timeout (C2)")
{
    const std::string said = GENERATE(std::string(), std::string("\x16\x03\x03\x00\x40\x02", 6));
    server silent(
        [&](peer& client) -> boost::asio::awaitable<void> {
            co_await client.write(said);
            co_await client.hold();
        },
        protocol::plain);
    boost::asio::io_context io;
    transport_terms terms;
    terms.times.connect = 300ms; // of which connecting takes some
    const auto over = connect_to_port(io.get_executor(), silent.port(), true, terms);
    const oms::exchange_result late = run(io, over, get("/"), within(20s));
    CHECK(late.failure == errc::connect_timeout);
    CHECK(late.phase == exchange_phase::not_connected);
    CHECK_FALSE(late.cause.failed()); // it was this side that ended the connection
    CHECK(late.cause_text == "TLS handshake");
}

TEST_CASE("A deadline before the connect timeout wins, and the connect it waited for is given up with it")
{
    silent_listener silent(silent_listener::manner::accepts);
    boost::asio::io_context io;
    transport_terms terms;
    const auto over = connect_to_port(io.get_executor(), silent.port(), true, terms);
    const auto start_time = std::chrono::steady_clock::now();
    const oms::exchange_result late = run(io, over, get("/"), within(50ms));
    CHECK(late.failure == errc::deadline_exceeded);
    CHECK(late.phase == exchange_phase::not_connected);
    CHECK_THAT(late.cause_text, ContainsSubstring("connecting 1"));
    CHECK(std::chrono::steady_clock::now() - start_time < 5s); // io.run() did not wait for the connect timeout
    CHECK(over->metrics().connecting == 0);
    CHECK(run(io, over, get("/"), within(-1ms)).failure == errc::deadline_exceeded);
}

TEST_CASE("F08 A connection cut off during the handshake is connect_failed, not tls_failed: a restart, not a bad "
          "certificate")
{
    const std::string said = GENERATE(std::string(), std::string("\x16\x03\x03\x00\x40\x02", 6));
    const bool reset = GENERATE(true, false);
    server cutting(
        [&](peer& client) -> boost::asio::awaitable<void> {
            co_await client.write(said);
            co_await client.delivered();
            if (reset)
                client.reset();
            else
                client.close();
        },
        protocol::plain);
    boost::asio::io_context io;
    const auto over = connect_to_port(io.get_executor(), cutting.port(), true, transport_terms());
    const oms::exchange_result cut = run(io, over, get("/"));
    CHECK(cut.failure == errc::connect_failed);
    CHECK(cut.phase == exchange_phase::not_connected);
    CHECK(cut.cause.failed());
}

TEST_CASE("A server that speaks plain HTTP where TLS is expected is tls_failed, and says so")
{
    server plain(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            co_await client.hold();
        },
        protocol::plain);
    boost::asio::io_context io;
    const auto over = connect_to_port(io.get_executor(), plain.port(), true, transport_terms());
    const oms::exchange_result result = run(io, over, get("/"));
    CHECK(result.failure == errc::tls_failed);
    CHECK_THAT(result.cause_text, ContainsSubstring("does not speak TLS"));
}

TEST_CASE("F14 Without file descriptors a connect fails, open connections go on, and the pool recovers when there are "
          "some")
{
    server api(echo_paths);
    server other(echo_paths);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    run(io, over, get("/")); // the resolver and the reactor have what they need, and one connection is open
    transport_terms terms;
    terms.host = "127.0.0.1";
    const auto starved = connect_to(io.get_executor(), other, terms);
    const std::size_t open_before = open_descriptors();

    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const int highest = ::open("/dev/null", O_RDONLY);
    ::close(highest);
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(highest);
    ::setrlimit(RLIMIT_NOFILE, &none);
    std::vector<oms::exchange_result> failed;
    for (int i = 0; i < 3; ++i)
        failed.push_back(run(io, starved, post("/", "{}")));
    const oms::exchange_result pooled = run(io, over, get("/on"));
    ::setrlimit(RLIMIT_NOFILE, &before);

    for (const oms::exchange_result& each : failed) {
        CHECK(each.failure == errc::connect_failed);
        CHECK(each.phase == exchange_phase::not_connected);
        CHECK(each.cause == boost::system::errc::too_many_files_open);
    }
    CHECK(pooled.response.body == "/on");
    CHECK(open_descriptors() == open_before);
    CHECK(starved->metrics().connecting == 0);
    CHECK(run(io, starved, get("/again")).response.body == "/again");
}

TEST_CASE("Each exchange that waits has its own failure when the server is down")
{
    boost::asio::io_context io;
    transport_terms terms;
    terms.pool.max_connections = 2;
    const auto over = connect_to_port(io.get_executor(), closed_port(), true, terms);
    std::vector<std::shared_ptr<std::future<oms::exchange_result>>> calls;
    for (int i = 0; i < 20; ++i)
        calls.push_back(start(io.get_executor(), over, get("/")));
    io.run();
    for (const auto& call : calls)
        CHECK(call->get().failure == errc::connect_failed);
    CHECK(over->metrics().connects_failed == 20);
}
