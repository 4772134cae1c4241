#pragma once

#include <oms/net/impl/tls_context.hpp>

#include <oms/net/impl/client_identity.hpp>
#include <oms/net/impl/trust_store.hpp>

#include <boost/asio/ip/address.hpp>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL tls_context::tls_context(const tls_config& config, std::string host, std::size_t sessions)
    : pins_(config.pins), sessions_(sessions), context_(SSL_CTX_new(TLS_client_method())), host_(std::move(host))
{
    SSL_CTX* const context = context_.get();
    if (!context) {
        ERR_clear_error();
        throw std::bad_alloc();
    }
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address(host_, not_an_address);
    host_is_address_ = !not_an_address;

    // All of it is said, since a configuration file of OpenSSL may have said something else.
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(context, 0);
    SSL_CTX_set_security_level(context, std::max(2, SSL_CTX_get_security_level(context)));
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL");
    SSL_CTX_set_ciphersuites(context, OSSL_default_ciphersuites());
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_clear_options(context, SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION | SSL_OP_LEGACY_SERVER_CONNECT);
    sessions_.serve(context);
    pins_.guard(context);
    note_certificate_requests(context);

    use_client_certificate(context, config);
    if (!config.ca_file.empty())
        trust_file(context, config.ca_file);
    if (!config.ca_pem.empty())
        trust_text(context, config.ca_pem);
    if (config.ca_file.empty() && config.ca_pem.empty())
        trust_system(context, usual_system_roots());
    if (!config.crl_pem.empty())
        check_revocation(context, config.crl_pem);
    ERR_clear_error();
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

}}} // namespace oms::v0_1::detail
