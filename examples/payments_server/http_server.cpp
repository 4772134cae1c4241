#include "http_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <system_error>
#include <tuple>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using namespace std::chrono_literals;

namespace payments {

namespace {

asio::awaitable<response> answered(const handler& answer, const request& asked)
{
    try {
        co_return co_await answer(asked);
    } catch (const std::exception& failure) {
        std::cerr << asked.method_string() << ' ' << asked.target() << ": " << failure.what() << std::endl;
    }
    co_return response(http::status::internal_server_error, asked.version());
}

/// A request that cannot be read is answered, and the connection ends.
http::status status_of(const boost::system::error_code& failure)
{
    if (failure == http::error::body_limit)
        return http::status::payload_too_large;
    if (failure == http::error::header_limit)
        return http::status::request_header_fields_too_large;
    return http::status::bad_request;
}

bool is_unreadable(const boost::system::error_code& failure)
{
    return failure.category() == make_error_code(http::error::body_limit).category() &&
           failure != http::error::end_of_stream && failure != http::error::partial_message;
}

asio::awaitable<bool> sent(beast::tcp_stream& stream, response& given)
{
    stream.expires_after(10s);
    const auto [unsent, size] = co_await http::async_write(stream, given, asio::as_tuple(asio::deferred));
    co_return !unsent;
}

// Reads away what still comes: closed before that, the connection would be reset, and the answer lost with it.
asio::awaitable<void> linger(beast::tcp_stream& stream)
{
    boost::system::error_code failure;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failure);
    stream.expires_after(2s);
    std::array<char, 16 * 1024> unread;
    while (!failure)
        std::tie(failure, std::ignore) =
            co_await stream.async_read_some(asio::buffer(unread), asio::as_tuple(asio::deferred));
}

asio::awaitable<void> session(asio::ip::tcp::socket socket, const handler& answer)
{
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer;
    for (bool keep = true; keep;) {
        http::request_parser<http::string_body> parser;
        parser.header_limit(8 * 1024);
        parser.body_limit(1024 * 1024);
        stream.expires_after(60s); // idle between requests
        auto [failure, size] = co_await http::async_read_header(stream, buffer, parser, asio::as_tuple(asio::deferred));
        if (!failure) {
            stream.expires_after(10s);
            std::tie(failure, size) = co_await http::async_read(stream, buffer, parser, asio::as_tuple(asio::deferred));
        }
        if (is_unreadable(failure)) {
            response refusal(status_of(failure), 11);
            refusal.keep_alive(false);
            refusal.prepare_payload();
            if (co_await sent(stream, refusal))
                co_await linger(stream);
        }
        if (failure)
            break;
        const request asked = parser.release();
        response given = co_await answered(answer, asked);
        given.keep_alive(asked.keep_alive());
        given.prepare_payload();
        if (asked.method() == http::verb::head)
            given.body().clear(); // Content-Length stays that of the GET
        keep = co_await sent(stream, given) && asked.keep_alive();
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

} // namespace

asio::ip::tcp::acceptor listen(asio::any_io_executor executor, unsigned short port)
{
    const asio::ip::tcp::endpoint where(asio::ip::address_v4::loopback(), port);
    asio::ip::tcp::acceptor acceptor(executor);
    acceptor.open(where.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    const int yes = 1; // Asio has no name for this option
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0)
        throw std::system_error(errno, std::generic_category(), "SO_REUSEPORT");
    acceptor.bind(where);
    acceptor.listen();
    return acceptor;
}

asio::awaitable<void> serve(asio::ip::tcp::acceptor& acceptor, const handler& answer)
{
    while (acceptor.is_open()) {
        auto [failure, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::deferred));
        if (!failure) {
            asio::co_spawn(acceptor.get_executor(), session(std::move(socket), answer), asio::detached);
        } else if (acceptor.is_open()) { // out of descriptors, for instance
            asio::steady_timer pause(acceptor.get_executor(), 100ms);
            co_await pause.async_wait(asio::as_tuple(asio::deferred));
        }
    }
}

} // namespace payments
