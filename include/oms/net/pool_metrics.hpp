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
    std::uint64_t connections_closed = 0; ///< of these, ended again
    std::uint64_t connects_failed = 0;    ///< connects that failed
    std::uint64_t connects_abandoned = 0; ///< connects given up because nobody had a use for them any more
    std::uint64_t sessions_resumed = 0;   ///< connections opened with a shortened TLS handshake

    std::uint64_t leases = 0;            ///< connections handed to an exchange
    std::uint64_t leases_reused = 0;     ///< of these, connections that had carried an exchange before
    std::uint64_t connections_stale = 0; ///< of these, found closed, or with unasked bytes, and replaced

    std::uint64_t waits = 0;         ///< exchanges that waited for a connection
    std::uint64_t waits_expired = 0; ///< of these, in vain until their limit
    std::uint64_t waits_refused = 0; ///< exchanges that found the queue full
};

}} // namespace oms::v0_1
