#pragma once

#include <oms/core/errc.hpp>

#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL const char* message_of(errc value) noexcept
{
    switch (value) {
    case errc::invalid_argument:
        return "invalid argument";
    case errc::invalid_id:
        return "not an id of this kind";
    case errc::invalid_decimal:
        return "not a decimal number of at most 96 digits";
    case errc::invalid_timestamp:
        return "not a date-time with a zone between the years 0000 and 9999";
    case errc::invalid_json:
        return "not a well-formed JSON text";
    case errc::invalid_idempotency_key:
        return "not an idempotency key of 1 to 255 visible ASCII characters";
    case errc::invalid_config:
        return "invalid configuration";
    case errc::missing_credentials:
        return "no API key or no API secret";
    case errc::absent_value:
        return "an absent decimal or timestamp has no value to use";
    case errc::decimal_overflow:
        return "the exact result has more than 96 digits or decimal places";
    case errc::division_by_zero:
        return "division by zero";
    case errc::asset_mismatch:
        return "amounts of different assets cannot be added, subtracted or compared";
    case errc::not_available:
        return "not available";
    case errc::dns_failed:
        return "the host name was not resolved";
    case errc::connect_failed:
        return "no connection to the host";
    case errc::connect_timeout:
        return "connecting took too long";
    case errc::tls_failed:
        return "the TLS handshake failed";
    case errc::pin_mismatch:
        return "no key of the certificate chain is a pinned one";
    case errc::client_certificate_required:
        return "the server demands a client certificate";
    case errc::proxy_failed:
        return "the proxy did not open the tunnel";
    case errc::proxy_auth_required:
        return "the proxy did not accept the credentials";
    case errc::pool_timeout:
        return "no connection became free in time";
    case errc::pool_full:
        return "too many calls wait for a connection";
    case errc::circuit_open:
        return "the circuit breaker holds requests back";
    case errc::rate_limit_wait:
        return "the rate limit allows the request only after the deadline";
    case errc::journal_failed:
        return "the journal could not store the operation";
    case errc::wrong_process:
        return "the client belongs to the process that forked this one";
    case errc::connection_lost:
        return "the connection ended before the answer was complete";
    case errc::write_timeout:
        return "sending the request took too long";
    case errc::first_byte_timeout:
        return "the answer did not begin in time";
    case errc::read_timeout:
        return "the answer stood still for too long";
    case errc::deadline_exceeded:
        return "the time for the call is over";
    case errc::cancelled:
        return "the call was cancelled";
    case errc::client_closed:
        return "the client is closed";
    case errc::protocol_error:
        return "the answer is not HTTP/1.1";
    case errc::head_too_large:
        return "the head of the answer is over the limit";
    case errc::body_too_large:
        return "the body of the answer is over the limit";
    case errc::unexpected_redirect:
        return "the service answered with a redirect, which is not followed";
    case errc::unexpected_content:
        return "unexpected content type or encoding";
    case errc::invalid_request:
        return "the service found the request invalid";
    case errc::unauthorized:
        return "the service did not accept the access token";
    case errc::credentials_rejected:
        return "the service did not accept the API key and secret";
    case errc::auth_unavailable:
        return "no access token could be had";
    case errc::forbidden:
        return "the service forbids this call";
    case errc::not_found:
        return "not found";
    case errc::idempotency_conflict:
        return "the idempotency key was used with another request";
    case errc::idempotency_in_progress:
        return "the first request with this idempotency key is still running";
    case errc::unprocessable:
        return "the service cannot process the request";
    case errc::rate_limited:
        return "too many requests";
    case errc::server_error:
        return "the service failed";
    case errc::unavailable:
        return "the service is unavailable";
    case errc::unexpected_status:
        return "the answer has an unexpected status";
    case errc::decode_failed:
        return "the document cannot be read";
    case errc::unexpected_kind:
        return "the answer is of another kind of movement than expected";
    case errc::paging_loop:
        return "the list announces more but gives no new cursor";
    case errc::wait_expired:
        return "the time for waiting is over and the state is not final";
    case errc::malformed_header:
        return "the signature header is malformed";
    case errc::timestamp_out_of_tolerance:
        return "the signature's time is out of tolerance";
    case errc::signature_mismatch:
        return "no signature matches";
    case errc::webhook_too_large:
        return "the webhook delivery is over the limit";
    }
    return "unknown error";
}

class error_category_type final : public boost::system::error_category {
public:
    // The fixed id makes two copies of the category, in two shared libraries, one and the same.
    constexpr error_category_type() noexcept : boost::system::error_category(0x6f6d732d63707001ULL) {}

    const char* name() const noexcept override { return "oms"; }

    std::string message(int value) const override
    {
        return value == 0 ? "success" : message_of(static_cast<errc>(value));
    }
};

} // namespace detail

OMS_DECL const boost::system::error_category& error_category() noexcept
{
    static const detail::error_category_type category;
    return category;
}

OMS_DECL boost::system::error_code make_error_code(errc value) noexcept
{
    return {static_cast<int>(value), error_category()};
}

}} // namespace oms::v0_1
