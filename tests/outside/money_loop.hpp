#pragma once

#include <oms/client/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace test {

/// Two customers with a wallet each, and what the first one's holds.
struct two_people {
    oms::customer_id alice;
    oms::wallet_id alices;
    oms::customer_id bob;
    oms::wallet_id bobs;
};

/// An end user's money all the way round, each step checked: a subscription at `webhook_url`, two customers with a
/// wallet each, cash at a counter, a send that is awaited, all lists.
boost::asio::awaitable<two_people> money_loop(oms::client client, std::string webhook_url);

/// A send that the service fails: the money is back in the wallet.
boost::asio::awaitable<void> refunded_send(oms::client client, two_people people);

/// Requests that are well formed, but refused: for what they ask, or in the state that things are in. `another` client
/// uses a key again for another request, which the one that used it first would not send.
boost::asio::awaitable<void> refusals(oms::client client, oms::client another, two_people people);

} // namespace test
