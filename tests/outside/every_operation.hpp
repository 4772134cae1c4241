#pragma once

#include <oms/client/client.hpp>

#include <boost/asio/awaitable.hpp>

namespace test {

/// Calls all 36 operations through the typed API, with every parameter, filter and member that a request has, and reads
/// every answer. For services that answer as the contract says, whether they remember anything or not.
boost::asio::awaitable<void> call_every_operation(oms::client client);

} // namespace test
