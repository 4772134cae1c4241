#include "common/catch.hpp"
#include "common/http_proxy.hpp"
#include "common/net_fixture.hpp"
#include "stuck_name.hpp"

#include <oms/core/error.hpp>
#include <oms/net/cause_category.hpp>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using oms::errc;
using oms::exchange_phase;

namespace {

/// A name that only the proxy can find: here it has no address.
constexpr const char* origin_name = "api.behind-the-proxy.example";

struct origin {
    authority root;
    std::string last_request;
    server api{[this](peer& client) -> boost::asio::awaitable<void> {
                   while (true) {
                       const std::string request = co_await client.read_request();
                       if (request.empty())
                           co_return;
                       last_request = request;
                       co_await client.write(ok("through"));
                   }
               },
               [this] {
                   server_terms how;
                   how.arrange = [this](SSL_CTX* context) {
                       show(context, root.issue({std::string("DNS:") + origin_name + ",IP:::1"}));
                   };
                   return how;
               }()};

    transport_terms behind(const http_proxy& proxy) const
    {
        transport_terms terms;
        terms.host = origin_name;
        terms.ca_pem = root.pem();
        terms.proxy.host = "127.0.0.1";
        terms.proxy.port = proxy.port();
        return terms;
    }
};

oms::http_request with_token(oms::http_request request)
{
    request.headers.add("Authorization", "Bearer very-secret-token");
    return request;
}

http_proxy::decision answers(std::string bytes, http_proxy::then what = http_proxy::then::close)
{
    return [bytes, what](const std::string&, int) {
        return http_proxy::reply{bytes, what};
    };
}

/// One exchange of an origin behind a proxy that does so.
oms::exchange_result meet_proxy(http_proxy::decision proxy_does, std::chrono::milliseconds connect = 10s)
{
    http_proxy proxy(std::move(proxy_does));
    origin beyond;
    boost::asio::io_context io;
    transport_terms terms = beyond.behind(proxy);
    terms.times.connect = connect;
    const oms::exchange_result result =
        run(io, connect_to(io.get_executor(), beyond.api, terms), with_token(get("/secret-path")));
    CHECK(proxy.accepted() == 1);
    CHECK(beyond.api.accepted() == 0);
    CHECK(result.phase == exchange_phase::not_connected);
    CHECK(proxy.heard().find("very-secret-token") == std::string::npos);
    CHECK(proxy.heard().find("secret-path") == std::string::npos);
    return result;
}

} // namespace

TEST_CASE("Through a proxy goes the same verified TLS: it learns host and port, no more, and looks up the name (E7)")
{
    test::stuck_name unknown_here(origin_name); // whoever looked it up would wait for ever
    http_proxy proxy;
    origin beyond;
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), beyond.api, beyond.behind(proxy));
    for (int i = 0; i < 3; ++i)
        CHECK(run(io, over, with_token(get("/secret-path"))).response.body == "through");
    const std::string authority = std::string(origin_name) + ":" + std::to_string(beyond.api.port());
    REQUIRE(proxy.heads().size() == 1); // one tunnel, kept
    CHECK(proxy.heads()[0] == "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    CHECK_THAT(beyond.last_request, StartsWith("GET /secret-path HTTP/1.1\r\nHost: " + authority));
    CHECK_THAT(beyond.last_request, ContainsSubstring("Bearer very-secret-token"));
    CHECK(proxy.heard().size() > proxy.heads()[0].size()); // the rest was encrypted
    CHECK(proxy.heard().find("very-secret-token") == std::string::npos);
    CHECK(proxy.heard().find("secret-path") == std::string::npos);
    CHECK(unknown_here.lookups() == 0);
}

