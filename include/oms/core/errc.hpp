#pragma once

#include <oms/config.hpp>

#include <boost/system/error_code.hpp>

namespace oms { inline namespace v0_1 {

/// What went wrong. Compare with `failure.code() == oms::errc::unprocessable`.
///
/// The numbers are not part of the interface; new values may come at any place.
enum class errc {
    // Found before anything was sent.
    invalid_argument = 1,    ///< An argument is not what the function accepts.
    invalid_id,              ///< Not an id of this kind, or not safe in a path.
    invalid_decimal,         ///< Not a decimal number of the contract's form, or of more than 96 digits.
    invalid_timestamp,       ///< Not a date-time with a zone, or outside the years 0000 to 9999.
    invalid_json,            ///< Not one well-formed JSON text in UTF-8.
    invalid_idempotency_key, ///< Not 1 to 255 characters of visible ASCII (contract 1.4).
    invalid_config,          ///< The configuration contradicts itself or is out of range.
    missing_credentials,     ///< No API key or no API secret was given.
    absent_value,            ///< A decimal or timestamp that holds no value was calculated with or compared.
    decimal_overflow,        ///< The exact result has more than 96 digits or decimal places.
    division_by_zero,        ///< A decimal was divided by zero.
    asset_mismatch,          ///< Amounts of two assets were added, subtracted or compared.
    not_available,           ///< Something that this call needs is not there.

    // Getting a connection.
    dns_failed,                  ///< The host name was not resolved.
    connect_failed,              ///< No address of the host accepted a connection.
    connect_timeout,             ///< Connecting, TLS handshake included, took too long.
    tls_failed,                  ///< The TLS handshake or the check of the certificate failed.
    pin_mismatch,                ///< The certificate is valid, but no key of its chain is among the pinned ones.
    client_certificate_required, ///< The server demands a client certificate that was not given or not accepted.
    proxy_failed,                ///< The proxy did not open the tunnel.
    proxy_auth_required,         ///< The proxy did not accept the credentials given for it, or wants some (407).
    pool_timeout,                ///< No connection became free in time.
    pool_full,                   ///< Too many calls are waiting for a connection already.
    circuit_open,                ///< The circuit breaker of the client holds requests back.
    rate_limit_wait,             ///< The rate limit of the client would let the request go only after the deadline.
    journal_failed,              ///< The journal could not store the operation, so it was not sent.
    wrong_process,               ///< The client was made before a fork, and this is the child.

    // Sending the request and receiving the answer.
    connection_lost,     ///< The connection ended before the answer was complete.
    write_timeout,       ///< Sending the request took too long.
    first_byte_timeout,  ///< The answer did not begin in time.
    read_timeout,        ///< The answer began and then stood still for too long.
    deadline_exceeded,   ///< The time for the whole call is over.
    cancelled,           ///< The caller cancelled the call.
    client_closed,       ///< The client was closed.
    protocol_error,      ///< The answer is not HTTP/1.1.
    head_too_large,      ///< The head of the answer is over the limit.
    body_too_large,      ///< The body of the answer is over the limit.
    unexpected_redirect, ///< The service answered with a redirect, which is never followed.
    unexpected_content,  ///< The body is of a content type or encoding that was not asked for.

    // The service answered with an error.
    invalid_request,         ///< 400
    unauthorized,            ///< 401 after a new access token was tried
    credentials_rejected,    ///< The API key or secret was refused.
    auth_unavailable,        ///< No access token could be had; the call itself was not sent.
    forbidden,               ///< 403
    not_found,               ///< 404
    idempotency_conflict,    ///< 409: the key was used with another body.
    idempotency_in_progress, ///< 409: the first request with this key is still running.
    unprocessable,           ///< 422
    rate_limited,            ///< 429
    server_error,            ///< 500 and other 5xx
    unavailable,             ///< 502, 503, 504
    unexpected_status,       ///< A status that the contract does not name.

    // Reading a complete answer.
    decode_failed,   ///< The body is not what the operation answers with.
    unexpected_kind, ///< The answer is of another kind of movement than the call asked for.

    // Paging and waiting.
    paging_loop,  ///< A page announces more but gives no cursor, or one that was used already.
    wait_expired, ///< The time for waiting is over and the state is not final.

    // Webhooks.
    malformed_header,           ///< The signature header is not of the form of contract 12.4.
    timestamp_out_of_tolerance, ///< The signature is too old or too far in the future.
    signature_mismatch,         ///< No signature in the header was made with one of the secrets.
    webhook_too_large,          ///< The delivery is over the limit.
};

/// The category of errc, named "oms".
OMS_DECL const boost::system::error_category& error_category() noexcept;

/// An error code of the category "oms".
OMS_DECL boost::system::error_code make_error_code(errc value) noexcept;

}} // namespace oms::v0_1

template <>
struct boost::system::is_error_code_enum<oms::errc> : std::true_type {};

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/errc.ipp>
#endif
