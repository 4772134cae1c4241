#pragma once

#include <oms/core/decimal.hpp>
#include <oms/core/impl/natural.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

OMS_DECL error not_a_decimal(std::string_view text)
{
    return error(errc::invalid_decimal, {}, text);
}

/// Whether a quotient with this remainder is rounded to the next larger magnitude.
OMS_DECL bool rounds_away(const quotient_and_remainder& division, const natural& divisor, bool negative, rounding mode)
{
    if (division.remainder.is_zero())
        return false;
    const int half = compare(multiply_small(division.remainder, 2), divisor);
    switch (mode) {
    case rounding::half_even:
        return half > 0 || (half == 0 && division.quotient.is_odd());
    case rounding::half_up:
        return half >= 0;
    case rounding::half_down:
        return half > 0;
    case rounding::toward_zero:
        return false;
    case rounding::away_from_zero:
        return true;
    case rounding::floor:
        return negative;
    case rounding::ceiling:
        return !negative;
    }
    throw error(errc::invalid_argument, "not a rounding mode");
}

OMS_DECL natural divide_rounded(const natural& dividend, const natural& divisor, bool negative, rounding mode)
{
    const quotient_and_remainder division = divide(dividend, divisor);
    if (!rounds_away(division, divisor, negative, mode))
        return division.quotient;
    return multiply_small(division.quotient, 1, 1);
}

/// coefficient * 10^places, rounded when digits are dropped.
OMS_DECL natural shift_rounded(const natural& coefficient, int places, bool negative, rounding mode)
{
    if (places >= 0)
        return shift(coefficient, places);
    natural one;
    one.limbs[0] = 1;
    one.size = 1;
    return divide_rounded(coefficient, shift(one, -places), negative, mode);
}

OMS_DECL void check_scale(int scale)
{
    if (scale < 0 || scale > decimal::max_scale)
        throw error(errc::invalid_argument, "a decimal has 0 to 96 decimal places");
}

} // namespace detail

OMS_DECL decimal::decimal(std::string_view text)
{
    detail::parser::read_or_throw(*this, text);
}

OMS_DECL bool decimal::read(std::string_view text, error& why)
{
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    // Those that a 64-bit number holds, as nearly all are, in one pass.
    if (constexpr std::size_t short_size = 19; digits.size() <= short_size) {
        std::uint64_t value = 0;
        std::size_t point = digits.size();
        for (std::size_t i = 0; i != digits.size(); ++i) {
            if (detail::is_digit(digits[i]))
                value = value * 10 + static_cast<std::uint64_t>(digits[i] - '0');
            else if (digits[i] == '.' && point == digits.size())
                point = i;
            else
                return why = detail::not_a_decimal(text), false;
        }
        if (point == 0 || point + 1 == digits.size())
            return why = detail::not_a_decimal(text), false;
        negative_ = negative && value != 0;
        absent_ = false;
        scale_ = static_cast<std::uint8_t>(point == digits.size() ? 0 : digits.size() - point - 1);
        limbs_ = {};
        for (std::size_t i = 0; value != 0; ++i, value /= detail::natural::base)
            limbs_[i] = static_cast<std::uint32_t>(value % detail::natural::base);
        return true;
    }

    const std::size_t whole = std::min(digits.find('.'), digits.size());
    const std::size_t places = whole == digits.size() ? 0 : digits.size() - whole - 1;
    if (whole == 0 || (whole != digits.size() && places == 0) || places > max_scale)
        return why = detail::not_a_decimal(text), false;

    constexpr std::size_t most = max_digits;
    decimal number;
    std::size_t position = 0; // of a digit, from the right
    std::uint32_t weight = 1;
    for (std::size_t i = digits.size(); i-- != 0;) {
        if (i == whole)
            continue;
        const char digit = digits[i];
        if (!detail::is_digit(digit) || (position >= most && digit != '0'))
            return why = detail::not_a_decimal(text), false;
        if (position < most)
            number.limbs_[position / detail::natural::digits_per_limb] +=
                static_cast<std::uint32_t>(digit - '0') * weight;
        ++position;
        weight = position % detail::natural::digits_per_limb == 0 ? 1 : weight * 10;
    }
    number.scale_ = static_cast<std::uint8_t>(places);
    number.absent_ = false;
    number.negative_ = negative && !number.is_zero();
    *this = number;
    return true;
}

OMS_DECL decimal decimal::from_integer(std::int64_t value) noexcept
{
    decimal number;
    std::uint64_t magnitude = static_cast<std::uint64_t>(value);
    if (value < 0)
        magnitude = 0 - magnitude;
    for (std::size_t i = 0; magnitude != 0; ++i) {
        number.limbs_[i] = static_cast<std::uint32_t>(magnitude % detail::natural::base);
        magnitude /= detail::natural::base;
    }
    number.negative_ = value < 0;
    number.absent_ = false;
    return number;
}

