#pragma once

#include <oms/net/impl/plain_head.hpp>

#include <oms/http/headers.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// The characters of a field name (RFC 9110, section 5.6.2).
inline constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (const char c :
         std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

/// Where visible characters, blanks and bytes beyond ASCII end. Tabs are left to others.
OMS_DECL const char* skip_text(const char* at, const char* end) noexcept
{
    constexpr std::uint64_t each = 0x0101010101010101u;
    constexpr std::uint64_t high = each * 0x80;
    while (end - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof(word));
        const std::uint64_t no_del = word ^ (each * 0x7f);
        if ((((word - each * 0x20) & ~word) | ((no_del - each) & ~no_del)) & high)
            break;
        at += 8;
    }
    while (at != end && static_cast<unsigned char>(*at) >= 0x20 && *at != 0x7f)
        ++at;
    return at;
}

/// The number, or false: not up to 18 digits and nothing else.
OMS_DECL bool read_length(std::string_view digits, std::uint64_t& number) noexcept
{
    number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return false;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return !digits.empty() && digits.size() <= 18;
}

/// Takes note of a field that says something about the message. False when it is not plain.
OMS_DECL bool note_field(std::string_view name, std::string_view value, plain_head& head, bool& has_length) noexcept
{
    switch (name.size()) {
    case 7:
        return !same_ignoring_case(name, "Upgrade");
    case 10:
        if (!same_ignoring_case(name, "Connection"))
            return true;
        if (same_ignoring_case(value, "keep-alive"))
            return true;
        head.keep_alive = false;
        return same_ignoring_case(value, "close");
    case 14:
        if (!same_ignoring_case(name, "Content-Length"))
            return true;
        return !std::exchange(has_length, true) && read_length(value, head.length);
    case 16:
        return !same_ignoring_case(name, "Proxy-Connection");
    case 17:
        return !same_ignoring_case(name, "Transfer-Encoding");
    default:
        return true;
    }
}

/// The status of a status line that is plain up to its reason; zero for another.
OMS_DECL int read_status(const char* at) noexcept
{
    if (std::memcmp(at, "HTTP/1.1 ", 9) != 0 || at[12] != ' ')
        return 0;
    int status = 0;
    for (const char* digit = at + 9; digit != at + 12; ++digit) {
        if (*digit < '0' || *digit > '9')
            return 0;
        status = status * 10 + (*digit - '0');
    }
    return status < 200 || status > 599 || status == 204 || status == 304 ? 0 : status;
}

OMS_DECL plain_head read_plain_head(std::string_view arrived, const response_limits& limits, http_response& into)
{
    constexpr std::size_t least = 19; // "HTTP/1.1 200 " and the end of two lines
    const char* const begin = arrived.data();
    const char* const end = begin + std::min<std::size_t>(arrived.size(), limits.head);
    if (end - begin < static_cast<std::ptrdiff_t>(least))
        return {};
    const int status = read_status(begin);
    if (status == 0)
        return {};
    plain_head head;
    bool has_length = false;
    const char* line = skip_text(begin + 13, end);
    while (end - line >= 4 && line[0] == '\r' && line[1] == '\n') {
        line += 2;
        if (line[0] == '\r') {
            if (line[1] != '\n' || !has_length || head.length > limits.body)
                break;
            into.body.reserve(static_cast<std::size_t>(std::min(head.length, body_room_ahead)));
            into.status = status;
            head.size = static_cast<std::size_t>(line + 2 - begin);
            return head;
        }
        const char* colon = line;
        while (colon != end && token_characters[static_cast<unsigned char>(*colon)])
            ++colon;
        if (colon == line || end - colon < 4 || colon[0] != ':' || colon[1] != ' ')
            break;
        const char* const value = colon + 2;
        const char* const after = skip_text(value, end);
        if (after == value || value[0] == ' ' || after[-1] == ' ' || end - after < 2 || after[0] != '\r' ||
            after[1] != '\n')
            break;
        const std::string_view name(line, static_cast<std::size_t>(colon - line));
        if (!note_field(name, {value, static_cast<std::size_t>(after - value)}, head, has_length))
            break;
        into.headers.add_received_line({line, static_cast<std::size_t>(after + 2 - line)}, name.size());
        line = after;
    }
    into.headers.clear();
    return {};
}

}}} // namespace oms::v0_1::detail
