#pragma once

#include <oms/core/hexadecimal_digit.hpp>
#include <oms/core/server_text.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

constexpr bool is_small_letter(char c) noexcept
{
    return c >= 'a' && c <= 'z';
}

constexpr bool is_letter(char c) noexcept
{
    return is_small_letter(c) || (c >= 'A' && c <= 'Z');
}

constexpr bool is_ascii_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

// Not std::all_of: <algorithm> would be read by every file that includes the SDK.
constexpr bool made_of(std::string_view text, bool (*allowed)(char) noexcept) noexcept
{
    for (const char c : text)
        if (!allowed(c))
            return false;
    return true;
}

// An API key, a webhook secret, a token.
OMS_DECL bool begins_like_a_credential(std::string_view text) noexcept
{
    return text.starts_with("sk_") || text.starts_with("whsec_") || text.starts_with("eyJ");
}

OMS_DECL bool is_plain_code(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= 40 && is_small_letter(text[0]) && !begins_like_a_credential(text) &&
           made_of(text, [](char c) noexcept { return is_small_letter(c) || c == '_'; });
}

OMS_DECL bool is_field_name(std::string_view text) noexcept
{
    if (text == "line1" || text == "line2")
        return true;
    return !text.empty() && text.size() <= 40 && is_small_letter(text[0]) && !begins_like_a_credential(text) &&
           made_of(text, is_letter);
}

// `[0]`, `[1][12]`, or nothing.
OMS_DECL bool is_indexes(std::string_view text) noexcept
{
    while (!text.empty()) {
        const std::size_t end = text.find(']');
        if (text[0] != '[' || end == text.npos || end < 2 || end > 4 ||
            !made_of(text.substr(1, end - 1), is_ascii_digit))
            return false;
        text.remove_prefix(end + 1);
    }
    return true;
}

OMS_DECL std::string shown_field_path(std::string_view path)
{
    constexpr std::size_t longest = 120;
    std::size_t shown = 0;
    for (std::size_t at = 0; at <= path.size();) {
        const std::string_view segment = path.substr(at, path.find('.', at) - at);
        const std::string_view name = segment.substr(0, segment.find('['));
        at += segment.size();
        if (at > longest || !is_field_name(name) || !is_indexes(segment.substr(name.size())))
            return std::string(path.substr(0, shown)) + "...";
        shown = at++;
    }
    return std::string(path);
}

OMS_DECL bool is_uuid(std::string_view text) noexcept
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i != text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : hexadecimal_digit(text[i]) < 0)
            return false;
    }
    return true;
}

OMS_DECL bool is_request_id(std::string_view text) noexcept
{
    if (is_uuid(text))
        return true;
    return text.size() <= 64 && (text.starts_with("req_") || text.starts_with("req-")) &&
           made_of(text, [](char c) noexcept { return is_letter(c) || is_ascii_digit(c) || c == '-' || c == '_'; });
}

}}} // namespace oms::v0_1::detail
