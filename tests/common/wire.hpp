#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace test {

/// One side of a connection: TCP, with TLS or without.
class wire {
public:
    using tcp = boost::asio::ip::tcp;
    using tls_stream = boost::asio::ssl::stream<tcp::socket&>;

    explicit wire(tcp::socket socket) : socket_(std::move(socket))
    {
        boost::system::error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
    }

    /// From here on what is read and written goes through TLS.
    boost::asio::awaitable<bool> shake_hands(boost::asio::ssl::context& context,
                                             boost::asio::ssl::stream_base::handshake_type as)
    {
        tls_.emplace(socket_, context);
        std::tuple<boost::system::error_code> done = co_await tls_->async_handshake(as, token);
        co_return !std::get<0>(done);
    }

    /// Appends what comes; false at the end.
    boost::asio::awaitable<bool> read(std::string& into)
    {
        constexpr std::size_t most = 16384;
        const std::size_t before = into.size();
        into.resize(before + most);
        const boost::asio::mutable_buffer room(into.data() + before, most);
        std::tuple<boost::system::error_code, std::size_t> done;
        if (tls_)
            done = co_await tls_->async_read_some(room, token);
        else
            done = co_await socket_.async_read_some(room, token);
        into.resize(before + std::get<1>(done));
        co_return !std::get<0>(done);
    }

    /// False when the other side is gone.
    boost::asio::awaitable<bool> write(const std::string& bytes)
    {
        std::tuple<boost::system::error_code, std::size_t> done;
        if (tls_)
            done = co_await boost::asio::async_write(*tls_, boost::asio::buffer(bytes), token);
        else
            done = co_await boost::asio::async_write(socket_, boost::asio::buffer(bytes), token);
        co_return !std::get<0>(done);
    }

    /// FIN without close_notify.
    void half_close()
    {
        boost::system::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }

    void close()
    {
        half_close();
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

    /// RST.
    void reset()
    {
        boost::system::error_code ignored;
        socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

    tcp::socket& tcp_socket() { return socket_; }
    /// Null without TLS.
    tls_stream* tls() { return tls_ ? &*tls_ : nullptr; }

private:
    static constexpr auto token = boost::asio::as_tuple(boost::asio::deferred);

    tcp::socket socket_;
    std::optional<tls_stream> tls_;
};

} // namespace test
