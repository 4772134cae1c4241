#pragma once

#include <oms/net/impl/handshake_failure.hpp>

#include <oms/net/cause_category.hpp>
#include <oms/net/impl/client_identity.hpp>

#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509.h>

namespace oms { inline namespace v0_1 { namespace detail {

/// The reason number of an error of OpenSSL; zero of any other.
OMS_DECL int tls_reason(const boost::system::error_code& failure) noexcept
{
    return failure.category() == boost::asio::error::get_ssl_category()
               ? ERR_GET_REASON(static_cast<unsigned long>(failure.value()))
               : 0;
}

OMS_DECL bool refuses_client_certificate(const boost::system::error_code& failure) noexcept
{
    switch (tls_reason(failure)) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        return true;
    default:
        return false;
    }
}

OMS_DECL bool refuses_client_certificate_late(SSL* connection, const boost::system::error_code& failure) noexcept
{
    return connection && SSL_version(connection) == TLS1_3_VERSION && certificate_requested(connection) &&
           SSL_session_reused(connection) == 0 && refuses_client_certificate(failure) &&
           tls_reason(failure) != SSL_R_TLSV1_ALERT_ACCESS_DENIED;
}

OMS_DECL std::string client_certificate_problem(const boost::system::error_code& failure)
{
    switch (tls_reason(failure)) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        return "the server demands a client certificate: client_certificate_pem, client_key_pem";
    default:
        return "the server does not accept the client certificate: " + failure.message();
    }
}

/// What OpenSSL's words do not make plain.
OMS_DECL const char* handshake_hint(int reason) noexcept
{
    switch (reason) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        return "; the server offers no TLS 1.2 or newer";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY:
    case SSL_R_WRONG_CIPHER_RETURNED:
        return "; the server offers no cipher suite that is strong enough";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
        return "; the server does not speak TLS";
    default:
        return "";
    }
}

OMS_DECL connect_failure handshake_failure(SSL* connection, const boost::system::error_code& failure)
{
    const long verdict = SSL_get_verify_result(connection);
    if (verdict == X509_V_ERR_APPLICATION_VERIFICATION)
        return {errc::pin_mismatch, failure, "no key of the certificate chain is among the pins"};
    if (verdict != X509_V_OK) {
        const boost::system::error_code why(static_cast<int>(verdict), certificate_category());
        return {errc::tls_failed, why, "certificate refused: " + why.message()};
    }
    const int reason = tls_reason(failure);
    // Before TLS 1.3 a server that gets no certificate says no more than that the handshake failed.
    const bool asked_in_vain = reason == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE && certificate_requested(connection);
    if (asked_in_vain || refuses_client_certificate(failure))
        return {errc::client_certificate_required, failure, client_certificate_problem(failure)};
    // What TLS itself refuses is refused again at the next try. A connection cut off may be a restart.
    const bool refused = failure.category() == boost::asio::error::get_ssl_category();
    return {refused ? errc::tls_failed : errc::connect_failed, failure,
            "TLS handshake: " + failure.message() + handshake_hint(reason)};
}

}}} // namespace oms::v0_1::detail
