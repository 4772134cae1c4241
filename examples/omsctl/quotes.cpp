#include "describe.hpp"
#include "session.hpp"

#include <oms/model/destination.hpp>
#include <oms/model/new_quote.hpp>

#include <boost/asio/awaitable.hpp>

namespace omsctl {

namespace {

namespace asio = boost::asio;

template <class Destination>
auto order_of(const arguments& given, const Destination& to)
{
    const oms::customer_id customer(given.text("CUSTOMER"));
    const oms::from_wallet from(oms::wallet_id(given.text("--from")), oms::asset(given.text_or("--asset", "usdc")),
                                oms::network(given.text_or("--network", "polygon")));
    const bool takes = given.has("--amount");
    if (takes == given.has("--receive"))
        throw usage_error("say one amount: --amount is what leaves the wallet, --receive what arrives");
    auto order = takes ? oms::new_quote(customer, from, to, oms::source_amount(given.amount("--amount")))
                       : oms::new_quote(customer, from, to, oms::destination_amount(given.amount("--receive")));
    if (given.has("--promo-code"))
        order.promo_code(given.text("--promo-code"));
    if (given.has("--sponsor-gas"))
        order.sponsor_gas(given.boolean("--sponsor-gas"));
    if (given.has("--metadata"))
        order.metadata(given.json("--metadata"));
    return order;
}

template <oms::movement K>
asio::awaitable<int> quote(session& on, oms::new_quote<K> order)
{
    const oms::quote<K> made = co_await on.client.quotes().create(order, on.options());
    const oms::any_quote any(made);
    on.show(describe(any));
    if (!on.json() && !on.given.has("--print"))
        on.tell("to do it: omsctl transactions execute " + made.id.str());
    co_return done;
}

asio::awaitable<int> to_external(session& on, const oms::external_account_id& to, oms::asset asset,
                                 oms::network network)
{
    const std::string as = on.given.text("--as");
    if (as == "bank")
        return quote(on, order_of(on.given, oms::to_bank(to, std::move(asset), std::move(network))));
    if (as == "card")
        return quote(on, order_of(on.given, oms::to_card(to, std::move(asset), std::move(network))));
    if (as == "address")
        return quote(on, order_of(on.given, oms::to_saved_address(to, std::move(asset), std::move(network))));
    throw usage_error("what is " + to.str() + "? --as bank, --as card or --as address");
}

/// What money goes to decides the kind of the movement.
asio::awaitable<int> create(session& on)
{
    const arguments& given = on.given;
    const std::string to = given.text("--to");
    if (to.empty() || !given.has("--from"))
        throw usage_error("omsctl quotes create needs --from WALLET and --to, a wallet (wlt_...), an address, or an "
                          "external account");
    const oms::asset asset(given.text_or("--to-asset", given.text_or("--asset", "usdc")));
    const oms::network network(given.text_or("--to-network", given.text_or("--network", "polygon")));
    const auto begins = [&](std::string_view prefix) {
        return to.starts_with(prefix);
    };
    if (begins("wlt_"))
        return quote(on, order_of(given, oms::to_wallet(oms::wallet_id(to), asset, network)));
    if (begins("cpUsBank_"))
        return quote(on, order_of(given, oms::to_bank(oms::us_bank_account_id(to), asset, network)));
    if (begins("cpIntlBank_"))
        return quote(on, order_of(given, oms::to_bank(oms::intl_bank_account_id(to), asset, network)));
    if (begins("pmCard_"))
        return quote(on, order_of(given, oms::to_card(oms::debit_card_id(to), asset, network)));
    if (begins("cpBcAddr_"))
        return quote(on, order_of(given, oms::to_saved_address(oms::blockchain_account_id(to), asset, network)));
    if (begins("ext_")) // of a later version of the service: its id does not say what it is
        return to_external(on, oms::external_account_id(to), asset, network);
    if (const kind* other = kind_of_id(to))
        throw usage_error("--to takes a wallet (wlt_...), an address or an external account, and " + to +
                          " is the id of " + std::string(other->what));
    return quote(on, order_of(given, oms::to_address(to, asset, network)));
}

asio::awaitable<int> get(session& on)
{
    const oms::quote_id id(on.given.text("QUOTE"));
    const oms::any_quote found = co_await on.client.quotes().get(id, on.options());
    co_return on.show(describe(found));
}

} // namespace

std::span<const command> quote_commands()
{
    static const command all[] = {
        {"quotes",
         "create",
         {"CUSTOMER"},
         {{"--from", "WALLET", "whose money it is"},
          {"--to", "WALLET|ADDRESS|ACCOUNT", "a wallet, address, bank or card"},
          {"--as", "ACCOUNT_KIND", "what an ext_... is: bank, card, address"},
          {"--amount", "AMOUNT", "what leaves the wallet, such as 25.00"},
          {"--receive", "AMOUNT", "or: what is to arrive"},
          {"--asset", "ASSET", "of the wallet (usdc)"},
          {"--network", "NETWORK", "of the wallet (polygon)"},
          {"--to-asset", "ASSET", "what arrives (as --asset)"},
          {"--to-network", "NETWORK", "where it arrives (as --network)"},
          {"--sponsor-gas", "BOOLEAN", "true: you pay the gas"},
          {"--promo-code", "TEXT", ""},
          {"--metadata", "JSON", "an object"}},
         "Asks what a movement costs; the price holds for some minutes.",
         create},
        {"quotes", "get", {"QUOTE"}, {}, "Shows one.", get},
    };
    return all;
}

} // namespace omsctl
