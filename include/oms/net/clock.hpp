#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>

namespace oms { inline namespace v0_1 {

/// Where the client gets the time from, and how it pauses. Tests put a clock of their own in its place.
///
/// Thread safety: all members may be called from several threads at a time.
class clock {
public:
    virtual ~clock() = default;

    /// Monotonic time: deadlines, back-off, the age of tokens.
    virtual std::chrono::steady_clock::time_point now() const = 0;

    /// Wall time: Retry-After dates and time stamps.
    virtual std::chrono::system_clock::time_point wall() const = 0;

    /// Pauses until `when`; at once when that has passed. Resumes on the caller's executor.
    ///
    /// Never throws for a cancellation: the result is then `boost::asio::error::operation_aborted`, and the caller's
    /// cancellation state and flags are as it left them.
    virtual boost::asio::awaitable<boost::system::error_code>
    sleep_until(std::chrono::steady_clock::time_point when) = 0;
};

}} // namespace oms::v0_1
