#include <oms/core/decimal.hpp>

#include "common/catch.hpp"
#include "refusal.hpp"

#include <limits>
#include <sstream>
#include <vector>

namespace {

using oms::decimal;
using oms::rounding;

std::string digits(int count, char digit = '9')
{
    return std::string(static_cast<std::size_t>(count), digit);
}

TEST_CASE("(B2) a decimal prints as it was given, scale included")
{
    for (const std::string& text :
         {std::string("0"), std::string("100.00"), std::string("0.58"), std::string("0.9942"), std::string("1.0"),
          std::string("-1.50"), std::string("0.00"), std::string("12345678901234567890.123456789012345678"),
          "0." + digits(95, '0') + "1", digits(96), "-" + digits(48) + "." + digits(48), "0." + digits(96)}) {
        const decimal number{text};
        CHECK(number.str() == text);
        CHECK_FALSE(number.absent());
        std::ostringstream out;
        out << number;
        CHECK(out.str() == text);
    }
}

TEST_CASE("a decimal of every length prints as it was given, with its point in every place and with a sign")
{
    const std::string nines(96, '9');
    std::string counted;
    for (int i = 0; i < 96; ++i)
        counted += static_cast<char>('0' + (i * 7 + 1) % 10);
    for (const std::string& digits : {nines, counted})
        for (std::size_t length = 1; length <= digits.size(); ++length) {
            const std::string whole = digits.substr(0, length);
            CHECK(oms::decimal(whole).str() == whole);
            CHECK(oms::decimal("-" + whole).str() == "-" + whole);
            for (std::size_t point = 1; point < length; ++point) {
                std::string text = whole;
                text.insert(point, 1, '.');
                CHECK(oms::decimal(text).str() == text);
                CHECK(oms::decimal(text).scale() == static_cast<int>(length - point));
            }
        }
    const std::string zeros(96, '0');
    CHECK(oms::decimal("0." + zeros).str() == "0." + zeros);
    CHECK(oms::decimal("-0." + zeros.substr(1) + "1").str() == "-0." + zeros.substr(1) + "1");
}

TEST_CASE("leading zeros are not kept and do not count as digits")
{
    CHECK(decimal{"007.50"}.str() == "7.50");
    CHECK(decimal{digits(300, '0') + "1.5"}.str() == "1.5");
    CHECK(decimal{"000"}.str() == "0");
}

TEST_CASE("Texts that are not decimals of the contract are refused, each by name (F70)")
{
    using namespace std::string_view_literals;
    struct row {
        const char* name;
        std::string_view text;
    };
    const row rows[] = {
        {"exponent", "1e3"sv},
        {"negative exponent", "1E-3"sv},
        {"not a number", "NaN"sv},
        {"not a number, lower case", "nan"sv},
        {"infinity", "Infinity"sv},
        {"negative infinity", "-inf"sv},
        {"grouping by comma", "1,000.00"sv},
        {"grouping by underscore", "1_000"sv},
        {"decimal comma", "1,5"sv},
        {"plus sign", "+1"sv},
        {"leading space", " 1"sv},
        {"trailing space", "1 "sv},
        {"trailing line end", "1\n"sv},
        {"trailing zero byte", "1\0"sv},
        {"empty", ""sv},
        {"the word null", "null"sv},
        {"the word true", "true"sv},
        {"sign alone", "-"sv},
        {"point alone", "."sv},
        {"no digit after the point", "1."sv},
        {"no digit before the point", ".5"sv},
        {"sign and no digit before the point", "-.5"sv},
        {"two points", "1.2.3"sv},
        {"two points in a row", "1..5"sv},
        {"two signs", "--1"sv},
        {"sign after the point", "1.-5"sv},
        {"sign at the end", "1.5-"sv},
        {"hexadecimal", "0x10"sv},
        {"Arabic-Indic digit", "\xd9\xa1"sv},
        {"fullwidth digit", "\xef\xbc\x91"sv},
        {"currency sign", "$1"sv},
        {"percent sign", "1%"sv},
    };
    for (const row& refused : rows) {
        CAPTURE(refused.name);
        const oms::result<decimal> parsed = decimal::parse(refused.text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().code() == oms::errc::invalid_decimal);
        CHECK(parsed.error().document() == refused.text);
        CHECK(parsed.error().what() == std::string("not a decimal number of at most 96 digits"));
        CHECK(code_of([&] { decimal{refused.text}; }) == oms::errc::invalid_decimal);
    }
}

TEST_CASE("More than 96 digits or places is an error that keeps the text (F70)")
{
    for (const std::string& text : {digits(97), "1" + digits(96, '0'), "1." + digits(96, '0'), "0." + digits(97, '0'),
                                    "-" + digits(90) + "." + digits(7), digits(5000)}) {
        const oms::result<decimal> parsed = decimal::parse(text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().code() == oms::errc::invalid_decimal);
        CHECK(parsed.error().document() == text);
    }
}

TEST_CASE("Zero has no sign (F70)")
{
    CHECK(decimal{"-0"} == decimal{"0"});
    CHECK(decimal{"-0.00"}.str() == "0.00");
    CHECK_FALSE(decimal{"-0"}.is_negative());
    CHECK((-decimal{"0"}).str() == "0");
    CHECK((decimal{"1.5"} - decimal{"1.5"}).str() == "0.0");
    CHECK((decimal{"-1"} * decimal{"0"}).str() == "0");
    CHECK(decimal{"-0.4"}.rescale(0, rounding::half_even).str() == "0");
    CHECK_FALSE(decimal{"-0.4"}.rescale(0, rounding::half_even).is_negative());
}

TEST_CASE("(B2) an absent decimal prints as nothing and refuses arithmetic and comparison")
{
    const decimal absent;
    const decimal one{"1"};
    CHECK(absent.absent());
    CHECK(absent.str().empty());
    CHECK_FALSE(absent.is_zero());
    CHECK_FALSE(absent.is_negative());
    CHECK(absent.scale() == 0);
    CHECK(absent.digits() == 0);
    std::ostringstream out;
    out << absent;
    CHECK(out.str().empty());

    CHECK(code_of([&] { static_cast<void>(absent + one); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one + absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent - one); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one - absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent * one); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one * absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(-absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(abs(absent)); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent == one); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one == absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent == absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent < one); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one < absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent.rescale(2, rounding::floor)); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent.divide(one, 2, rounding::floor)); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one.divide(absent, 2, rounding::floor)); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent.multiply(one, 2, rounding::floor)); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(one.multiply(absent, 2, rounding::floor)); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(oms::sum(std::vector{one, absent})); }) == oms::errc::absent_value);
    decimal sum{"2"};
    CHECK(code_of([&] { sum += absent; }) == oms::errc::absent_value);
    CHECK(sum.str() == "2");
}

