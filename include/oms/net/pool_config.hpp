#pragma once

#include <chrono>
#include <cstddef>

namespace oms { inline namespace v0_1 {

/// Limits of the connection pool of one client. All calls of a client go to one origin, so this is one pool.
///
/// Sizing: connections needed = calls a second x seconds a call takes. A TLS connection takes about 80 KB.
class pool_config {
public:
    pool_config() noexcept {}

    /// Connections open or being opened at one time. At least 1.
    std::size_t max_connections = 256;

    /// Calls that may wait for a connection, those included for which one is being opened. One more fails at once with
    /// `errc::pool_full`. At least 1.
    std::size_t max_waiters = 100'000;

    /// A connection unused for this long is not used again. Keep it below the server's own keep-alive limit.
    std::chrono::milliseconds max_idle = std::chrono::seconds{45};

    /// A connection opened this long ago is not used again, so that a changed DNS answer is followed.
    std::chrono::milliseconds max_age = std::chrono::minutes{10};
};

}} // namespace oms::v0_1
