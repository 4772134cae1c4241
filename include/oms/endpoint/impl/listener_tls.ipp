#pragma once

#include <oms/endpoint/impl/listener_tls.hpp>

#include <oms/core/error.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// In place of OpenSSL's own, which asks at the terminal.
OMS_DECL int no_key_password(char*, int, int, void*) noexcept
{
    return -1;
}

OMS_DECL void require_tls(const char* what, const boost::system::error_code& failure)
{
    ERR_clear_error();
    if (failure)
        throw error::builder(errc::invalid_config).text(what).cause(failure).build();
}

OMS_DECL boost::asio::ssl::context make_listener_tls(const std::string& certificate_chain_pem,
                                                     const secret& private_key_pem)
{
    using boost::asio::ssl::context;
    ERR_clear_error();
    context made(context::tls_server);
    // All of it is said, since a configuration file of OpenSSL may have said something else.
    SSL_CTX* const native = made.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(native, 0);
    SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL");
    SSL_CTX_set_ciphersuites(native, OSSL_default_ciphersuites());
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF); // tickets resume sessions, and need no memory
    SSL_CTX_set_default_passwd_cb(native, no_key_password);

    boost::system::error_code failure;
    made.use_certificate_chain(boost::asio::buffer(certificate_chain_pem), failure);
    require_tls("the certificate chain is not PEM that OpenSSL takes", failure);
    const std::string_view key = private_key_pem.reveal();
    made.use_private_key(boost::asio::buffer(key.data(), key.size()), context::pem, failure);
    require_tls("the private key is not PEM that OpenSSL takes, is encrypted, or is not the certificate's", failure);
    // OpenSSL has compared them where they are of one type; where not, it has taken the key for another certificate.
    if (SSL_CTX_check_private_key(native) != 1)
        failure.assign(static_cast<int>(ERR_peek_last_error()), boost::asio::error::get_ssl_category());
    require_tls("the private key is not the certificate's", failure);
    return made;
}

}}} // namespace oms::v0_1::detail
