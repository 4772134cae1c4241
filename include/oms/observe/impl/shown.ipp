#pragma once

#include <oms/observe/impl/shown.hpp>

#include <oms/core/server_text.hpp>

#include <initializer_list>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::size_t shown_operation_of(std::string_view method, std::string_view path_template) noexcept
{
    std::size_t without_path = shown_operation_count - 1;
    for (std::size_t i = 0; i != shown_operation_count; ++i) {
        if (shown_operations[i].method != method)
            continue;
        if (shown_operations[i].path == path_template)
            return i;
        if (shown_operations[i].path == other_path)
            without_path = i;
    }
    return without_path;
}

OMS_DECL std::string_view shown_template(std::string_view path_template) noexcept
{
    for (const shown_operation& each : shown_operations)
        if (each.path == path_template)
            return each.path;
    return other_path;
}

OMS_DECL std::string_view shown_name(errc code) noexcept
{
    switch (code) {
    case errc::invalid_argument:
        return "invalid_argument";
    case errc::invalid_id:
        return "invalid_id";
    case errc::invalid_decimal:
        return "invalid_decimal";
    case errc::invalid_timestamp:
        return "invalid_timestamp";
    case errc::invalid_json:
        return "invalid_json";
    case errc::invalid_idempotency_key:
        return "invalid_idempotency_key";
    case errc::invalid_config:
        return "invalid_config";
    case errc::missing_credentials:
        return "missing_credentials";
    case errc::absent_value:
        return "absent_value";
    case errc::decimal_overflow:
        return "decimal_overflow";
    case errc::division_by_zero:
        return "division_by_zero";
    case errc::asset_mismatch:
        return "asset_mismatch";
    case errc::not_available:
        return "not_available";
    case errc::dns_failed:
        return "dns_failed";
    case errc::connect_failed:
        return "connect_failed";
    case errc::connect_timeout:
        return "connect_timeout";
    case errc::tls_failed:
        return "tls_failed";
    case errc::pin_mismatch:
        return "pin_mismatch";
    case errc::client_certificate_required:
        return "client_certificate_required";
    case errc::proxy_failed:
        return "proxy_failed";
    case errc::proxy_auth_required:
        return "proxy_auth_required";
    case errc::pool_timeout:
        return "pool_timeout";
    case errc::pool_full:
        return "pool_full";
    case errc::circuit_open:
        return "circuit_open";
    case errc::rate_limit_wait:
        return "rate_limit_wait";
    case errc::journal_failed:
        return "journal_failed";
    case errc::wrong_process:
        return "wrong_process";
    case errc::connection_lost:
        return "connection_lost";
    case errc::write_timeout:
        return "write_timeout";
    case errc::first_byte_timeout:
        return "first_byte_timeout";
    case errc::read_timeout:
        return "read_timeout";
    case errc::deadline_exceeded:
        return "deadline_exceeded";
    case errc::cancelled:
        return "cancelled";
    case errc::client_closed:
        return "client_closed";
    case errc::protocol_error:
        return "protocol_error";
    case errc::head_too_large:
        return "head_too_large";
    case errc::body_too_large:
        return "body_too_large";
    case errc::unexpected_redirect:
        return "unexpected_redirect";
    case errc::unexpected_content:
        return "unexpected_content";
    case errc::invalid_request:
        return "invalid_request";
    case errc::unauthorized:
        return "unauthorized";
    case errc::credentials_rejected:
        return "credentials_rejected";
    case errc::auth_unavailable:
        return "auth_unavailable";
    case errc::forbidden:
        return "forbidden";
    case errc::not_found:
        return "not_found";
    case errc::idempotency_conflict:
        return "idempotency_conflict";
    case errc::idempotency_in_progress:
        return "idempotency_in_progress";
    case errc::unprocessable:
        return "unprocessable";
    case errc::rate_limited:
        return "rate_limited";
    case errc::server_error:
        return "server_error";
    case errc::unavailable:
        return "unavailable";
    case errc::unexpected_status:
        return "unexpected_status";
    case errc::decode_failed:
        return "decode_failed";
    case errc::unexpected_kind:
        return "unexpected_kind";
    case errc::paging_loop:
        return "paging_loop";
    case errc::wait_expired:
        return "wait_expired";
    case errc::malformed_header:
        return "malformed_header";
    case errc::timestamp_out_of_tolerance:
        return "timestamp_out_of_tolerance";
    case errc::signature_mismatch:
        return "signature_mismatch";
    case errc::webhook_too_large:
        return "webhook_too_large";
    }
    return "unknown";
}

OMS_DECL std::size_t error_place(const error& failure) noexcept
{
    const boost::system::error_code code = failure.code();
    if (code.category() != error_category() || code.value() < 1)
        return 0;
    const auto place = static_cast<std::size_t>(code.value());
    return place < error_place_count ? place : 0;
}

OMS_DECL std::string_view shown_name(const error& failure) noexcept
{
    return shown_name(static_cast<errc>(error_place(failure)));
}

OMS_DECL std::string_view shown_server_code(const error& failure) noexcept
{
    const server_code& code = failure.server_code();
    return code.known() || code.empty() ? code.text() : "unknown";
}

OMS_DECL std::string_view shown_request_id(std::string_view request_id) noexcept
{
    return is_request_id(request_id) ? request_id : std::string_view();
}

OMS_DECL std::string_view shown_field(std::string_view name) noexcept
{
    for (const std::string_view known : {"Deprecation", "Sunset"})
        if (name == known)
            return known;
    return "other";
}

}}} // namespace oms::v0_1::detail
