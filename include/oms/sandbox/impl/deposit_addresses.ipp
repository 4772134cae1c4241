#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/customer_list.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/deposit_addresses.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/request_body.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL answer create_deposit_address(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    deposit_address_record record;
    read_route(fields, deposit_address_sides, record);
    fields.finish();
    body.check();
    const customer_record& customer = require_route(state, request, record);
    require_endorsement(customer, "cryptoCustody");
    if (record.destination_asset == "usd")
        require_endorsement(customer, "usd");
    json_writer out;
    render(out, state, add_deposit_address(state, std::move(record), customer, request.at));
    return {201, out.str()};
}

OMS_DECL deposit_address_record& add_deposit_address(emulator& state, deposit_address_record record,
                                                     const customer_record& owner, instant at)
{
    assign(record, owner, state.ids.id("da_", at), at);
    record.address = state.ids.address(record.source_network);
    return state.deposit_addresses.add(std::move(record));
}

OMS_DECL answer list_deposit_addresses(emulator& state, const call& request)
{
    return list_of_customer(
        state, request, state.deposit_addresses, "da",
        [&](json_writer& out, const deposit_address_record& record) { render(out, state, record); });
}

OMS_DECL std::string_view transaction_type(const deposit_address_record& record)
{
    return is_fiat(record.destination_asset) ? "cryptoToFiat" : "cryptoToCrypto";
}

OMS_DECL void render(json_writer& out, const emulator& state, const deposit_address_record& record)
{
    out.open_object()
        .text("id", record.id)
        .text("object", "depositAddress")
        .text("customerId", record.customer_id)
        .text("status", record.status)
        .text("transactionType", transaction_type(record))
        .open_object("source")
        .text("asset", record.source_asset)
        .text("network", record.source_network)
        .open_object("depositInstructions")
        .text("address", record.address)
        .text("asset", record.source_asset)
        .text("network", record.source_network)
        .close_object()
        .close_object();
    render_destination(out, state, record);
    out.text("label", record.label)
        .raw("metadata", record.metadata)
        .text("createdAt", iso_text(record.created_at))
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