TEST_CASE("decimals compare by value, not by scale")
{
    CHECK(decimal{"1.0"} == decimal{"1.00"});
    CHECK(decimal{"0"} == decimal{"0." + digits(96, '0')});
    CHECK(decimal{"1.01"} > decimal{"1.0"});
    CHECK(decimal{"-2"} < decimal{"-1.99"});
    CHECK(decimal{"-1"} < decimal{"0"});
    CHECK(decimal{digits(96)} > decimal{"0." + digits(96)});
    CHECK(decimal{"0." + digits(95, '0') + "1"} < decimal{digits(96)});
    CHECK(decimal{"-" + digits(96)} < decimal{"-0." + digits(96)});
}

TEST_CASE("sums and products are exact and keep the scale that follows")
{
    CHECK((decimal{"100.00"} + decimal{"0.5"}).str() == "100.50");
    CHECK((decimal{"0.1"} + decimal{"0.2"}).str() == "0.3");
    CHECK((decimal{"99999999"} + decimal{"1"}).str() == "100000000");
    CHECK((decimal{"100000000"} - decimal{"1"}).str() == "99999999");
    CHECK((decimal{"1.00"} - decimal{"2.5"}).str() == "-1.50");
    CHECK((decimal{"25.00"} * decimal{"0.015"}).str() == "0.37500");
    CHECK((decimal{"-3"} * decimal{"-4.0"}).str() == "12.0");
    CHECK((-decimal{"5.0"}).str() == "-5.0");
    CHECK(abs(decimal{"-5.0"}).str() == "5.0");
    CHECK(abs(decimal{"5.0"}).str() == "5.0");
    decimal total{"10"};
    total += decimal{"2.50"};
    total -= decimal{"0.5"};
    CHECK(total.str() == "12.00");
    total += total;
    CHECK(total.str() == "24.00");
}

