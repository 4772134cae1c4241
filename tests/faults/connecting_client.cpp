// Faults of the connecting phase as a caller of the client meets them: how often it is tried, and what the error says.

#include "common/catch.hpp"
#include "common/http_proxy.hpp"
#include "common/net_fixture.hpp"
#include "common/world.hpp"

#include <oms/client/as_result.hpp>
#include <oms/core/error.hpp>
#include <oms/net/cause_category.hpp>

#include <openssl/x509_vfy.h>

#include <algorithm>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using net_test::http_proxy;
using oms::errc;

namespace {

boost::asio::awaitable<oms::error> list_customers(oms::client client)
{
    const auto listed = co_await oms::as_result(client.customers().list().next());
    co_return listed ? oms::error() : listed.error();
}

/// Short waits, so that a test does not take long.
oms::client_config impatient(oms::client_config config)
{
    config.retry = oms::retry_policy().attempts(3).base(1ms).cap(1ms);
    return config;
}

/// How a call ends on a server of the test's own, and that this was said at the first handshake.
oms::error refused_at_once(test::world& world, const net_test::server_terms& how,
                           const std::function<void(oms::client_config&)>& change)
{
    std::atomic<int> heard{0};
    net_test::server api(
        [&](net_test::peer& client) -> boost::asio::awaitable<void> {
            const std::string request = co_await client.read_request();
            heard += !request.empty();
        },
        how);
    oms::client_config config = impatient(world.config());
    config.base_url = "https://localhost:" + std::to_string(api.port()) + "/v0.9";
    config.tls.ca_pem = api.ca_pem();
    change(config);
    const oms::error failure = world.run(list_customers(world.client(config)));
    CHECK(api.accepted() == 1);
    CHECK(heard == 0);
    CHECK(failure.delivery() == oms::delivery::not_sent);
    return failure;
}

/// A call to the emulator through such a proxy.
oms::error call_through(test::world& world, const http_proxy& proxy)
{
    oms::client_config config = impatient(world.config());
    config.proxy.host = "127.0.0.1";
    config.proxy.port = proxy.port();
    return world.run(list_customers(world.client(config)));
}

http_proxy::decision opens_after(int failures, std::string bytes, http_proxy::then what)
{
    return [=](const std::string&, int number) {
        return number <= failures ? http_proxy::reply{bytes, what} : http_proxy::reply();
    };
}

} // namespace

TEST_CASE("F09 A call to a server whose certificate is no good ends at the first handshake, with the reason (E3, X3)")
{
    test::world world;
    struct row {
        net_test::certificate_terms certificate;
        int why;
        const char* words;
    };
    for (const row& r : {row{{"DNS:localhost", -7200, -3600}, X509_V_ERR_CERT_HAS_EXPIRED, "expired"},
                         row{{"DNS:localhost", 3600, 7200}, X509_V_ERR_CERT_NOT_YET_VALID, "not yet valid"},
                         row{{"DNS:other.example"}, X509_V_ERR_HOSTNAME_MISMATCH, "hostname mismatch"}}) {
        const net_test::authority root;
        net_test::server_terms how;
        how.arrange = [&](SSL_CTX* context) {
            net_test::show(context, root.issue(r.certificate));
        };
        const oms::error failure =
            refused_at_once(world, how, [&](oms::client_config& config) { config.tls.ca_pem = root.pem(); });
        CHECK(failure.code() == errc::tls_failed);
        CHECK(failure.cause() == boost::system::error_code(r.why, oms::certificate_category()));
        CHECK_THAT(failure.what(), ContainsSubstring(r.words));
    }
}

TEST_CASE("F11 A call to a server without a pinned key ends at the first handshake (E5)")
{
    test::world world;
    const oms::error failure = refused_at_once(world, net_test::server_terms(), [](oms::client_config& config) {
        config.tls.pins = {net_test::pin_of(net_test::authority().pem()),
                           net_test::pin_of(net_test::authority().pem())};
    });
    CHECK(failure.code() == errc::pin_mismatch);
}

