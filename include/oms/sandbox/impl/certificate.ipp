#pragma once

#include <oms/sandbox/certificate.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

template <auto Free>
struct openssl_free {
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

using openssl_key = std::unique_ptr<EVP_PKEY, openssl_free<EVP_PKEY_free>>;
using openssl_certificate = std::unique_ptr<X509, openssl_free<X509_free>>;
using openssl_extension = std::unique_ptr<X509_EXTENSION, openssl_free<X509_EXTENSION_free>>;
using openssl_memory = std::unique_ptr<BIO, openssl_free<BIO_free>>;

OMS_DECL void require_openssl(bool done, const char* step)
{
    if (!done)
        throw std::runtime_error(std::string("making the emulator's certificate failed: ") + step);
}

OMS_DECL std::string read_memory(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return std::string(data, static_cast<std::size_t>(size));
}

OMS_DECL std::string to_pem(X509* certificate)
{
    const openssl_memory memory(BIO_new(BIO_s_mem()));
    require_openssl(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "PEM of a certificate");
    return read_memory(memory.get());
}

OMS_DECL std::string to_pem(EVP_PKEY* key)
{
    const openssl_memory memory(BIO_new(BIO_s_mem()));
    require_openssl(memory && PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
                    "PEM of a key");
    return read_memory(memory.get());
}

OMS_DECL void add_extension(X509* certificate, X509* issuer, int name, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const openssl_extension extension(X509V3_EXT_conf_nid(nullptr, &context, name, value.c_str()));
    require_openssl(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

/// An unsigned version 3 certificate for this key. An authority has no issuer: it is its own.
OMS_DECL openssl_certificate blank_certificate(EVP_PKEY* key, X509* issuer, std::string_view common_name,
                                               const sandbox::certificate_options& options)
{
    openssl_certificate made(X509_new());
    require_openssl(made != nullptr, "X509_new");
    require_openssl(X509_set_version(made.get(), 2) == 1, "version");

    std::uint64_t serial = 0;
    require_openssl(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "random bytes");
    require_openssl(ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1) == 1, "serial number");

    const auto from = std::chrono::system_clock::to_time_t(options.from());
    const auto until = std::chrono::system_clock::to_time_t(options.until());
    require_openssl(ASN1_TIME_set(X509_getm_notBefore(made.get()), from) != nullptr, "start of validity");
    require_openssl(ASN1_TIME_set(X509_getm_notAfter(made.get()), until) != nullptr, "end of validity");

    X509_NAME* const subject = X509_get_subject_name(made.get());
    const auto* const text = reinterpret_cast<const unsigned char*>(common_name.data());
    require_openssl(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, static_cast<int>(common_name.size()),
                                               -1, 0) == 1,
                    "subject");
    require_openssl(X509_set_issuer_name(made.get(), issuer ? X509_get_subject_name(issuer) : subject) == 1, "issuer");
    require_openssl(X509_set_pubkey(made.get(), key) == 1, "public key");
    return made;
}

/// The subjectAltName text of RFC 5280: `DNS:localhost,IP:127.0.0.1`.
OMS_DECL std::string alternative_names(const std::vector<std::string>& hosts)
{
    std::string names;
    for (const std::string& host : hosts) {
        const bool address =
            host.find(':') != std::string::npos || host.find_first_not_of("0123456789.") == std::string::npos;
        names += names.empty() ? "" : ",";
        names += (address ? "IP:" : "DNS:") + host;
    }
    return names;
}

}}} // namespace oms::v0_1::detail

namespace oms { inline namespace v0_1 { namespace sandbox {

OMS_DECL certificate::certificate(const certificate_options& options)
{
    using namespace detail;

    const openssl_key ca_key(EVP_EC_gen("P-256"));
    const openssl_key server_key(EVP_EC_gen("P-256"));
    require_openssl(ca_key && server_key, "P-256 keys");

    const openssl_certificate ca = blank_certificate(ca_key.get(), nullptr, "OMS sandbox emulator CA", {});
    add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
    require_openssl(X509_sign(ca.get(), ca_key.get(), EVP_sha256()) > 0, "signature of the authority");

    std::vector<std::string> hosts = options.hosts();
    if (hosts.empty())
        hosts = {"localhost", "127.0.0.1", "::1"};
    const openssl_certificate server = blank_certificate(server_key.get(), ca.get(), "OMS sandbox emulator", options);
    add_extension(server.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(server.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(server.get(), ca.get(), NID_ext_key_usage, "serverAuth");
    add_extension(server.get(), ca.get(), NID_authority_key_identifier, "keyid");
    add_extension(server.get(), ca.get(), NID_subject_alt_name, alternative_names(hosts));
    require_openssl(X509_sign(server.get(), ca_key.get(), EVP_sha256()) > 0, "signature of the server");

    ca_pem_ = to_pem(ca.get());
    pem_ = to_pem(server.get());
    key_pem_ = to_pem(server_key.get());
}

}}} // namespace oms::v0_1::sandbox
