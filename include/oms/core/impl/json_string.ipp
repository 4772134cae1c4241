#pragma once

#include <oms/core/hexadecimal_digit.hpp>
#include <oms/core/json_string.hpp>

#include <bit>
#include <cstdint>
#include <cstring>

namespace oms { inline namespace v0_1 { namespace detail {

// Strings are looked through a block of characters at a time. The compiler's own vectors rather than <emmintrin.h>:
// every file that uses a client would read that header.
#if defined(__SSE2__) && defined(__GNUC__)

OMS_DECL std::size_t end_of_plain_block(const char* chars) noexcept
{
    using block = signed char __attribute__((vector_size(16)));
    using mask = char __attribute__((vector_size(16)));
    block seen;
    std::memcpy(&seen, chars, sizeof seen);
    // Below a space are, as signed numbers, also all that are not ASCII.
    const auto found = (seen == '"') | (seen == '\\') | (seen < ' ');
    const auto bits = static_cast<unsigned>(__builtin_ia32_pmovmskb128(reinterpret_cast<mask>(found)));
    return static_cast<std::size_t>(std::countr_zero(bits | 1u << string_block));
}

#else

OMS_DECL std::size_t end_of_plain_block(const char* chars) noexcept
{
    std::uint64_t seen = 0;
    for (std::size_t i = string_block; i-- != 0;)
        seen = seen << 8 | static_cast<unsigned char>(chars[i]);
    // The highest bit of a byte tells that it is one of those looked for; a borrow can only tell it wrongly of bytes
    // after one that is.
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
    const std::uint64_t quote = (seen ^ each * '"') - each, backslash = (seen ^ each * '\\') - each;
    const std::uint64_t found = (quote | backslash | (seen - each * ' ') | seen) & high;
    return found == 0 ? string_block : static_cast<std::size_t>(std::countr_zero(found)) / 8;
}

#endif

OMS_DECL std::size_t end_of_plain_text(std::string_view text, std::size_t at) noexcept
{
    for (; text.size() - at >= string_block; at += string_block)
        if (const std::size_t end = end_of_plain_block(text.data() + at); end != string_block)
            return at + end;
    const auto is_plain = [](char c) {
        return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80;
    };
    while (at < text.size() && is_plain(text[at]))
        ++at;
    return at;
}

OMS_DECL std::size_t utf8_length(std::string_view text, std::size_t at)
{
    const auto byte = [text, at](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const auto follows = [&byte](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    const unsigned lead = byte(0);
    if (lead >= 0xC2 && lead <= 0xDF)
        return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF)
        return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4)
        return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

OMS_DECL void append_utf8(std::string& out, unsigned code)
{
    const auto put = [&out](unsigned value) {
        out += static_cast<char>(value);
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

OMS_DECL bool take_four_hex(std::string_view text, std::size_t& at, unsigned& out)
{
    if (text.size() - at < 4)
        return false;
    out = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexadecimal_digit(text[at++]);
        if (digit < 0)
            return false;
        out = out * 16 + static_cast<unsigned>(digit);
    }
    return true;
}

/// Decodes the escape whose backslash is at `text[at]`.
OMS_DECL std::string_view take_escape(std::string_view text, std::size_t& at, std::string& out)
{
    ++at;
    const char c = at < text.size() ? text[at++] : '\0';
    constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t i = names.find(c); i != names.npos) {
        out += meanings[i];
        return {};
    }
    unsigned code = 0;
    if (c != 'u' || !take_four_hex(text, at, code))
        return "an escape that JSON does not have";
    if (code >= 0xD800 && code <= 0xDFFF) {
        unsigned low = 0;
        const bool pair = code <= 0xDBFF && text.substr(at, 2) == "\\u" && (at += 2, take_four_hex(text, at, low)) &&
                          low >= 0xDC00 && low <= 0xDFFF;
        if (!pair)
            return "half a surrogate pair";
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return {};
}

OMS_DECL std::string_view take_json_string(std::string_view text, std::size_t& at, std::string& decoded,
                                           std::string_view& out)
{
    const std::size_t begin = ++at;
    std::size_t copied = begin; // up to here the text stands in `decoded`
    bool has_escapes = false;
    for (;;) {
        at = end_of_plain_text(text, at);
        if (at >= text.size())
            return "the document ends inside a string";
        const auto c = static_cast<unsigned char>(text[at]);
        if (c == '"') {
            if (has_escapes)
                decoded.append(text, copied, at - copied);
            out = has_escapes ? std::string_view(decoded) : text.substr(begin, at - begin);
            ++at;
            return {};
        }
        if (c == '\\') {
            if (!has_escapes)
                decoded.clear();
            has_escapes = true;
            decoded.append(text, copied, at - copied);
            if (const std::string_view fault = take_escape(text, at, decoded); !fault.empty())
                return fault;
            copied = at;
        } else if (c < 0x20) {
            return "a control character in a string";
        } else if (const std::size_t length = utf8_length(text, at)) {
            at += length;
        } else {
            return "text that is not UTF-8";
        }
    }
}

OMS_DECL bool is_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        std::uint64_t eight = 0;
        if (text.size() - at >= sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const std::size_t length = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : utf8_length(text, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

OMS_DECL void append_json_string(std::string& out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; (i = end_of_plain_text(text, i)) < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x80)
            continue;
        out.append(text, copied, i - copied);
        copied = i + 1;
        constexpr std::string_view meanings = "\"\\\b\f\n\r\t", names = "\"\\bfnrt";
        out += '\\';
        if (const std::size_t known = meanings.find(c); known != meanings.npos) {
            out += names[known];
        } else {
            out += "u00";
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
        }
    }
    out.append(text, copied);
    out += '"';
}

}}} // namespace oms::v0_1::detail
