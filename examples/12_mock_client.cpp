// 12_mock_client.cpp: test your own code without a network, a server or JSON.
#include <oms/oms.hpp>
#include <oms/testing/mock_client.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

// The code under test: yours. It pays out, unless the wallet holds too little.
asio::awaitable<std::string> pay_out(oms::client client, oms::wallet_id wallet, oms::quote_id quote)
{
    const oms::wallet_balance held = co_await client.wallets().balance(wallet);
    if (held.balance < oms::decimal("25.00"))
        co_return "too little";
    const auto sent = co_await client.transactions().execute<oms::crypto_to_crypto>(quote);
    co_return sent.id.str();
}

std::string run(asio::awaitable<std::string> work)
{
    asio::io_context io;
    auto outcome = asio::co_spawn(io, std::move(work), asio::use_future);
    io.run();
    return outcome.get();
}

int main()
{
    const oms::wallet_id wallet{"wlt_1"};
    const oms::quote_id quote{"qt_1"};
    oms::testing::mock_client mock;

    oms::wallet_balance held;
    held.balance = oms::decimal("24.99");
    mock.get_wallet_balance.returns_once(held); // for the first call; the second gets the next
    held.balance = oms::decimal("25.00");
    mock.get_wallet_balance.returns_once(held);
    mock.create_transaction.runs(
        [](const oms::quote_id&, const oms::transaction_hints&, oms::expected_kind, const oms::call_options&) {
            oms::transaction<oms::crypto_to_crypto> sent;
            sent.id = oms::transaction_id{"txn_1"};
            return sent;
        });

    std::cout << run(pay_out(mock.client(), wallet, quote)) << '\n';
    std::cout << run(pay_out(mock.client(), wallet, quote)) << '\n';
    for (const std::string& call : mock.calls())
        std::cout << "asked: " << call << '\n';
    return mock.unanswered().empty() ? 0 : 1; // nothing was asked that the test does not know of
}
