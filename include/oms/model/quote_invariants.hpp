#pragma once

#include <oms/config.hpp>

#include <oms/model/new_quote.hpp>
#include <oms/model/quote.hpp>

#include <concepts>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// A rule of contract section 7.2 that a quote does not keep.
struct broken_invariant {
    std::string field;   ///< path of the value in question, in the API's names: `destination.amountGross`
    std::string message; ///< a plain sentence with the values of the quote
    bool documented; ///< false: the contract marks the rule as likely, so the rule may be wrong instead of the quote
};

namespace detail {

// Null: not known.
OMS_DECL std::vector<broken_invariant>
broken_invariants(const quote_common& common, const quote_destination* destination, const new_quote_fields* order);

} // namespace detail

/// Which invariants of contract section 7.2 a quote does not keep; empty when all hold. For display and alarms: the
/// library itself recomputes and refuses nothing.
///
/// documented: `amountNet = amountGross - feesDeducted.total` and `total = developer + gas + oms` on each side;
///             `source.amountNet x rates.exchangeRate = destination.amountGross`.
/// likely:     `rates.effectiveRate = destination.amountNet / source.amountGross`.
///
/// Differences and sums are compared exactly, by value. The product and the quotient are compared at the scale that the
/// quote shows: a value between the result rounded down and the result rounded up is right, so it may be off by less
/// than one unit in its last place, however the service rounds. A rule is skipped when one of its values is absent;
/// with `sponsorGas` an absent `gas` counts as zero. A rule whose values cannot be calculated with (more than 96
/// digits, a division by zero) is reported as broken. Throws std::bad_alloc only.
template <movement K>
std::vector<broken_invariant> broken_invariants(const quote<K>& quote)
{
    return detail::broken_invariants(quote, &quote.destination, nullptr);
}

/// The same, and that the quote answers the order. documented: `fixedAmountSide` is the side whose amount was ordered.
/// likely: that side's `amountGross` (source) or `amountNet` (destination) is the ordered amount.
template <movement K>
std::vector<broken_invariant> broken_invariants(const quote<K>& quote, const new_quote<K>& order)
{
    return detail::broken_invariants(quote, &quote.destination, &order.fields());
}

/// The same for a quote of any kind; of an unknown kind only the source is looked at.
template <std::same_as<any_quote> Any>
std::vector<broken_invariant> broken_invariants(const Any& quote)
{
    return std::visit(
        [](const auto& known) {
            if constexpr (requires { known.destination; })
                return detail::broken_invariants(known, &known.destination, nullptr);
            else
                return detail::broken_invariants(known, nullptr, nullptr);
        },
        quote);
}

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/model/impl/quote_invariants.ipp>
#endif
