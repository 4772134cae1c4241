// Input: two numbers, one a line, then what to do with them: scale and rounding mode, a byte each. Held against a naive
// reader and OpenSSL's big numbers.
#include "fuzz/input_reader.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/core/decimal.hpp>

#include <openssl/bn.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace {

struct free_number {
    void operator()(BIGNUM* number) const noexcept { BN_free(number); }
    void operator()(BN_CTX* context) const noexcept { BN_CTX_free(context); }
};
using big = std::unique_ptr<BIGNUM, free_number>;

BN_CTX* work_space()
{
    static const std::unique_ptr<BN_CTX, free_number> context(BN_CTX_new());
    return context.get();
}

big number(unsigned long value)
{
    big made(BN_new());
    BN_set_word(made.get(), value);
    return made;
}

big power_of_ten(int exponent)
{
    const big ten = number(10);
    const big wanted = number(static_cast<unsigned long>(exponent));
    big made(BN_new());
    BN_exp(made.get(), ten.get(), wanted.get(), work_space());
    return made;
}

big product(const big& a, const big& b)
{
    big made(BN_new());
    BN_mul(made.get(), a.get(), b.get(), work_space());
    return made;
}

/// coefficient / 10^scale
struct reference {
    big coefficient;
    int scale = 0;

    /// Nothing when a decimal cannot hold it.
    std::optional<std::string> str() const
    {
        const std::unique_ptr<char, void (*)(char*)> text(BN_bn2dec(coefficient.get()),
                                                          [](char* of_openssl) { OPENSSL_free(of_openssl); });
        std::string_view digits(text.get());
        const bool negative = digits.starts_with('-');
        digits.remove_prefix(negative ? 1 : 0);
        if (digits.size() > oms::decimal::max_digits || scale > oms::decimal::max_scale)
            return std::nullopt;
        std::string made(digits);
        const std::size_t places = static_cast<std::size_t>(scale);
        if (made.size() <= places)
            made.insert(0, places + 1 - made.size(), '0');
        if (places != 0)
            made.insert(made.size() - places, 1, '.');
        return (negative ? "-" : "") + made;
    }
};

std::optional<reference> naive(std::string_view text)
{
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    rest.remove_prefix(negative ? 1 : 0);
    const std::string_view whole = rest.substr(0, rest.find_first_not_of("0123456789"));
    rest.remove_prefix(whole.size());
    std::string_view places;
    if (rest.starts_with('.')) {
        places = rest.substr(1);
        if (places.empty() || places.find_first_not_of("0123456789") != places.npos)
            return std::nullopt;
    } else if (!rest.empty()) {
        return std::nullopt;
    }
    std::string digits = std::string(whole).append(places);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    if (whole.empty() || places.size() > oms::decimal::max_scale || digits.size() > oms::decimal::max_digits)
        return std::nullopt;

    BIGNUM* made = nullptr;
    BN_dec2bn(&made, digits.c_str());
    big coefficient(made);
    BN_set_negative(made, negative ? 1 : 0); // not on zero
    return reference{std::move(coefficient), static_cast<int>(places.size())};
}

reference sum(const reference& a, const reference& b)
{
    const int scale = std::max(a.scale, b.scale);
    const big left = product(a.coefficient, power_of_ten(scale - a.scale));
    const big right = product(b.coefficient, power_of_ten(scale - b.scale));
    big made(BN_new());
    BN_add(made.get(), left.get(), right.get());
    return {std::move(made), scale};
}

