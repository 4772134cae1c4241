#pragma once

#include "arguments.hpp"

#include <oms/client/client.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <string>

namespace omsctl {

/// Where the service is, by the command line and the environment.
std::string base_url_of(const arguments& given);

/// The client of this run: `client_config::from_environment`, with what the command line says otherwise. Throws
/// `oms::error` of missing credentials and configurations that cannot work.
oms::client connect(boost::asio::any_io_executor executor, const arguments& given);

} // namespace omsctl
