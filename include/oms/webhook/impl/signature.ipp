#pragma once

#include <oms/webhook/signature.hpp>

#include <oms/core/error.hpp>
#include <oms/webhook/hexadecimal.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace oms { inline namespace v0_1 {
namespace detail {

OMS_DECL std::string_view without_spaces_and_tabs_around(std::string_view text) noexcept
{
    constexpr std::string_view blanks = " \t";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Decimal digits up to 2^63 - 1, and nothing else: no sign, no fraction.
OMS_DECL std::optional<std::int64_t> read_unix_seconds(std::string_view digits) noexcept
{
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (failure != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return seconds;
}

OMS_DECL error malformed_header(std::string_view reason)
{
    return error{errc::malformed_header, std::string{reason}};
}

template <std::same_as<signature_header> Header>
result<Header> parse_signature_header(std::string_view header)
{
    if (header.size() > signature_header_limit)
        return malformed_header("the header is longer than 8 KiB");

    Header read;
    std::size_t elements = 0;
    std::size_t timestamps = 0;
    std::size_t signatures = 0;
    while (!header.empty()) {
        const std::size_t comma = header.find(',');
        const std::string_view element = without_spaces_and_tabs_around(header.substr(0, comma));
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
        if (element.empty())
            continue;
        if (++elements > signature_element_limit)
            return malformed_header("the header has more than 64 elements");

        if (element.starts_with("t=")) {
            ++timestamps;
            read.timestamp_digits = element.substr(2);
        } else if (element.starts_with("v1=")) {
            ++signatures;
            sha256_digest digest;
            if (decode_hexadecimal(element.substr(3), digest))
                read.signatures.push_back(digest);
        }
    }

    if (timestamps != 1)
        return malformed_header(timestamps == 0 ? "the header has no t"
                                                : "the header has more than one t: it was given twice and joined");
    const std::optional<std::int64_t> seconds = read_unix_seconds(read.timestamp_digits);
    if (!seconds)
        return malformed_header("t is not a number of seconds, in digits alone, up to 2^63 - 1");
    if (signatures == 0)
        return malformed_header("the header has no v1");
    read.timestamp = *seconds;
    return read;
}

#ifdef OMS_SEPARATE_COMPILATION
template result<signature_header> parse_signature_header(std::string_view);
#endif

OMS_DECL bool carries(const signature_header& header, const sha256_digest& expected) noexcept
{
    return std::any_of(header.signatures.begin(), header.signatures.end(),
                       [&](const sha256_digest& given) { return equal_in_constant_time(given, expected); });
}

OMS_DECL sha256_digest signature_of(const webhook_secret& secret, std::string_view timestamp_digits,
                                    std::string_view body)
{
    return secret.hmac().of({timestamp_digits, ".", body});
}

} // namespace detail

OMS_DECL std::string sign(const webhook_secret& secret, std::int64_t unix_seconds, std::string_view body)
{
    if (unix_seconds < 0)
        throw error{errc::invalid_argument, "a webhook signature cannot carry a time before 1970"};
    const std::string digits = std::to_string(unix_seconds);
    return "t=" + digits + ",v1=" + detail::to_hexadecimal(detail::signature_of(secret, digits, body));
}

}} // namespace oms::v0_1
