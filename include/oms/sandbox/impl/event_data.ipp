#pragma once

#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/event_data.hpp>
#include <oms/sandbox/impl/identifiers.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/later_transactions.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL direct_deposit sample_deposit(identifiers& ids, instant at);

OMS_DECL direct_deposit sample_deposit(identifiers& ids, instant at)
{
    return {decimal("25.00"), "0x" + ids.hexadecimal(40), "0x" + ids.hexadecimal(64), at};
}

OMS_DECL std::string transaction_data(const emulator& state, const transaction_record& transaction, bool later)
{
    json_writer out;
    if (later)
        render_later(out, state, transaction);
    else
        render(out, state, transaction);
    return out.str();
}

OMS_DECL std::string movement_data(const catalogued_event& what, std::string_view id, std::string_view customer_id,
                                   std::string_view route_id)
{
    const bool crypto = what.kind.find("Crypto") != std::string_view::npos;
    return json_writer()
        .open_object()
        .text("object", what.kind)
        .text("id", id)
        .text("customerId", customer_id)
        .text(what.about == event_subject::account_movement ? "virtualAccountId" : "depositAddressId", route_id)
        .text("status", what.state)
        .text("asset", crypto ? "usdc" : "usd")
        .text("amount", "250.00")
        .close_object()
        .str();
}

OMS_DECL std::optional<event_data> data_of(const emulator& state, const catalogued_event& what, bool later,
                                           std::string_view resource_id, identifiers& ids, instant at)
{
    const auto show = [&](const auto* record, auto&& render_it) -> std::optional<event_data> {
        if (record == nullptr)
            return std::nullopt;
        json_writer out;
        render_it(out, *record);
        return event_data{record->account, out.str()};
    };
    const auto plain = [&state](json_writer& out, const auto& record) {
        render(out, state, record);
    };
    const auto by_itself = [](json_writer& out, const auto& record) {
        render(out, record);
    };
    const auto movement = [&](json_writer& out, const auto& route) {
        out.raw({}, movement_data(what, ids.id("txn_", at), route.customer_id, route.id));
    };
    switch (what.about) {
    case event_subject::transaction: {
        const transaction_record* found = state.transactions.find(resource_id);
        const bool of_any_kind = what.ending == "statusChanged";
        if (found == nullptr || (!of_any_kind && found->type != what.kind))
            return std::nullopt;
        return event_data{found->account, transaction_data(state, *found, later)};
    }
    case event_subject::customer:
    case event_subject::endorsement:
        return show(state.customers.find(resource_id), plain);
    case event_subject::cash_in:
        return show(state.cash_ins.find(resource_id), plain);
    case event_subject::wallet:
        return show(state.wallets.find(resource_id), by_itself);
    case event_subject::deposit:
        return show(state.wallets.find(resource_id), [&](json_writer& out, const wallet_record& wallet) {
            render(out, wallet, sample_deposit(ids, at));
        });
    case event_subject::virtual_account:
        return show(state.virtual_accounts.find(resource_id), plain);
    case event_subject::deposit_address:
        return show(state.deposit_addresses.find(resource_id), plain);
    case event_subject::external_account:
        return show(state.external_accounts.find(resource_id), by_itself);
    case event_subject::account_movement:
        return show(state.virtual_accounts.find(resource_id), movement);
    case event_subject::address_movement:
        return show(state.deposit_addresses.find(resource_id), movement);
    case event_subject::webhook:
        return show(state.webhooks.find(resource_id),
                    [](json_writer& out, const webhook_record& webhook) { render(out, webhook, false); });
    case event_subject::counterparty:
        break; // the emulator has none
    }
    return std::nullopt;
}

}}} // namespace oms::v0_1::detail::emulation
