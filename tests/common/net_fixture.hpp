#pragma once

// A server whose every byte a test decides, and a transport that talks to it. Bodies are in
// tests/common/net_fixture.cpp, the only file here that compiles the transport.

#include "common/descriptors.hpp"
#include "common/net_certificates.hpp"

#include <oms/net/pool_config.hpp>
#include <oms/net/proxy_config.hpp>
#include <oms/net/response_limits.hpp>
#include <oms/net/timeouts.hpp>
#include <oms/net/tls_config.hpp>
#include <oms/net/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace net_test {

/// The server's side of one connection, after the handshake.
class peer {
public:
    virtual ~peer() = default;

    /// The next request, head and body; empty when the client ended the connection.
    virtual boost::asio::awaitable<std::string> read_request() = 0;
    /// Up to the empty line.
    virtual boost::asio::awaitable<std::string> read_head() = 0;
    /// False when the client is gone.
    virtual boost::asio::awaitable<bool> write(std::string bytes) = 0;
    /// Returns when the client has ended the connection.
    virtual boost::asio::awaitable<void> read_to_end() = 0;
    virtual boost::asio::awaitable<void> pause(std::chrono::milliseconds time) = 0;
    /// Never returns: the connection stays as it is until the server goes.
    virtual boost::asio::awaitable<void> hold() = 0;
    /// TLS close_notify and nothing else: the connection stays open.
    virtual void say_goodbye() = 0;
    /// FIN, and goes on reading.
    virtual void half_close() = 0;
    /// TLS close_notify, then FIN.
    virtual boost::asio::awaitable<void> end_properly() = 0;
    /// Returns when the client's system has what was written.
    virtual boost::asio::awaitable<void> delivered() = 0;
    /// FIN without close_notify; returns when the client's system has it.
    virtual boost::asio::awaitable<void> end_abruptly() = 0;
    /// The same without waiting.
    virtual void close() = 0;
    /// RST.
    virtual void reset() = 0;

    /// Which connection of the server this is: 1, 2, 3, ...
    int number = 0;
};

using script = std::function<boost::asio::awaitable<void>(peer&)>;

enum class protocol { tls, tls_1_2_only, tls_1_1_only, plain };

/// What else a server may be.
struct server_terms {
    protocol speaks = protocol::tls;
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::function<void(SSL_CTX*)> arrange; ///< has the last word on its TLS
};

/// Runs the script for each connection, on a thread of its own.
class server {
public:
    explicit server(script for_each_connection, protocol speaks = protocol::tls,
                    const certificate_terms& terms = certificate_terms(), bool demands_certificate = false);
    server(script for_each_connection, const server_terms& terms);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    std::uint16_t port() const;
    int accepted() const;
    int resumed() const;
    std::string ca_pem() const;
    bool tls() const;

private:
    struct running;
    std::unique_ptr<running> running_;
};

/// A listening socket that takes connections and says nothing, or does not even take them.
class silent_listener {
public:
    enum class manner { accepts, swallows_syn };
    explicit silent_listener(manner how);
    ~silent_listener();
    silent_listener(const silent_listener&) = delete;
    silent_listener& operator=(const silent_listener&) = delete;
    std::uint16_t port() const { return port_; }
    /// False where this system takes the connections all the same.
    bool swallows() const { return swallows_; }

private:
    std::vector<int> descriptors_;
    std::uint16_t port_ = 0;
    bool swallows_ = false;
};

/// What a test changes of the transport.
struct transport_terms {
    std::string host = "localhost";
    std::string ca_pem; // neither: the server's
    std::string ca_file;
    bool system_roots = false; // none of these two
    oms::tls_config tls;       // whatever else there is to say about TLS
    oms::proxy_config proxy;
    oms::pool_config pool;
    oms::timeouts times;
    oms::response_limits limits;
};

std::shared_ptr<oms::transport> connect_to(boost::asio::any_io_executor executor, const server& to,
                                           const transport_terms& terms = transport_terms());
std::shared_ptr<oms::transport> connect_to_port(boost::asio::any_io_executor executor, std::uint16_t port, bool tls,
                                                const transport_terms& terms);

/// The whole text of a response with this body.
std::string ok(const std::string& body, const std::string& more_fields = "");

using test::open_descriptors;
/// Whether they become this many or fewer: a server's side of a connection ends on another thread.
bool descriptors_return_to(std::size_t before);

/// Answers each request with the path that was asked for.
boost::asio::awaitable<void> echo_paths(peer& client);

/// Answers one request, and closes the connection.
boost::asio::awaitable<void> answer_once(peer& client);

oms::http_request get(std::string target);
oms::http_request post(std::string target, std::string body);

/// The limits of an exchange that has this much time from now on.
oms::exchange_limits within(std::chrono::milliseconds time);

/// Starts an exchange on `io`; the result is there once `io` has run.
std::shared_ptr<std::future<oms::exchange_result>> start(boost::asio::any_io_executor where,
                                                         std::shared_ptr<oms::transport> over, oms::http_request what,
                                                         oms::exchange_limits limits = oms::exchange_limits());

/// One exchange from start to end: runs `io` until it has nothing to do.
oms::exchange_result run(boost::asio::io_context& io, const std::shared_ptr<oms::transport>& over,
                         oms::http_request what, oms::exchange_limits limits = oms::exchange_limits());

/// Runs `io` until an exchange has ended, whatever else is still under way.
oms::exchange_result run_to_result(boost::asio::io_context& io, std::future<oms::exchange_result>& begun);

/// One exchange from start to end, and no further: the last tick of the sweep is not waited for.
oms::exchange_result run_to_result(boost::asio::io_context& io, const std::shared_ptr<oms::transport>& over,
                                   oms::http_request what, oms::exchange_limits limits = oms::exchange_limits());

} // namespace net_test
