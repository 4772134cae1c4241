#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/cash_locations.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/page.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>

#include <stdexcept>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void issue_code(emulator& state, cash_in_record& cash_in, instant at);
OMS_DECL cash_in_record& existing_cash_in(emulator& state, const call& request);
OMS_DECL price estimated_price(const emulator& state, std::string_view asset, const decimal& amount);
OMS_DECL void require_within_limits(const cash_location_record& location, const decimal& amount);
OMS_DECL std::string rendered(const emulator& state, const cash_in_record& cash_in);

OMS_DECL void issue_code(emulator& state, cash_in_record& cash_in, instant at)
{
    do
        cash_in.code = state.ids.letters(3) + " " + state.ids.decimal_digits(5);
    while (!state.cash_in_of_code.emplace(cash_in.code, cash_in.id).second);
    cash_in.code_expires_at = at + state.settings.code_lifetime;
    cash_in.status = "pending";
    cash_in.sub_status = "order_reserved";
    cash_in.updated_at = at;
    state.plan(cash_in.code_expires_at, planned::kind::expire_cash_in, cash_in.id);
}

OMS_DECL price estimated_price(const emulator& state, std::string_view asset, const decimal& amount)
{
    try {
        return price_of_cash(state.settings.fees, asset, amount);
    } catch (const std::domain_error&) {
        throw invalid_field("source.indicatedAmount", "must be greater than the fees");
    }
}

OMS_DECL void require_within_limits(const cash_location_record& location, const decimal& amount)
{
    const auto refuse = [](const std::string& message) {
        throw unprocessable("limit_exceeded", "The amount is outside the limits for this location.",
                            {{"source.indicatedAmount", message}});
    };
    if (amount > location.maximum)
        refuse("must not be greater than " + location.maximum.str());
    if (amount < location.minimum)
        refuse("must not be less than " + location.minimum.str());
}

OMS_DECL answer create_cash_in(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto customer_id = fields.text("customerId", presence::required, not_empty);
    std::optional<decimal> indicated;
    std::optional<std::string> asset, network, location_id, reference;
    destination_wallet destination;
    if (auto source = fields.object("source", presence::required)) {
        const auto cash = source->text("asset", presence::required, is_asset_name);
        if (cash && *cash != "usd")
            source->wrong("asset", "must be usd");
        indicated = source->amount("indicatedAmount", presence::optional);
        source->finish();
    }
    if (auto target = fields.object("destination", presence::required)) {
        asset = target->text("asset", presence::required, is_asset_name);
        network = target->text("network", presence::required, is_asset_name);
        check_pair(*target, asset, network, "network");
        if (asset && is_fiat(*asset))
            target->wrong("asset", "is not a crypto asset");
        destination = read_destination_wallet(*target, asset);
        target->finish();
    }
    if (auto cash = fields.object("cash", presence::required)) {
        location_id = cash->text("locationId", presence::required, not_empty);
        reference = cash->text("locationReference", presence::required, not_empty);
        cash->finish();
    }
    const auto metadata = fields.metadata(presence::optional);
    fields.finish();
    body.check();

    const decimal amount = indicated.value_or(decimal("100.00"));
    const price amounts = estimated_price(state, *asset, amount);
    const customer_record& customer = existing_customer(state, request.account, *customer_id);
    const cash_location_record* location = find_cash_location(state, *location_id);
    if (location == nullptr)
        throw not_found();
    if (location->reference != *reference)
        throw invalid_field("cash.locationReference", "is not the reference of this location");
    require_destination(state, request.account, destination, *asset, *network);
    require_writing(request);
    require_good_standing(customer);
    require_endorsement(customer, "usd");
    require_provisioned(customer);
    require_within_limits(*location, amount);

    cash_in_record cash_in;
    cash_in.id = state.ids.id("ci_", request.at);
    cash_in.account = request.account;
    cash_in.customer_id = customer.id;
    cash_in.indicated_amount = amount.str();
    cash_in.amounts = amounts;
    cash_in.destination_network = *network;
    cash_in.destination = destination;
    cash_in.location_id = location->id;
    cash_in.metadata = metadata.value_or("{}");
    cash_in.created_at = request.at;
    issue_code(state, cash_in, request.at);
    return {201, rendered(state, state.cash_ins.add(std::move(cash_in)))};
}

OMS_DECL cash_in_record& existing_cash_in(emulator& state, const call& request)
{
    cash_in_record* cash_in = state.cash_ins.find(request.ids[0]);
    if (cash_in == nullptr || cash_in->account != request.account)
        throw not_found();
    return *cash_in;
}

OMS_DECL answer get_cash_in(emulator& state, const call& request)
{
    query_parameters(request.query).finish();
    return {200, rendered(state, existing_cash_in(state, request))};
}

