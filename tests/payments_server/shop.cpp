#include "payments_server/shop.hpp"

#include <oms/client/cash_locations.hpp>
#include <oms/client/simulate.hpp>

namespace asio = boost::asio;

namespace test {

asio::awaitable<oms::cash_location> nearest_shop(oms::client client)
{
    const oms::cash_location_query here("greendot", 38.495133, -121.505336);
    const auto found = co_await client.cash_locations().find(here);
    co_return found.data.at(0);
}

asio::awaitable<oms::commit_result> deposit_cash(oms::client client, std::string code, std::string amount)
{
    const oms::barcode_auth shown(code, oms::decimal(amount));
    const oms::barcode_authorization allowed = co_await client.simulate().barcode_auth(shown);
    const oms::auth_commit paid(allowed, oms::decimal(amount));
    co_return co_await client.simulate().auth_commit(paid);
}

} // namespace test
