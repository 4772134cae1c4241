#pragma once

#include "faults/flow.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// What becomes of a new connection.
enum class entrance {
    serve,
    close,  ///< FIN before a byte
    reset,  ///< RST before a byte
    silent, ///< accepted, and nothing is read or written
};

/// What happens to a connection. In a transparent gate the flows see the bytes of TLS.
struct connection_plan {
    entrance door = entrance::serve;
    flow to_server;
    flow to_client;
};

/// What happens to one request and its answer, in a gate that ends TLS. Positions count the bytes of the message, from
/// its first line on. The answer to a request that was passed on whole is awaited also when the client is gone, so that
/// the record knows the truth.
struct exchange_plan {
    flow to_server;
    flow to_client;
};

/// A request that a gate saw, when it was over.
struct seen_request {
    int connection = 0; ///< from 1
    int number = 0;     ///< on its connection, from 1
    std::string method;
    std::string target;
    std::string host;
    std::string key;              ///< of the header Idempotency-Key, empty without one
    std::uint64_t body_hash = 0;  ///< of the bytes that the client wrote
    std::string mark;             ///< what gate_terms::mark_of found
    bool authorized = false;      ///< it carries a bearer token
    bool given_to_server = false; ///< the server got all of it, unchanged
    int status = 0;               ///< of the server's answer, 0 when none was seen
    bool given_to_client = false; ///< all of the answer was written to the client, unchanged
    std::size_t request_size = 0;
    std::size_t answer_head_size = 0;
    std::size_t answer_size = 0;
};

/// How a gate works.
class gate_terms {
public:
    gate_terms() = default;

    /// Where it leads: a port on loopback, and the authority to trust there; none: plain TCP.
    std::uint16_t server_port = 0;
    std::string server_ca_pem;
    /// False: bytes pass as they are, TLS included, and only `connections` is asked.
    bool ends_tls = true;

    /// Asked for each connection; number from 1. Null: all are served.
    std::function<connection_plan(int connection)> connections;
    /// Asked for each request that came in whole. Null: all pass.
    std::function<exchange_plan(const seen_request&)> exchanges;
    /// Told of each request that is over, in place of keeping it for `requests()`. On the gate's thread, as the others.
    std::function<void(const seen_request&)> over;
    /// What to remember of a request without a key.
    std::function<std::string(const seen_request&, std::string_view body)> mark_of;
};

/// A gate between a client and a server, on a thread of its own and a port of its own on loopback: it passes bytes and
/// spoils them as it is told.
class gate {
public:
    explicit gate(gate_terms terms);
    ~gate();
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;

    std::uint16_t port() const;
    /// `https://127.0.0.1:PORT` and the path.
    std::string base_url(std::string_view path = "/v0.9") const;
    /// The authority of the gate's own certificate; a transparent one shows the server's.
    const std::string& ca_pem() const;

    /// The port refuses from when this returns, and every connection is closed, by FIN or by RST.
    void close_door(bool reset = false);
    /// It listens again, as a new process would: without the TLS sessions of before.
    void open_door();
    /// Closes the connections that are open; new ones are welcome.
    void close_all(bool reset = false);

    /// From here on it leads to this port of loopback; connections of before stay with theirs.
    void lead_to(std::uint16_t server_port);

    /// From here on everything passes.
    void stop_faults();

    int accepted() const;
    int open() const;
    /// The requests that are over, in the order they ended.
    std::vector<seen_request> requests() const;
    /// The bearer tokens that were sent, each once.
    std::vector<std::string> tokens() const;
    /// Waits until every request that came in is over, also those whose client is gone.
    void settle();

private:
    struct running;
    std::unique_ptr<running> running_;
};

/// A hash of bytes, the same in every run.
std::uint64_t hash_of(std::string_view bytes, std::uint64_t before = 14695981039346656037ULL);

} // namespace test
