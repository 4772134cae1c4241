// approve_and_send.cpp: nothing moves before the customer agreed to the rate and the fees.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

using order = oms::new_quote<oms::crypto_to_crypto>;
using offer = oms::quote<oms::crypto_to_crypto>;

// In a real program this asks the customer, and may take its time: it can be a coroutine as well.
bool customer_agrees(const offer& quote)
{
    std::cout << "you pay " << quote.source.amount_gross << ", fees " << quote.source.fees_deducted.total << ", "
              << quote.destination.amount_net << " arrive\n";
    return quote.source.fees_deducted.total <= oms::decimal{"1.00"};
}

asio::awaitable<void> approve_and_send(oms::client client, oms::customer_id sender, oms::wallet_id from)
{
    const order wish{
        sender, oms::from_wallet{from, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};

    // Your own id of the payment: running this again after a crash moves nothing twice, for as long as the service
    // keeps keys (24 hours). After that, look into the list of transactions first.
    oms::call_options once;
    once.idempotency_key("payment-789");
    const auto outcome = co_await client.flows().send(wish, &customer_agrees, once);

    if (const auto* begun = std::get_if<oms::send_begun<oms::crypto_to_crypto>>(&outcome)) {
        const auto done = co_await client.transactions().wait(begun->transaction, 30s);
        std::cout << done.id << ' ' << done.status << '\n';
    } else {
        std::cout << "the customer did not agree; nothing moved\n";
    }
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: approve_and_send cst_... wlt_...\n";
        return 2;
    }
    asio::io_context io;
    const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
    asio::co_spawn(io, approve_and_send(client, oms::customer_id{argv[1]}, oms::wallet_id{argv[2]}),
                   [](std::exception_ptr failure) {
                       if (failure)
                           std::rethrow_exception(failure);
                   });
    io.run();
}
