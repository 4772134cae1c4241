#pragma once

#include <oms/config.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

class server_state;

/// Accepts connections until the server stops, and starts a coroutine for each, on a strand of its own.
OMS_DECL void start_accepting(std::shared_ptr<server_state> server, boost::asio::ip::tcp::acceptor& listener);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/accept.ipp>
#endif
