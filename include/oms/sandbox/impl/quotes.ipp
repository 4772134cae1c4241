#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/quotes.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <stdexcept>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL price price_of_quote(const emulator& state, std::string_view from, std::string_view to,
                              const std::optional<decimal>& source, const std::optional<decimal>& destination,
                              bool sponsor_gas);
OMS_DECL void render(json_writer& out, const quote_record& quote, instant at);

OMS_DECL std::string_view quote_record::status(instant at) const
{
    if (accepted)
        return "accepted";
    return at >= expires_at ? "expired" : "open";
}

OMS_DECL void check_pair(object_reader& side, const std::optional<std::string>& asset,
                         const std::optional<std::string>& network, std::string_view network_field)
{
    if (!asset || !network)
        return;
    if (!is_asset(*asset))
        side.wrong("asset", "is not a supported asset");
    else if (!is_pair(*asset, *network))
        side.wrong(network_field, "does not carry this asset");
}

OMS_DECL destination_wallet read_destination_wallet(object_reader& destination, const std::optional<std::string>& asset)
{
    destination_wallet read;
    auto wallet = destination.object("wallet", presence::required);
    if (!wallet)
        return read;
    read.id = wallet->text("id", presence::optional, not_empty);
    read.blockchain_address = wallet->text("blockchainAddress", presence::optional, not_empty);
    read.external_account = wallet->text("externalAccount", presence::optional, not_empty);
    if (read.blockchain_address && asset && is_fiat(*asset))
        wallet->wrong("blockchainAddress", "cannot receive this asset");
    wallet->finish();
    const int named =
        int(wallet->has("id")) + int(wallet->has("blockchainAddress")) + int(wallet->has("externalAccount"));
    if (named != 1)
        destination.wrong("wallet", "must have exactly one of id, blockchainAddress and externalAccount");
    return read;
}

OMS_DECL void require_destination(emulator& state, std::string_view account, const destination_wallet& destination,
                                  std::string_view asset, std::string_view network)
{
    if (destination.id) {
        const wallet_record& wallet = existing_wallet(state, account, *destination.id);
        if (wallet.asset != asset)
            throw invalid_field("destination.asset", "is not the asset of the destination wallet");
        if (wallet.chain != network)
            throw invalid_field("destination.network", "is not the network of the destination wallet");
    }
    if (destination.external_account) {
        const auto& external = existing_external_account(state, account, *destination.external_account);
        if (!external.reached_by(asset, network))
            throw invalid_field("destination.network", "does not reach this external account");
    }
}

OMS_DECL std::optional<std::string> chain_address(const emulator& state, const destination_wallet& destination)
{
    if (destination.id)
        return state.wallets.find(*destination.id)->address;
    if (destination.external_account)
        return state.external_accounts.find(*destination.external_account)->address;
    return destination.blockchain_address;
}

OMS_DECL price price_of_quote(const emulator& state, std::string_view from, std::string_view to,
                              const std::optional<decimal>& source, const std::optional<decimal>& destination,
                              bool sponsor_gas)
{
    const std::string_view field = source ? "source.amount" : "destination.amount";
    try {
        return source ? price_of_send(state.settings.fees, from, to, *source, sponsor_gas)
                      : price_of_delivery(state.settings.fees, from, to, *destination, sponsor_gas);
    } catch (const std::domain_error&) {
        throw invalid_field(field, "must be greater than the fees");
    }
}

