#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/net/cause_category.hpp>

#include <openssl/conf.h>
#include <openssl/x509_vfy.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace std::chrono_literals;
using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

namespace {

/// One exchange with such a server. When it fails, the server has seen one handshake and nothing of the request.
oms::exchange_result meet(const server_terms& how, transport_terms trust)
{
    std::atomic<int> heard{0};
    server api(
        [&](peer& client) -> boost::asio::awaitable<void> {
            const std::string request = co_await client.read_request();
            heard += !request.empty();
            co_await client.write(ok("reached"));
        },
        how);
    if (trust.ca_pem.empty())
        trust.ca_pem = api.ca_pem();
    boost::asio::io_context io;
    const oms::exchange_result result = run(io, connect_to(io.get_executor(), api, trust), get("/"));
    CHECK(api.accepted() == 1);
    if (result.failure != errc{}) {
        CHECK(heard == 0);
        CHECK(result.phase == exchange_phase::not_connected);
    }
    return result;
}

/// The same with a server that shows this identity, and a client that trusts `roots`.
oms::exchange_result meet(const identity& own, const std::string& roots, const std::string& revoked = "",
                          const std::string& host = "localhost")
{
    server_terms how;
    how.arrange = [&](SSL_CTX* context) {
        show(context, own);
    };
    transport_terms trust;
    trust.host = host;
    trust.ca_pem = roots;
    trust.tls.crl_pem = revoked;
    return meet(how, trust);
}

void check_refused(const oms::exchange_result& result, int why, const char* reason)
{
    CHECK(result.failure == errc::tls_failed);
    CHECK(result.cause == boost::system::error_code(why, oms::certificate_category()));
    CHECK_THAT(result.cause_text, ContainsSubstring(reason));
}

} // namespace

TEST_CASE("F09 A certificate that does not prove the host is refused with the reason, at the first handshake, and "
          "nothing of the request is written (E3)")
{
    struct row {
        const char* what;
        certificate_terms certificate;
        int why;
        const char* reason;
    };
    const authority root;
    for (const row& r :
         {row{"expired", {"DNS:localhost", -7200, -3600}, X509_V_ERR_CERT_HAS_EXPIRED, "expired"},
          row{"not yet valid", {"DNS:localhost", 3600, 7200}, X509_V_ERR_CERT_NOT_YET_VALID, "not yet valid"},
          row{"another host", {"DNS:example.com"}, X509_V_ERR_HOSTNAME_MISMATCH, "hostname mismatch"},
          row{"a host below", {"DNS:api.localhost"}, X509_V_ERR_HOSTNAME_MISMATCH, "hostname mismatch"},
          row{"partial wildcard", {"DNS:local*"}, X509_V_ERR_HOSTNAME_MISMATCH, "hostname mismatch"},
          row{"an address, not the name", {"IP:127.0.0.1"}, X509_V_ERR_HOSTNAME_MISMATCH, "hostname mismatch"}}) {
        CAPTURE(r.what);
        check_refused(meet(root.issue(r.certificate), root.pem()), r.why, r.reason);
    }
    CHECK(meet(root.issue(), root.pem()).response.body == "reached");
}

