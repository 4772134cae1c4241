#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/bank_rails.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/deposit_addresses.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/pricing.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/simulations.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/virtual_accounts.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The route of this account, or 404.
template <class Route>
const Route& existing_route(const store<Route>& routes, const call& request)
{
    const Route* route = routes.find(request.ids[0]);
    if (route == nullptr || route->account != request.account)
        throw not_found();
    return *route;
}

OMS_DECL transaction_record transfer_of(emulator& state, const funding_route& route, std::string_view type,
                                        const decimal& amount);

/// What a deposit of this amount becomes: the route stands in the place of a quote.
OMS_DECL transaction_record transfer_of(emulator& state, const funding_route& route, std::string_view type,
                                        const decimal& amount)
{
    if (!existing_customer(state, route.account, route.customer_id).active)
        throw forbidden("The customer is inactive.");
    transaction_record record;
    record.account = route.account;
    record.type = type;
    record.sender_customer_id = route.customer_id;
    if (route.destination.id)
        record.recipient_customer_id = state.wallets.find(*route.destination.id)->customer_id;
    else if (type != "cryptoToCrypto")
        record.recipient_customer_id = route.customer_id;
    record.source_network = route.source_network;
    record.destination_network = route.destination_network;
    record.destination_rail = is_fiat(route.destination_asset) ? rail_name(route.destination_network) : "crypto";
    record.destination = route.destination;
    decimal developer = zero();
    for (const developer_share& share : route.shares) {
        // Never rounded up, so that the fees stay below the amount.
        const decimal part = (amount * share.rate).rescale(fee_scale(route.source_asset), rounding::toward_zero);
        developer += part;
        if (share.to)
            record.developer_payments.push_back({part, *share.to});
    }
    record.amounts = price_of_transfer(route.source_asset, route.destination_asset, amount, trimmed(developer, 0));
    record.metadata = route.metadata;
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
    const virtual_account_record& route = existing_route(state.virtual_accounts, request);
    require_writing(request);

    transaction_record record = transfer_of(state, route, "fiatToCrypto", *amount);
    record.virtual_account_id = route.id;
    record.source_rail = *rail == "ach_in" ? "ach" : *rail == "wire_in" ? "wire" : "international_wire";
    const transaction_record begun = begin_transaction(state, std::move(record), request.at);
    json_writer out;
    out.open_object()
        .text("object", "simulatedTransfer")
        .text("virtualAccountId", route.id)
        .text("rail", *rail)
        .text("asset", route.source_asset)
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
    const deposit_address_record& route = existing_route(state.deposit_addresses, request);
    require_writing(request);

    transaction_record record = transfer_of(state, route, transaction_type(route), *amount);
    record.deposit_address_id = route.id;
    record.source_rail = "crypto";
    record.source_tx_hash = "0x" + state.ids.hexadecimal(64);
    const transaction_record begun = begin_transaction(state, std::move(record), request.at);
    json_writer out;
    out.open_object()
        .text("object", "simulatedTransfer")
        .text("depositAddressId", route.id)
        .text("asset", route.source_asset)
        .text("network", route.source_network)
        .text("amount", amount->str())
        .text("txHash", begun.source_tx_hash)
        .text("transactionId", begun.id)
        .text("status", begun.status)
        .close_object();
    return {200, out.str()};
}

}}} // namespace oms::v0_1::detail::emulation
