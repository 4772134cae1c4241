// A larger call: a typed order and the quote for it. Only compiled, by compile_cost.sh.
#include <oms/oms.hpp>

boost::asio::awaitable<oms::decimal> price(oms::client client, oms::customer_id sender, oms::wallet_id from)
{
    const oms::new_quote order{
        sender, oms::from_wallet{from, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const oms::quote<oms::crypto_to_crypto> quote = co_await client.quotes().create(order);
    co_return quote.destination.amount_net;
}
