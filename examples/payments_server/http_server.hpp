#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <functional>

namespace payments {

using request = boost::beast::http::request<boost::beast::http::string_body>;
using response = boost::beast::http::response<boost::beast::http::string_body>;
using handler = std::function<boost::asio::awaitable<response>(const request&)>;

/// Listens on loopback, for a proxy in front of it. Several processes may listen on the same port: the kernel deals
/// connections out among those that live.
boost::asio::ip::tcp::acceptor listen(boost::asio::any_io_executor executor, unsigned short port);

/// Serves HTTP/1.1 until the acceptor is closed: heads of 8 KiB and bodies of 1 MiB at most, read within 60 s and 10 s.
/// What the handler throws is answered 500. `answer` must outlive the connections.
boost::asio::awaitable<void> serve(boost::asio::ip::tcp::acceptor& acceptor, const handler& answer);

} // namespace payments
