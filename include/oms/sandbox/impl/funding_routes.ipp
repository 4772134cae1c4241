#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/funding_routes.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/text_checks.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void read_source(object_reader& fields, const route_sides& sides, funding_route& into);
OMS_DECL void read_destination(object_reader& fields, const route_sides& sides, funding_route& into);
OMS_DECL std::vector<developer_share> read_developer_fees(object_reader& fields);
OMS_DECL std::optional<std::string> is_rate(std::string_view text);

OMS_DECL void read_source(object_reader& fields, const route_sides& sides, funding_route& into)
{
    auto source = fields.object("source", presence::required);
    if (!source)
        return;
    const auto asset = source->text("asset", presence::required, is_asset_name);
    const auto network = source->text("network", presence::required, is_asset_name);
    check_pair(*source, asset, network, "network");
    source->finish();
    if (!asset || !network)
        return;
    const std::string pair = " " + *asset + "/" + *network + " ";
    if (is_pair(*asset, *network) && sides.sources.find(pair) == std::string_view::npos)
        source->wrong("asset", "cannot arrive here on this network");
    into.source_asset = *asset;
    into.source_network = *network;
}

OMS_DECL void read_destination(object_reader& fields, const route_sides& sides, funding_route& into)
{
    auto destination = fields.object("destination", presence::required);
    if (!destination)
        return;
    const auto asset = destination->text("asset", presence::required, is_asset_name);
    const auto network = destination->text("network", presence::required, is_asset_name);
    check_pair(*destination, asset, network, "network");
    if (asset && is_fiat(*asset) && !sides.pays_fiat)
        destination->wrong("asset", "is not a crypto asset");
    into.destination = read_destination_wallet(*destination, asset);
    destination->finish();
    into.destination_asset = asset.value_or("");
    into.destination_network = network.value_or("");
}

OMS_DECL std::optional<std::string> is_rate(std::string_view text)
{
    const result<decimal> rate = decimal::parse(text);
    if (!rate || rate->is_negative() || has_too_many_digits(*rate))
        return "must be a decimal string from 0 to 1";
    return std::nullopt;
}

OMS_DECL std::vector<developer_share> read_developer_fees(object_reader& fields)
{
    std::vector<developer_share> shares;
    decimal sum = zero();
    auto fees = fields.objects("developerFees", presence::optional);
    if (!fees)
        return shares;
    for (object_reader& fee : *fees) {
        fee.text("type", presence::required, [](std::string_view text) -> std::optional<std::string> {
            if (text != "percentage")
                return "must be percentage";
            return std::nullopt;
        });
        const auto rate = fee.text("rate", presence::required, is_rate);
        developer_share share{rate ? decimal(*rate) : zero(), std::nullopt};
        if (fee.has("wallet"))
            share.to = read_destination_wallet(fee, std::nullopt);
        fee.finish();
        sum += share.rate;
        shares.push_back(std::move(share));
    }
    if (sum >= decimal::from_integer(1))
        fields.wrong("developerFees", "must be below 1 together");
    return shares;
}

OMS_DECL void read_route(object_reader& fields, const route_sides& sides, funding_route& into)
{
    read_source(fields, sides, into);
    read_destination(fields, sides, into);
    into.shares = read_developer_fees(fields);
    into.label = fields.text("label", presence::optional);
    into.metadata = fields.metadata(presence::optional).value_or("{}");
}

OMS_DECL customer_record& require_route(emulator& state, const call& request, const funding_route& route)
{
    customer_record& customer = existing_customer(state, request.account, request.ids[0]);
    require_destination(state, request.account, route.destination, route.destination_asset, route.destination_network);
    for (const developer_share& share : route.shares) {
        if (share.to && share.to->id)
            existing_wallet(state, request.account, *share.to->id);
        if (share.to && share.to->external_account)
            existing_external_account(state, request.account, *share.to->external_account);
    }
    require_writing(request);
    require_good_standing(customer);
    return customer;
}

OMS_DECL void assign(funding_route& route, const customer_record& owner, std::string_view id, instant at)
{
    route.id = id;
    route.account = owner.account;
    route.customer_id = owner.id;
    route.created_at = at;
}

OMS_DECL void render_destination(json_writer& out, const emulator& state, const funding_route& route)
{
    out.open_object("destination")
        .text("asset", route.destination_asset)
        .text("network", route.destination_network)
        .open_object("wallet")
        .text("id", route.destination.id)
        .text("blockchainAddress", chain_address(state, route.destination))
        .text("externalAccount", route.destination.external_account)
        .close_object()
        .close_object();
}

}}} // namespace oms::v0_1::detail::emulation