TEST_CASE("F09 A certificate that no trusted root stands behind is refused with the reason (E3)")
{
    const authority root;
    const authority other("Another Root");
    const authority below = root.subordinate("Test Issuer");

    check_refused(meet(authority::self_signed(), root.pem()), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed");
    check_refused(meet(other.issue(), root.pem()), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "issuer");
    identity with_its_root = other.issue();
    with_its_root.certificate += other.pem();
    check_refused(meet(with_its_root, root.pem()), X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "self-signed");
    check_refused(meet(below.issue(), root.pem()), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "issuer");

    identity with_its_issuer = below.issue();
    with_its_issuer.certificate += below.pem();
    CHECK(meet(with_its_issuer, root.pem()).response.body == "reached");
    // A root of the same name, but with another key.
    CHECK(meet(with_its_issuer, authority().pem()).failure == errc::tls_failed);
}

TEST_CASE("F09 A server's certificate is not taken for that of an authority (E3)")
{
    const authority root;
    const authority server_who_issues = root.subordinate("Some Server", "critical,CA:FALSE");
    identity forged = server_who_issues.issue();
    forged.certificate += server_who_issues.pem();
    check_refused(meet(forged, root.pem()), X509_V_ERR_INVALID_CA, "CA certificate");
}

TEST_CASE("F09 A revoked certificate is refused, and so is one that no list in date covers")
{
    const authority root;
    const authority below = root.subordinate("Test Issuer");
    identity own = below.issue();
    const std::string leaf = own.certificate;
    own.certificate += below.pem();
    const std::string none = below.revoke({}) + root.revoke({});

    CHECK(meet(own, root.pem(), none).response.body == "reached");
    check_refused(meet(own, root.pem(), below.revoke({leaf}) + root.revoke({})), X509_V_ERR_CERT_REVOKED, "revoked");
    check_refused(meet(own, root.pem(), below.revoke({}) + root.revoke({below.pem()})), X509_V_ERR_CERT_REVOKED,
                  "revoked");
    check_refused(meet(own, root.pem(), root.revoke({})), X509_V_ERR_UNABLE_TO_GET_CRL, "CRL");
    check_refused(meet(own, root.pem(), below.revoke({}, -7200, -3600) + root.revoke({})), X509_V_ERR_CRL_HAS_EXPIRED,
                  "CRL has expired");
    const authority impostor = root.subordinate("Test Issuer");
    CHECK(meet(own, root.pem(), impostor.revoke({}) + root.revoke({})).failure == errc::tls_failed);
}

TEST_CASE("An address as the host is checked against the addresses of the certificate")
{
    const authority root;
    CHECK(meet(root.issue({"IP:127.0.0.1"}), root.pem(), "", "127.0.0.1").response.body == "reached");
    check_refused(meet(root.issue({"DNS:127.0.0.1,IP:127.0.0.2"}), root.pem(), "", "127.0.0.1"),
                  X509_V_ERR_IP_ADDRESS_MISMATCH, "IP address mismatch");
}

TEST_CASE("F10 A server that speaks nothing newer than TLS 1.1 is refused, and not met halfway")
{
    for (const int newest : {TLS1_VERSION, TLS1_1_VERSION}) {
        CAPTURE(newest);
        server_terms how;
        how.arrange = [&](SSL_CTX* context) {
            SSL_CTX_set_security_level(context, 0);
            SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context, newest);
        };
        const oms::exchange_result result = meet(how, transport_terms());
        CHECK(result.failure == errc::tls_failed);
        CHECK_THAT(result.cause_text, ContainsSubstring("no TLS 1.2 or newer"));
    }
    server_terms newer;
    newer.speaks = protocol::tls_1_2_only;
    CHECK(meet(newer, transport_terms()).response.body == "reached");
}

TEST_CASE("F10 A server that offers weak cipher suites only is refused")
{
    const auto with_suites = [](const char* suites) {
        server_terms how;
        how.arrange = [suites](SSL_CTX* context) {
            SSL_CTX_set_security_level(context, 0);
            SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
            if (SSL_CTX_set_cipher_list(context, suites) != 1)
                throw std::runtime_error("no such suites");
        };
        return meet(how, transport_terms());
    };
    for (const char* const weak : {
             "AECDH-AES128-SHA",         // no certificate
             "ECDHE-ECDSA-NULL-SHA",     // no encryption
             "ECDHE-ECDSA-AES128-SHA",   // CBC
             "ECDHE-ECDSA-AES256-SHA384" // CBC
         }) {
        CAPTURE(weak);
        const oms::exchange_result result = with_suites(weak);
        CHECK(result.failure == errc::tls_failed);
        CHECK_THAT(result.cause_text, ContainsSubstring("no cipher suite that is strong enough"));
    }
    CHECK(with_suites("ECDHE-ECDSA-AES128-GCM-SHA256").response.body == "reached");
}

