#pragma once

#include <oms/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

/// A whole number without sign, wide enough for every intermediate value of decimal's arithmetic.
///
/// Base 10^8, least significant limb first, no leading zero limbs (zero has size 0). A product of two limbs fits 64
/// bits, and printing needs no division. The widest values are a numerator (96 digits moved by 96 + 96 places) and a
/// product (192 digits moved by 96 places): 288 digits, 36 limbs; the rest is room for a carry.
struct natural {
    static constexpr std::uint32_t base = 100'000'000;
    static constexpr int digits_per_limb = 8;
    static constexpr std::size_t capacity = 40;

    std::array<std::uint32_t, capacity> limbs{};
    std::size_t size = 0;

    bool is_zero() const noexcept { return size == 0; }
    bool is_odd() const noexcept { return size != 0 && limbs[0] % 2 == 1; }
    void trim() noexcept;
};

/// Number of decimal digits; 0 for zero.
OMS_DECL int digits_of(const natural& value) noexcept;

/// Negative, 0 or positive, as a is less than, equal to or greater than b.
OMS_DECL int compare(const natural& a, const natural& b) noexcept;

OMS_DECL natural add(const natural& a, const natural& b) noexcept;

/// a - b, where a is not less than b.
OMS_DECL natural subtract(const natural& a, const natural& b) noexcept;

OMS_DECL natural multiply(const natural& a, const natural& b) noexcept;

/// value * factor + addend.
OMS_DECL natural multiply_small(const natural& value, std::uint32_t factor, std::uint32_t addend = 0) noexcept;

/// value * 10^places.
OMS_DECL natural shift(const natural& value, int places) noexcept;

struct quotient_and_remainder {
    natural quotient;
    natural remainder;
};

/// Whole quotient and remainder; the divisor is not zero.
OMS_DECL quotient_and_remainder divide(const natural& dividend, const natural& divisor) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/natural.ipp>
#endif
