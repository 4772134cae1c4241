// send_money.cpp: quote a send from a funded wallet, execute it, wait for the end.
#include <oms/oms.hpp>                    // door 1: using a client, webhooks. No Beast, no TLS, no JSON library.
#include <oms/client/make_client.hpp>     // door 2: creating one. Included by one file of a program.
#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> send_money(oms::client client, oms::customer_id sender, oms::wallet_id from)
{
    // The destination's type decides the kind of movement, at compile time.
    const oms::new_quote order{sender,
        oms::from_wallet{from, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};

    const oms::quote<oms::crypto_to_crypto> quote = co_await client.quotes().create(order);
    std::cout << "fee " << quote.source.fees_deducted.total << ", arrives " << quote.destination.amount_net << '\n';

    const oms::transaction<oms::crypto_to_crypto> sent = co_await client.transactions().execute(quote);
    const oms::transaction<oms::crypto_to_crypto> done = co_await client.transactions().wait(sent, 30s);
    std::cout << done.id << ' ' << done.status << '\n';
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: send_money cst_... wlt_...\n";
        return 2;
    }
    asio::io_context io;
    const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
    asio::co_spawn(io, send_money(client, oms::customer_id{argv[1]}, oms::wallet_id{argv[2]}),
                   [](std::exception_ptr failure) { if (failure) std::rethrow_exception(failure); });
    io.run();
}
