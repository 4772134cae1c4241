#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/core/error.hpp>

#include <filesystem>
#include <fstream>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

namespace {

/// One exchange with a server of such a certificate; `reached` says whether the server's script ran.
oms::exchange_result meet(const certificate_terms& certificate, transport_terms terms = transport_terms(),
                          protocol speaks = protocol::tls)
{
    std::atomic<int> requests{0};
    server api(
        [&](peer& client) -> boost::asio::awaitable<void> {
            const std::string request = co_await client.read_request();
            requests += !request.empty();
            co_await client.write(ok("reached"));
        },
        speaks, certificate);
    boost::asio::io_context io;
    const oms::exchange_result result = run(io, connect_to(io.get_executor(), api, terms), get("/"));
    if (result.failure != errc{}) {
        CHECK(requests == 0);
        CHECK(result.phase == exchange_phase::not_connected);
    }
    return result;
}

} // namespace

TEST_CASE("F09 A certificate that does not prove the host is refused, and nothing of the request is written (E3)")
{
    struct row {
        const char* what;
        certificate_terms certificate;
        const char* reason;
    };
    for (const row& r : {row{"expired", {"DNS:localhost", -7200, -3600}, "expired"},
                         row{"not yet valid", {"DNS:localhost", 3600, 7200}, "not yet valid"},
                         row{"another host", {"DNS:example.com", -60, 3600}, "hostname mismatch"},
                         row{"partial wildcard", {"DNS:local*", -60, 3600}, "hostname mismatch"},
                         row{"an address, not the name", {"IP:127.0.0.1", -60, 3600}, "hostname mismatch"}}) {
        CAPTURE(r.what);
        const oms::exchange_result result = meet(r.certificate);
        CHECK(result.failure == errc::tls_failed);
        CHECK(result.cause.failed());
        CHECK_THAT(result.cause_text, ContainsSubstring(r.reason));
    }
    transport_terms other_root;
    other_root.ca_pem = authority().pem();
    const oms::exchange_result unknown = meet(certificate_terms(), other_root);
    CHECK(unknown.failure == errc::tls_failed);
    CHECK_THAT(unknown.cause_text, ContainsSubstring("certificate"));
}

TEST_CASE("An address as the host is checked against the addresses of the certificate")
{
    transport_terms by_address;
    by_address.host = "127.0.0.1";
    CHECK(meet({"IP:127.0.0.1", -60, 3600}, by_address).response.body == "reached");
    const oms::exchange_result other = meet({"DNS:127.0.0.1,IP:127.0.0.2", -60, 3600}, by_address);
    CHECK(other.failure == errc::tls_failed);
    CHECK_THAT(other.cause_text, ContainsSubstring("IP address mismatch"));
}

TEST_CASE("F10 A server that speaks nothing newer than TLS 1.1 is refused")
{
    CHECK(meet(certificate_terms(), transport_terms(), protocol::tls_1_1_only).failure == errc::tls_failed);
    CHECK(meet(certificate_terms(), transport_terms(), protocol::tls_1_2_only).failure == errc{});
}

TEST_CASE("F12 A server that demands a client certificate is named as such")
{
    server api(echo_paths, protocol::tls, certificate_terms(), true);
    boost::asio::io_context io;
    const oms::exchange_result result = run(io, connect_to(io.get_executor(), api), get("/"));
    CHECK(result.failure == errc::tls_failed);
    CHECK_THAT(result.cause_text, ContainsSubstring("client certificate"));
}

TEST_CASE("The second connection resumes the TLS session of the first")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    server api(
        [](peer& client) -> boost::asio::awaitable<void> {
            co_await client.read_request();
            co_await client.write(ok("once", "Connection: close\r\n"));
            client.close();
        },
        speaks);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api);
    for (int i = 0; i < 10; ++i)
        CHECK(run(io, over, get("/")).response.body == "once");
    CHECK(api.accepted() == 10);
    CHECK(api.resumed() == 9);
    CHECK(over->metrics().sessions_resumed == 9);
}

TEST_CASE("A session is not resumed by a transport with another trust")
{
    server api(echo_paths);
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), api), get("/")).failure == errc{});
    CHECK(run(io, connect_to(io.get_executor(), api), get("/")).failure == errc{});
    CHECK(api.resumed() == 0);
}

TEST_CASE("Roots are trusted from a file as from text (E4)")
{
    server api(echo_paths);
    transport_terms terms;
    terms.ca_file = (std::filesystem::temp_directory_path() / ("oms_net_roots_" + std::to_string(api.port()))).string();
    std::ofstream(terms.ca_file) << api.ca_pem();
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), api, terms), get("/")).failure == errc{});
    std::filesystem::remove(terms.ca_file);
}

TEST_CASE("Trusted certificates that cannot be read are an error of the configuration that names them")
{
    boost::asio::io_context io;
    transport_terms terms;
    const auto text_of = [&](const std::string& pem) -> std::string {
        terms.ca_pem = pem;
        try {
            connect_to_port(io.get_executor(), 1, true, terms);
        } catch (const oms::error& refused) {
            CHECK(refused.code() == errc::invalid_config);
            return refused.what();
        }
        return "";
    };
    CHECK_THAT(text_of("not a certificate"), ContainsSubstring("ca_pem"));
    CHECK_THAT(text_of(authority().pem().substr(0, 200)), ContainsSubstring("ca_pem"));
    CHECK(text_of(authority().pem() + authority().pem()).empty());
    terms.ca_file = "/no/such/roots.pem";
    CHECK_THAT(text_of(""), ContainsSubstring("/no/such/roots.pem"));
}