OMS_DECL bool decimal::is_zero() const noexcept
{
    return !absent_ && limbs_ == decltype(limbs_){};
}

OMS_DECL int decimal::digits() const noexcept
{
    return absent_ ? 0 : std::max(1, detail::digits_of(coefficient()));
}

OMS_DECL std::string decimal::str() const
{
    if (absent_)
        return {};
    std::size_t used = limb_count;
    while (used != 0 && limbs_[used - 1] == 0)
        --used;
    // From the right; a point, a sign, and one zero more than there are digits where all 96 are decimal places.
    std::array<char, max_digits + 3> chars;
    char* const end = chars.data() + chars.size();
    char* at = end;
    std::uint32_t limb = 0;
    for (std::size_t position = 0;; ++position) {
        const std::size_t index = position / detail::natural::digits_per_limb;
        if (position % detail::natural::digits_per_limb == 0)
            limb = index < used ? limbs_[index] : 0;
        if (position > scale_ && limb == 0 && index + 1 >= used)
            break;
        if (position == scale_ && scale_ != 0)
            *--at = '.';
        *--at = static_cast<char>('0' + limb % 10);
        limb /= 10;
    }
    if (negative_)
        *--at = '-';
    return std::string(at, end);
}

OMS_DECL decimal decimal::multiply(const decimal& factor, int scale, rounding mode) const
{
    detail::check_scale(scale);
    present();
    factor.present();
    const bool negative = negative_ != factor.negative_;
    const detail::natural product = detail::multiply(coefficient(), factor.coefficient());
    return from_parts(negative, detail::shift_rounded(product, scale - scale_ - factor.scale_, negative, mode), scale);
}

OMS_DECL decimal decimal::divide(const decimal& divisor, int scale, rounding mode) const
{
    detail::check_scale(scale);
    present();
    divisor.present();
    if (divisor.is_zero())
        throw error(errc::division_by_zero);
    const int places = scale + divisor.scale_ - scale_;
    const bool negative = negative_ != divisor.negative_;
    const detail::natural dividend = detail::shift(coefficient(), std::max(places, 0));
    const detail::natural by = detail::shift(divisor.coefficient(), std::max(-places, 0));
    return from_parts(negative, detail::divide_rounded(dividend, by, negative, mode), scale);
}

OMS_DECL decimal decimal::rescale(int scale, rounding mode) const
{
    detail::check_scale(scale);
    present();
    return from_parts(negative_, detail::shift_rounded(coefficient(), scale - scale_, negative_, mode), scale);
}

OMS_DECL decimal decimal::operator-() const
{
    decimal number = present();
    number.negative_ = !negative_ && !is_zero();
    return number;
}

OMS_DECL decimal decimal::from_parts(bool negative, const detail::natural& coefficient, int scale)
{
    if (detail::digits_of(coefficient) > max_digits || scale > max_scale)
        throw error(errc::decimal_overflow);
    decimal number;
    for (std::size_t i = 0; i != limb_count; ++i)
        number.limbs_[i] = coefficient.limbs[i];
    number.scale_ = static_cast<std::uint8_t>(scale);
    number.negative_ = negative && !coefficient.is_zero();
    number.absent_ = false;
    return number;
}

OMS_DECL detail::natural decimal::coefficient() const
{
    detail::natural value;
    for (std::size_t i = 0; i != limb_count; ++i)
        value.limbs[i] = limbs_[i];
    value.size = limb_count;
    value.trim();
    return value;
}

OMS_DECL const decimal& decimal::present() const
{
    if (absent_)
        throw error(errc::absent_value);
    return *this;
}

OMS_DECL decimal decimal::plus(const decimal& other, bool other_negative) const
{
    present();
    other.present();
    const int scale = std::max(scale_, other.scale_);
    const detail::natural a = detail::shift(coefficient(), scale - scale_);
    const detail::natural b = detail::shift(other.coefficient(), scale - other.scale_);
    if (negative_ == other_negative)
        return from_parts(negative_, detail::add(a, b), scale);
    if (detail::compare(a, b) < 0)
        return from_parts(other_negative, detail::subtract(b, a), scale);
    return from_parts(negative_, detail::subtract(a, b), scale);
}

OMS_DECL decimal decimal::times(const decimal& other) const
{
    present();
    other.present();
    return from_parts(negative_ != other.negative_, detail::multiply(coefficient(), other.coefficient()),
                      scale_ + other.scale_);
}

OMS_DECL std::weak_ordering decimal::compare(const decimal& other) const
{
    present();
    other.present();
    if (negative_ != other.negative_)
        return negative_ ? std::weak_ordering::less : std::weak_ordering::greater;
    const int scale = std::max(scale_, other.scale_);
    const int order = detail::compare(detail::shift(coefficient(), scale - scale_),
                                      detail::shift(other.coefficient(), scale - other.scale_));
    return (negative_ ? -order : order) <=> 0;
}

}} // namespace oms::v0_1
