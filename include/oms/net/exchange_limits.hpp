#pragma once

#include <chrono>

namespace oms { inline namespace v0_1 {

/// What bounds one exchange beyond the transport's own configuration.
class exchange_limits {
public:
    /// No deadline: the transport's timeouts alone end the exchange.
    exchange_limits() noexcept {}
    explicit exchange_limits(std::chrono::steady_clock::time_point deadline_of_call) noexcept
        : deadline(deadline_of_call)
    {
    }

    /// When the exchange has to be over. It wins over every other timeout.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

}} // namespace oms::v0_1
