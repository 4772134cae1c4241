#pragma once

#include <oms/net/impl/tls_session.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

struct tls_handshake {
    tls_progress operator()(tls_session& session) const noexcept { return session.handshake(); }
    template <class Handler>
    static void complete(Handler& handler, const tls_progress& end)
    {
        std::move(handler)(end.failure);
    }
};

struct tls_read {
    boost::asio::mutable_buffer to;
    tls_progress operator()(tls_session& session) const noexcept { return session.read(to); }
    template <class Handler>
    static void complete(Handler& handler, const tls_progress& end)
    {
        std::move(handler)(end.failure, end.bytes);
    }
};

struct tls_write {
    std::array<boost::asio::const_buffer, 2> from;
    tls_progress operator()(tls_session& session) const noexcept { return session.write(from); }
    template <class Handler>
    static void complete(Handler& handler, const tls_progress& end)
    {
        std::move(handler)(end.failure,
                           end.failure ? 0 : end.bytes); // a record that was cut short counts for nothing
    }
};

/// One of the above over a socket: sends what the session has to say, gives it what arrives, until it ends. Never ends
/// inside `start`. Ends early when it is cancelled, in any way.
template <class Step, class Handler>
class tls_operation {
public:
    tls_operation(boost::asio::ip::tcp::socket& socket, tls_session& session, const Step& step, Handler handler)
        : socket_(socket), session_(session), step_(step),
          cancellation_(boost::asio::get_associated_cancellation_slot(handler),
                        boost::asio::enable_total_cancellation()),
          handler_(std::move(handler))
    {
    }

    void start()
    {
        so_far_ = step_(session_);
        if (has_to_wait())
            go_on();
        else
            socket_.async_read_some(boost::asio::mutable_buffer(),
                                    std::move(*this)); // nothing: as if by post
    }

    void operator()(boost::system::error_code problem, std::size_t bytes)
    {
        if (!has_to_wait())
            return Step::complete(handler_, so_far_);
        const bool sending = sends();
        if (sending)
            session_.sent(bytes);
        else
            session_.arrived(bytes);
        if (problem)
            give_up(sending ? problem : session_.ended(problem));
        else if (!sends() && (!sending || so_far_.waits == tls_wait::output))
            so_far_ = step_(session_);
        if (has_to_wait() && cancellation_.cancelled() != boost::asio::cancellation_type::none)
            give_up(boost::asio::error::operation_aborted);
        if (has_to_wait())
            go_on();
        else
            Step::complete(handler_, so_far_);
    }

    using cancellation_slot_type = boost::asio::cancellation_slot;
    cancellation_slot_type get_cancellation_slot() const noexcept { return cancellation_.slot(); }

    friend bool asio_handler_is_continuation(tls_operation*) noexcept { return true; }

    const Handler& handler() const noexcept { return handler_; }

private:
    bool sends() const noexcept { return session_.output().size() > 0; }
    bool has_to_wait() const noexcept { return so_far_.waits != tls_wait::nothing || sends(); }

    void go_on()
    {
        if (const boost::asio::const_buffer output = session_.output(); output.size() > 0)
            socket_.async_write_some(output, std::move(*this));
        else
            socket_.async_read_some(session_.input_space(), std::move(*this));
    }

    /// What the session itself said before goes first.
    void give_up(const boost::system::error_code& problem)
    {
        if (sends())
            session_.mute();
        so_far_.waits = tls_wait::nothing;
        if (!so_far_.failure)
            so_far_.failure = problem;
    }

    boost::asio::ip::tcp::socket& socket_;
    tls_session& session_;
    Step step_;
    tls_progress so_far_;
    boost::asio::cancellation_state cancellation_;
    Handler handler_;
};

}}} // namespace oms::v0_1::detail

/// Where and with which memory it runs is as its handler says.
template <template <class, class> class Associator, class Step, class Handler, class Default>
struct boost::asio::associator<Associator, oms::detail::tls_operation<Step, Handler>, Default>
    : Associator<Handler, Default> {
    using operation = oms::detail::tls_operation<Step, Handler>;
    static auto get(const operation& of) noexcept { return Associator<Handler, Default>::get(of.handler()); }
    static auto get(const operation& of, const Default& otherwise) noexcept
    {
        return Associator<Handler, Default>::get(of.handler(), otherwise);
    }
};