TEST_CASE("F13 Credentials for the proxy go to the proxy alone, and the token to the origin alone (E7)")
{
    http_proxy proxy;
    origin beyond;
    boost::asio::io_context io;
    transport_terms terms = beyond.behind(proxy);
    terms.proxy.user = "Aladdin";
    terms.proxy.password = oms::secret(std::string_view("open sesame"));
    const auto over = connect_to(io.get_executor(), beyond.api, terms);
    CHECK(run(io, over, with_token(get("/"))).response.body == "through");
    CHECK_THAT(proxy.heads().at(0),
               ContainsSubstring("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
    CHECK(proxy.heard().find("very-secret-token") == std::string::npos);
    CHECK(beyond.last_request.find("Proxy-Authorization") == std::string::npos);
    CHECK(beyond.last_request.find("QWxhZGRpbjpvcGVuIHNlc2FtZQ") == std::string::npos);
}

TEST_CASE("An IPv6 address as the origin is asked for in brackets (E7)")
{
    http_proxy proxy(answers("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    origin beyond;
    boost::asio::io_context io;
    transport_terms terms = beyond.behind(proxy);
    terms.host = "[::1]";
    run(io, connect_to(io.get_executor(), beyond.api, terms), get("/"));
    CHECK_THAT(proxy.heads().at(0), StartsWith("CONNECT [::1]:" + std::to_string(beyond.api.port()) + " HTTP/1.1\r\n"));
}

TEST_CASE("The certificate behind the tunnel has to prove the origin, not the proxy (E7)")
{
    http_proxy proxy;
    origin beyond;
    boost::asio::io_context io;
    transport_terms terms = beyond.behind(proxy);
    terms.host = "another.example";
    const oms::exchange_result result = run(io, connect_to(io.get_executor(), beyond.api, terms), get("/"));
    CHECK(result.failure == errc::tls_failed);
    CHECK_THAT(result.cause_text, ContainsSubstring("hostname mismatch"));
}

TEST_CASE("F13 A proxy that wants credentials, or others, is proxy_auth_required (E7)")
{
    const oms::exchange_result result = meet_proxy(answers(
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 7\r\n\r\nno way!"));
    CHECK(result.failure == errc::proxy_auth_required);
    CHECK(result.cause == boost::system::error_code(407, oms::proxy_category()));
    CHECK_THAT(result.cause_text, ContainsSubstring("407"));
}

TEST_CASE("F13 A proxy that refuses the tunnel is proxy_failed with the status, and without its words (E7)")
{
    const int status = GENERATE(200 + 101, 400, 403, 404, 429, 500, 502, 503, 504, 101);
    const oms::exchange_result result =
        meet_proxy(answers("HTTP/1.1 " + std::to_string(status) + " Personal Words\r\nLocation: http://x/\r\n\r\n"));
    CHECK(result.failure == errc::proxy_failed);
    CHECK(result.cause == boost::system::error_code(status, oms::proxy_category()));
    CHECK_THAT(result.cause_text, ContainsSubstring(std::to_string(status)));
    CHECK(result.cause_text.find("Personal") == std::string::npos);
}

TEST_CASE("F13 A proxy that speaks garbage, too much, or goes before it has answered is proxy_failed (E7)")
{
    struct row {
        const char* what;
        std::string bytes;
        http_proxy::then next;
        const char* words;
    };
    for (const row& r :
         {row{"another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", http_proxy::then::hold, "does not speak HTTP/1.1"},
          row{"a head over the limit", "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x'), http_proxy::then::hold,
              "over the limit"},
          row{"bytes behind the head", "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", http_proxy::then::hold,
              "more than the head"},
          row{"an end before the answer", "", http_proxy::then::close, "ended the connection"},
          row{"an end inside the answer", "HTTP/1.1 200 OK\r\nX-", http_proxy::then::close, "ended the connection"},
          row{"a reset", "HTTP/1.1 200", http_proxy::then::reset, "ended the connection"}}) {
        CAPTURE(r.what);
        const oms::exchange_result result = meet_proxy(answers(r.bytes, r.next));
        CHECK(result.failure == errc::proxy_failed);
        CHECK(result.cause.failed());
        CHECK_THAT(result.cause_text, ContainsSubstring(r.words));
    }
}

TEST_CASE("F13 A proxy that hangs is a connect timeout (C2, E7)")
{
    const std::string said = GENERATE("", "HTTP/1.1 200 OK\r\nX-");
    const oms::exchange_result late = meet_proxy(answers(said, http_proxy::then::hold), 300ms);
    CHECK(late.failure == errc::connect_timeout);
    CHECK_FALSE(late.cause.failed()); // it was this side that ended the connection
    CHECK_THAT(late.cause_text, ContainsSubstring("waiting for the answer of the proxy"));
}

TEST_CASE("Interim answers of a proxy are skipped, and what its 2xx says of a body is ignored (E7)")
{
    const std::string said = GENERATE("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
                                      "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
                                      "HTTP/1.1 299 Odd\r\nTransfer-Encoding: chunked\r\n\r\n");
    http_proxy proxy(answers(said, http_proxy::then::relay));
    origin beyond;
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), beyond.api, beyond.behind(proxy)), get("/")).response.body ==
          "through");
}

TEST_CASE("F13 A proxy that nobody runs, or whose name nobody knows, fails like any host, and is named (E7)")
{
    origin beyond;
    boost::asio::io_context io;
    transport_terms terms = beyond.behind(http_proxy());
    const oms::exchange_result refused = run(io, connect_to(io.get_executor(), beyond.api, terms), get("/"));
    CHECK(refused.failure == errc::connect_failed);
    CHECK_THAT(refused.cause_text, ContainsSubstring("proxy"));

    test::made_up_name unknown("proxy.example", {});
    unknown.fails(EAI_NONAME);
    terms.proxy.host = "proxy.example";
    const oms::exchange_result lost = run(io, connect_to(io.get_executor(), beyond.api, terms), get("/"));
    CHECK(lost.failure == errc::dns_failed);
    CHECK_THAT(lost.cause_text, ContainsSubstring("proxy"));
    CHECK(unknown.lookups() == 1);
}

TEST_CASE("A proxy that cannot work is an error of the configuration (E7)")
{
    boost::asio::io_context io;
    const auto problem = [&](bool tls, auto change) -> std::string {
        transport_terms terms;
        terms.proxy.host = "proxy.example";
        change(terms.proxy);
        try {
            connect_to_port(io.get_executor(), 443, tls, terms);
        } catch (const oms::error& refused) {
            CHECK(refused.code() == errc::invalid_config);
            return refused.what();
        }
        return "";
    };
    const auto password = [](std::string_view text) {
        return oms::secret(text);
    };
    CHECK(problem(true, [](oms::proxy_config&) {}).empty());
    CHECK(problem(true, [](oms::proxy_config& p) { p.host = "::1"; }).empty());
    CHECK_THAT(problem(false, [](oms::proxy_config&) {}), ContainsSubstring("https base URL"));
    for (const char* const host : {"http://proxy.example", "proxy.example/", "me@proxy.example", "pro xy",
                                   "proxy\r\nX: y", "pröxy", "proxy.example:3128", "10.0.0.1:3128", "::1:", "::12345"})
        CHECK_THAT(problem(true, [&](oms::proxy_config& p) { p.host = host; }), ContainsSubstring("proxy.host"));
    CHECK_THAT(problem(true, [](oms::proxy_config& p) { p.port = 0; }), ContainsSubstring("proxy.port"));
    CHECK_THAT(problem(true, [](oms::proxy_config& p) { p.user = "a:b"; }), ContainsSubstring("colon"));
    CHECK_THAT(problem(true, [](oms::proxy_config& p) { p.user = "a\r\nb"; }), ContainsSubstring("proxy.user"));
    const auto bad_password = [&](oms::proxy_config& p) {
        p.user = "a";
        p.password = password("open\nsesame");
    };
    CHECK_THAT(problem(true, bad_password), ContainsSubstring("control characters"));
    CHECK(problem(true, bad_password).find("sesame") == std::string::npos);
    CHECK_THAT(problem(true, [&](oms::proxy_config& p) { p.password = password("x"); }),
               ContainsSubstring("proxy.user"));
    CHECK_THAT(problem(true,
                       [](oms::proxy_config& p) {
                           p.host.clear();
                           p.user = "a";
                       }),
               ContainsSubstring("proxy.host"));
}
