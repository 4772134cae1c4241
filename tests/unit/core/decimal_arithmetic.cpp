// Arithmetic of decimal against Boost.Multiprecision's cpp_int, on seeded random operands.
#include <oms/core/decimal.hpp>
#include <oms/core/impl/natural.hpp>

#include "common/catch.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <random>

namespace {

using boost::multiprecision::cpp_int;
using oms::decimal;
using oms::rounding;

constexpr rounding all_modes[] = {rounding::half_even,   rounding::half_up,        rounding::half_down,
                                  rounding::toward_zero, rounding::away_from_zero, rounding::floor,
                                  rounding::ceiling};

cpp_int power_of_ten(int exponent)
{
    return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

// A number as the reference sees it: coefficient / 10^scale.
struct reference {
    cpp_int coefficient;
    int scale = 0;

    bool fits() const { return abs(coefficient) < power_of_ten(96) && scale <= 96; }

    std::string str() const
    {
        std::string digits = cpp_int(abs(coefficient)).str();
        const auto places = static_cast<std::size_t>(scale);
        if (digits.size() <= places)
            digits.insert(0, places + 1 - digits.size(), '0');
        if (scale != 0)
            digits.insert(digits.size() - places, 1, '.');
        return (coefficient < 0 ? "-" : "") + digits;
    }
};

class generator {
public:
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

    // Blocks of eight digits that are all zeros, all nines or near half the base reach the rare branches of the
    // division that uniform digits almost never do.
    reference number()
    {
        static constexpr const char* blocks[] = {"00000000", "99999999", "50000000", "49999999",
                                                 "00000001", "99999998", "10000000"};
        const int length = 1 + below(96);
        const bool blocky = below(2) == 0;
        std::string digits;
        while (static_cast<int>(digits.size()) < length) {
            if (blocky && below(8) != 0)
                digits += blocks[below(7)];
            else
                for (int i = 0; i != 8; ++i)
                    digits += static_cast<char>('0' + below(10));
        }
        digits.resize(static_cast<std::size_t>(length));
        reference value;
        value.coefficient = cpp_int(0);
        for (const char digit : digits)
            value.coefficient = value.coefficient * 10 + (digit - '0');
        value.scale = below(3) == 0 ? 0 : below(97);
        if (below(2) == 0)
            value.coefficient = -value.coefficient;
        return value;
    }

private:
    std::mt19937 random_{20260615};
};

template <class Call>
void check(const reference& expected, Call call)
{
    if (expected.fits()) {
        REQUIRE(call().str() == expected.str());
        return;
    }
    try {
        static_cast<void>(call());
        FAIL("no overflow");
    } catch (const oms::error& failure) {
        REQUIRE(failure.code() == oms::errc::decimal_overflow);
    }
}

reference sum(const reference& a, const reference& b)
{
    const int scale = std::max(a.scale, b.scale);
    return {a.coefficient * power_of_ten(scale - a.scale) + b.coefficient * power_of_ten(scale - b.scale), scale};
}

// Rounds numerator / denominator by comparing the distances to its two neighbours.
cpp_int rounded(cpp_int numerator, cpp_int denominator, rounding mode)
{
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    cpp_int low = numerator / denominator;
    if (low * denominator > numerator)
        --low;
    const cpp_int above_low = numerator - low * denominator;
    if (above_low == 0)
        return low;
    const cpp_int high = low + 1;
    const cpp_int below_high = denominator - above_low;
    const cpp_int inner = low >= 0 ? low : high;
    const cpp_int outer = low >= 0 ? high : low;
    const cpp_int nearest = above_low < below_high ? low : high;
    const bool tie = above_low == below_high;
    switch (mode) {
    case rounding::half_even:
        return !tie ? nearest : low % 2 == 0 ? low : high;
    case rounding::half_up:
        return tie ? outer : nearest;
    case rounding::half_down:
        return tie ? inner : nearest;
    case rounding::toward_zero:
        return inner;
    case rounding::away_from_zero:
        return outer;
    case rounding::floor:
        return low;
    case rounding::ceiling:
        return high;
    }
    throw std::logic_error("mode");
}

reference quotient(const reference& a, const reference& b, int scale, rounding mode)
{
    return {rounded(a.coefficient * power_of_ten(scale + b.scale), b.coefficient * power_of_ten(a.scale), mode), scale};
}

TEST_CASE("parsing and printing agree with the reference")
{
    generator generate;
    for (int i = 0; i != 5'000; ++i) {
        const reference a = generate.number();
        const decimal number{a.str()};
        REQUIRE(number.str() == a.str());
        REQUIRE(number.scale() == a.scale);
        REQUIRE(number.is_zero() == (a.coefficient == 0));
        REQUIRE(number.is_negative() == (a.coefficient < 0));
    }
}

TEST_CASE("sum, difference, product and order agree with the reference")
{
    generator generate;
    for (int i = 0; i != 10'000; ++i) {
        const reference a = generate.number();
        const reference b = generate.number();
        const decimal x{a.str()};
        const decimal y{b.str()};
        CAPTURE(a.str(), b.str());
        check(sum(a, b), [&] { return x + y; });
        check(sum(a, {-b.coefficient, b.scale}), [&] { return x - y; });
        check({a.coefficient * b.coefficient, a.scale + b.scale}, [&] { return x * y; });
        const cpp_int difference = sum(a, {-b.coefficient, b.scale}).coefficient;
        REQUIRE((x == y) == (difference == 0));
        REQUIRE((x < y) == (difference < 0));
        REQUIRE((x > y) == (difference > 0));
    }
}

TEST_CASE("quotients agree with the reference in every rounding mode")
{
    generator generate;
    for (int i = 0; i != 3'000; ++i) {
        const reference a = generate.number();
        const reference b = generate.number();
        if (b.coefficient == 0)
            continue;
        const int scale = generate.below(97);
        CAPTURE(a.str(), b.str(), scale);
        for (const rounding mode : all_modes)
            check(quotient(a, b, scale, mode), [&] { return decimal{a.str()}.divide(decimal{b.str()}, scale, mode); });
    }
}

TEST_CASE("rescaling agrees with the reference in every rounding mode, ties included")
{
    generator generate;
    for (int i = 0; i != 3'000; ++i) {
        reference a = generate.number();
        if (i % 2 == 0 && a.scale != 0)
            a.coefficient =
                a.coefficient / power_of_ten(a.scale) * power_of_ten(a.scale) + 5 * power_of_ten(a.scale - 1);
        if (!a.fits())
            continue;
        const int scale = i % 2 == 0 ? 0 : generate.below(97);
        CAPTURE(a.str(), scale);
        for (const rounding mode : all_modes)
            check(quotient(a, {cpp_int(1), 0}, scale, mode), [&] { return decimal{a.str()}.rescale(scale, mode); });
    }
}

TEST_CASE("addition is commutative, and subtraction takes it back")
{
    generator generate;
    for (int i = 0; i != 2'000; ++i) {
        const reference a = generate.number();
        const reference b = generate.number();
        if (!sum(a, b).fits())
            continue;
        const decimal x{a.str()};
        const decimal y{b.str()};
        REQUIRE(x + y == y + x);
        REQUIRE(x + y - y == x);
    }
}

oms::detail::natural natural_of(std::initializer_list<std::uint32_t> limbs)
{
    oms::detail::natural value;
    for (auto limb = std::rbegin(limbs); limb != std::rend(limbs); ++limb)
        value.limbs[value.size++] = *limb;
    value.trim();
    return value;
}

TEST_CASE("long division corrects a guess that is one too large")
{
    // Most significant limb first. The second limb of the divisor hides from the estimate what the third one adds.
    const auto dividend = natural_of({50'000'000, 0, 0, 0});
    const auto divisor = natural_of({50'000'000, 0, 1});
    const auto division = oms::detail::divide(dividend, divisor);
    const auto back = oms::detail::add(oms::detail::multiply(division.quotient, divisor), division.remainder);
    CHECK(oms::detail::compare(back, dividend) == 0);
    CHECK(oms::detail::compare(division.remainder, divisor) < 0);
    CHECK(oms::detail::compare(division.quotient, natural_of({99'999'999})) == 0);
}

} // namespace
