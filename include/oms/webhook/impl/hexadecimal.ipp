#pragma once

#include <oms/webhook/hexadecimal.hpp>

#include <oms/core/hexadecimal_digit.hpp>

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
