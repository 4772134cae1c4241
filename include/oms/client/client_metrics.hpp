#pragma once

#include <oms/client/client.hpp>
#include <oms/net/pool_metrics.hpp>

#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 {

/// What a client holds at one moment, and what it has done since it was made. Numbers only.
struct client_metrics {
    std::size_t calls_in_flight = 0;
    std::uint64_t calls = 0;              ///< calls that began
    std::uint64_t attempts = 0;           ///< requests of calls that were begun
    std::uint64_t retries = 0;            ///< attempts after a failed one
    std::uint64_t token_exchanges = 0;    ///< exchanges of /auth/token that were begun
    std::uint64_t token_failures = 0;     ///< exchanges that gave no token
    std::uint64_t held_by_breaker = 0;    ///< attempts that the circuit breaker did not let pass
    std::uint64_t held_by_rate_limit = 0; ///< attempts that waited for the rate limit, or failed because of it
    int retry_budget = 0;                 ///< tokens left
    bool breaker_open = false;
    pool_metrics pool;
};

/// Each number is right at some moment of the call, not all at the same one. From any thread; throws std::bad_alloc
/// only.
inline client_metrics client::metrics() const
{
    return core_->metrics();
}

}} // namespace oms::v0_1
