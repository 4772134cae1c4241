#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/bank_rails.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL const bank_rail* read_rail(object_reader& fields);
OMS_DECL void read_bank_details(object_reader& details, const bank_rail& rail, external_account_record& into);

OMS_DECL bool external_account_record::reached_by(std::string_view of, std::string_view network) const
{
    return of == asset && std::find(networks.begin(), networks.end(), network) != networks.end();
}

/// The network declares the rail; what else the request says about it must agree.
OMS_DECL const bank_rail* read_rail(object_reader& fields)
{
    const auto network = fields.text("network", presence::required, not_empty);
    const auto type = fields.text("type", presence::optional, not_empty);
    const auto country = fields.text("country", presence::optional, is_country);
    const auto currency = fields.text("currency", presence::optional, is_currency);
    if (!network)
        return nullptr;
    const bank_rail* const rail = find_bank_rail(*network);
    if (rail == nullptr) {
        fields.wrong("network", "reaches no external account");
        return nullptr;
    }
    if (type && rail->type != *type)
        fields.wrong("type", "is not reached by this network");
    if (country && !serves_country(*rail, *country))
        fields.wrong("country", "is not reached by this network");
    if (currency && rail->currency != *currency)
        fields.wrong("currency", "is not the currency of this network");
    return rail;
}

OMS_DECL void read_bank_details(object_reader& details, const bank_rail& rail, external_account_record& into)
{
    into.bank_name = "Example Bank";
    for (const bank_field& field : rail.fields) {
        const auto value = details.text(field.name, field.required ? presence::required : presence::optional);
        if (!value)
            continue;
        if (const auto problem = problem_of(field, *value))
            details.wrong(field.name, *problem);
        if (field.name == rail.number)
            into.masked_number = masked(*value);
        if (field.name == "bankName")
            into.bank_name = *value;
    }
    details.finish();
}

OMS_DECL answer create_external_account(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    external_account_record external;
    const bank_rail* const rail = read_rail(fields);
    auto details = fields.object("bankDetails", presence::required);
    if (rail != nullptr && details)
        read_bank_details(*details, *rail, external);
    fields.metadata(presence::optional);
    fields.finish();
    body.check();
    const customer_record& customer = existing_customer(state, request.account, request.ids[0]);
    require_writing(request);
    if (!customer.active)
        throw forbidden("The customer is inactive.");

    external.id = state.ids.id(rail->type == "usBank" ? "cpUsBank_" : "cpIntlBank_", request.at);
    external.account = request.account;
    external.customer_id = customer.id;
    external.type = rail->type;
    external.asset = asset_of_currency(rail->currency).value();
    external.networks.emplace_back(rail->network);
    external.created_at = request.at;
    json_writer out;
    render(out, state.external_accounts.add(std::move(external)));
    return {201, out.str()};
}

OMS_DECL const external_account_record& existing_external_account(const emulator& state, std::string_view account,
                                                                  std::string_view id)
{
    const external_account_record* external = state.external_accounts.find(id);
    if (external == nullptr || external->account != account)
        throw not_found();
    return *external;
}

OMS_DECL std::string masked(std::string_view number)
{
    const std::size_t shown = std::min<std::size_t>(4, number.size() / 2);
    return "****" + std::string(number.substr(number.size() - shown));
}

OMS_DECL void render(json_writer& out, const external_account_record& external)
{
    out.open_object()
        .text("id", external.id)
        .text("object", "externalAccount")
        .text("customerId", external.customer_id)
        .text("type", external.type)
        .text("status", external.status)
        .text("network", external.networks.front());
    render_masked_details(out, external);
    out.text("createdAt", iso_text(external.created_at)).close_object();
}

OMS_DECL void render_masked_details(json_writer& out, const external_account_record& external)
{
    out.open_object("bankDetails")
        .text("bankName", external.bank_name)
        .text("accountNumber", external.masked_number)
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
