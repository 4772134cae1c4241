#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// `handler`, for an operation that hears terminal cancellation only, as those of Asio's TLS streams do: whatever kind
/// its caller lets through reaches it as that.
template <class Handler>
auto cancelled_by_any_kind(Handler handler)
{
    const auto as_terminal = [](boost::asio::cancellation_type kind) {
        return kind == boost::asio::cancellation_type::none ? kind : boost::asio::cancellation_type::terminal;
    };
    const boost::asio::cancellation_state state(boost::asio::get_associated_cancellation_slot(handler), as_terminal,
                                                as_terminal);
    return boost::asio::bind_cancellation_slot(state.slot(), std::move(handler));
}

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

    /// Null without TLS.
    SSL* tls() noexcept { return tls_ ? tls_->native_handle() : nullptr; }

    /// Nothing has arrived and the peer has not closed, as far as this host knows. Asks the system, never waits.
    bool quiet() noexcept
    {
        char byte;
        const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && !holds_unread();
    }

    /// The peer has closed, whatever it sent before: a server may greet a connection with TLS session tickets that
    /// nobody reads until the first response. Asks the system, never waits.
    bool closed_by_peer() noexcept
    {
        pollfd end{socket_.native_handle(), POLLRDHUP, 0};
        return ::poll(&end, 1, 0) > 0;
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
                    tls_->async_read_some(to, cancelled_by_any_kind(std::move(handler)));
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
                    tls_->async_write_some(from, cancelled_by_any_kind(std::move(handler)));
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
