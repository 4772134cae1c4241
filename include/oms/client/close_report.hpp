#pragma once

#include <oms/client/client.hpp>
#include <oms/core/delivery.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// A call that had not ended when the time for closing was over.
class unfinished_call {
public:
    unfinished_call() = default;

    std::string method;
    std::string path_template;
    std::string idempotency_key; ///< empty for calls without one
    int attempts = 0;
    oms::delivery delivery = oms::delivery::not_sent; ///< what it ended with
};

/// What `client::close(at_most)` found and did.
class close_report {
public:
    close_report() = default;

    std::size_t finished = 0;                ///< calls that were in flight and ended by themselves
    std::vector<unfinished_call> unfinished; ///< calls that were ended with errc::client_closed
};

/// From the moment it is awaited, new calls are refused with errc::client_closed, not sent. The calls in flight go on,
/// with their attempts and their own deadlines, for at most `at_most`; then, or as soon as none is left, the client is
/// closed as by `close()`. A wait, a pager or a flow is made of calls: its next one is refused.
///
/// The report names every call that the closing ended, with its key and the delivery that it ended with: what may have
/// moved money is to be looked up, or sent again with the same key. A call whose executor does not run is waited for
/// one second more by the client's clock, and then reported with what is known of it: maybe_applied when an attempt was
/// under way. One of a context that was destroyed is reported in the same way.
///
/// May be awaited on any executor, several times and in several threads: each awaitable ends in its own time and tells
/// what it saw. `close()` meanwhile ends the waiting. Cancelled, it ends with errc::cancelled: calls in flight go on,
/// new ones stay refused, and `close()` or another `close(at_most)` ends them. Throws nothing else but std::bad_alloc.
inline boost::asio::awaitable<close_report> client::close(std::chrono::milliseconds at_most) const
{
    return core_->close(at_most);
}

}} // namespace oms::v0_1
