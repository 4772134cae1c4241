#pragma once

#include <oms/client/impl/target_path.hpp>
#include <oms/core/hexadecimal_digit.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL bool is_escape(std::string_view text) noexcept
{
    return text.size() >= 3 && text[0] == '%' && hexadecimal_digit(text[1]) >= 0 && hexadecimal_digit(text[2]) >= 0;
}

OMS_DECL std::string percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t at = 0; at != text.size(); ++at) {
        if (is_escape(text.substr(at))) {
            decoded += static_cast<char>(hexadecimal_digit(text[at + 1]) * 16 + hexadecimal_digit(text[at + 2]));
            at += 2;
        } else {
            decoded += text[at];
        }
    }
    return decoded;
}

/// A character of a path or a query (RFC 3986, sections 3.3 and 3.4), `%` of an escape included.
OMS_DECL bool is_target_character(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("-._~!$&'()*+,;=:@/?%").find(c) != std::string_view::npos;
}

// A server, or a proxy before it, may decode twice, take a backslash for a slash, and cut off what follows a `;`, or
// what ends a path once it is decoded.
OMS_DECL bool has_dot_segment(std::string path)
{
    for (std::string decoded = percent_decoded(path); decoded != path; decoded = percent_decoded(path))
        path = std::move(decoded);
    std::replace(path.begin(), path.end(), '\\', '/');
    constexpr std::string_view ends{";?#\0", 4};
    for (std::string_view left = path; !left.empty();) {
        left.remove_prefix(1);
        const std::string_view segment = left.substr(0, left.find('/'));
        const std::string_view name = segment.substr(0, segment.find_first_of(ends));
        if (name == "." || name == "..")
            return true;
        left.remove_prefix(segment.size());
    }
    return false;
}

OMS_DECL std::string_view fault_of_path(std::string_view path)
{
    if (path.empty() || path.front() != '/')
        return "must begin with a slash";
    if (path.find('#') != path.npos)
        return "must not have a fragment";
    if (!std::all_of(path.begin(), path.end(), is_target_character))
        return "holds a character that must be percent-encoded";
    for (std::size_t at = path.find('%'); at != path.npos; at = path.find('%', at + 1))
        if (!is_escape(path.substr(at)))
            return "holds a % that is not followed by two hexadecimal digits";
    path = path.substr(0, path.find('?'));
    if (path.find("//") != path.npos)
        return "must not have an empty segment";
    return has_dot_segment(std::string(path)) ? "must not have a dot segment" : std::string_view();
}

}}} // namespace oms::v0_1::detail
