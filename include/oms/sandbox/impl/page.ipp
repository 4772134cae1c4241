#pragma once

#include <oms/sandbox/impl/page.hpp>

#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

inline constexpr std::string_view cursor_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

OMS_DECL std::string cursor_of(std::string_view list, std::string_view id)
{
    const std::string plain = std::string(list) + ":" + std::string(id);
    std::string text;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : plain) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            text += cursor_alphabet[(bits >> (held - 6)) & 63];
    }
    if (held > 0)
        text += cursor_alphabet[(bits << (6 - held)) & 63];
    return text;
}

OMS_DECL std::optional<std::string> id_in_cursor(std::string_view list, std::string_view cursor)
{
    std::string plain;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : cursor) {
        const std::size_t value = cursor_alphabet.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8)
            continue;
        held -= 8;
        plain += static_cast<char>((bits >> held) & 0xff);
        if (plain.back() <= 0x20 || plain.back() > 0x7e)
            return std::nullopt;
    }
    const std::string prefix = std::string(list) + ":";
    // Written anew it must be the same text, so that a cursor cannot be spelt in two ways.
    if (plain.rfind(prefix, 0) != 0 || plain.size() == prefix.size() ||
        cursor_of(list, std::string_view(plain).substr(prefix.size())) != cursor)
        return std::nullopt;
    return plain.substr(prefix.size());
}

OMS_DECL page_request read_page_request(query_parameters& query, std::string_view list)
{
    page_request asked;
    asked.limit = static_cast<std::size_t>(query.integer("limit", 1, 100).value_or(50));
    const auto place = [&](std::string_view name) -> std::optional<std::string> {
        const std::optional<std::string> cursor = query.text(name);
        if (!cursor)
            return std::nullopt;
        std::optional<std::string> id = id_in_cursor(list, *cursor);
        if (!id && !cursor->empty())
            query.wrong(name, "is not a cursor of this list");
        return id;
    };
    const bool both = query.has("startingAfter") && query.has("endingBefore");
    asked.starting_after = place("startingAfter");
    asked.ending_before = place("endingBefore");
    asked.created_after = query.time("createdAfter");
    asked.created_before = query.time("createdBefore");
    if (both)
        throw invalid_request("startingAfter and endingBefore exclude each other.");
    return asked;
}

}}} // namespace oms::v0_1::detail::emulation
