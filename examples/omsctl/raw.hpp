#pragma once

#include "session.hpp"

namespace omsctl {

/// `omsctl raw METHOD PATH`
boost::asio::awaitable<int> raw(session& on);

/// `omsctl check`: whether the service takes these keys.
boost::asio::awaitable<int> check(session& on);

} // namespace omsctl
