#pragma once

#include <oms/sandbox/impl/stoppable.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// An accepted connection, without its TLS layer. Touched on its strand alone.
class server_connection final : public stoppable {
public:
    explicit server_connection(boost::asio::ip::tcp::socket socket)
        : stoppable(socket.get_executor()), tcp(std::move(socket)), pause(tcp.get_executor())
    {
    }

    /// A connection that is answering a request goes on to the end of the answer.
    void stop() override
    {
        stopping = true;
        pause.cancel();
        if (!answering)
            tcp.close();
    }

    void close_by_reset()
    {
        boost::system::error_code ignored;
        tcp.socket().set_option(boost::asio::socket_base::linger(true, 0), ignored);
        tcp.close();
    }

    boost::beast::tcp_stream tcp;
    boost::asio::steady_timer pause;
    bool answering = false;
    bool stopping = false;
};

}}} // namespace oms::v0_1::detail
