#pragma once

#include "session.hpp"

namespace omsctl {

/// `omsctl listen`: receives webhooks, shows those that are from the service, and ends at Ctrl-C.
boost::asio::awaitable<int> listen(session& on);

} // namespace omsctl