TEST_CASE("a result of 96 digits is fine, one more is an overflow, and the operands stay as they were")
{
    const decimal most{digits(96)};
    CHECK((most + decimal{"0"}).str() == digits(96));
    CHECK(code_of([&] { static_cast<void>(most + decimal{"1"}); }) == oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(-most - decimal{"1"}); }) == oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(most + decimal{"0.1"}); }) == oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(most * decimal{"2"}); }) == oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(most.rescale(1, rounding::floor)); }) == oms::errc::decimal_overflow);
    CHECK((decimal{digits(48)} * decimal{digits(48)}).digits() == 96);
    CHECK(code_of([&] { static_cast<void>(decimal{"0." + digits(60)} * decimal{"0." + digits(60)}); }) ==
          oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(decimal{"0." + digits(60, '0')} * decimal{"0." + digits(60, '0')}); }) ==
          oms::errc::decimal_overflow);
    CHECK(most.str() == digits(96));
}

TEST_CASE("a difference that fits is found although an aligned operand does not fit")
{
    const decimal a{"1" + digits(95, '0')};
    const decimal b{digits(95) + ".5"};
    CHECK((a - b).str() == "0.5");
    CHECK((b - a).str() == "-0.5");
}

TEST_CASE("every rounding mode rounds as it says, for both signs")
{
    struct row {
        const char* number;
        const char* half_even;
        const char* half_up;
        const char* half_down;
        const char* toward_zero;
        const char* away_from_zero;
        const char* floor;
        const char* ceiling;
    };
    const row rows[] = {
        {"2.5", "2", "3", "2", "2", "3", "2", "3"},         {"3.5", "4", "4", "3", "3", "4", "3", "4"},
        {"-2.5", "-2", "-3", "-2", "-2", "-3", "-3", "-2"}, {"-3.5", "-4", "-4", "-3", "-3", "-4", "-4", "-3"},
        {"2.51", "3", "3", "3", "2", "3", "2", "3"},        {"2.49", "2", "2", "2", "2", "3", "2", "3"},
        {"0.01", "0", "0", "0", "0", "1", "0", "1"},        {"-0.01", "0", "0", "0", "0", "-1", "-1", "0"},
        {"7.0", "7", "7", "7", "7", "7", "7", "7"},         {"-7.0", "-7", "-7", "-7", "-7", "-7", "-7", "-7"},
        {"9.9", "10", "10", "10", "9", "10", "9", "10"},    {"0.5", "0", "1", "0", "0", "1", "0", "1"},
    };
    for (const row& expected : rows) {
        CAPTURE(expected.number);
        const decimal number{expected.number};
        CHECK(number.rescale(0, rounding::half_even).str() == expected.half_even);
        CHECK(number.rescale(0, rounding::half_up).str() == expected.half_up);
        CHECK(number.rescale(0, rounding::half_down).str() == expected.half_down);
        CHECK(number.rescale(0, rounding::toward_zero).str() == expected.toward_zero);
        CHECK(number.rescale(0, rounding::away_from_zero).str() == expected.away_from_zero);
        CHECK(number.rescale(0, rounding::floor).str() == expected.floor);
        CHECK(number.rescale(0, rounding::ceiling).str() == expected.ceiling);
    }
}

TEST_CASE("(B3) a product can be rounded, also when the exact one has too many places")
{
    CHECK(decimal{"25.00"}.multiply(decimal{"0.015"}, 2, rounding::half_even).str() == "0.38");
    CHECK(decimal{"25.00"}.multiply(decimal{"0.015"}, 2, rounding::half_down).str() == "0.37");
    CHECK(decimal{"-25.00"}.multiply(decimal{"0.015"}, 2, rounding::ceiling).str() == "-0.37");
    CHECK(decimal{"25"}.multiply(decimal{"4"}, 2, rounding::half_even).str() == "100.00");
    const decimal small{"0." + digits(60)};
    CHECK(code_of([&] { static_cast<void>(small * small); }) == oms::errc::decimal_overflow);
    CHECK(small.multiply(small, 60, rounding::half_even).str() == "0." + digits(59) + "8");
    CHECK(small.multiply(small, 0, rounding::half_even).str() == "1");
    CHECK(code_of([&] { static_cast<void>(decimal{digits(96)}.multiply(decimal{digits(96)}, 0, rounding::floor)); }) ==
          oms::errc::decimal_overflow);
}

