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

OMS_DECL bool decode_hexadecimal(std::string_view text, sha256_digest& bytes) noexcept
{
    if (text.size() != 2 * bytes.size())
        return false;
    // Without a branch for each digit, so that a compiler may take many at a time.
    std::array<unsigned char, 2 * sha256_digest{}.size()> values;
    unsigned char wrong = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto digit = static_cast<unsigned char>(text[i] - '0');
        const auto letter = static_cast<unsigned char>((text[i] | 0x20) - 'a');
        values[i] = static_cast<unsigned char>(digit < 10 ? digit : letter + 10);
        wrong = static_cast<unsigned char>(wrong | (digit >= 10 && letter >= 6 ? 1 : 0));
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(values[2 * i] << 4 | values[2 * i + 1]);
    return wrong == 0;
}

}}} // namespace oms::v0_1::detail
