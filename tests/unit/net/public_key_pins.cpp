#include "common/catch.hpp"
#include "common/net_certificates.hpp"

#include <oms/net/impl/public_key_pins.hpp>

using oms::detail::public_key_pins;

namespace {

/// Made with `openssl req -x509`; its pin as RFC 7469, appendix A, makes it:
/// `openssl x509 -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`.
constexpr const char* certificate = R"(-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIUTPxs9LaL5WlEiNILW1E7L5F2AwIwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBeDAgFw0yNjExMjAxNzU3NDhaGA8yMTI2MTAyNzE3NTc0OFow
DDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJYsPli9Kvl8
aNuqvqgczdwEJa35GbxvvDmyinLHaG2AE5nhb7arGlsZMdXeYqZvj6b+BkW1x6eV
804k6vKIZeijUzBRMB0GA1UdDgQWBBQADZBIRiPMyTNdw8+i7wYdp4PCqDAfBgNV
HSMEGDAWgBQADZBIRiPMyTNdw8+i7wYdp4PCqDAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0gAMEUCIQDji+bkA9hao8R3ct9XN/j07dWQ4+35NNrUsCpmeQ1X
kgIgIpaoNygc28tmtd5aDFkLRzHAPZKyqEtf2iIGnpdBQ2k=
-----END CERTIFICATE-----
)";
constexpr const char* its_pin = "obGfDXGsKHjjym3HyuH2HFDGo8EE6ffLE3/0EgmWW14=";
constexpr const char* another_pin = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
constexpr const char* a_third_pin = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

bool matches(const std::vector<std::string>& pins, X509* shown)
{
    const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> chain(
        sk_X509_new_null(), [](STACK_OF(X509) * all) { sk_X509_free(all); });
    if (shown)
        sk_X509_push(chain.get(), shown);
    return public_key_pins(pins).match(chain.get());
}

} // namespace

TEST_CASE("A pin is the hash that the OpenSSL program makes of the key of a certificate (E5)")
{
    const net_test::pem::certificate shown = net_test::pem::read_certificate(certificate);
    CHECK(matches({another_pin, its_pin}, shown.get()));
    CHECK_FALSE(matches({another_pin, a_third_pin}, shown.get()));
    CHECK_FALSE(matches({another_pin, its_pin}, nullptr));
    CHECK(net_test::pin_of(certificate) == its_pin); // what other tests compare with
}
