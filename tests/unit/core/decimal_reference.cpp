// decimal against Boost.Multiprecision's cpp_int, on seeded random operands.
#include <oms/core/decimal.hpp>

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <random>
#include <vector>

namespace {

using boost::multiprecision::cpp_int;
using oms::decimal;
using oms::rounding;

constexpr int modes = 7;
constexpr rounding all_modes[modes] = {rounding::half_even,   rounding::half_up,        rounding::half_down,
                                       rounding::toward_zero, rounding::away_from_zero, rounding::floor,
                                       rounding::ceiling};

const cpp_int& power_of_ten(int exponent)
{
    static const std::vector<cpp_int> powers = [] {
        std::vector<cpp_int> made{1};
        while (made.size() <= 400)
            made.push_back(made.back() * 10);
        return made;
    }();
    return powers[static_cast<std::size_t>(exponent)];
}

// A number as the reference sees it: coefficient / 10^scale.
struct reference {
    cpp_int coefficient;
    int scale = 0;

    bool fits() const { return abs(coefficient) < power_of_ten(decimal::max_digits) && scale <= decimal::max_scale; }

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
    explicit generator(unsigned seed) : random_(seed) {}

    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

    reference number()
    {
        const std::string digits = digits_of(1 + below(decimal::max_digits));
        reference value{cpp_int(digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1))), 0};
        value.scale = below(3) == 0 ? 0 : below(below(2) == 0 ? 9 : decimal::max_scale + 1);
        if (below(2) == 0)
            value.coefficient = -value.coefficient;
        return value;
    }

    // Blocks of eight digits that are all zeros, all nines or near half the base reach the rare branches of the
    // division that uniform digits almost never do.
    std::string digits_of(int length)
    {
        static constexpr const char* blocks[] = {"00000000", "99999999", "50000000", "49999999",
                                                 "00000001", "99999998", "10000000"};
        const bool blocky = below(2) == 0;
        std::string digits;
        while (static_cast<int>(digits.size()) < length) {
            if (blocky && below(8) != 0)
                digits += blocks[below(7)];
            else
                digits += std::to_string(100'000'000 + below(100'000'000)).substr(1);
        }
        digits.resize(static_cast<std::size_t>(length));
        return digits;
    }

private:
    std::mt19937 random_;
};

// What numerator / denominator rounds to, by the distances to its two neighbours.
struct neighbours {
    cpp_int low;
    cpp_int high;
    bool exact = false;
    int nearer = 0; // below 0: low, above: high, 0: a tie

    neighbours(cpp_int numerator, cpp_int denominator)
    {
        if (denominator < 0) {
            numerator = -numerator;
            denominator = -denominator;
        }
        cpp_int above_low;
        divide_qr(numerator, denominator, low, above_low);
        if (above_low < 0) {
            --low;
            above_low += denominator;
        }
        exact = above_low == 0;
        high = low + 1;
        nearer = above_low.compare(denominator - above_low);
    }

