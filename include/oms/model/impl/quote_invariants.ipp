#pragma once

#include <oms/model/quote_invariants.hpp>

#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// Collects the rules that do not hold, one call a rule.
class invariant_check {
public:
    /// `holds` is asked when all the values are there.
    template <class Holds>
    void rule(std::string field, bool documented, std::string_view sentence,
              std::initializer_list<std::pair<std::string_view, const decimal&>> values, Holds holds)
    {
        std::string shown;
        for (const auto& [name, value] : values) {
            if (value.absent())
                return;
            shown.append(shown.empty() ? ": " : ", ").append(name).append(1, ' ').append(value.str());
        }
        std::string message(sentence);
        try {
            if (holds())
                return;
            message += " does not hold";
        } catch (const error& failure) {
            message.append(" cannot be checked, ").append(failure.code().message());
        }
        broken.push_back({std::move(field), message + shown, documented});
    }

    std::vector<broken_invariant> broken;
};

OMS_DECL void check_side(invariant_check& check, const std::string& side, const decimal& gross, const decimal& net,
                         const fees_deducted& fees, bool sponsored)
{
    const decimal gas = sponsored && fees.gas.absent() ? decimal::from_integer(0) : fees.gas;
    check.rule(side + ".feesDeducted.total", true, "total = developer + gas + oms",
               {{"total", fees.total}, {"developer", fees.developer}, {"gas", gas}, {"oms", fees.oms}},
               [&] { return fees.total == fees.developer + gas + fees.oms; });
    check.rule(side + ".amountNet", true, "amountNet = amountGross - feesDeducted.total",
               {{"amountNet", net}, {"amountGross", gross}, {"total", fees.total}},
               [&] { return net == gross - fees.total; });
}

OMS_DECL void check_rates(invariant_check& check, const quote_common& quote, const quote_destination& destination)
{
    const decimal& net = quote.source.amount_net;
    const decimal& rate = quote.rates.exchange_rate;
    const decimal& arriving = destination.amount_gross;
    check.rule("destination.amountGross", true, "source.amountNet x rates.exchangeRate = destination.amountGross",
               {{"source.amountNet", net}, {"rates.exchangeRate", rate}, {"destination.amountGross", arriving}}, [&] {
                   return net.multiply(rate, arriving.scale(), rounding::floor) <= arriving &&
                          arriving <= net.multiply(rate, arriving.scale(), rounding::ceiling);
               });

    const decimal& paid = quote.source.amount_gross;
    const decimal& received = destination.amount_net;
    const decimal& effective = quote.rates.effective_rate;
    check.rule("rates.effectiveRate", false, "rates.effectiveRate = destination.amountNet / source.amountGross",
               {{"rates.effectiveRate", effective}, {"destination.amountNet", received}, {"source.amountGross", paid}},
               [&] {
                   return received.divide(paid, effective.scale(), rounding::floor) <= effective &&
                          effective <= received.divide(paid, effective.scale(), rounding::ceiling);
               });
}

OMS_DECL void check_order(invariant_check& check, const quote_common& quote, const quote_destination& destination,
                          const new_quote_fields& order)
{
    const bool at_source = order.source.amount.has_value();
    const fixed_side& ordered = at_source ? fixed_side::source : fixed_side::destination;
    if (!quote.fixed_amount_side.empty() && quote.fixed_amount_side != ordered)
        check.broken.push_back(
            {"fixedAmountSide",
             "fixedAmountSide is not the ordered side: " + std::string(quote.fixed_amount_side.text()) + ", ordered " +
                 std::string(ordered.text()),
             true});

    const decimal asked = (at_source ? order.source.amount : order.destination.amount).value_or(decimal());
    const decimal& offered = at_source ? quote.source.amount_gross : destination.amount_net;
    const std::string field = at_source ? "source.amountGross" : "destination.amountNet";
    check.rule(field, false, field + " = the ordered amount", {{field, offered}, {"ordered", asked}},
               [&] { return offered == asked; });
}

OMS_DECL std::vector<broken_invariant>
broken_invariants(const quote_common& common, const quote_destination* destination, const new_quote_fields* order)
{
    invariant_check check;
    const bool sponsored = common.sponsor_gas.value_or(false);
    check_side(check, "source", common.source.amount_gross, common.source.amount_net, common.source.fees_deducted,
               sponsored);
    if (destination) {
        check_side(check, "destination", destination->amount_gross, destination->amount_net, destination->fees_deducted,
                   sponsored);
        check_rates(check, common, *destination);
        if (order)
            check_order(check, common, *destination, *order);
    }
    return std::move(check.broken);
}

}}} // namespace oms::v0_1::detail
