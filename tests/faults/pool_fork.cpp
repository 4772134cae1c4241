#include "common/catch.hpp"
#include "common/child_process.hpp"
#include "common/net_fixture.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string>

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;

TEST_CASE("F106 An exchange in a forked child ends with wrong_process, and the parent's connection goes on (I3)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    std::atomic<int> requests{0};
    server api(
        [&](peer& client) -> boost::asio::awaitable<void> {
            for (;;) {
                const std::string request = co_await client.read_request();
                if (request.empty())
                    co_return;
                ++requests;
                co_await client.write(ok("served"));
            }
        },
        speaks);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    CHECK(run(io, over, get("/before")).failure == errc{});
    REQUIRE(over->metrics().idle == 1);

    const int verdict = test::in_a_child([&] {
        const oms::exchange_result refused = run(io, over, post("/child", "{}"));
        const bool right = refused.failure == errc::wrong_process && refused.phase == exchange_phase::not_connected &&
                           over->metrics().connecting == 0;
        return right ? 0 : 1;
    });
    CHECK(verdict == 0);
    const oms::exchange_result after = run(io, over, get("/after"));
    CHECK(after.response.body == "served");
    CHECK(after.reused_connection);
    CHECK(requests == 2);
    CHECK(api.accepted() == 1);
}

TEST_CASE("F106 A child that destroys the transport disturbs no connection of its parent, idle or in use (I3)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    std::atomic<bool> child_is_gone{false};
    std::promise<void> arrived;
    server api(
        [&](peer& client) -> boost::asio::awaitable<void> {
            for (;;) {
                const std::string request = co_await client.read_request();
                if (request.empty())
                    co_return;
                if (request.starts_with("GET /slow ")) {
                    arrived.set_value();
                    while (!child_is_gone)
                        co_await client.pause(1ms);
                }
                co_await client.write(ok("served"));
            }
        },
        speaks);
    boost::asio::io_context io;
    auto over = connect_to(io.get_executor(), api);
    const auto first = start(io.get_executor(), over, get("/1"));
    const auto second = start(io.get_executor(), over, get("/2"));
    io.run();
    REQUIRE(over->metrics().idle == 2);

    io.restart();
    const auto slow = start(io.get_executor(), over, get("/slow"));
    std::future<void> reached = arrived.get_future();
    while (reached.wait_for(0s) != std::future_status::ready)
        io.run_one_for(1ms);

    const int verdict = test::in_a_child([&] {
        over->close();
        over.reset();
        return 0;
    });
    CHECK(verdict == 0);
    child_is_gone = true;
    io.run();
    CHECK(slow->get().response.body == "served");
    CHECK(run(io, over, get("/3")).reused_connection);
    CHECK(over->metrics().idle == 2);
    CHECK(over->metrics().connections_stale == 0);
    CHECK(api.accepted() == 2);
}

TEST_CASE("F107 A peer that resets the connection raises no SIGPIPE, which would end the process, over TLS or not")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::plain);
    server api(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_head();
            client.reset();
        },
        speaks);
    const int verdict = test::in_a_child([&] {
        ::signal(SIGPIPE, SIG_DFL);
        boost::asio::io_context io;
        const auto over = connect_to(io.get_executor(), api);
        const oms::http_request large = post("/", std::string(4 << 20, 'x'));
        for (int i = 0; i < 20; ++i)
            if (run(io, over, large).failure != errc::connection_lost)
                return 1;
        return 0;
    });
    CHECK(verdict == 0);
}
