#pragma once

namespace oms { inline namespace v0_1 {

/// How many requests a second a client sends at most: `client_config::rate_limit`. Off by default.
///
/// A token bucket. Requests beyond it wait their turn, in the order in which they came; one whose turn would come at or
/// after its deadline fails at once with `errc::rate_limit_wait`. Retries count, token exchanges do not.
/// A request whose turn has come may still have to wait for a connection of the pool (`pool_config`).
class rate_limit {
public:
    rate_limit() noexcept {}

    /// Requests a second; 0 is no limit.
    int per_second = 0;

    /// Requests that may go at once after a pause, at least 1.
    int burst = 1;
};

}} // namespace oms::v0_1
