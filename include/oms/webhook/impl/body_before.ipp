#pragma once

#include <oms/webhook/impl/body_before.hpp>

#include <oms/core/hexadecimal_digit.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string without_line_end(std::string_view body)
{
    if (body.ends_with('\n'))
        body.remove_suffix(1);
    if (body.ends_with('\r'))
        body.remove_suffix(1);
    return std::string{body};
}

OMS_DECL std::string without_carriage_returns(std::string_view body)
{
    std::string text{body};
    std::erase(text, '\r');
    return text;
}

OMS_DECL std::string with_carriage_returns(std::string_view body)
{
    std::string text;
    for (const char c : body) {
        if (c == '\n' && !text.ends_with('\r'))
            text += '\r';
        text += c;
    }
    return text;
}

OMS_DECL void begin_line(std::string& text, std::size_t depth)
{
    text += '\n';
    text.append(2 * std::min<std::size_t>(depth, 64), ' '); // deeper JSON is not read at all
}

OMS_DECL std::string laid_out(std::string_view json, json_layout layout)
{
    const bool lines = layout == json_layout::indented;
    std::string text;
    std::size_t depth = 0;
    bool in_string = false;
    bool opened = false; // whether a bracket was opened just now
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (text.size() > 8 * json.size()) // nobody wrote that; deep brackets could make it 100 times as long
            return std::string{json};
        const char c = json[i];
        if (in_string) {
            text += c;
            if (c == '\\' && i + 1 < json.size())
                text += json[++i];
            in_string = c != '"';
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        const bool closes = c == '}' || c == ']';
        if (closes && depth > 0)
            --depth;
        if (lines && opened != closes)
            begin_line(text, depth);
        opened = c == '{' || c == '[';
        if (opened)
            ++depth;
        in_string = c == '"';
        text += c;
        if (c == ':' && layout != json_layout::compact)
            text += ' ';
        else if (c == ',' && layout == json_layout::spaced)
            text += ' ';
        else if (c == ',' && lines)
            begin_line(text, depth);
    }
    return text;
}

/// The number of four hexadecimal digits after `\u`; -1 when that is not what stands there.
OMS_DECL std::int32_t escaped_unit(std::string_view json, std::size_t at) noexcept
{
    if (json.size() < at + 6 || json[at] != '\\' || json[at + 1] != 'u')
        return -1;
    std::int32_t unit = 0;
    for (const char c : json.substr(at + 2, 4)) {
        const int digit = hexadecimal_digit(c);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

OMS_DECL void append_utf8(std::string& text, std::int32_t point)
{
    const auto tail = [&text, point](int shift) {
        text += static_cast<char>(0x80 | (point >> shift & 0x3f));
    };
    if (point < 0x800) {
        text += static_cast<char>(0xc0 | point >> 6);
    } else if (point < 0x10000) {
        text += static_cast<char>(0xe0 | point >> 12);
        tail(6);
    } else {
        text += static_cast<char>(0xf0 | point >> 18);
        tail(12);
        tail(6);
    }
    tail(0);
}

OMS_DECL std::string with_plain_characters(std::string_view json)
{
    const auto surrogate = [](std::int32_t unit, std::int32_t first) {
        return unit >= first && unit < first + 0x400;
    };
    std::string text;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] != '\\' || i + 1 == json.size()) {
            text += json[i];
            continue;
        }
        const std::int32_t unit = escaped_unit(json, i);
        const std::int32_t next = escaped_unit(json, i + 6);
        if (surrogate(unit, 0xd800) && surrogate(next, 0xdc00)) {
            append_utf8(text, 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
            i += 11;
        } else if (unit >= 0x80 && !surrogate(unit, 0xd800) && !surrogate(unit, 0xdc00)) {
            append_utf8(text, unit);
            i += 5;
        } else if (json[i + 1] == '/') {
            text += json[++i];
        } else {
            text += json[i];
            text += json[++i]; // an escaped backslash does not begin another escape
        }
    }
    return text;
}

OMS_DECL std::string read_as_latin1(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            bytes += text[i];
        } else if ((lead == 0xc2 || lead == 0xc3) && i + 1 < text.size()) {
            const auto tail = static_cast<unsigned char>(text[++i]);
            bytes += static_cast<char>((lead & 3) << 6 | (tail & 0x3f));
        } else {
            return std::string{text}; // holds what ISO 8859-1 does not have
        }
    }
    return bytes;
}

OMS_DECL std::span<const body_change> body_changes() noexcept
{
    using std::string;
    using std::string_view;
    static constexpr string_view mark = "\xef\xbb\xbf";
    constexpr string_view won = "the body won a line end at its end";
    constexpr string_view lost = "the body lost the line end at its end";
    constexpr string_view written_again = "the body was parsed and written again on its way";
    static constexpr std::array<body_change, 15> changes{{
        {won,
         [](string_view body) {
             return without_line_end(body);
         }},
        {won,
         [](string_view body) {
             return string{body.substr(0, body.size() - (body.ends_with('\n') ? 1 : 0))};
         }},
        {lost,
         [](string_view body) {
             return string{body} + "\n";
         }},
        {lost,
         [](string_view body) {
             return string{body} + "\r\n";
         }},
        {"the body won a zero byte at its end",
         [](string_view body) {
             return string{body.substr(0, body.size() - (body.ends_with('\0') ? 1 : 0))};
         }},
        {"the body won a byte order mark",
         [](string_view body) {
             return string{body.substr(body.starts_with(mark) ? mark.size() : 0)};
         }},
        {"the body lost its byte order mark",
         [](string_view body) {
             return body.starts_with(mark) ? string{body} : string{mark}.append(body);
         }},
        {"the line ends of the body were made CR LF",
         [](string_view body) {
             return without_carriage_returns(body);
         }},
        {"the line ends of the body were made LF",
         [](string_view body) {
             return with_carriage_returns(body);
         }},
        {"the body was read as ISO 8859-1 and written as UTF-8",
         [](string_view body) {
             return read_as_latin1(body);
         }},
        {written_again, [](string_view body) { return laid_out(body, json_layout::compact); }, true},
        {written_again, [](string_view body) { return laid_out(with_plain_characters(body), json_layout::compact); },
         true},
        {written_again, [](string_view body) { return with_plain_characters(body); }, true},
        {written_again, [](string_view body) { return laid_out(body, json_layout::spaced); }, true},
        {written_again, [](string_view body) { return laid_out(body, json_layout::indented); }, true},
    }};
    return changes;
}

}}} // namespace oms::v0_1::detail
