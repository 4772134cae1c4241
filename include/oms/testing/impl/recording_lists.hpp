#pragma once

#include <oms/core/errc.hpp>
#include <oms/net/transport.hpp>

#include <array>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

inline constexpr std::array<std::string_view, 5> names_of_secrets{"apiKey", "apiSecret", "accessToken", "secret",
                                                                  "number"};
inline constexpr std::array<std::string_view, 2> beginnings_of_secrets{"sk_", "whsec_"};
inline constexpr std::string_view left_out = "left_out";

inline constexpr std::array<std::string_view, 8> recorded_headers{
    "Content-Type", "Date", "Retry-After", "X-Request-Id", "Request-Id", "X-Correlation-Id", "Deprecation", "Sunset"};

inline constexpr std::array recorded_failures{
    errc::dns_failed,         errc::connect_failed,      errc::connect_timeout,
    errc::tls_failed,         errc::pin_mismatch,        errc::client_certificate_required,
    errc::proxy_failed,       errc::proxy_auth_required, errc::pool_timeout,
    errc::pool_full,          errc::connection_lost,     errc::write_timeout,
    errc::first_byte_timeout, errc::read_timeout,        errc::deadline_exceeded,
    errc::protocol_error,     errc::head_too_large,      errc::body_too_large};
inline constexpr std::array recorded_phases{exchange_phase::not_connected, exchange_phase::nothing_written,
                                            exchange_phase::partly_written, exchange_phase::fully_written,
                                            exchange_phase::response_begun};

}}} // namespace oms::v0_1::detail
