#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The form that a row of a request's table asks of its values (contract sections 1.7, 1.9 and 11). Where values are
/// arrays it holds for each element.
enum class format : unsigned char {
    any,

    // Of safety: always checked.
    not_empty,  // a text
    above_zero, // a decimal
    not_below_zero,
    json_object, // JSON text

    // Of both kinds: the part that is safety is always checked.
    metadata,  // safety: a JSON object; form: at most 20 members
    https_url, // safety: https, or http on loopback; form: at most 2048 characters
    latitude,  // safety: finite; form: -90 to 90
    longitude, // safety: finite; form: -180 to 180

    // Of form: a client can be told to leave them to the service.
    date,          // YYYY-MM-DD, a day of the calendar
    country,       // ISO 3166-1 alpha-2, assigned; XK as well
    currency,      // ISO 4217, active
    phone,         // E.164
    event_pattern, // of contract section 11; at most 100 in an array
    page_size,     // 1 to 100
    known_value,   // of an enumeration: one that the contract lists
    percentage,    // the one type of fee that can be sent
};

OMS_DECL bool is_date(std::string_view text);
OMS_DECL bool is_phone(std::string_view text);
/// At least two segments between dots, each a name or a whole `*`; at most 128 characters.
OMS_DECL bool is_event_pattern(std::string_view text);
/// A URL of RFC 3986 with the scheme https and a host, or with http and a host that is this machine.
OMS_DECL bool is_delivery_url(std::string_view text);

inline constexpr std::size_t most_metadata_members = 20;
inline constexpr std::size_t most_event_patterns = 100;
inline constexpr std::size_t most_pattern_characters = 128;
inline constexpr std::size_t most_url_characters = 2048;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/format.ipp>
#endif
