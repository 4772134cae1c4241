#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/customer_list.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/ledger.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/text_checks.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::string read_currency(query_parameters& query);
OMS_DECL decimal estimate(const emulator& state, const wallet_record& wallet, std::string_view currency);
OMS_DECL void render_balance(json_writer& out, const emulator& state, const wallet_record& wallet,
                             std::string_view currency);

OMS_DECL answer create_wallet(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto asset = fields.text("asset", presence::required, is_asset_name);
    const auto chain = fields.text("chain", presence::required, is_asset_name);
    check_pair(fields, asset, chain, "chain");
    if (asset && is_fiat(*asset))
        fields.wrong("asset", "is not a crypto asset");
    fields.finish();
    body.check();
    customer_record& customer = existing_customer(state, request.account, request.ids[0]);
    require_writing(request);
    require_good_standing(customer);
    require_endorsement(customer, "cryptoCustody");

    wallet_record wallet;
    wallet.id = state.ids.id("wlt_", request.at);
    wallet.account = request.account;
    wallet.customer_id = customer.id;
    wallet.address = state.ids.address(*chain);
    wallet.asset = *asset;
    wallet.chain = *chain;
    wallet.created_at = wallet.updated_at = request.at;
    customer.wallets.push_back(wallet.id);
    customer.updated_at = request.at;
    json_writer out;
    render(out, state.wallets.add(std::move(wallet)));
    return {201, out.str()};
}

OMS_DECL answer list_customer_wallets(emulator& state, const call& request)
{
    return list_of_customer(state, request, state.wallets, "wallets",
                            [](json_writer& out, const wallet_record& wallet) { render(out, wallet); });
}

OMS_DECL std::string read_currency(query_parameters& query)
{
    constexpr std::string_view name = "estimatedBalanceCurrencyCode";
    const std::string code = query.text(name, is_currency).value_or("USD");
    if (!is_currency(code) && !asset_of_currency(code))
        query.wrong(name, "is not a currency that balances are estimated in");
    query.finish();
    return code;
}

OMS_DECL decimal estimate(const emulator& state, const wallet_record& wallet, std::string_view currency)
{
    const std::string asset = asset_of_currency(currency).value_or("usd");
    return balance_of(state, wallet) * exchange_rate(wallet.asset, asset);
}

OMS_DECL void render_balance(json_writer& out, const emulator& state, const wallet_record& wallet,
                             std::string_view currency)
{
    out.open_object()
        .text("object", "walletBalance")
        .text("walletId", wallet.id)
        .text("asset", wallet.asset)
        .text("chain", wallet.chain)
        .text("balance", money_text(balance_of(state, wallet)))
        .text("estimatedBalance", estimate(state, wallet, currency).rescale(2, rounding::half_even).str())
        .text("estimatedBalanceCurrencyCode", currency)
        .close_object();
}

OMS_DECL answer get_wallet_balance(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const std::string currency = read_currency(query);
    const wallet_record& wallet = existing_wallet(state, request.account, request.ids[0]);
    require_provisioned(existing_customer(state, request.account, wallet.customer_id));
    json_writer out;
    render_balance(out, state, wallet, currency);
    return {200, out.str()};
}

OMS_DECL answer get_customer_balance(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const std::string currency = read_currency(query);
    const customer_record& customer = existing_customer(state, request.account, request.ids[0]);
    require_provisioned(customer);
    decimal total = zero();
    for (const std::string& id : customer.wallets)
        total += estimate(state, *state.wallets.find(id), currency);
    json_writer out;
    out.open_object()
        .text("object", "customerBalance")
        .text("customerId", customer.id)
        .text("estimatedBalance", total.rescale(2, rounding::half_even).str())
        .text("estimatedBalanceCurrencyCode", currency)
        .open_array("wallets");
    for (const std::string& id : customer.wallets)
        render_balance(out, state, *state.wallets.find(id), currency);
    return {200, out.close_array().close_object().str()};
}

OMS_DECL wallet_record& existing_wallet(emulator& state, std::string_view account, std::string_view id)
{
    wallet_record* wallet = state.wallets.find(id);
    if (wallet == nullptr || wallet->account != account)
        throw not_found();
    return *wallet;
}

OMS_DECL decimal balance_of(const emulator& state, const wallet_record& wallet)
{
    return state.books.balance(wallet.id, wallet.asset);
}

OMS_DECL void render_members(json_writer& out, const wallet_record& wallet)
{
    out.text("id", wallet.id)
        .text("object", "wallet")
        .text("customerId", wallet.customer_id)
        .text("address", wallet.address)
        .text("asset", wallet.asset)
        .text("chain", wallet.chain)
        .text("status", wallet.status)
        .text("type", "internal")
        .text("createdAt", iso_text(wallet.created_at))
        .text("updatedAt", iso_text(wallet.updated_at));
}

OMS_DECL void render(json_writer& out, const wallet_record& wallet)
{
    out.open_object();
    render_members(out, wallet);
    out.close_object();
}

OMS_DECL void render(json_writer& out, const wallet_record& wallet, const direct_deposit& deposit)
{
    out.open_object();
    render_members(out, wallet);
    out.open_object("deposit")
        .text("amount", money_text(deposit.amount))
        .text("asset", wallet.asset)
        .text("network", wallet.chain)
        .text("fromAddress", deposit.from_address)
        .text("txHash", deposit.tx_hash)
        .text("detectedAt", iso_text(deposit.detected_at))
        .close_object()
        .close_object();
}

OMS_DECL void detect_deposit(emulator& state, const wallet_record& wallet, const decimal& amount,
                             std::string_view from_address, std::string_view tx_hash, instant at)
{
    state.books.move(places::outside, wallet.id, wallet.asset, amount);
    json_writer out;
    render(out, wallet, {amount, std::string(from_address), std::string(tx_hash), at});
    state.announce(wallet.account, "wallet.depositDetected", out.str(), at);
}

}}} // namespace oms::v0_1::detail::emulation
