#pragma once

#include <oms/net/impl/tls_context.hpp>

#include <oms/core/error.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::initializer_list<const char*> well_known_bundles() noexcept
{
    static constexpr std::initializer_list<const char*> paths = {
        "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL
        "/etc/pki/tls/certs/ca-bundle.crt",                  // older Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",                            // openSUSE
        "/etc/ssl/cert.pem",                                 // Alpine, macOS, BSD
        "/usr/local/etc/ssl/cert.pem",                       // FreeBSD
        "/etc/pki/tls/cacert.pem"                            // OpenELEC
    };
    return paths;
}

OMS_DECL tls_context::tls_context(const tls_config& config, std::string host)
    : context_(boost::asio::ssl::context::tls_client), host_(std::move(host))
{
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address(host_, not_an_address);
    host_is_address_ = !not_an_address;

    SSL_CTX* const context = context_.native_handle();
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    sessions_.serve(context);

    if (!config.ca_file.empty())
        trust_file(config.ca_file);
    if (!config.ca_pem.empty())
        trust_text(config.ca_pem);
    if (config.ca_file.empty() && config.ca_pem.empty())
        trust_system();
    ERR_clear_error();
}

OMS_DECL void tls_context::trust_file(const std::string& path)
{
    if (SSL_CTX_load_verify_file(context_.native_handle(), path.c_str()) == 1)
        return;
    ERR_clear_error();
    throw error(errc::invalid_config, "ca_file: no certificate can be read from " + path);
}

OMS_DECL void tls_context::trust_text(const std::string& pem)
{
    X509_STORE* const store = SSL_CTX_get_cert_store(context_.native_handle());
    const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    std::size_t found = 0;
    while (X509* const certificate = text ? PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr) : nullptr) {
        X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
        ++found;
    }
    // Reading ends with "no start line" when all was well; anything else is a certificate cut short or garbled.
    const bool ended_well = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (found == 0 || !ended_well)
        throw error(errc::invalid_config, "ca_pem: not a list of certificates in PEM form");
}

// OpenSSL's own places are the default file, read here, and the default directory, which is read during handshakes.
OMS_DECL void tls_context::trust_system()
{
    SSL_CTX* const context = context_.native_handle();
    SSL_CTX_set_default_verify_paths(context);
    if (sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(context))) > 0)
        return;
    std::error_code unreadable;
    const std::filesystem::directory_iterator directory(X509_get_default_cert_dir(), unreadable);
    if (!unreadable && directory != std::filesystem::directory_iterator())
        return;
    for (const char* const bundle : well_known_bundles())
        if (SSL_CTX_load_verify_file(context, bundle) == 1)
            return;
    ERR_clear_error();
    throw error(errc::invalid_config, "no root certificates in this system's usual places: set ca_file");
}

OMS_DECL bool tls_context::prepare(SSL* connection)
{
    X509_VERIFY_PARAM* const check = SSL_get0_param(connection);
    X509_VERIFY_PARAM_set_hostflags(check, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    // SNI carries names only (RFC 6066, section 3).
    const bool named = host_is_address_ ? X509_VERIFY_PARAM_set1_ip_asc(check, host_.c_str()) == 1
                                        : X509_VERIFY_PARAM_set1_host(check, host_.c_str(), host_.size()) == 1 &&
                                              SSL_set_tlsext_host_name(connection, host_.c_str()) == 1;
    if (!named)
        return false;
    if (const session_handle session = sessions_.take())
        SSL_set_session(connection, session.get());
    return true;
}

OMS_DECL std::string handshake_problem(SSL* connection, const boost::system::error_code& failure)
{
    const long verdict = SSL_get_verify_result(connection);
    if (verdict != X509_V_OK)
        return std::string("certificate refused: ") + X509_verify_cert_error_string(verdict);
    return "TLS handshake: " + failure.message();
}

}}} // namespace oms::v0_1::detail
