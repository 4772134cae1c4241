#pragma once

#include <oms/client/client.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/simulation.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace test {

/// Where a customer pays cash in.
boost::asio::awaitable<oms::cash_location> nearest_shop(oms::client client);

/// Cash over the counter for this code.
boost::asio::awaitable<oms::commit_result> deposit_cash(oms::client client, std::string code, std::string amount);

} // namespace test
