#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Everything the emulator invents, from one seed.
class identifiers {
public:
    explicit identifiers(std::uint64_t seed) : random_(seed) {}

    /// TypeID form: the prefix and 26 digits of base32 that grow with time and, within a millisecond, with each call.
    std::string id(std::string_view prefix, instant at);

    std::string hexadecimal(std::size_t digits);
    std::string decimal_digits(std::size_t digits);
    std::string letters(std::size_t count);
    /// Three parts of base64url that look like a JWT and mean nothing.
    std::string token();
    /// An address as the network writes them.
    std::string address(std::string_view network);

private:
    std::string draw(std::string_view alphabet, std::size_t count);

    std::mt19937_64 random_;
    instant latest_{};
    std::uint64_t sequence_ = 0;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/identifiers.ipp>
#endif
