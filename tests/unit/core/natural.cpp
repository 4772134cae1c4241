#include <oms/core/impl/natural.hpp>

#include "common/catch.hpp"

#include <initializer_list>
#include <iterator>

namespace {

using oms::detail::natural;

// Most significant limb first.
natural natural_of(std::initializer_list<std::uint32_t> limbs)
{
    natural value;
    for (auto limb = std::rbegin(limbs); limb != std::rend(limbs); ++limb)
        value.limbs[value.size++] = *limb;
    value.trim();
    return value;
}

TEST_CASE("long division corrects a guess that is one too large")
{
    // The second limb of the divisor hides from the estimate what the third one adds.
    const auto dividend = natural_of({50'000'000, 0, 0, 0});
    const auto divisor = natural_of({50'000'000, 0, 1});
    const auto division = oms::detail::divide(dividend, divisor);
    const auto back = oms::detail::add(oms::detail::multiply(division.quotient, divisor), division.remainder);
    CHECK(oms::detail::compare(back, dividend) == 0);
    CHECK(oms::detail::compare(division.remainder, divisor) < 0);
    CHECK(oms::detail::compare(division.quotient, natural_of({99'999'999})) == 0);
}

TEST_CASE("the widest product and the widest numerator fit")
{
    natural most;
    most.size = 12;
    for (std::size_t i = 0; i != most.size; ++i)
        most.limbs[i] = natural::base - 1;
    CHECK(oms::detail::digits_of(most) == 96);
    CHECK(oms::detail::digits_of(oms::detail::shift(oms::detail::multiply(most, most), 96)) == 288);
    CHECK(oms::detail::digits_of(oms::detail::shift(most, 192)) == 288);
}

} // namespace
