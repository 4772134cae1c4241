#pragma once

#include <oms/sandbox/impl/identifiers.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::string identifiers::id(std::string_view prefix, instant at)
{
    if (at > latest_) {
        latest_ = at;
        sequence_ = 0;
    } else if (sequence_ == 0x10000) { // a clock that stands still
        latest_ += std::chrono::milliseconds{1};
        sequence_ = 0;
    }
    // 48 bits of time, 16 of sequence, 64 at random; 26 digits hold 130 bits.
    const std::uint64_t high = (static_cast<std::uint64_t>(latest_.time_since_epoch().count()) << 16) | sequence_++;
    const std::uint64_t low = random_();
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string digits(26, '0');
    for (std::size_t place = 0; place < 26; ++place) {
        const std::size_t shift = (25 - place) * 5;
        std::uint64_t bits = 0;
        if (shift < 64)
            bits = low >> shift;
        if (shift > 59 && shift < 64)
            bits |= high << (64 - shift);
        if (shift >= 64)
            bits = high >> (shift - 64);
        digits[place] = alphabet[bits & 31];
    }
    return std::string(prefix) + digits;
}

OMS_DECL std::string identifiers::draw(std::string_view alphabet, std::size_t count)
{
    std::string text;
    // The remainder is not perfectly even and need not be; it is the same everywhere, as a distribution would not be.
    while (text.size() < count)
        text += alphabet[random_() % alphabet.size()];
    return text;
}

OMS_DECL std::string identifiers::hexadecimal(std::size_t digits)
{
    return draw("0123456789abcdef", digits);
}

OMS_DECL std::string identifiers::decimal_digits(std::size_t digits)
{
    return draw("0123456789", digits);
}

OMS_DECL std::string identifiers::letters(std::size_t count)
{
    return draw("ABCDEFGHJKLMNPQRSTUVWXYZ", count);
}

OMS_DECL std::string identifiers::token()
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9." + draw(alphabet, 48) + "." + draw(alphabet, 86);
}

OMS_DECL std::string identifiers::address(std::string_view network)
{
    if (network == "solana")
        return draw("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 44);
    if (network == "bitcoin")
        return "bc1q" + draw("023456789acdefghjklmnpqrstuvwxyz", 38);
    return "0x" + hexadecimal(40);
}

}}} // namespace oms::v0_1::detail::emulation