TEST_CASE("F12 A call to a server that demands a client certificate is told so, once (E6)")
{
    test::world world;
    net_test::server_terms how;
    how.speaks = GENERATE(net_test::protocol::tls, net_test::protocol::tls_1_2_only);
    how.arrange = [](SSL_CTX* context) {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    };
    const oms::error failure = refused_at_once(world, how, [](oms::client_config&) {});
    CHECK(failure.code() == errc::client_certificate_required);
    CHECK_THAT(failure.what(), ContainsSubstring("client_certificate_pem"));
}

TEST_CASE("F08 A handshake that is cut off is tried again, on a budget (X15)")
{
    test::world world;
    // The tunnel stands, and what was to be the handshake in it ends.
    http_proxy restarting(
        opens_after(2, "HTTP/1.1 200 OK\r\n\r\n", GENERATE(http_proxy::then::close, http_proxy::then::reset)));
    CHECK_FALSE(call_through(world, restarting).code());
    CHECK(restarting.accepted() == 3);
    http_proxy broken(opens_after(100, "HTTP/1.1 200 OK\r\n\r\n", http_proxy::then::reset));
    const oms::error failure = call_through(world, broken);
    CHECK(failure.code() == errc::connect_failed);
    CHECK(failure.delivery() == oms::delivery::not_sent);
    CHECK(broken.accepted() == 3);
}

TEST_CASE("F13 A proxy that is down for a moment is asked again, one that refuses is not (E7)")
{
    test::world world;
    SECTION("502, 503, 504 and a lost connection pass")
    {
        const std::string status =
            GENERATE("HTTP/1.1 502 Bad Gateway\r\n\r\n", "HTTP/1.1 503 Busy\r\n\r\n", "HTTP/1.1 504 Late\r\n\r\n", "");
        http_proxy shaky(opens_after(2, status, http_proxy::then::close));
        CHECK_FALSE(call_through(world, shaky).code());
        CHECK(shaky.accepted() == 3);
    }
    SECTION("when they do not, the call ends with the last of them, and nothing was sent")
    {
        http_proxy down(opens_after(100, "HTTP/1.1 503 Busy\r\n\r\n", http_proxy::then::close));
        const oms::error failure = call_through(world, down);
        CHECK(failure.code() == errc::proxy_failed);
        CHECK(failure.cause() == boost::system::error_code(503, oms::proxy_category()));
        CHECK(failure.delivery() == oms::delivery::not_sent);
        CHECK(down.accepted() == 3);
    }
    SECTION("403 and 407 do not pass")
    {
        const bool credentials = GENERATE(true, false);
        http_proxy closed(opens_after(100, credentials ? "HTTP/1.1 407 Who?\r\n\r\n" : "HTTP/1.1 403 No\r\n\r\n",
                                      http_proxy::then::close));
        const oms::error failure = call_through(world, closed);
        CHECK(failure.code() == (credentials ? errc::proxy_auth_required : errc::proxy_failed));
        CHECK(failure.delivery() == oms::delivery::not_sent);
        CHECK(closed.accepted() == 1);
    }
}

TEST_CASE("F13 All calls of a client go through its proxy, which sees no key, no secret, no token and no path (E7)")
{
    test::world world;
    http_proxy proxy;
    oms::client_config config = impatient(world.config());
    config.proxy.host = "127.0.0.1";
    config.proxy.port = proxy.port();
    config.proxy.user = "me";
    config.proxy.password = oms::secret(std::string_view("proxy-password"));
    CHECK_FALSE(world.run(list_customers(world.client(config))).code());
    CHECK(world.requests().size() == 2); // the token, the list
    REQUIRE(proxy.heads().size() == 1);
    const std::string heard = proxy.heard();
    for (const std::string_view secret :
         {config.api_key.reveal(), config.api_secret.reveal(), std::string_view("earer"), std::string_view("/v0.9"),
          std::string_view("proxy-password")})
        CHECK(heard.find(secret) == std::string::npos);
}

TEST_CASE("F13 A proxy for a base URL without TLS is refused when the client is made (E7)")
{
    test::world world;
    oms::client_config config = world.config();
    config.base_url = "http://localhost:1/v0.9";
    config.proxy.host = "127.0.0.1";
    CHECK_THROWS_WITH(world.client(config), ContainsSubstring("https base URL"));
}
