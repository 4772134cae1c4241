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
    const auto is_blank = [](char c) {
        return c == ' ' || c == '\t';
    };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Decimal digits up to 2^63 - 1, and nothing else: no sign, no fraction.
OMS_DECL std::optional<std::int64_t> read_unix_seconds(std::string_view digits) noexcept
{
    if (digits.starts_with('-'))
        return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (failure != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return seconds;
}

OMS_DECL void signature_list::push_back(const sha256_digest& signature)
{
    if (count_ < two_.size()) {
        two_[count_] = signature;
    } else {
        if (more_.empty())
            more_.assign(two_.begin(), two_.end());
        more_.push_back(signature);
    }
    ++count_;
}

OMS_DECL std::string_view read_signature_header(std::string_view header, signature_header& read)
{
    if (header.size() > signature_header_limit)
        return "the header is longer than 8 KiB";

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
            return "the header has more than 64 elements";

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
        return timestamps == 0 ? "the header has no t"
                               : "the header has more than one t: it was given twice and joined";
    const std::optional<std::int64_t> seconds = read_unix_seconds(read.timestamp_digits);
    if (!seconds)
        return "t is not a number of seconds, in digits alone, up to 2^63 - 1";
    if (signatures == 0)
        return "the header has no v1";
    read.timestamp = *seconds;
    return {};
}

template <std::same_as<signature_header> Header>
result<Header> parse_signature_header(std::string_view header)
{
    Header read;
    if (const std::string_view malformed = read_signature_header(header, read); !malformed.empty())
        return error{errc::malformed_header, std::string{malformed}};
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
