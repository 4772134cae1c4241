#pragma once

#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 {

/// What a connection pool holds at one moment, and what it has done since it was made.
struct pool_metrics {
    std::size_t idle = 0;       ///< connections open and unused
    std::size_t leased = 0;     ///< connections in use by an exchange
    std::size_t connecting = 0; ///< connections being opened
    std::size_t waiting = 0;    ///< exchanges waiting for a connection

    std::uint64_t connections_opened = 0; ///< connects that came to an end and succeeded
    std::uint64_t connects_failed = 0;    ///< connects that failed
    std::uint64_t sessions_resumed = 0;   ///< connections opened with a shortened TLS handshake
    std::uint64_t leases_reused = 0;      ///< exchanges that got a connection used before
    std::uint64_t connections_stale = 0;  ///< idle connections found closed, or with unasked bytes, when taken
    std::uint64_t waits_expired = 0;      ///< exchanges that waited in vain until their limit
    std::uint64_t waits_refused = 0;      ///< exchanges that found the queue full
};

}} // namespace oms::v0_1
