#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/later_transactions.hpp>
#include <oms/sandbox/impl/pricing.hpp>
#include <oms/sandbox/impl/transactions.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// One end of a movement as v0.11 types it.
struct later_side {
    std::string type;
    std::string id;
    std::string asset, network;
};

OMS_DECL later_side source_of(const transaction_record& transaction);
OMS_DECL later_side destination_of(const emulator& state, const transaction_record& transaction);
OMS_DECL void render(json_writer& out, std::string_view name, const later_side& side);
OMS_DECL void render_pricing(json_writer& out, const transaction_record& transaction);
OMS_DECL void render_precursor(json_writer& out, const transaction_record& transaction);

OMS_DECL later_side source_of(const transaction_record& transaction)
{
    later_side side{"walletCrypto", {}, transaction.amounts.source_asset, transaction.source_network};
    if (transaction.source_wallet) {
        side.type = "walletOms";
        side.id = *transaction.source_wallet;
    } else if (is_fiat(side.asset)) {
        side.type = transaction.cash_in_id ? "cash" : "bankUs";
    }
    return side;
}

OMS_DECL later_side destination_of(const emulator& state, const transaction_record& transaction)
{
    const destination_wallet& to = transaction.destination;
    later_side side{"walletCrypto", {}, transaction.amounts.destination_asset, transaction.destination_network};
    if (to.id) {
        side.type = "walletOms";
        side.id = *to.id;
    } else if (to.external_account) {
        const external_account_record& external = *state.external_accounts.find(*to.external_account);
        side.id = external.id;
        if (!external.address)
            side.type = external.type == "debitCard" ? "cardUs" : "bankUs";
    }
    return side;
}

OMS_DECL void render(json_writer& out, std::string_view name, const later_side& side)
{
    out.open_object(name).text("type", side.type).text("category", is_fiat(side.asset) ? "fiat" : "crypto");
    if (!side.id.empty())
        out.text("id", side.id);
    out.text("asset", side.asset).text("network", side.network).close_object();
}

OMS_DECL void render_pricing(json_writer& out, const transaction_record& transaction)
{
    const price& amounts = transaction.amounts;
    out.open_object("pricing").open_object("source").text("asset", amounts.source_asset);
    render_source_amounts(out, amounts);
    out.close_object().open_object("destination").text("asset", amounts.destination_asset);
    render_destination_amounts(out, amounts);
    out.close_object()
        .text("exchangeRate", rate_text(amounts.rate))
        .text("effectiveRate", rate_text(amounts.effective_rate))
        .text("pair", amounts.source_asset + "/" + amounts.destination_asset)
        .text("fixedAmountSide", amounts.fixed_side)
        .boolean("sponsorGas", transaction.sponsor_gas)
        .text("sponsorGasCost", "0")
        .close_object();
}

OMS_DECL void render_precursor(json_writer& out, const transaction_record& transaction)
{
    const auto from = [&out](const std::optional<std::string>& id, const char* type) {
        if (id)
            out.open_object("precursor").text("id", *id).text("type", type).close_object();
    };
    from(transaction.quote_id, "quote");
    from(transaction.cash_in_id, "cashIn");
    from(transaction.virtual_account_id, "virtualAccount");
    from(transaction.deposit_address_id, "depositAddress");
}

OMS_DECL void render_later(json_writer& out, const emulator& state, const transaction_record& transaction)
{
    const later_side source = source_of(transaction);
    const later_side destination = destination_of(state, transaction);
    const auto& owner =
        transaction.sender_customer_id ? transaction.sender_customer_id : transaction.recipient_customer_id;
    out.open_object()
        .text("id", transaction.id)
        .text("object", "transaction")
        .text("customerId", owner)
        .text("status", transaction.status)
        .text("subStatus", transaction.sub_status)
        .text("sourceToDestination", source.type + "->" + destination.type);
    render(out, "source", source);
    render(out, "destination", destination);
    render_pricing(out, transaction);
    render_precursor(out, transaction);
    out.null("estimatedArrival");
    if (transaction.failure)
        out.open_object("error")
            .text("code", transaction.failure->code)
            .text("occurredAt", iso_text(transaction.failure->occurred_at))
            .boolean("recoverable", transaction.failure->recoverable)
            .close_object();
    else
        out.null("error");
    out.raw("metadata", transaction.metadata)
        .text("createdAt", iso_text(transaction.created_at))
        .text("updatedAt", iso_text(transaction.updated_at))
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
