#pragma once

#include <oms/net/impl/connection_pool.hpp>

#include <oms/net/impl/handshake_failure.hpp>

#include <exception>
#include <tuple>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL connect_failure connect_problem(errc code, const boost::system::error_code& cause, std::string text)
{
    connect_failure failure;
    failure.code = code;
    failure.cause = cause;
    failure.text = std::move(text);
    return failure;
}

/// A wait that this side ended: its timeout, if that is what ended it. What the connection said then is the echo of our
/// own end, and no cause.
OMS_DECL void note_own_end(const connection& opening, const char* doing, connect_failure& failure)
{
    const trip why = opening.guard.tripped();
    if (why == trip::none || failure.code == errc{})
        return;
    if (why == trip::connect)
        failure.code = errc::connect_timeout;
    if (failure.cause.failed()) {
        failure.cause = {};
        failure.text = doing;
    }
}

OMS_DECL boost::asio::awaitable<connect_failure> connect_tcp(connection_pool& pool, connection& opening,
                                                             std::chrono::steady_clock::time_point deadline)
{
    constexpr auto token = boost::asio::as_tuple(boost::asio::deferred);

    const std::string whom = pool.proxy.host.empty() ? "the host" : "the proxy";
    const std::shared_ptr<const name_lookup> lookup = pool.look_up();
    boost::asio::steady_timer wait(pool.executor, std::chrono::steady_clock::time_point::max());
    co_await pool.async_park(opening, wait, lookup, token);
    pool.unpark(opening);
    if (opening.guard.tripped() != trip::none)
        co_return connect_problem(errc::dns_failed, {}, "the name of " + whom + " was not resolved in time");
    if (lookup->failure)
        co_return connect_problem(errc::dns_failed, lookup->failure,
                                  "resolving the name of " + whom + ": " + lookup->failure.message());

    boost::system::error_code refused;
    std::size_t left = lookup->addresses.size();
    for (const boost::asio::ip::tcp::endpoint& address : lookup->addresses) {
        // Each address has its share of the time left, so that a dead one does not use up all of it.
        const auto now = std::chrono::steady_clock::now();
        const auto share = left == 1 ? deadline : now + (deadline - now) / static_cast<std::ptrdiff_t>(left);
        opening.guard.arm(left == 1 ? trip::connect : trip::address, share);
        --left;

        boost::asio::ip::tcp::socket& socket = opening.stream.socket();
        socket.open(address.protocol(), refused);
        if (refused)
            continue;
        if (pool.attach(opening)) {
            const std::tuple<boost::system::error_code> connected = co_await socket.async_connect(address, token);
            refused = std::get<0>(connected);
            if (!refused && opening.guard.arm(trip::connect, deadline)) {
                boost::system::error_code not_set;
                socket.set_option(boost::asio::ip::tcp::no_delay(true), not_set);
                co_return connect_failure();
            }
        }
        pool.detach(opening);
        boost::system::error_code not_closed;
        socket.close(not_closed);
        if (opening.guard.tripped() == trip::address) {
            refused = boost::asio::error::timed_out;
            opening.guard.forgive(trip::address);
        }
        if (opening.guard.tripped() != trip::none)
            break;
    }
    co_return connect_problem(errc::connect_failed, refused, "connecting to " + whom + ": " + refused.message());
}

OMS_DECL boost::asio::awaitable<connect_failure> handshake(connection_pool& pool, connection& opening)
{
    SSL* const tls = opening.stream.secure(pool.tls->native());
    if (!pool.tls->prepare(tls))
        co_return connect_problem(errc::tls_failed, {}, "no memory");
    const std::tuple<boost::system::error_code> done =
        co_await opening.stream.async_handshake(boost::asio::as_tuple(boost::asio::deferred));
    const boost::system::error_code& problem = std::get<0>(done);
    if (problem) {
        connect_failure failure = handshake_failure(tls, problem);
        co_return failure;
    }
    if (SSL_session_reused(tls))
        pool.count_resumed();
    co_return connect_failure();
}

OMS_DECL boost::asio::awaitable<void> open_connection(std::shared_ptr<connect_attempt> attempt)
{
    connect_failure failure;
    try {
        if (!attempt->begin())
            co_return;
        connection_pool& pool = attempt->pool();
        connection& opening = attempt->opening();
        const auto deadline = pool.times.connect.count() > 0 ? std::chrono::steady_clock::now() + pool.times.connect
                                                             : std::chrono::steady_clock::time_point::max();
        opening.guard.arm(trip::connect, deadline);
        const bool through_proxy = !pool.proxy.host.empty();
        const char* doing = through_proxy ? "connecting to the proxy" : "connecting to the host";
        failure = co_await connect_tcp(pool, opening, deadline);
        if (failure.code == errc{} && through_proxy) {
            doing = "waiting for the answer of the proxy";
            failure = co_await open_tunnel(pool, opening);
        }
        if (failure.code == errc{} && pool.tls) {
            doing = "TLS handshake";
            failure = co_await handshake(pool, opening);
        }
        if (failure.code == errc{} && !opening.guard.disarm())
            failure = connect_problem(errc::connect_failed, {}, "the time was over");
        note_own_end(opening, doing, failure);
    } catch (const std::exception& problem) {
        failure.code = errc::connect_failed;
        failure.text = problem.what();
    }
    if (failure.code == errc{})
        attempt->succeeded();
    else
        attempt->failed(std::move(failure));
}

}}} // namespace oms::v0_1::detail
