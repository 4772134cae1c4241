#pragma once

#include <oms/client/impl/pause.hpp>
#include <oms/client/impl/wait_loop.hpp>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL error ended_wait(error::builder why, const wait_state& state, const operation& read)
{
    return why.operation(std::string(to_string(read.method)), read.path).text(state.last_seen());
}

OMS_DECL void outlive(const error& failure, wait_state& state, const operation& read)
{
    if (failure.code() == errc::cancelled)
        throw ended_wait(failure.edit(), state, read);
    if (!state.outlives(failure))
        throw failure;
}

/// Stands still until `at`, news, the closing of the client, or cancellation.
OMS_DECL boost::asio::awaitable<void> rest_until(api_channel& channel, wait_board::place& place,
                                                 std::chrono::steady_clock::time_point at)
{
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    const auto standing = std::make_shared<pause>(executor);
    const pause_list::entry until_closed(channel.pauses, standing);
    place.rest(standing);
    // Looked at after entering both lists: what happens from here on ends the pause.
    if (!channel.closed() && !place.has_news())
        co_await pause::until(standing, channel.time, at);
}

OMS_DECL boost::asio::awaitable<bool> await_next_read(api_channel& channel, wait_state& state, wait_board::place& place)
{
    auto at = state.next_read(channel.time->now(), channel.jitter.next());
    const bool on_time = at.has_value();
    if (on_time || channel.time->now() < state.deadline())
        co_await rest_until(channel, place, at.value_or(state.deadline())); // after the last read, for news alone
    if (place.has_news()) {
        at = state.next_read_after_news(channel.time->now());
        if (at)
            co_await wait_until(channel, *at); // for a Retry-After
    }
    co_return at.has_value() || channel.time->now() < state.deadline();
}

}}} // namespace oms::v0_1::detail
