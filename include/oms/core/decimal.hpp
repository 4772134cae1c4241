#pragma once

#include <oms/core/result.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <type_traits>

namespace oms { inline namespace v0_1 {

namespace detail {

struct natural;

/// Something to loop over whose elements are values of T.
template <class Range, class T>
concept range_of = requires(Range& range) {
    { *std::begin(range) } -> std::convertible_to<const T&>;
    std::end(range);
};

} // namespace detail

/// Which neighbour a decimal is rounded to when digits are dropped.
enum class rounding {
    half_even,      ///< nearest; a half to the even digit
    half_up,        ///< nearest; a half away from zero
    half_down,      ///< nearest; a half towards zero
    toward_zero,    ///< cut off
    away_from_zero, ///< next larger magnitude
    floor,          ///< towards minus infinity
    ceiling,        ///< towards plus infinity
};

/// An exact decimal number: money, a rate or a percentage (contract 1.7).
///
/// No floating point anywhere. It keeps the scale it was given: `100.00` prints as `100.00`. It holds up to 96 digits
/// and up to 96 decimal places. Zero has no sign: `-0` reads as `0`. Leading zeros are not kept.
///
/// `+`, `-` and `*` are exact or throw; rounding happens only in multiply, divide and rescale, which are told the scale
/// and the mode. The scale of a result:
///
///     a + b, a - b, sum(range)       the largest scale of the operands: 100.00 + 0.5 is 100.50
///     a * b                          the sum of both scales: 25.00 * 0.015 is 0.37500
///     multiply, divide, rescale      the one asked for
///
/// A default-constructed decimal is absent, which is not zero: it prints as nothing, and arithmetic and comparison
/// with it throw errc::absent_value. A plain value: one object is not to be changed while another thread reads it.
class decimal {
public:
    static constexpr int max_digits = 96; ///< most digits, leading zeros not counted
    static constexpr int max_scale = 96;  ///< most decimal places

    /// An absent value.
    decimal() noexcept = default;

    /// A number such as `-12` or `0.10`: digits, perhaps a minus before them, perhaps a point and digits behind them;
    /// no plus sign, exponent, grouping or spaces. Throws errc::invalid_decimal for any other text and for more than 96
    /// digits or places; the error's document() is the refused text.
    explicit decimal(std::string_view text);

    /// A number of the language does not say its scale, and a literal 0 would be read as a null pointer to text: give
    /// the text, or use from_integer.
    template <class Number>
        requires std::is_arithmetic_v<Number>
    explicit decimal(Number) = delete;

    /// The same without throwing.
    template <std::same_as<decimal> Value = decimal>
    static result<Value> parse(std::string_view text)
    {
        return detail::parser::parse<Value>(text);
    }

    /// A whole number, of scale 0.
    static decimal from_integer(std::int64_t value) noexcept;

    /// Whether there is no value.
    bool absent() const noexcept { return absent_; }

    /// Whether it is zero; false when absent.
    bool is_zero() const noexcept;

    /// Whether it is below zero; false when absent.
    bool is_negative() const noexcept { return negative_; }

    /// Number of decimal places: 2 for `100.00`; 0 when absent.
    int scale() const noexcept { return scale_; }

    /// Number of digits, leading zeros not counted: 5 for `100.00`, 1 for `0.00` and `0.07`; 0 when absent.
    int digits() const noexcept;

    /// The number as the contract writes it; empty when absent.
    std::string str() const;

    /// The product, rounded to `scale` decimal places; `*` is the exact one. Throws errc::absent_value,
    /// errc::invalid_argument for a scale outside 0 to 96, errc::decimal_overflow when the rounded product has more
    /// than 96 digits.
    decimal multiply(const decimal& factor, int scale, rounding mode) const;

    /// The quotient, rounded to `scale` decimal places. Throws errc::division_by_zero, errc::absent_value,
    /// errc::invalid_argument for a scale outside 0 to 96, errc::decimal_overflow when it has more than 96 digits.
    decimal divide(const decimal& divisor, int scale, rounding mode) const;

    /// The same number with `scale` decimal places, rounded if there are fewer than now. Throws errc::absent_value,
    /// errc::invalid_argument for a scale outside 0 to 96, errc::decimal_overflow when it has more than 96 digits.
    decimal rescale(int scale, rounding mode) const;

    /// Exact sum, of the larger scale. Throws errc::absent_value, errc::decimal_overflow.
    friend decimal operator+(const decimal& a, const decimal& b) { return a.plus(b, b.negative_); }

    /// Exact difference, of the larger scale. Throws errc::absent_value, errc::decimal_overflow.
    friend decimal operator-(const decimal& a, const decimal& b) { return a.plus(b, !b.negative_); }

    /// Exact product; its scale is the sum of both scales. Throws errc::absent_value, errc::decimal_overflow.
    friend decimal operator*(const decimal& a, const decimal& b) { return a.times(b); }

    /// As `a + b`. Throws the same and leaves the left side as it was.
    decimal& operator+=(const decimal& other) { return *this = *this + other; }

    /// As `a - b`. Throws the same and leaves the left side as it was.
    decimal& operator-=(const decimal& other) { return *this = *this - other; }

    /// The number with the other sign. Throws errc::absent_value.
    decimal operator-() const;

    /// The number without its sign. Throws errc::absent_value.
    friend decimal abs(const decimal& value) { return value.negative_ ? -value : value.present(); }

    /// By value: `1.0` equals `1.00`. Throws errc::absent_value when one of both is absent.
    friend bool operator==(const decimal& a, const decimal& b) { return a.compare(b) == 0; }

    /// By value. Throws errc::absent_value when one of both is absent.
    friend std::weak_ordering operator<=>(const decimal& a, const decimal& b) { return a.compare(b); }

    /// Prints str().
    friend std::ostream& operator<<(std::ostream& out, const decimal& value)
    {
        return detail::write_text(out, value.str());
    }

private:
    friend struct detail::parser;
    bool read(std::string_view text, error& why);

    static constexpr std::size_t limb_count = 12;

    static decimal from_parts(bool negative, const detail::natural& coefficient, int scale);
    detail::natural coefficient() const;
    const decimal& present() const;
    decimal plus(const decimal& other, bool other_negative) const;
    decimal times(const decimal& other) const;
    std::weak_ordering compare(const decimal& other) const;

    // All digits as one number in base 10^8, least significant first; the value is that number / 10^scale.
    std::array<std::uint32_t, limb_count> limbs_{};
    std::uint8_t scale_ = 0;
    bool negative_ = false;
    bool absent_ = true;
};

/// Exact sum of decimals, of the largest scale among them; `0` for an empty range. Takes anything to loop over whose
/// elements are decimals: a vector, an array, a view of the amounts of other objects. Throws errc::absent_value when
/// one of them is absent, errc::decimal_overflow when a partial sum has more than 96 digits.
template <class Range>
    requires detail::range_of<Range, decimal>
decimal sum(Range&& values)
{
    decimal total = decimal::from_integer(0);
    for (const decimal& value : values)
        total += value;
    return total;
}

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/decimal.ipp>
#endif
