#pragma once

#include <oms/sandbox/impl/customer_list.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/virtual_accounts.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::optional<std::string> is_accountholder(std::string_view text);

OMS_DECL std::optional<std::string> is_accountholder(std::string_view text)
{
    if (text == "customer" || text == "oms" || text == "developer")
        return std::nullopt;
    return "must be customer, oms or developer";
}

OMS_DECL answer create_virtual_account(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    virtual_account_record record;
    read_route(fields, virtual_account_sides, record);
    if (const auto name = fields.text("accountholderName", presence::optional, is_accountholder))
        record.accountholder_name = *name;
    record.bank_memo = fields.text("bankMemo", presence::optional);
    fields.finish();
    body.check();
    const customer_record& customer = require_route(state, request, record);
    require_endorsement(customer, "usd");
    json_writer out;
    render(out, state, add_virtual_account(state, std::move(record), customer, request.at));
    return {201, out.str()};
}

OMS_DECL virtual_account_record& add_virtual_account(emulator& state, virtual_account_record record,
                                                     const customer_record& owner, instant at)
{
    assign(record, owner, state.ids.id("va_", at), at);
    record.account_number = state.ids.decimal_digits(10);
    record.reference = "OMS-" + state.ids.decimal_digits(4);
    if (record.accountholder_name == "customer")
        record.owner_name = owner.full_name();
    else
        record.owner_name = record.accountholder_name == "oms" ? "Open Money Stack" : "Example Developer";
    return state.virtual_accounts.add(std::move(record));
}

OMS_DECL answer list_virtual_accounts(emulator& state, const call& request)
{
    return list_of_customer(
        state, request, state.virtual_accounts, "va",
        [&](json_writer& out, const virtual_account_record& record) { render(out, state, record); });
}

OMS_DECL void render(json_writer& out, const emulator& state, const virtual_account_record& record)
{
    out.open_object()
        .text("id", record.id)
        .text("object", "virtualAccount")
        .text("customerId", record.customer_id)
        .text("status", record.status)
        .open_object("source")
        .text("asset", record.source_asset)
        .text("network", record.source_network)
        .close_object()
        .open_object("bankDetails")
        .text("bankName", "Example Bank")
        .text("accountNumber", record.account_number)
        .text("routingNumber", "021000021")
        .text("accountType", "checking")
        .text("ownerName", record.owner_name)
        .text("reference", record.reference)
        .close_object();
    render_destination(out, state, record);
    out.text("accountholderName", record.accountholder_name)
        .text("label", record.label)
        .text("bankMemo", record.bank_memo)
        .raw("metadata", record.metadata)
        .text("createdAt", iso_text(record.created_at))
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
