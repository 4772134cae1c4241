#pragma once

#include <chrono>

namespace oms { inline namespace v0_1 {

/// What bounds one exchange beyond the transport's own configuration.
class exchange_limits {
public:
    using milliseconds = std::chrono::milliseconds;

    /// No deadline: the transport's timeouts alone end the exchange.
    exchange_limits() noexcept {}
    explicit exchange_limits(std::chrono::steady_clock::time_point deadline_of_call) noexcept
        : deadline(deadline_of_call)
    {
    }

    /// When the exchange has to be over. It wins over every other timeout.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

    // In place of the transport's `timeouts` of the same name; below zero: as the transport has it, zero: none.

    /// How long this exchange waits for a connection that is being opened for it, not the opening itself: that keeps
    /// the transport's limit, and goes on while others have a use for it. `errc::connect_timeout`.
    milliseconds connect{-1};
    milliseconds first_byte{-1};
    milliseconds idle_read{-1};

    /// How long this exchange waits for one of the connections that others use. `errc::pool_timeout`.
    milliseconds pool_wait{-1};
};

namespace detail {

/// The limit of one exchange, or the transport's where it has none of its own.
constexpr std::chrono::milliseconds in_force(std::chrono::milliseconds own, std::chrono::milliseconds of_transport)
{
    return own.count() < 0 ? of_transport : own;
}

} // namespace detail

}} // namespace oms::v0_1
