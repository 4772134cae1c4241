#include "common/catch.hpp"
#include "common/net_fixture.hpp"

using namespace net_test;
using oms::errc;

TEST_CASE("At least 95 of 100 reconnects to a host resume the TLS session, as client and server count them")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    server api(answer_once, speaks);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    for (int i = 0; i <= 100; ++i)
        CHECK(run(io, over, get("/")).response.body == "once");
    CHECK(api.accepted() == 101);
    CHECK(api.resumed() >= 95);
    CHECK(over->metrics().sessions_resumed == static_cast<std::uint64_t>(api.resumed()));
}

TEST_CASE("All connections of a pool that are replaced at once resume a session, each its own")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    constexpr int together = 64;
    server api(answer_once, speaks);
    boost::asio::io_context io;
    transport_terms terms;
    terms.pool.max_connections = together;
    const auto over = connect_to(io.get_executor(), api, terms);
    for (int round = 0; round < 2; ++round) {
        std::vector<std::shared_ptr<std::future<oms::exchange_result>>> calls;
        for (int i = 0; i < together; ++i)
            calls.push_back(start(io.get_executor(), over, get("/")));
        io.restart();
        io.run();
        for (const auto& call : calls)
            CHECK(call->get().failure == errc{});
    }
    CHECK(api.accepted() == 2 * together);
    CHECK(api.resumed() >= together * 95 / 100);
}

TEST_CASE("A server that has forgotten the sessions is met by a whole handshake, and those after it resume again")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    const authority root;
    const identity own = root.issue();
    boost::asio::io_context io;
    server_terms how;
    how.speaks = speaks;
    how.arrange = [&](SSL_CTX* context) {
        show(context, own);
    };
    transport_terms terms;
    terms.ca_pem = root.pem();
    std::shared_ptr<oms::transport> over;
    for (int life = 0; life < 2; ++life) {
        server api(answer_once, how);
        how.port = api.port();
        if (!over)
            over = connect_to(io.get_executor(), api, terms);
        for (int i = 0; i < 3; ++i)
            CHECK(run(io, over, get("/")).response.body == "once");
        CHECK(api.resumed() == 2);
    }
}

TEST_CASE("A session is not resumed by a transport with another trust")
{
    server api(echo_paths);
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), api), get("/")).failure == errc{});
    CHECK(run(io, connect_to(io.get_executor(), api), get("/")).failure == errc{});
    CHECK(api.resumed() == 0);

    transport_terms other_root;
    other_root.ca_pem = authority().pem();
    CHECK(run(io, connect_to(io.get_executor(), api, other_root), get("/")).failure == errc::tls_failed);
    transport_terms other_pins;
    other_pins.tls.pins = {pin_of(authority().pem()), pin_of(authority().pem())};
    CHECK(run(io, connect_to(io.get_executor(), api, other_pins), get("/")).failure == errc::pin_mismatch);
    CHECK(api.resumed() == 0);
}
