#pragma once

#include <oms/core/idempotency_key.hpp>

// Declared as OpenSSL 3 does, not included: its headers would cost every file of a header-only program more than all
// of this room.
extern "C" int RAND_bytes(unsigned char* buf, int num);

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL void fill_with_random(unsigned char* bytes, std::size_t size)
{
    if (RAND_bytes(bytes, static_cast<int>(size)) != 1)
        throw error(errc::not_available, "the random generator of OpenSSL failed");
}

} // namespace detail

OMS_DECL idempotency_key::idempotency_key(std::string_view text)
{
    detail::parser::read_or_throw(*this, text);
}

OMS_DECL bool idempotency_key::read(std::string_view text, error& why)
{
    bool visible = !text.empty() && text.size() <= max_size;
    for (const char c : text)
        visible = visible && c > 0x20 && c < 0x7f;
    if (!visible)
        return why = error(errc::invalid_idempotency_key), false;
    text_ = detail::short_text(text);
    return true;
}

OMS_DECL idempotency_key idempotency_key::generate()
{
    unsigned char bits[16];
    detail::fill_with_random(bits, sizeof bits);
    return from_random(bits);
}

OMS_DECL idempotency_key idempotency_key::from_random(const unsigned char* bits) noexcept
{
    unsigned char bytes[16];
    for (std::size_t i = 0; i != sizeof bytes; ++i)
        bytes[i] = bits[i];
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40); // version 4
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80); // variant of RFC 9562
    constexpr char hex[] = "0123456789abcdef";
    char text[36];
    std::size_t at = 0;
    for (std::size_t i = 0; i != sizeof bytes; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text[at++] = '-';
        text[at++] = hex[bytes[i] >> 4];
        text[at++] = hex[bytes[i] & 0x0f];
    }
    idempotency_key key;
    key.text_ = detail::short_text({text, sizeof text});
    return key;
}

}} // namespace oms::v0_1
