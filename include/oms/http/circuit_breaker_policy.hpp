#pragma once

#include <chrono>

namespace oms { inline namespace v0_1 {

/// When a client stops sending for a while because the service is down: `client_config::breaker`. Off by default.
///
/// Counted are attempts, not calls. A failure is what a retry might have met better (a connection that fails or ends, a
/// timeout, 500, 502, 503, 504); any other answer is a success. 429 and 409 are neither.
class circuit_breaker_policy {
public:
    circuit_breaker_policy() noexcept {}

    /// Whether there is a breaker at all.
    bool enabled = false;

    /// The span of time that is looked at, above zero.
    std::chrono::milliseconds window = std::chrono::seconds{10};

    /// Attempts that must have ended within the window before it may open, at least 1.
    int least_attempts = 20;

    /// The share of failures among them that opens it, 1 to 100.
    int failure_percent = 50;

    /// How long it then holds everything back, above zero. After that it lets single attempts pass, one at a time: the
    /// first that succeeds closes it, one that fails opens it again.
    std::chrono::milliseconds cool_down = std::chrono::seconds{5};
};

}} // namespace oms::v0_1
