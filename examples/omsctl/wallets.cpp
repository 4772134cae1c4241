#include "describe.hpp"
#include "lists.hpp"

#include <boost/asio/awaitable.hpp>

namespace omsctl {

namespace {

namespace asio = boost::asio;

asio::awaitable<int> create(session& on)
{
    const oms::new_wallet request(oms::asset(on.given.text_or("--asset", "usdc")),
                                  oms::network(on.given.text_or("--network", "polygon")));
    const oms::customer_id owner(on.given.text("CUSTOMER"));
    const oms::wallet made = co_await on.client.wallets().create(owner, request, on.options());
    co_return on.show(describe(made));
}

asio::awaitable<int> list(session& on)
{
    const oms::customer_id owner(on.given.text("CUSTOMER"));
    const auto filter = filter_of<oms::wallet_filter>(on.given);
    return show_list<oms::wallet>(on, on.client.wallets().list(owner, filter, on.options()), describe,
                                  {"id", "asset", "chain", "status", "type", "address"});
}

asio::awaitable<int> balance(session& on)
{
    const oms::wallet_id id(on.given.text("WALLET"));
    const oms::wallet_balance held =
        co_await on.client.wallets().balance(id, on.given.text("--currency"), on.options());
    co_return on.show(describe(held));
}

} // namespace

std::span<const command> wallet_commands()
{
    static const command all[] = {
        {"wallets",
         "create",
         {"CUSTOMER"},
         {{"--asset", "ASSET", "what it holds (usdc)"}, {"--network", "NETWORK", "its chain (polygon)"}},
         "Opens a wallet for a customer.",
         create},
        {"wallets", "list", {"CUSTOMER"}, list_options(), "Shows the wallets of a customer.", list},
        {"wallets",
         "balance",
         {"WALLET"},
         {{"--currency", "CODE", "of the estimate, ISO 4217 (USD)"}},
         "Shows what a wallet holds.",
         balance},
    };
    return all;
}

} // namespace omsctl
