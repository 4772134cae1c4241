#pragma once

// RFC 9112 once more, strictly and without a look at how the SDK reads it: what requests and responses share.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fuzz {

inline bool same_name(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return (a | 32) == (b | 32); });
}

inline bool naive_token(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == text.npos;
}

/// A line without its CRLF; nothing when there is none, or it holds a CR or LF by itself.
inline std::optional<std::string_view> naive_line(std::string_view text, std::size_t& at)
{
    const std::size_t end = text.find("\r\n", at);
    if (end == text.npos)
        return std::nullopt;
    const std::string_view line = text.substr(at, end - at);
    at = end + 2;
    if (line.find_first_of("\r\n") != line.npos)
        return std::nullopt;
    return line;
}

inline std::optional<std::size_t> naive_number(std::string_view digits, unsigned base)
{
    constexpr std::string_view all = "0123456789abcdef";
    std::size_t value = 0;
    for (const char c : digits) {
        const std::size_t digit = all.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
        if (digit >= base)
            return std::nullopt;
        value = std::min<std::size_t>(value * base + digit, 1'000'000'000); // more than any input has
    }
    return digits.empty() ? std::nullopt : std::optional(value);
}

/// How a head says where the body ends.
struct naive_framing {
    std::optional<std::size_t> length;
    bool chunked = false;
};

/// The fields of a head, to and with its empty line, each given to `take(name, value)`. Nothing when one is malformed
/// or folded, or there are two that say where the body ends.
template <class Take>
std::optional<naive_framing> naive_fields(std::string_view text, std::size_t& at, Take take)
{
    naive_framing framing;
    while (const auto line = naive_line(text, at)) {
        if (line->empty())
            return framing;
        const std::size_t colon = line->find(':');
        if (colon == line->npos || !naive_token(line->substr(0, colon)))
            return std::nullopt;
        const std::string_view name = line->substr(0, colon);
        std::string_view value = line->substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value = value.substr(0, value.find_last_not_of(" \t") + 1);
        const bool frames = same_name(name, "Content-Length") || same_name(name, "Transfer-Encoding");
        if (frames && (framing.length || framing.chunked))
            return std::nullopt;
        if (same_name(name, "Content-Length") && !(framing.length = naive_number(value, 10)))
            return std::nullopt;
        if (same_name(name, "Transfer-Encoding") && !(framing.chunked = same_name(value, "chunked")))
            return std::nullopt;
        take(name, value);
    }
    return std::nullopt;
}

/// `longest`: the bytes of the longest line before a chunk, or of the last one with the trailer.
inline std::optional<std::string> naive_chunks(std::string_view text, std::size_t& at, std::size_t& longest)
{
    std::string body;
    std::size_t begin = at;
    while (true) {
        const auto line = naive_line(text, at);
        if (!line)
            return std::nullopt;
        std::string_view digits = line->substr(0, line->find(';'));
        digits = digits.substr(0, digits.find_last_not_of(" \t") + 1); // RFC 9112 section 7.1.1: bad whitespace
        const auto size = naive_number(digits, 16);
        if (!size)
            return std::nullopt;
        longest = std::max(longest, at - begin);
        if (*size == 0)
            break;
        if (text.size() - at < *size + 2 || text.substr(at + *size, 2) != "\r\n")
            return std::nullopt;
        body += text.substr(at, *size);
        begin = at + *size; // its CRLF goes with the next line
        at = begin + 2;
    }
    while (const auto trailer = naive_line(text, at))
        if (trailer->empty()) {
            longest = std::max(longest, at - begin);
            return body;
        }
    return std::nullopt;
}

/// `otherwise`: its size where the head does not say.
inline std::optional<std::string> naive_body(std::string_view text, std::size_t& at, const naive_framing& framing,
                                             std::size_t otherwise, std::size_t& longest)
{
    if (framing.chunked)
        return naive_chunks(text, at, longest);
    const std::size_t size = framing.length.value_or(otherwise);
    if (text.size() - at < size)
        return std::nullopt;
    at += size;
    return std::string(text.substr(at - size, size));
}

} // namespace fuzz
