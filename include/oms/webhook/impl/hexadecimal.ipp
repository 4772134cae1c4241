#pragma once

#include <oms/webhook/hexadecimal.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string to_hexadecimal(const sha256_digest& bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15U];
    }
    return text;
}

/// 0 to 15, or -1.
OMS_DECL int hexadecimal_digit(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

OMS_DECL bool decode_hexadecimal(std::string_view text, sha256_digest& bytes) noexcept
{
    if (text.size() != 2 * bytes.size())
        return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hexadecimal_digit(text[2 * i]);
        const int low = hexadecimal_digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return true;
}

}}} // namespace oms::v0_1::detail
