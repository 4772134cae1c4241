#pragma once

#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/pricing.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/simulations.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL const funding_route& existing_route(const store<funding_route>& routes, const call& request);
OMS_DECL transaction_record transfer_of(emulator& state, const funding_route& route, const decimal& amount);

OMS_DECL const funding_route& existing_route(const store<funding_route>& routes, const call& request)
{
    const funding_route* route = routes.find(request.ids[0]);
    if (route == nullptr || route->account != request.account)
        throw not_found();
    return *route;
}

OMS_DECL transaction_record transfer_of(emulator& state, const funding_route& route, const decimal& amount)
{
    const wallet_record& wallet = existing_wallet(state, route.account, route.wallet_id);
    if (!existing_customer(state, route.account, wallet.customer_id).active)
        throw forbidden("The customer is inactive.");
    transaction_record record;
    record.account = route.account;
    record.recipient_customer_id = wallet.customer_id;
    record.source_network = route.network;
    record.destination_network = wallet.chain;
    record.destination_rail = "crypto";
    record.destination.id = wallet.id;
    record.amounts = price_of_transfer(route.asset, wallet.asset, amount);
    return record;
}

OMS_DECL answer simulate_virtual_account_transfer(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto rail = fields.text("rail", presence::required, [](std::string_view text) -> std::optional<std::string> {
        if (text != "ach_in" && text != "wire_in" && text != "swift_in")
            return "must be ach_in, wire_in or swift_in";
        return std::nullopt;
    });
    const auto amount = fields.amount("amount", presence::required);
    fields.text("senderName", presence::optional);
    fields.finish();
    body.check();
    const funding_route& route = existing_route(state.virtual_accounts, request);
    require_writing(request);

    transaction_record record = transfer_of(state, route, *amount);
    record.type = "fiatToCrypto";
    record.virtual_account_id = route.id;
    record.sender_customer_id = record.recipient_customer_id;
    record.source_rail = *rail == "ach_in" ? "ach" : *rail == "wire_in" ? "wire" : "international_wire";
    const transaction_record begun = begin_transaction(state, std::move(record), request.at);
    json_writer out;
    out.open_object()
        .text("object", "simulatedTransfer")
        .text("virtualAccountId", route.id)
        .text("rail", *rail)
        .text("asset", route.asset)
        .text("amount", amount->str())
        .text("transactionId", begun.id)
        .text("status", begun.status)
        .close_object();
    return {200, out.str()};
}

OMS_DECL answer simulate_deposit_address_transfer(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto amount = fields.amount("amount", presence::required);
    fields.text("senderAddress", presence::optional, not_empty);
    fields.finish();
    body.check();
    const funding_route& route = existing_route(state.deposit_addresses, request);
    require_writing(request);

    transaction_record record = transfer_of(state, route, *amount);
    record.type = "cryptoToCrypto";
    record.deposit_address_id = route.id;
    record.source_rail = "crypto";
    record.source_tx_hash = "0x" + state.ids.hexadecimal(64);
    const transaction_record begun = begin_transaction(state, std::move(record), request.at);
    json_writer out;
    out.open_object()
        .text("object", "simulatedTransfer")
        .text("depositAddressId", route.id)
        .text("asset", route.asset)
        .text("network", route.network)
        .text("amount", amount->str())
        .text("txHash", begun.source_tx_hash)
        .text("transactionId", begun.id)
        .text("status", begun.status)
        .close_object();
    return {200, out.str()};
}

}}} // namespace oms::v0_1::detail::emulation
