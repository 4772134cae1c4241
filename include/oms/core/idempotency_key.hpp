#pragma once

#include <oms/core/result.hpp>
#include <oms/core/text.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

/// Fills memory from OpenSSL's generator. Throws errc::not_available when that has no randomness to give.
OMS_DECL void fill_with_random(unsigned char* bytes, std::size_t size);

} // namespace detail

/// The value of the Idempotency-Key header (contract 1.4): one per logical mutation, the same in every attempt.
///
/// A default-constructed key is empty: the call then makes one itself.
class idempotency_key {
public:
    static constexpr std::size_t max_size = 255;

    /// No key.
    idempotency_key() noexcept = default;

    /// A key of the caller's: 1 to 255 characters of visible ASCII (0x21 to 0x7E). Throws
    /// errc::invalid_idempotency_key for anything else.
    explicit idempotency_key(std::string_view text);

    /// The same without throwing.
    template <std::same_as<idempotency_key> Value = idempotency_key>
    static result<Value> parse(std::string_view text)
    {
        return detail::parser::parse<Value>(text);
    }

    /// A new random key: a UUID of version 4 (RFC 9562) from OpenSSL's generator. Throws errc::not_available when that
    /// has no randomness to give.
    static idempotency_key generate();

    /// The same out of 128 random bits of the caller's.
    static idempotency_key from_random(const unsigned char* bits) noexcept;

    /// The text; valid as long as this key lives and is not assigned to.
    std::string_view view() const noexcept { return text_.view(); }

    std::string str() const { return std::string(view()); }

    /// Whether there is no key.
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const idempotency_key& a, const idempotency_key& b) noexcept = default;
    friend std::strong_ordering operator<=>(const idempotency_key& a, const idempotency_key& b) noexcept = default;

    /// Prints the text.
    friend std::ostream& operator<<(std::ostream& out, const idempotency_key& key)
    {
        return detail::write_text(out, key.view());
    }

private:
    friend struct detail::parser;
    bool read(std::string_view text, error& why);

    detail::short_text text_;
};

}} // namespace oms::v0_1

template <>
struct std::hash<oms::idempotency_key> {
    std::size_t operator()(const oms::idempotency_key& key) const noexcept
    {
        return oms::detail::hash_text(key.view());
    }
};

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/idempotency_key.ipp>
#endif
