#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/detail/socket_types.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// TCP with or without TLS, one type for both, so that what is built on it is compiled once.
class byte_stream {
public:
    explicit byte_stream(const boost::asio::any_io_executor& executor) : socket_(executor) {}
    byte_stream(const byte_stream&) = delete;
    byte_stream& operator=(const byte_stream&) = delete;

    ~byte_stream()
    {
        // Without this mark OpenSSL takes the connection for broken and its session for spoilt.
        if (tls_)
            SSL_set_shutdown(tls_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }

    boost::asio::ip::tcp::socket& socket() noexcept { return socket_; }

    /// Puts TLS on the connected socket. The handshake is still to be done, through what is returned.
    boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>& secure(boost::asio::ssl::context& context)
    {
        return tls_.emplace(socket_, context);
    }

    /// Nothing has arrived and the peer has not closed, as far as this host knows. Asks the system, never waits.
    bool quiet() noexcept
    {
        char byte;
        const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && !holds_unread();
    }

    /// TLS has bytes that nobody asked for yet.
    bool holds_unread() noexcept
    {
        return tls_ && (SSL_has_pending(tls_->native_handle()) == 1 ||
                        BIO_ctrl_pending(SSL_get_rbio(tls_->native_handle())) > 0);
    }

    template <class Token>
    auto async_read_some(boost::asio::mutable_buffer space, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, boost::asio::mutable_buffer to) {
                if (tls_)
                    tls_->async_read_some(to, std::move(handler));
                else
                    socket_.async_read_some(to, std::move(handler));
            },
            token, space);
    }

    template <class Token>
    auto async_write_some(std::array<boost::asio::const_buffer, 2> bytes, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, std::array<boost::asio::const_buffer, 2> from) {
                if (tls_)
                    tls_->async_write_some(from, std::move(handler));
                else
                    socket_.async_write_some(from, std::move(handler));
            },
            token, bytes);
    }

private:
    boost::asio::ip::tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
};

}}} // namespace oms::v0_1::detail
