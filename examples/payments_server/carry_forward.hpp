#pragma once

#include "worker.hpp"

namespace payments {

/// Does what can be done now for an operation, and gives it back. References outlive the coroutine.
boost::asio::awaitable<void> carry_forward(database& store, oms::client client, worker_options options, operation row);

} // namespace payments
