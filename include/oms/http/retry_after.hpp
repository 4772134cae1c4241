#pragma once

#include <oms/config.hpp>
#include <oms/http/headers.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// The longest wait that a Retry-After field can ask of us; longer ones are cut to it.
inline constexpr std::chrono::seconds longest_retry_after{60};

/// Reads the Retry-After fields of a response (RFC 9110, section 10.2.3): whole seconds, or one of the three HTTP date
/// forms, measured against the response's own Date field when it has one and against `now` otherwise.
///
/// Nothing for absent, unreadable or past values; the smallest one when there are several. Never above
/// `longest_retry_after`.
OMS_DECL std::optional<std::chrono::seconds> read_retry_after(const http_headers& headers,
                                                              std::chrono::system_clock::time_point now);

/// Reads an HTTP date (RFC 9110, section 5.6.7) in any of its three forms:
/// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994".
///
/// The weekday is not compared with the date. `now` decides the century of a year of two digits.
OMS_DECL std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text,
                                                                std::chrono::system_clock::time_point now);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/retry_after.ipp>
#endif