    const cpp_int& rounded(rounding mode) const
    {
        if (exact)
            return low;
        const cpp_int& inner = low >= 0 ? low : high;
        const cpp_int& outer = low >= 0 ? high : low;
        const cpp_int& nearest = nearer < 0 ? low : high;
        switch (mode) {
        case rounding::half_even:
            return nearer != 0 ? nearest : low % 2 == 0 ? low : high;
        case rounding::half_up:
            return nearer != 0 ? nearest : outer;
        case rounding::half_down:
            return nearer != 0 ? nearest : inner;
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
};

// Compares results with the reference and counts how many were compared, and how many of them overflowed.
struct comparison {
    int operations = 0;
    int overflows = 0;

    template <class Call>
    void same(const reference& expected, Call call)
    {
        ++operations;
        if (expected.fits()) {
            const std::string got = call().str();
            const std::string wanted = expected.str();
            if (got != wanted)
                FAIL(got << " instead of " << wanted);
            return;
        }
        ++overflows;
        try {
            const decimal got = call();
            FAIL("no overflow but " << got);
        } catch (const oms::error& failure) {
            if (failure.code() != oms::errc::decimal_overflow)
                FAIL(failure.what());
        }
    }

    template <class Call>
    void same_in_all_modes(const neighbours& exact, int scale, Call call)
    {
        for (const rounding mode : all_modes)
            same({exact.rounded(mode), scale}, [&] { return call(mode); });
    }
};

// One draw of operands through every operation.
void compare_all(comparison& compared, const reference& a, const reference& b, int scale)
{
    const decimal x{a.str()};
    const decimal y{b.str()};

    const int wide = std::max(a.scale, b.scale);
    const cpp_int left = a.coefficient * power_of_ten(wide - a.scale);
    const cpp_int right = b.coefficient * power_of_ten(wide - b.scale);
    const cpp_int product = a.coefficient * b.coefficient;
    compared.same({left + right, wide}, [&] { return x + y; });
    compared.same({left - right, wide}, [&] { return x - y; });
    compared.same({product, a.scale + b.scale}, [&] { return x * y; });

    if ((x <=> y) != (left.compare(right) <=> 0) || (x == y) != (left == right))
        FAIL("wrong order");
    compared.operations += 2;

    const auto power = [&](int exponent) {
        return power_of_ten(std::max(exponent, 0));
    };
    compared.same_in_all_modes({a.coefficient * power(scale - a.scale), power(a.scale - scale)}, scale,
                               [&](rounding mode) { return x.rescale(scale, mode); });
    const int dropped = a.scale + b.scale - scale;
    compared.same_in_all_modes({product * power(-dropped), power(dropped)}, scale,
                               [&](rounding mode) { return x.multiply(y, scale, mode); });
    if (b.coefficient == 0)
        return;
    const int moved = scale + b.scale - a.scale;
    compared.same_in_all_modes({a.coefficient * power(moved), b.coefficient * power(-moved)}, scale,
                               [&](rounding mode) { return x.divide(y, scale, mode); });
}

TEST_CASE("(B3) a million random operations agree with Boost.Multiprecision, in every rounding mode")
{
    const int wanted = test::property_count(1'000'000);
    generator generate(20260615);
    comparison compared;
    while (compared.operations < wanted) {
        const reference a = generate.number();
        const reference b = generate.number();
        const int scale = generate.below(generate.below(2) == 0 ? 12 : decimal::max_scale + 1);
        INFO(a.str() << " and " << b.str() << " at scale " << scale);
        compare_all(compared, a, b, scale);
    }
    CHECK(compared.operations >= wanted);
    CHECK(compared.overflows > wanted / 50);
    CHECK(compared.overflows < wanted / 2);
}

TEST_CASE("(B3) ties round as the mode says, for random numbers that end in exactly a half")
{
    generator generate(7);
    comparison compared;
    for (int i = 0; i != test::property_count(5'000); ++i) {
        const int scale = generate.below(20);
        const cpp_int whole{"1" + generate.digits_of(1 + generate.below(60))};
        const int sign = generate.below(2) == 0 ? 1 : -1;
        const int more = generate.below(10);
        const reference tie{sign * (whole * 10 + 5) * power_of_ten(more), scale + 1 + more};
        const decimal number{tie.str()};
        INFO(tie.str() << " at scale " << scale);
        const neighbours exact(tie.coefficient, power_of_ten(1 + more));
        REQUIRE(exact.nearer == 0);
        compared.same_in_all_modes(exact, scale, [&](rounding mode) { return number.rescale(scale, mode); });
        const decimal two{"2"};
        compared.same_in_all_modes(exact, scale,
                                   [&](rounding mode) { return (number * two).divide(two, scale, mode); });
        const decimal half{"0.5"};
        compared.same_in_all_modes(exact, scale,
                                   [&](rounding mode) { return (number * two).multiply(half, scale, mode); });
    }
    CHECK(compared.overflows == 0);
}

TEST_CASE("1 to 96 digits are printed as they were read, at every scale (B2, X5)")
{
    generator generate(96);
    for (int length = 1; length <= decimal::max_digits; ++length)
        for (int scale = 0; scale <= decimal::max_scale; ++scale) {
            std::string digits = generate.digits_of(length);
            digits.front() = static_cast<char>('1' + generate.below(9));
            if (scale != 0) {
                if (length <= scale)
                    digits.insert(0, static_cast<std::size_t>(scale + 1 - length), '0');
                digits.insert(digits.size() - static_cast<std::size_t>(scale), 1, '.');
            }
            const std::string text = (generate.below(2) == 0 ? "-" : "") + digits;
            const decimal number{text};
            if (number.str() != text || number.scale() != scale || number.digits() != length)
                FAIL(text << " is printed as " << number);
        }
}

TEST_CASE("(B3) addition is commutative, and subtraction takes it back")
{
    generator generate(3);
    for (int i = 0; i != test::property_count(2'000); ++i) {
        const decimal x{"0." + generate.digits_of(40)};
        const decimal y{generate.digits_of(40) + "." + generate.digits_of(20)};
        REQUIRE(x + y == y + x);
        REQUIRE((x + y - y).rescale(40, rounding::toward_zero).str() == x.str());
    }
}

} // namespace
