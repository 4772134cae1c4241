// 03_errors.cpp: send, and after a failure do what its delivery says.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> send_once(oms::client client, oms::quote<oms::crypto_to_crypto> quote)
{
    const auto sent = co_await oms::as_result(client.transactions().execute(quote));
    if (sent.has_value()) {
        std::cout << "sent " << sent.value().id << '\n';
        co_return;
    }
    const oms::error& failure = sent.error();
    if (failure.server_code() == oms::server_code::insufficient_funds) {
        std::cout << "refused: the wallet holds too little\n";
    } else if (failure.delivery() == oms::delivery::maybe_applied) {
        oms::call_options same_key;
        same_key.idempotency_key(failure.idempotency_key());
        const auto settled = co_await client.transactions().execute(quote, same_key); // no second effect
        std::cout << "sent " << settled.id << " after all\n";
    } else {
        std::cout << failure.what() << '\n';
    }
}

asio::awaitable<void> quote_and_send(oms::client client, oms::customer_id sender, oms::wallet_id from)
{
    const oms::new_quote order{
        sender, oms::from_wallet{from, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const oms::quote<oms::crypto_to_crypto> quote = co_await client.quotes().create(order);
    co_await send_once(client, quote);
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: 03_errors cst_... wlt_...\n";
        return 2;
    }
    try {
        asio::io_context io;
        const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
        asio::co_spawn(io, quote_and_send(client, oms::customer_id{argv[1]}, oms::wallet_id{argv[2]}),
                       [](std::exception_ptr failure) {
                           if (failure)
                               std::rethrow_exception(failure);
                       });
        io.run();
    } catch (const oms::error& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
