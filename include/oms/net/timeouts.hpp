#pragma once

#include <chrono>
#include <cstdint>

namespace oms { inline namespace v0_1 {

/// How long a call and the phases of its exchanges may take. None is below zero. `total` is above zero; zero switches
/// any other limit off. The call's deadline always wins.
class timeouts {
public:
    timeouts() noexcept {}

    /// One whole call, all its attempts and pauses included. The client turns it into the call's deadline.
    std::chrono::milliseconds total = std::chrono::seconds{60};

    /// Opening a connection: name resolution, TCP and the TLS handshake together.
    std::chrono::milliseconds connect = std::chrono::seconds{10};

    /// From the last byte of the request to the first byte of the response.
    std::chrono::milliseconds first_byte = std::chrono::seconds{30};

    /// The whole head of a response from its first byte on, and each pause inside its body. Also the longest stall
    /// of a peer that does not take the request.
    std::chrono::milliseconds idle_read = std::chrono::seconds{30};

    /// The rate below which a response body is given up, in bytes a second, as `read_timeout`: an answer must not need
    /// longer than `idle_read` plus its bytes divided by this; a second stands in for an `idle_read` that is off. Of a
    /// chunked body its data count, not what frames them. Zero, the default: no such limit.
    std::uint32_t least_body_rate = 0;

    /// Waiting for one of the pool's connections while others use them all. While a connection is being opened for the
    /// exchange, `connect` counts instead. Zero: as long as the call's deadline allows.
    std::chrono::milliseconds pool_wait = std::chrono::milliseconds{0};
};

}} // namespace oms::v0_1
