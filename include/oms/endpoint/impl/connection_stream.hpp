#pragma once

#include <oms/config.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// A socket whose reading and writing can be interrupted for good, until it is resumed. Cancelling the socket alone
/// misses an operation of several steps, such as those of TLS, when it is between two of them.
class interruptible_socket {
public:
    using executor_type = boost::asio::ip::tcp::socket::executor_type;
    using lowest_layer_type = boost::asio::ip::tcp::socket::lowest_layer_type;

    explicit interruptible_socket(boost::asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    executor_type get_executor() { return socket_.get_executor(); }
    lowest_layer_type& lowest_layer() { return socket_.lowest_layer(); }
    boost::asio::ip::tcp::socket& socket() noexcept { return socket_; }

    void interrupt()
    {
        interrupted_ = true;
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    void resume() noexcept { interrupted_ = false; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& space, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& to) {
                if (interrupted_)
                    fail(std::move(handler));
                else
                    socket_.async_read_some(to, std::move(handler));
            },
            token, space);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& bytes, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& from) {
                if (interrupted_)
                    fail(std::move(handler));
                else
                    socket_.async_write_some(from, std::move(handler));
            },
            token, bytes);
    }

private:
    template <class Handler>
    void fail(Handler handler)
    {
        const boost::system::error_code why = boost::asio::error::operation_aborted;
        boost::asio::post(get_executor(), boost::asio::append(std::move(handler), why, std::size_t(0)));
    }

    boost::asio::ip::tcp::socket socket_;
    bool interrupted_ = false;
};

/// An accepted connection as a stream, with or without TLS: one type for both, so that what is built on it is compiled
/// once.
class connection_stream {
public:
    using executor_type = interruptible_socket::executor_type;
    using tls_stream = boost::asio::ssl::stream<interruptible_socket&>;

    /// Without a context it is plain.
    connection_stream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* context)
        : transport_(std::move(socket))
    {
        if (context)
            tls_.emplace(transport_, *context);
    }

    executor_type get_executor() { return transport_.get_executor(); }
    interruptible_socket& transport() noexcept { return transport_; }
    boost::asio::ip::tcp::socket& socket() noexcept { return transport_.socket(); }
    /// Null without TLS.
    tls_stream* tls() noexcept { return tls_ ? &*tls_ : nullptr; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& space, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& to) {
                if (tls_)
                    tls_->async_read_some(to, std::move(handler));
                else
                    transport_.async_read_some(to, std::move(handler));
            },
            token, space);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& bytes, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& from) {
                if (tls_)
                    tls_->async_write_some(from, std::move(handler));
                else
                    transport_.async_write_some(from, std::move(handler));
            },
            token, bytes);
    }

private:
    interruptible_socket transport_;
    std::optional<tls_stream> tls_;
};

}}} // namespace oms::v0_1::detail
