#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace test {

/// What a raw client got: everything until the answer was complete or the connection ended.
struct raw_answer {
    int status = 0;   ///< 0 when the bytes are no HTTP answer, or none came
    std::string head; ///< status line and headers
    std::string body;
    std::string bytes;  ///< all of it
    bool ended = false; ///< the peer closed the connection, in order or not

    /// The value of a header, by its exact name; empty without one.
    std::string header(std::string_view name) const;
    /// The text of a member at the top of a JSON body; empty without one.
    std::string member(std::string_view name) const;
};

/// A TLS (or plain) connection to the emulator that sends exactly what it is told, with no SDK in between. Blocking;
/// gives up after ten seconds by throwing.
class raw_client {
public:
    /// Connects to localhost and verifies the certificate against `ca_pem`; plain TCP when that is empty.
    /// Throws boost::system::system_error.
    raw_client(std::uint16_t port, const std::string& ca_pem);
    ~raw_client();

    void write(std::string_view bytes);
    raw_answer read();

    /// Sends a JSON request with the token that `log_in` got, and reads its answer.
    raw_answer send(std::string_view method, std::string_view path, std::string_view body = "",
                    std::string_view idempotency_key = "");
    raw_answer log_in();

    /// True when the peer closes the connection within ten seconds without another byte.
    bool closed_by_peer();

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// A customer create body with the whole identifying set.
std::string identified_customer_json();

} // namespace test
