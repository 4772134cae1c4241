// What is documented and not yet open to every key (contract section 15).
#include "describe.hpp"
#include "lists.hpp"

#include <oms/client/early_access.hpp>
#include <oms/model/destination.hpp>

#include <boost/asio/awaitable.hpp>

namespace omsctl {

namespace {

namespace asio = boost::asio;

oms::customer_id owner_of(const session& on)
{
    return oms::customer_id(on.given.text("CUSTOMER"));
}

facts describe_account(const oms::external_account& one)
{
    facts all;
    all.add("id", oms::text_of(one.id)).add("type", one.type).add("status", one.status).add("network", one.network);
    if (one.bank_details)
        all.add("bankName", one.bank_details->bank_name).add("accountNumber", one.bank_details->account_number);
    return all.add("customerId", one.customer_id).add("createdAt", one.created_at), all;
}

void add_end(facts& all, const std::optional<oms::route_side>& to)
{
    if (!to)
        return;
    all.add("toAsset", to->asset).add("toNetwork", to->network);
    if (to->wallet)
        all.add("to", to->wallet->id).add("to", to->wallet->blockchain_address).add("to", to->wallet->external_account);
}

facts describe_virtual(const oms::virtual_account& one)
{
    facts all;
    all.add("id", one.id).add("status", one.status).add("label", one.label);
    if (one.bank_details)
        all.add("bankName", one.bank_details->bank_name)
            .add("accountNumber", one.bank_details->account_number)
            .add("routingNumber", one.bank_details->routing_number)
            .add("reference", one.bank_details->reference);
    add_end(all, one.destination);
    return all.add("customerId", one.customer_id).add("createdAt", one.created_at), all;
}

facts describe_deposit(const oms::deposit_address& one)
{
    facts all;
    all.add("id", one.id).add("status", one.status).add("label", one.label);
    if (one.source) {
        all.add("asset", one.source->asset).add("network", one.source->network);
        if (one.source->deposit_instructions)
            all.add("address", one.source->deposit_instructions->address);
    }
    add_end(all, one.destination);
    return all.add("customerId", one.customer_id).add("createdAt", one.created_at), all;
}

asio::awaitable<int> schemas(session& on)
{
    const oms::external_account_query query(on.given.text("COUNTRY"), on.given.text("CURRENCY"));
    const oms::page<oms::external_account_schema> found =
        co_await on.client.early_access().external_account_schemas(query, on.options());
    std::vector<facts> rows;
    for (const oms::external_account_schema& each : found.data)
        for (const oms::external_account_field& field : each.fields) {
            facts row;
            row.add("network", each.network).add("field", field.name).add("type", field.type);
            rows.push_back(row.add("required", field.required).add("pattern", field.pattern));
        }
    const std::vector<std::string> documents(1, std::string(on.answer.body()));
    co_return on.show(rows, {"network", "field", "type", "required", "pattern"}, documents, false);
}

asio::awaitable<int> create_account(session& on)
{
    if (!on.given.has("--details") || !on.given.has("--network"))
        throw usage_error("needs --network and --details; omsctl external-accounts schemas US USD shows what each "
                          "network asks for");
    oms::new_external_account request(oms::network(on.given.text("--network")), on.given.json("--details"));
    if (on.given.has("--type"))
        request.type(oms::external_account_type(on.given.text("--type")));
    if (on.given.has("--country"))
        request.country(on.given.text("--country"));
    if (on.given.has("--currency"))
        request.currency(on.given.text("--currency"));
    if (on.given.has("--metadata"))
        request.metadata(on.given.json("--metadata"));
    const oms::external_account made =
        co_await on.client.early_access().create_external_account(owner_of(on), request, on.options());
    co_return on.show(describe_account(made));
}

/// Where what comes in goes to: a wallet, or an address.
template <class Make>
auto towards(const arguments& given, Make make)
{
    const std::string to = given.text("--to");
    if (to.empty())
        throw usage_error("needs --to, the wallet or address that gets what comes in");
    const oms::asset asset(given.text_or("--to-asset", "usdc"));
    const oms::network network(given.text_or("--to-network", "polygon"));
    auto request = to.starts_with("wlt_") ? make(oms::to_wallet(oms::wallet_id(to), asset, network))
                   : to.starts_with("cpBcAddr_")
                       ? make(oms::to_saved_address(oms::blockchain_account_id(to), asset, network))
                       : make(oms::to_address(to, asset, network));
    if (given.has("--fee"))
        request.developer_fee(given.amount("--fee"), given.has("--fee-wallet")
                                                         ? std::optional(oms::wallet_id(given.text("--fee-wallet")))
                                                         : std::nullopt);
    if (given.has("--label"))
        request.label(given.text("--label"));
    if (given.has("--metadata"))
        request.metadata(given.json("--metadata"));
    return request;
}

asio::awaitable<int> create_virtual(session& on)
{
    oms::new_virtual_account request = towards(on.given, [](const auto& to) { return oms::new_virtual_account(to); });
    if (on.given.has("--holder"))
        request.accountholder_name(oms::accountholder_name(on.given.text("--holder")));
    if (on.given.has("--bank-memo"))
        request.bank_memo(on.given.text("--bank-memo"));
    const oms::virtual_account made =
        co_await on.client.early_access().create_virtual_account(owner_of(on), request, on.options());
    co_return on.show(describe_virtual(made));
}

asio::awaitable<int> list_virtual(session& on)
{
    const auto filter = filter_of<oms::virtual_account_filter>(on.given);
    return show_list<oms::virtual_account>(
        on, on.client.early_access().virtual_accounts(owner_of(on), filter, on.options()), describe_virtual,
        {"id", "status", "label", "accountNumber", "to", "createdAt"});
}

asio::awaitable<int> create_deposit(session& on)
{
    const oms::asset asset(on.given.text_or("--asset", "usdc"));
    const oms::network network(on.given.text_or("--network", "polygon"));
    const auto make = [&](const auto& to) {
        return oms::new_deposit_address(asset, network, to);
    };
    const oms::new_deposit_address request = towards(on.given, make);
    const oms::deposit_address made =
        co_await on.client.early_access().create_deposit_address(owner_of(on), request, on.options());
    co_return on.show(describe_deposit(made));
}

asio::awaitable<int> list_deposit(session& on)
{
    const auto filter = filter_of<oms::deposit_address_filter>(on.given);
    return show_list<oms::deposit_address>(
        on, on.client.early_access().deposit_addresses(owner_of(on), filter, on.options()), describe_deposit,
        {"id", "status", "label", "asset", "network", "address", "createdAt"});
}

std::vector<option> route_options(std::vector<option> own)
{
    std::vector<option> all = {{"--to", "WALLET|ADDRESS", "what gets the money"},
                               {"--to-asset", "ASSET", "as what (usdc)"},
                               {"--to-network", "NETWORK", "where (polygon)"}};
    all.insert(all.end(), own.begin(), own.end());
    for (const option& each :
         {option{"--fee", "RATE", "your own, such as 0.01"}, option{"--fee-wallet", "WALLET", "that gets it"},
          option{"--label", "TEXT", ""}, option{"--metadata", "JSON", "an object"}})
        all.push_back(each);
    return all;
}

} // namespace

std::span<const command> external_account_commands()
{
    static const command all[] = {
        {"external-accounts", "schemas", {"COUNTRY", "CURRENCY"}, {}, "Shows what each network asks for.", schemas},
        {"external-accounts",
         "create",
         {"CUSTOMER"},
         {{"--network", "NETWORK", "ach, wire, swift, ..."},
          {"--details", "JSON", "the fields of the schema; better @FILE"},
          {"--type", "TEXT", "such as usBank"},
          {"--country", "CODE", "US"},
          {"--currency", "CODE", "USD"},
          {"--metadata", "JSON", "an object"}},
         "Saves a bank account of a customer to pay out to.",
         create_account},
    };
    return all;
}

std::span<const command> virtual_account_commands()
{
    static const command all[] = {
        {"virtual-accounts",
         "create",
         {"CUSTOMER"},
         route_options({{"--holder", "HOLDER", "customer, oms or developer"}, {"--bank-memo", "TEXT", ""}}),
         "Opens a bank account number that feeds a wallet.",
         create_virtual},
        {"virtual-accounts", "list", {"CUSTOMER"}, list_options(), "Shows those of a customer.", list_virtual},
    };
    return all;
}

std::span<const command> deposit_address_commands()
{
    static const command all[] = {
        {"deposit-addresses",
         "create",
         {"CUSTOMER"},
         route_options({{"--asset", "ASSET", "what comes in (usdc)"}, {"--network", "NETWORK", "where (polygon)"}}),
         "Makes an address on a chain that feeds a wallet.",
         create_deposit},
        {"deposit-addresses", "list", {"CUSTOMER"}, list_options(), "Shows those of a customer.", list_deposit},
    };
    return all;
}

} // namespace omsctl