TEST_CASE("No magic value and no environment variable makes a bad certificate good (E3, X22)")
{
    // The switches of other programs, and those that one might expect here.
    const std::vector<std::pair<const char*, const char*>> switches{{"NODE_TLS_REJECT_UNAUTHORIZED", "0"},
                                                                    {"PYTHONHTTPSVERIFY", "0"},
                                                                    {"GIT_SSL_NO_VERIFY", "1"},
                                                                    {"CURL_INSECURE", "1"},
                                                                    {"OMS_INSECURE", "1"},
                                                                    {"OMS_TLS_VERIFY", "0"}};
    for (const auto& [name, value] : switches)
        ::setenv(name, value, 1);
    const authority root;
    for (const char* const magic : {"none", "NONE", "false", "0", "*", "insecure", "/dev/null"}) {
        CAPTURE(magic);
        for (std::string oms::tls_config::* const member : {&oms::tls_config::ca_file, &oms::tls_config::ca_pem}) {
            transport_terms terms;
            terms.tls.*member = magic;
            boost::asio::io_context io;
            CHECK_THROWS_AS(connect_to_port(io.get_executor(), 443, true, terms), oms::error);
        }
    }
    check_refused(meet(authority::self_signed(), root.pem()), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed");
    for (const auto& [name, value] : switches)
        ::unsetenv(name);
}

TEST_CASE("A configuration file of OpenSSL that asks for less does not weaken TLS (X22)")
{
    const std::string file =
        (std::filesystem::temp_directory_path() / ("oms_weak_" + std::to_string(::getpid()) + ".cnf")).string();
    std::ofstream(file) << "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = weak\n[weak]\n"
                           "MinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n";
    const pid_t child = ::fork(); // what OpenSSL has read stays for the whole process
    if (child == 0) {
        const bool read = CONF_modules_load_file(file.c_str(), nullptr, 0) == 1;
        // The server takes it from the file, so a client that did as well would be met here.
        server weak(echo_paths, server_terms{protocol::tls_1_1_only, "127.0.0.1", 0, {}});
        server_terms nothing_but_cbc;
        nothing_but_cbc.speaks = protocol::tls_1_2_only;
        nothing_but_cbc.arrange = [](SSL_CTX* context) {
            SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES128-SHA@SECLEVEL=0");
        };
        server cbc(echo_paths, nothing_but_cbc);
        boost::asio::io_context io;
        const bool refused = run(io, connect_to(io.get_executor(), weak), get("/")).failure == errc::tls_failed &&
                             run(io, connect_to(io.get_executor(), cbc), get("/")).failure == errc::tls_failed;
        ::_exit(read && refused ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    std::filesystem::remove(file);
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

TEST_CASE("Trusted certificates and revocation lists that cannot be read are an error of the configuration that names "
          "them (E4)")
{
    boost::asio::io_context io;
    transport_terms terms;
    const authority root;
    const auto problem = [&]() -> std::string {
        try {
            connect_to_port(io.get_executor(), 1, true, terms);
        } catch (const oms::error& refused) {
            CHECK(refused.code() == errc::invalid_config);
            return refused.what();
        }
        return "";
    };
    for (const std::string& bad : {std::string("not a certificate"), root.pem().substr(0, 200),
                                   root.pem() + root.pem().substr(0, 200), root.itself().key}) {
        terms.ca_pem = bad;
        CHECK_THAT(problem(), ContainsSubstring("ca_pem"));
    }
    terms.ca_pem = root.pem() + root.pem();
    CHECK(problem().empty());
    terms.tls.crl_pem = root.pem();
    CHECK_THAT(problem(), ContainsSubstring("crl_pem"));
    terms.tls.crl_pem = root.revoke({}).substr(0, 100);
    CHECK_THAT(problem(), ContainsSubstring("crl_pem"));
    terms = transport_terms();
    terms.ca_file = "/no/such/roots.pem";
    CHECK_THAT(problem(), ContainsSubstring("/no/such/roots.pem"));
}