OMS_DECL answer create_quote(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto customer_id = fields.text("customerId", presence::required, not_empty);
    std::optional<std::string> wallet_id, asset, network, to_asset, to_network;
    std::optional<decimal> amount, to_amount;
    destination_wallet destination;
    bool amounts_named = false;
    auto source = fields.object("source", presence::required);
    if (source) {
        wallet_id = source->text("walletId", presence::required, not_empty);
        asset = source->text("asset", presence::required, is_asset_name);
        network = source->text("network", presence::required, is_asset_name);
        amount = source->amount("amount", presence::optional);
        check_pair(*source, asset, network, "network");
        amounts_named = source->has("amount");
        source->finish();
    }
    if (auto target = fields.object("destination", presence::required)) {
        to_asset = target->text("asset", presence::required, is_asset_name);
        to_network = target->text("network", presence::required, is_asset_name);
        to_amount = target->amount("amount", presence::optional);
        destination = read_destination_wallet(*target, to_asset);
        check_pair(*target, to_asset, to_network, "network");
        if (source && amounts_named && target->has("amount"))
            target->wrong("amount", "excludes source.amount");
        else if (source && !amounts_named && !target->has("amount"))
            source->absent("amount");
        target->finish();
    }
    const auto metadata = fields.metadata(presence::optional);
    fields.text("promoCode", presence::optional);
    const bool sponsor_gas = fields.boolean("sponsorGas", presence::optional).value_or(false);
    fields.finish();
    body.check();

    const price amounts = price_of_quote(state, *asset, *to_asset, amount, to_amount, sponsor_gas);
    const customer_record& customer = existing_customer(state, request.account, *customer_id);
    const wallet_record& wallet = existing_wallet(state, request.account, *wallet_id);
    if (wallet.customer_id != customer.id)
        throw not_found();
    if (wallet.asset != *asset)
        throw invalid_field("source.asset", "is not the asset of the source wallet");
    if (wallet.chain != *network)
        throw invalid_field("source.network", "is not the network of the source wallet");
    require_destination(state, request.account, destination, *to_asset, *to_network);
    require_writing(request);
    require_good_standing(customer);
    if (wallet.status != "active")
        throw forbidden("The wallet is not active.");
    if (*asset == "usd" || *to_asset == "usd")
        require_endorsement(customer, "usd");
    require_provisioned(customer);

    quote_record quote;
    quote.id = state.ids.id("qt_", request.at);
    quote.account = request.account;
    quote.customer_id = customer.id;
    quote.type = is_fiat(*to_asset) ? "cryptoToFiat" : "cryptoToCrypto";
    quote.source_wallet = wallet.id;
    quote.source_network = *network;
    quote.destination_network = *to_network;
    quote.destination = destination;
    quote.amounts = amounts;
    quote.sponsor_gas = sponsor_gas;
    quote.metadata = metadata.value_or("{}");
    quote.created_at = request.at;
    quote.expires_at = request.at + state.settings.quote_lifetime;
    json_writer out;
    render(out, state.quotes.add(std::move(quote)), request.at);
    return {201, out.str()};
}

OMS_DECL answer get_quote(emulator& state, const call& request)
{
    query_parameters(request.query).finish();
    const quote_record* quote = state.quotes.find(request.ids[0]);
    if (quote == nullptr || quote->account != request.account)
        throw not_found();
    json_writer out;
    render(out, *quote, request.at);
    return {200, out.str()};
}

OMS_DECL void render(json_writer& out, const quote_record& quote, instant at)
{
    out.open_object()
        .text("id", quote.id)
        .text("object", "quote")
        .text("customerId", quote.customer_id)
        .text("type", quote.type)
        .text("status", quote.status(at))
        .open_object("source")
        .text("walletId", quote.source_wallet)
        .text("asset", quote.amounts.source_asset)
        .text("network", quote.source_network);
    render_source_amounts(out, quote.amounts);
    out.close_object()
        .open_object("destination")
        .text("asset", quote.amounts.destination_asset)
        .text("network", quote.destination_network);
    render_destination_amounts(out, quote.amounts);
    out.open_object("wallet")
        .text("id", quote.destination.id)
        .text("blockchainAddress", quote.destination.blockchain_address)
        .text("externalAccount", quote.destination.external_account)
        .close_object()
        .null("cash")
        .close_object()
        .text("fixedAmountSide", quote.amounts.fixed_side);
    render_rates(out, quote.amounts);
    out.boolean("sponsorGas", quote.sponsor_gas)
        .text("sponsorGasCost", "0")
        .raw("metadata", quote.metadata)
        .text("createdAt", iso_text(quote.created_at))
        .text("expiresAt", iso_text(quote.expires_at))
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
