#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/core/error.hpp>

using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

namespace {

/// The root that client certificates of the servers here have to come from.
const authority& client_root()
{
    static const authority root("Client Root");
    return root;
}

/// A server that demands a client certificate of that root.
server_terms strict(protocol speaks)
{
    server_terms how;
    how.speaks = speaks;
    how.arrange = [](SSL_CTX* context) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), pem::read_certificate(client_root().pem()).get());
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    };
    return how;
}

transport_terms showing(const identity& own, const std::string& password = "")
{
    transport_terms terms;
    terms.tls.client_certificate_pem = own.certificate;
    terms.tls.client_key_pem = oms::secret(std::string_view(own.key));
    terms.tls.client_key_password = oms::secret(std::string_view(password));
    return terms;
}

} // namespace

TEST_CASE("A server that demands a client certificate gets the configured one (E6)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    server api(echo_paths, strict(speaks));
    boost::asio::io_context io;
    const identity own = client_root().issue();
    CHECK(run(io, connect_to(io.get_executor(), api, showing(own)), get("/in")).response.body == "/in");

    const identity locked{own.certificate, encrypted(own.key, "open sesame")};
    CHECK(run(io, connect_to(io.get_executor(), api, showing(locked, "open sesame")), get("/in")).response.body ==
          "/in");

    const authority below = client_root().subordinate("Client Issuer");
    identity with_its_issuer = below.issue();
    CHECK(run(io, connect_to(io.get_executor(), api, showing(with_its_issuer)), get("/in")).failure ==
          errc::client_certificate_required);
    with_its_issuer.certificate += below.pem();
    CHECK(run(io, connect_to(io.get_executor(), api, showing(with_its_issuer)), get("/in")).response.body == "/in");
}

TEST_CASE("A server that demands no client certificate does not mind one that is configured (E6)")
{
    server api(echo_paths);
    boost::asio::io_context io;
    CHECK(run(io, connect_to(io.get_executor(), api, showing(client_root().issue())), get("/in")).failure == errc{});
}

TEST_CASE("F12 A client certificate that is demanded and absent, or not accepted, is named, and nothing was sent (E6)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    std::atomic<int> heard{0};
    server api(
        [&](peer& client) -> boost::asio::awaitable<void> {
            const std::string request = co_await client.read_request();
            heard += !request.empty();
        },
        strict(speaks));
    struct row {
        const char* what;
        transport_terms terms;
        const char* words;
    };
    const authority other("Another Root");
    for (const row& r : {row{"absent", transport_terms(), "client_certificate_pem"},
                         row{"of an unknown root", showing(other.issue()), "does not accept the client certificate"},
                         row{"expired", showing(client_root().issue({"DNS:me", -7200, -3600})), "expired"}}) {
        CAPTURE(r.what);
        boost::asio::io_context io;
        const int before = api.accepted();
        const oms::exchange_result result = run(io, connect_to(io.get_executor(), api, r.terms), post("/", "{}"));
        CHECK(result.failure == errc::client_certificate_required);
        CHECK(result.cause.failed());
        CHECK_THAT(result.cause_text, ContainsSubstring(r.words));
        CHECK(result.phase <= exchange_phase::nothing_written);
        CHECK(api.accepted() == before + 1);
    }
    CHECK(heard == 0);
}

TEST_CASE("F12 A request too large for the buffers of TCP does not hide that a client certificate is demanded (E6)")
{
    server api(echo_paths, strict(protocol::tls));
    boost::asio::io_context io;
    const oms::exchange_result result =
        run(io, connect_to(io.get_executor(), api), post("/", std::string(20'000'000, 'x')));
    CHECK(result.failure == errc::client_certificate_required);
    CHECK(result.phase <= exchange_phase::nothing_written);
}

TEST_CASE("A client certificate or key that cannot be used is an error of the configuration that names it (E6)")
{
    const identity own = client_root().issue();
    const std::string locked = encrypted(own.key, "open sesame");
    struct row {
        identity shown;
        const char* password;
        const char* named;
    };
    boost::asio::io_context io;
    for (const row& r :
         {row{{own.certificate, ""}, "", "client_key_pem"}, row{{"", own.key}, "", "client_certificate_pem"},
          row{{"nonsense", own.key}, "", "client_certificate_pem"},
          row{{own.certificate + own.certificate.substr(0, 100), own.key}, "", "client_certificate_pem"},
          row{{own.certificate, "nonsense"}, "", "client_key_pem"},
          row{{own.certificate, client_root().issue().key}, "", "client_key_pem: not the key"},
          row{{own.certificate, locked}, "", "client_key_password"},
          row{{own.certificate, locked}, "wrong", "client_key_password"},
          row{{"", ""}, "open sesame", "client_key_password"}}) {
        CAPTURE(r.shown.certificate, r.shown.key, r.password);
        std::string problem;
        try {
            connect_to_port(io.get_executor(), 1, true, showing(r.shown, r.password));
        } catch (const oms::error& refused) {
            CHECK(refused.code() == errc::invalid_config);
            problem = refused.what();
        }
        CHECK_THAT(problem, ContainsSubstring(r.named));
        CHECK(problem.find("BEGIN") == std::string::npos);
        CHECK(problem.find("sesame") == std::string::npos);
    }
}
