#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/pricing.hpp>

#include <algorithm>
#include <stdexcept>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL price priced(std::string_view from, std::string_view to, const decimal& gross, fee_split fees);
OMS_DECL decimal gas_in(const sandbox::fee_schedule& fees, std::string_view asset, bool sponsor_gas);
OMS_DECL void render_fees(json_writer& out, const fee_split& fees);

OMS_DECL price priced(std::string_view from, std::string_view to, const decimal& gross, fee_split fees)
{
    fees.total = fees.developer + fees.gas + fees.oms;
    price result;
    result.source_asset = from;
    result.destination_asset = to;
    result.source_gross = gross;
    result.source_net = gross - fees.total;
    if (result.source_net.is_zero() || result.source_net.is_negative())
        throw std::domain_error("the fees take the whole amount");
    result.fees = fees;
    result.rate = exchange_rate(from, to);
    // Of scale 0 the rate stays as it is shown, so that one unit is worth exactly one unit.
    result.destination = from == to ? result.source_net : trimmed(result.source_net * result.rate, 2);
    result.effective_rate = result.destination.divide(gross, 18, rounding::half_even);
    return result;
}

OMS_DECL decimal gas_in(const sandbox::fee_schedule& fees, std::string_view asset, bool sponsor_gas)
{
    return sponsor_gas ? zero() : fees.gas_usd * exchange_rate("usd", asset);
}

OMS_DECL price price_of_send(const sandbox::fee_schedule& fees, std::string_view from, std::string_view to,
                             const decimal& gross, bool sponsor_gas)
{
    const int places = fee_scale(from);
    fee_split split;
    split.developer = trimmed((gross * fees.send_developer_rate).rescale(places, rounding::half_up), 0);
    split.oms = trimmed((gross * fees.send_oms_rate).rescale(places, rounding::half_up), 0);
    split.gas = trimmed(gas_in(fees, from, sponsor_gas), 0);
    return priced(from, to, gross, split);
}

OMS_DECL price price_of_delivery(const sandbox::fee_schedule& fees, std::string_view from, std::string_view to,
                                 const decimal& delivered, bool sponsor_gas)
{
    const decimal net = trimmed(delivered * exchange_rate(to, from), 2);
    const decimal gas = trimmed(gas_in(fees, from, sponsor_gas), 0);
    const int places = std::max({fee_scale(from), net.scale(), gas.scale()});
    const decimal kept = decimal::from_integer(1) - fees.send_developer_rate - fees.send_oms_rate;
    const decimal gross = (net + gas).divide(kept, places, rounding::ceiling);
    fee_split split;
    split.gas = gas;
    split.developer = (gross * fees.send_developer_rate).rescale(places, rounding::toward_zero);
    split.oms = gross - net - split.gas - split.developer; // takes up the rounding, so that the sides meet exactly
    price result = priced(from, to, trimmed(gross, 2), split);
    result.destination = delivered;
    result.fixed_side = "destination";
    return result;
}

OMS_DECL price price_of_cash(const sandbox::fee_schedule& fees, std::string_view to, const decimal& gross)
{
    fee_split split{zero(), zero(), (gross * fees.cash_rate).rescale(fee_scale("usd"), rounding::half_up), zero()};
    split.oms += fees.cash_fixed;
    return priced("usd", to, gross, split);
}

OMS_DECL price price_of_transfer(std::string_view from, std::string_view to, const decimal& gross,
                                 const decimal& developer_fee)
{
    return priced(from, to, gross, {developer_fee, zero(), zero(), zero()});
}

OMS_DECL void render_fees(json_writer& out, const fee_split& fees)
{
    out.open_object("feesDeducted")
        .text("developer", fee_text(fees.developer))
        .text("gas", fee_text(fees.gas))
        .text("oms", fee_text(fees.oms))
        .text("total", fee_text(fees.total))
        .close_object();
}

OMS_DECL void render_source_amounts(json_writer& out, const price& of)
{
    out.text("amountGross", of.source_gross.str()).text("amountNet", money_text(of.source_net));
    render_fees(out, of.fees);
}

OMS_DECL void render_destination_amounts(json_writer& out, const price& of)
{
    const std::string amount = of.fixed_side == "destination" ? of.destination.str() : money_text(of.destination);
    out.text("amountGross", amount).text("amountNet", amount);
    render_fees(out, {zero(), zero(), zero(), zero()});
}

OMS_DECL void render_rates(json_writer& out, const price& of)
{
    out.open_object("rates")
        .text("exchangeRate", rate_text(of.rate))
        .text("effectiveRate", rate_text(of.effective_rate))
        .text("pair", of.source_asset + "/" + of.destination_asset)
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