TEST_CASE("(B3) a range of decimals has a sum, of the largest scale")
{
    CHECK(oms::sum(std::vector<decimal>{}).str() == "0");
    const decimal fees[] = {decimal{"0.20"}, decimal{"0.030"}, decimal{"0.35"}};
    CHECK(oms::sum(fees).str() == "0.580");
    const std::vector<decimal> many(1'000, decimal{"0.1"});
    CHECK(oms::sum(many).str() == "100.0");
    CHECK(code_of([] { static_cast<void>(oms::sum(std::vector{decimal{digits(96)}, decimal{"1"}})); }) ==
          oms::errc::decimal_overflow);
}

TEST_CASE("rescaling up appends zeros")
{
    CHECK(decimal{"1.5"}.rescale(6, rounding::half_even).str() == "1.500000");
    CHECK(decimal{"0"}.rescale(96, rounding::half_even).str() == "0." + digits(96, '0'));
}

TEST_CASE("division rounds to the asked scale and refuses zero")
{
    CHECK(decimal{"100"}.divide(decimal{"3"}, 2, rounding::half_even).str() == "33.33");
    CHECK(decimal{"200"}.divide(decimal{"3"}, 2, rounding::half_even).str() == "66.67");
    CHECK(decimal{"-1"}.divide(decimal{"8"}, 2, rounding::half_up).str() == "-0.13");
    CHECK(decimal{"7"}.divide(decimal{"-2"}, 0, rounding::floor).str() == "-4");
    CHECK(decimal{"0.00"}.divide(decimal{"-2"}, 3, rounding::floor).str() == "0.000");
}

TEST_CASE("a quotient of more than 96 digits is an overflow")
{
    const decimal least{"0." + digits(95, '0') + "1"};
    CHECK(code_of([&] { static_cast<void>(decimal{"1"}.divide(least, 0, rounding::floor)); }) ==
          oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(decimal{digits(96)}.divide(least, 96, rounding::floor)); }) ==
          oms::errc::decimal_overflow);
    CHECK(code_of([&] { static_cast<void>(decimal{"1"}.divide(decimal{"0.00"}, 2, rounding::floor)); }) ==
          oms::errc::division_by_zero);
}

TEST_CASE("a scale outside 0 to 96 is an invalid argument")
{
    const decimal one{"1"};
    for (const int scale : {-1, 97, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
        CHECK(code_of([&] { static_cast<void>(one.rescale(scale, rounding::floor)); }) == oms::errc::invalid_argument);
        CHECK(code_of([&] { static_cast<void>(one.multiply(one, scale, rounding::floor)); }) ==
              oms::errc::invalid_argument);
        CHECK(code_of([&] { static_cast<void>(one.divide(one, scale, rounding::floor)); }) ==
              oms::errc::invalid_argument);
    }
    CHECK(code_of([&] { static_cast<void>(decimal{"0.5"}.rescale(0, static_cast<rounding>(99))); }) ==
          oms::errc::invalid_argument);
}

TEST_CASE("whole numbers become decimals of scale 0")
{
    CHECK(decimal::from_integer(0).str() == "0");
    CHECK(decimal::from_integer(-5).str() == "-5");
    CHECK(decimal::from_integer(100'000'000).str() == "100000000");
    CHECK(decimal::from_integer(std::numeric_limits<std::int64_t>::max()).str() == "9223372036854775807");
    CHECK(decimal::from_integer(std::numeric_limits<std::int64_t>::min()).str() == "-9223372036854775808");
}

template <class Amount>
concept made_of_zero = requires { Amount(0); };
template <class Amount>
concept made_of_double = requires { Amount(1.5); };

TEST_CASE("no number of the language becomes a decimal by accident, not even a literal 0 as a null pointer")
{
    STATIC_REQUIRE_FALSE(made_of_zero<decimal>);
    STATIC_REQUIRE_FALSE(made_of_double<decimal>);
}

TEST_CASE("digits and scale count what is written")
{
    CHECK(decimal{"100.00"}.digits() == 5);
    CHECK(decimal{"100.00"}.scale() == 2);
    CHECK(decimal{"0.07"}.digits() == 1);
    CHECK(decimal{"0.00"}.digits() == 1);
    CHECK(decimal{"123456789"}.digits() == 9);
}

static_assert(!std::is_convertible_v<const char*, decimal>);
static_assert(!std::is_constructible_v<decimal, double>);
static_assert(!std::is_constructible_v<decimal, int>);
static_assert(std::is_nothrow_copy_constructible_v<decimal>);

} // namespace
