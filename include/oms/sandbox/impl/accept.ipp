#pragma once

#include <oms/sandbox/impl/accept.hpp>

#include <oms/sandbox/impl/http_session.hpp>
#include <oms/sandbox/impl/server_connection.hpp>
#include <oms/sandbox/impl/server_state.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL boost::asio::awaitable<void> serve_connection(std::shared_ptr<server_state> server,
                                                       std::shared_ptr<server_connection> connection)
{
    const std::optional<sandbox::connection_fault> fault = server->connection_began();
    if (fault && fault->resets()) {
        connection->close_by_reset();
    } else if (fault || !server->enlist(connection)) {
        connection->tcp.close();
    } else if (!server->tls) {
        co_await serve_requests(server, connection, connection->tcp);
    } else {
        boost::asio::ssl::stream<boost::beast::tcp_stream&> stream(connection->tcp, server->server_tls);
        connection->tcp.expires_after(std::chrono::seconds(10));
        const auto [failure] = co_await stream.async_handshake(boost::asio::ssl::stream_base::server,
                                                               boost::asio::as_tuple(boost::asio::deferred));
        if (!failure)
            co_await serve_requests(server, connection, stream);
        connection->tcp.close();
    }
    server->connection_ended();
}

OMS_DECL boost::asio::awaitable<void> accept_connections(std::shared_ptr<server_state> server,
                                                         boost::asio::ip::tcp::acceptor& listener)
{
    for (;;) {
        const boost::asio::any_io_executor strand = boost::asio::make_strand(server->executor);
        auto [failure, socket] = co_await listener.async_accept(strand, boost::asio::as_tuple(boost::asio::deferred));
        {
            const std::lock_guard lock(server->mutex);
            if (server->stopped) {
                listener.close();
                co_return;
            }
        }
        if (!failure) {
            boost::system::error_code ignored;
            socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
            auto connection = std::make_shared<server_connection>(std::move(socket));
            boost::asio::co_spawn(strand, serve_connection(server, std::move(connection)), boost::asio::detached);
        } else {
            // Out of descriptors, most likely: others have to close theirs first.
            boost::asio::steady_timer pause(listener.get_executor(), std::chrono::milliseconds(20));
            co_await pause.async_wait(boost::asio::as_tuple(boost::asio::deferred));
        }
    }
}

OMS_DECL void start_accepting(std::shared_ptr<server_state> server, boost::asio::ip::tcp::acceptor& listener)
{
    boost::asio::co_spawn(listener.get_executor(), accept_connections(std::move(server), listener),
                          boost::asio::detached);
}

}}} // namespace oms::v0_1::detail