/// numerator / denominator, which is above zero, to the neighbour that the mode says.
big rounded(const big& numerator, const big& denominator, oms::rounding mode)
{
    big quotient(BN_new());
    const big remainder(BN_new());
    BN_div(quotient.get(), remainder.get(), numerator.get(), denominator.get(), work_space()); // towards zero
    const bool negative = BN_is_negative(numerator.get());
    const big twice = product(remainder, number(2));
    const int distance = BN_ucmp(twice.get(), denominator.get()); // its sign alone says something
    const int half = BN_is_zero(remainder.get()) ? -2 : distance < 0 ? -1 : distance > 0 ? 1 : 0;
    bool away = false;
    switch (mode) {
    case oms::rounding::half_even:
        away = half > 0 || (half == 0 && BN_is_odd(quotient.get()));
        break;
    case oms::rounding::half_up:
        away = half >= 0;
        break;
    case oms::rounding::half_down:
        away = half > 0;
        break;
    case oms::rounding::toward_zero:
        break;
    case oms::rounding::away_from_zero:
        away = half != -2;
        break;
    case oms::rounding::floor:
        away = half != -2 && negative;
        break;
    case oms::rounding::ceiling:
        away = half != -2 && !negative;
        break;
    }
    if (away)
        negative ? BN_sub_word(quotient.get(), 1) : BN_add_word(quotient.get(), 1);
    return quotient;
}

/// What a calculation gives: its print, or nothing when it overflows.
template <class Calculation>
std::optional<std::string> outcome(Calculation calculation)
{
    try {
        return calculation().str();
    } catch (const oms::error& failure) {
        fuzz::require(failure.code() == oms::errc::decimal_overflow, "sound operands fail by overflow alone");
        return std::nullopt;
    }
}

} // namespace

void fuzz::decimal(std::string_view input)
{
    input_reader in(input);
    const std::string_view texts[2] = {in.line(), in.line()};
    oms::decimal values[2];
    std::optional<reference> expected[2];
    for (int i = 0; i != 2; ++i) {
        const oms::result<oms::decimal> read = oms::decimal::parse(texts[i]);
        expected[i] = naive(texts[i]);
        require(read.has_value() == expected[i].has_value(), "another reader agrees on what is a decimal");
        if (!read) {
            require(read.error().code() == oms::errc::invalid_decimal, "a refusal is invalid_decimal");
            require(read.error().document() == texts[i], "a refusal has the text");
            return;
        }
        values[i] = *read;
        const std::string printed = read->str();
        require(printed == expected[i]->str(), "another reader prints the same");
        require(oms::decimal(printed).str() == printed, "what is printed reads and prints as the same");
    }

    const auto& [a, b] = values;
    const int scale = static_cast<int>(in.byte()) % (oms::decimal::max_scale + 1);
    const auto mode = static_cast<oms::rounding>(in.byte() % 7);

    const reference added = sum(*expected[0], *expected[1]);
    require(outcome([&] { return a + b; }) == added.str(), "the sum is exact");
    const reference multiplied{product(expected[0]->coefficient, expected[1]->coefficient),
                               expected[0]->scale + expected[1]->scale};
    require(outcome([&] { return a * b; }) == multiplied.str(), "the product is exact");

    const int dropped = multiplied.scale - scale;
    const reference cut{rounded(product(multiplied.coefficient, power_of_ten(std::max(-dropped, 0))),
                                power_of_ten(std::max(dropped, 0)), mode),
                        scale};
    require(outcome([&] { return a.multiply(b, scale, mode); }) == cut.str(), "a rounded product is the right one");

    if (!b.is_zero()) {
        const int places = scale + expected[1]->scale - expected[0]->scale;
        big numerator = product(expected[0]->coefficient, power_of_ten(std::max(places, 0)));
        big denominator = product(expected[1]->coefficient, power_of_ten(std::max(-places, 0)));
        BN_set_negative(numerator.get(), BN_is_negative(numerator.get()) != BN_is_negative(denominator.get()) ? 1 : 0);
        BN_set_negative(denominator.get(), 0);
        const reference quotient{rounded(numerator, denominator, mode), scale};
        require(outcome([&] { return a.divide(b, scale, mode); }) == quotient.str(), "a quotient is the right one");
    }

    BN_set_negative(expected[1]->coefficient.get(), BN_is_negative(expected[1]->coefficient.get()) ? 0 : 1);
    const reference difference = sum(*expected[0], *expected[1]);
    require(outcome([&] { return a - b; }) == difference.str(), "the difference is exact");
    const int order = BN_is_zero(difference.coefficient.get())       ? 0
                      : BN_is_negative(difference.coefficient.get()) ? -1
                                                                     : 1;
    require((a <=> b) == (order <=> 0), "the order is that of the difference");
}