OMS_DECL answer refresh_cash_in(emulator& state, const call& request)
{
    if (!request.body.empty())
        throw invalid_request("This request has no body.");
    cash_in_record& cash_in = existing_cash_in(state, request);
    require_writing(request);
    if (!existing_customer(state, request.account, cash_in.customer_id).active)
        throw forbidden("The customer is inactive.");
    if (cash_in.status != "pending" && cash_in.status != "expired")
        throw invalid_request("Only a pending or expired cash-in can be refreshed.");
    issue_code(state, cash_in, request.at);
    return {200, rendered(state, cash_in)};
}

OMS_DECL answer list_cash_ins(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const page_request asked = read_page_request(query, "cash-ins");
    const auto customer_id = query.text("customerId");
    const auto status = query.text("status");
    query.finish();
    const auto page = cut_page(state.cash_ins.all(), asked, [&](const cash_in_record& cash_in) {
        return cash_in.account == request.account && (!customer_id || cash_in.customer_id == *customer_id) &&
               (!status || cash_in.status == *status);
    });
    return {200, render_page(page, "cash-ins",
                             [&](json_writer& out, const cash_in_record& cash_in) { render(out, state, cash_in); })};
}

OMS_DECL void expire_cash_in(emulator& state, std::string_view id, instant at)
{
    cash_in_record& cash_in = *state.cash_ins.find(id);
    if (cash_in.status != "pending" || cash_in.code_expires_at > at)
        return;
    cash_in.status = "expired";
    cash_in.sub_status = "cash_deposit_expired";
    cash_in.updated_at = at;
}

OMS_DECL void finish_cash_in(emulator& state, std::string_view id, bool completed, instant at)
{
    cash_in_record& cash_in = *state.cash_ins.find(id);
    cash_in.status = completed ? "completed" : "failed";
    cash_in.sub_status = completed ? "settled" : "cash_deposit_failed";
    cash_in.updated_at = at;
    if (!completed)
        return; // v0.9 has no event for this
    cash_in.completed_at = at;
    state.announce(cash_in.account, "cashIn.completed", rendered(state, cash_in), at);
}

OMS_DECL void render(json_writer& out, const emulator& state, const cash_in_record& cash_in)
{
    const cash_location_record& location = *find_cash_location(state, cash_in.location_id);
    const sandbox::fee_schedule& fees = state.settings.fees;
    std::optional<std::string> deposited;
    std::optional<std::string> completed_at;
    if (cash_in.deposited)
        deposited = cash_in.amounts.source_gross.str();
    if (cash_in.completed_at)
        completed_at = iso_text(*cash_in.completed_at);
    out.open_object()
        .text("id", cash_in.id)
        .text("object", "cashIn")
        .text("customerId", cash_in.customer_id)
        .text("status", cash_in.status)
        .text("subStatus", cash_in.sub_status)
        .text("type", "fiatToCrypto")
        .open_object("source")
        .text("asset", "usd")
        .text("network", "cash")
        .text("amount", deposited)
        .text("indicatedAmount", cash_in.indicated_amount);
    render_source_amounts(out, cash_in.amounts);
    out.null("email")
        .close_object()
        .open_object("destination")
        .text("asset", cash_in.amounts.destination_asset)
        .text("network", cash_in.destination_network);
    render_destination_amounts(out, cash_in.amounts);
    out.open_object("wallet")
        .text("id", cash_in.destination.id)
        .text("blockchainAddress", cash_in.destination.blockchain_address)
        .text("externalAccount", cash_in.destination.external_account)
        .close_object()
        .close_object()
        .open_object("cash")
        .text("locationId", location.id)
        .text("locationReference", location.reference)
        .close_object()
        .open_object("location")
        .text("name", location.name)
        .text("address", location.address())
        .close_object()
        .open_object("depositInstructions")
        .text("code", cash_in.code)
        .text("expiresAt", iso_text(cash_in.code_expires_at))
        .text("locationName", location.name)
        .text("locationAddress", location.address())
        .close_object()
        .open_object("omsFeeSchedule")
        .text("feeCurrency", "usd")
        .open_array("entries")
        .open_object()
        .text("type", "percentage")
        .text("rate", fees.cash_rate.str())
        .null("amount")
        .close_object()
        .open_object()
        .text("type", "fixed")
        .null("rate")
        .text("amount", fees.cash_fixed.str())
        .close_object()
        .close_array()
        .close_object()
        .text("fixedAmountSide", cash_in.amounts.fixed_side);
    render_rates(out, cash_in.amounts);
    out.boolean("sponsorGas", false)
        .text("sponsorGasCost", "0")
        .raw("metadata", cash_in.metadata)
        .text("transactionId", cash_in.transaction_id)
        .text("createdAt", iso_text(cash_in.created_at))
        .text("updatedAt", iso_text(cash_in.updated_at))
        .text("completedAt", completed_at)
        .close_object();
}

OMS_DECL std::string rendered(const emulator& state, const cash_in_record& cash_in)
{
    json_writer out;
    render(out, state, cash_in);
    return out.str();
}

}}} // namespace oms::v0_1::detail::emulation
