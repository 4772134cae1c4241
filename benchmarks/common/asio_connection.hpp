// A connection of the hand-written Asio programs: TCP, or TLS 1.3 with the certificate and the host name verified.
#pragma once

#include "load.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

#include <memory>
#include <thread>

namespace bench {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using tcp = asio::ip::tcp;

struct connection {
    std::unique_ptr<tcp::socket> plain;
    std::unique_ptr<ssl::stream<tcp::socket>> secure;
};

inline ssl::context tls_context(const options& o)
{
    ssl::context tls(ssl::context::tls_client);
    if (SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_3_VERSION) != 1)
        throw std::runtime_error("no TLS 1.3");
    tls.set_verify_mode(ssl::verify_peer);
    if (o.tls)
        tls.load_verify_file(o.ca);
    return tls;
}

inline asio::awaitable<void> open(connection& c, ssl::context& tls, const options& o)
{
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver(executor);
    const auto found = co_await resolver.async_resolve(tcp::v4(), o.host, o.port, asio::use_awaitable);
    if (!o.tls) {
        c.plain = std::make_unique<tcp::socket>(executor);
        co_await asio::async_connect(*c.plain, found, asio::use_awaitable);
        c.plain->set_option(tcp::no_delay(true));
        co_return;
    }
    c.secure = std::make_unique<ssl::stream<tcp::socket>>(executor, tls);
    if (SSL_set_tlsext_host_name(c.secure->native_handle(), o.host.c_str()) != 1)
        throw std::runtime_error("no SNI");
    c.secure->set_verify_callback(ssl::host_name_verification(o.host));
    co_await asio::async_connect(c.secure->next_layer(), found, asio::use_awaitable);
    c.secure->next_layer().set_option(tcp::no_delay(true));
    co_await c.secure->async_handshake(ssl::stream_base::client, asio::use_awaitable);
}

inline void rethrow(std::exception_ptr failure)
{
    if (failure)
        std::rethrow_exception(failure);
}

/// Runs the context in that many threads, this one among them, until it has nothing left to do.
inline void run(asio::io_context& io, int threads)
{
    io.restart();
    std::exception_ptr failure;
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back([&io] { io.run(); });
    try {
        io.run();
    } catch (...) {
        failure = std::current_exception();
        io.stop();
    }
    for (std::thread& other : others)
        other.join();
    rethrow(failure);
}

/// Opens the connections, warms up, makes the counted calls: `loop(connection index, stream)` is a coroutine that takes
/// from `todo` until it is empty.
template <class Loop>
stopwatch::times run_loops(const options& o, work& todo, Loop loop)
{
    ssl::context tls = tls_context(o);
    asio::io_context io(o.threads);
    std::vector<connection> all(static_cast<std::size_t>(o.connections));
    for (connection& c : all)
        asio::co_spawn(io, open(c, tls, o), rethrow);
    run(io, 1);
    const auto go = [&](long calls) {
        todo.refill(calls);
        for (std::size_t i = 0; i != all.size(); ++i)
            if (o.tls)
                asio::co_spawn(io, loop(i, *all[i].secure), rethrow);
            else
                asio::co_spawn(io, loop(i, *all[i].plain), rethrow);
        run(io, o.threads);
    };
    go(o.warmup);
    const stopwatch watch;
    go(o.calls);
    return watch.read();
}

} // namespace bench
