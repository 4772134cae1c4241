#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/settings.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

class json_writer;

/// Fees of one side, in its asset.
struct fee_split {
    decimal developer;
    decimal gas;
    decimal oms;
    decimal total;
};

/// What a movement costs and brings. The fees are taken on the source side; the destination has none:
/// `source_gross - fees.total = source_net`, `source_net x rate = destination` (contract 7.2).
struct price {
    std::string source_asset;
    std::string destination_asset;
    decimal source_gross;
    decimal source_net;
    fee_split fees;
    decimal destination; // gross and net
    decimal rate;
    decimal effective_rate;
    std::string fixed_side = "source";
};

/// The ways a price comes about. Throw std::domain_error when the fees take the whole amount.
OMS_DECL price price_of_send(const sandbox::fee_schedule& fees, std::string_view from, std::string_view to,
                             const decimal& gross, bool sponsor_gas);
OMS_DECL price price_of_delivery(const sandbox::fee_schedule& fees, std::string_view from, std::string_view to,
                                 const decimal& delivered, bool sponsor_gas);
OMS_DECL price price_of_cash(const sandbox::fee_schedule& fees, std::string_view to, const decimal& gross);
/// With these fees of the developer and no others.
OMS_DECL price price_of_transfer(std::string_view from, std::string_view to, const decimal& gross,
                                 const decimal& developer_fee);

/// `amountGross`, `amountNet` and `feesDeducted` of a side, as members.
OMS_DECL void render_source_amounts(json_writer& out, const price& of);
OMS_DECL void render_destination_amounts(json_writer& out, const price& of);
/// The member `rates`.
OMS_DECL void render_rates(json_writer& out, const price& of);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/pricing.ipp>
#endif
