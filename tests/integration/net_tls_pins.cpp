#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/core/error.hpp>

using namespace net_test;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

namespace {

/// A key that no server here has.
std::string backup_pin()
{
    return pin_of(authority().pem());
}

struct chain {
    authority root;
    authority below = root.subordinate("Test Issuer");
    identity own = below.issue();

    server_terms shown(protocol speaks) const
    {
        server_terms how;
        how.speaks = speaks;
        identity all = own;
        all.certificate += below.pem();
        how.arrange = [all](SSL_CTX* context) {
            show(context, all);
        };
        return how;
    }

    transport_terms pinned(const std::string& key) const
    {
        transport_terms terms;
        terms.ca_pem = root.pem();
        terms.tls.pins = {backup_pin(), key};
        return terms;
    }
};

} // namespace

TEST_CASE("One pinned key anywhere in the verified chain is enough, on a resumed session too (E5)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    const chain certificates;
    for (const std::string& key : {certificates.own.certificate, certificates.below.pem(), certificates.root.pem()}) {
        server api(answer_once, certificates.shown(speaks));
        boost::asio::io_context io;
        const auto over = connect_to(io.get_executor(), api, certificates.pinned(pin_of(key)));
        for (int i = 0; i < 3; ++i)
            CHECK(run(io, over, get("/")).response.body == "once");
        CHECK(api.resumed() == 2);
    }
}

TEST_CASE("F11 A trusted chain without a pinned key is refused each time, before anything of a request is written (E5)")
{
    const protocol speaks = GENERATE(protocol::tls, protocol::tls_1_2_only);
    const chain certificates;
    std::atomic<int> heard{0};
    server api(
        [&](peer& client) -> boost::asio::awaitable<void> {
            const std::string request = co_await client.read_request();
            heard += !request.empty();
        },
        certificates.shown(speaks));
    boost::asio::io_context io;
    // A sibling of the issuer: the same root vouches for it, but it is not in this chain.
    const std::string sibling = certificates.root.subordinate("Test Issuer").pem();
    const auto over = connect_to(io.get_executor(), api, certificates.pinned(pin_of(sibling)));
    for (int i = 1; i <= 3; ++i) {
        const oms::exchange_result result = run(io, over, get("/"));
        CHECK(result.failure == errc::pin_mismatch);
        CHECK(result.phase == exchange_phase::not_connected);
        CHECK_THAT(result.cause_text, ContainsSubstring("pins"));
        CHECK(api.accepted() == i);
    }
    CHECK(api.resumed() == 0); // nothing of a refused handshake was kept
    CHECK(heard == 0);
}

TEST_CASE("F11 A certificate that the server sends, but that is not in the verified chain, matches no pin (E5)")
{
    const chain certificates;
    server_terms how = certificates.shown(protocol::tls);
    const authority bystander("Bystander");
    identity all = certificates.own;
    all.certificate += certificates.below.pem() + bystander.pem();
    how.arrange = [&](SSL_CTX* context) {
        show(context, all);
    };
    server api(echo_paths, how);
    boost::asio::io_context io;
    const auto over = connect_to(io.get_executor(), api, certificates.pinned(pin_of(bystander.pem())));
    CHECK(run(io, over, get("/")).failure == errc::pin_mismatch);
}

TEST_CASE("A pinned key does not make an untrusted certificate good (E5)")
{
    const identity own = authority::self_signed();
    server_terms how;
    how.arrange = [&](SSL_CTX* context) {
        show(context, own);
    };
    server api(echo_paths, how);
    boost::asio::io_context io;
    transport_terms terms;
    terms.tls.pins = {pin_of(own.certificate), backup_pin()};
    CHECK(run(io, connect_to(io.get_executor(), api, terms), get("/")).failure == errc::tls_failed);
}

TEST_CASE("Pins are the Base64 of 32 bytes each, and at least two, or an error of the configuration (E5)")
{
    boost::asio::io_context io;
    const auto problem = [&](std::vector<std::string> pins) -> std::string {
        transport_terms terms;
        terms.tls.pins = std::move(pins);
        try {
            connect_to_port(io.get_executor(), 1, true, terms);
        } catch (const oms::error& refused) {
            CHECK(refused.code() == errc::invalid_config);
            return refused.what();
        }
        return "";
    };
    const std::string pin = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const std::string other = backup_pin();
    CHECK(problem({}).empty());
    CHECK(problem({pin, other}).empty());
    CHECK(problem({pin, other, pin}).empty());
    CHECK_THAT(problem({pin}), ContainsSubstring("at least two"));
    CHECK_THAT(problem({pin, pin}), ContainsSubstring("at least two"));
    for (const char* const bad : {
             "", "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",         // the prefix of other tools
             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",                     // not padded
             "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",                    // the alphabet of URLs
             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",                    // spare bits set
             " 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",                   // a blank
             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==",                    // 31 bytes
             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA",                    // 33 bytes
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // hexadecimal
         }) {
        CAPTURE(bad);
        CHECK_THAT(problem({pin, bad}), ContainsSubstring("pins"));
    }
}
