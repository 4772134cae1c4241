#pragma once

#include <oms/net/impl/tls_operation.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// TCP with or without TLS, one type for both, so that what is built on it is compiled once. One operation at a time.
class byte_stream {
public:
    explicit byte_stream(const boost::asio::any_io_executor& executor) : socket_(executor) {}
    byte_stream(const byte_stream&) = delete;
    byte_stream& operator=(const byte_stream&) = delete;

    boost::asio::ip::tcp::socket& socket() noexcept { return socket_; }

    /// Puts TLS on the connected socket; the handshake is still to be done. Throws `std::bad_alloc`.
    SSL* secure(SSL_CTX* context)
    {
        tls_ = std::make_unique<tls_session>(context);
        return tls_->native();
    }

    /// Null without TLS.
    SSL* tls() noexcept { return tls_ ? tls_->native() : nullptr; }

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

    /// The last read left nothing with the system, as far as its size tells. Without TLS its caller knows that size.
    bool took_all() const noexcept { return !tls_ || tls_->took_all(); }

    /// TLS has bytes that nobody asked for yet, or the peer has ended it.
    bool holds_unread() noexcept { return tls_ && tls_->holds_unread(); }

    /// Nothing is under way, and nothing will be for a while: gives back the memory that only operations need.
    void rest() noexcept
    {
        if (tls_)
            tls_->rest();
    }

    template <class Token>
    auto async_handshake(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
            [this](auto handler) { this->start(tls_handshake{}, std::move(handler)); }, token);
    }

    /// With TLS: all that is decrypted and fits, of several records at once.
    template <class Token>
    auto async_read_some(boost::asio::mutable_buffer space, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, boost::asio::mutable_buffer to) {
                if (tls_)
                    this->start(tls_read{to}, std::move(handler));
                else
                    socket_.async_read_some(to, std::move(handler));
            },
            token, space);
    }

    /// With TLS: one record, whole or with an error and no byte.
    template <class Token>
    auto async_write_some(std::array<boost::asio::const_buffer, 2> bytes, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, std::array<boost::asio::const_buffer, 2> from) {
                if (tls_)
                    this->start(tls_write{from}, std::move(handler));
                else
                    socket_.async_write_some(from, std::move(handler));
            },
            token, bytes);
    }

private:
    template <class Step, class Handler>
    void start(const Step& step, Handler handler)
    {
        tls_operation<Step, Handler>(socket_, *tls_, step, std::move(handler)).start();
    }

    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<tls_session> tls_;
};

}}} // namespace oms::v0_1::detail
