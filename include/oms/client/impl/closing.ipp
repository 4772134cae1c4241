#pragma once

#include <oms/client/impl/closing.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/core/error.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// Stands still until no call is in flight, `until`, or cancellation; while the client is open, also until it is
/// closed.
OMS_DECL boost::asio::awaitable<void> await_last_call(api_channel& channel, std::chrono::steady_clock::time_point until)
{
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    const bool was_closed = channel.closed();
    while (true) {
        // In the list before anything is looked at: what happens from here on ends this pause.
        const auto place = std::make_shared<pause>(executor);
        const pause_list::entry waiting(channel.flights.closings, place);
        if (channel.flights.empty() || channel.closed() != was_closed || channel.time->now() >= until ||
            cancellation.cancelled() != boost::asio::cancellation_type::none)
            co_return;
        co_await pause::until(place, channel.time, until);
    }
}

OMS_DECL boost::asio::awaitable<close_report> close_in_time(std::shared_ptr<api_channel> channel,
                                                            std::chrono::milliseconds at_most)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    const auto cancellation = co_await this_coro::cancellation_state;
    std::exception_ptr thrown;
    close_report report;
    try {
        const calls_in_flight::closing since = channel->flights.begin_closing();
        co_await await_last_call(*channel, deadline_of(channel->time->now(), at_most));
        if (cancellation.cancelled() != boost::asio::cancellation_type::none && !channel->closed() &&
            !channel->flights.empty())
            throw error(errc::cancelled, "while the client was closing; the calls in flight go on");
        channel->close();
        co_await await_last_call(*channel, channel->time->now() + closing_grace);
        report = channel->flights.report(since);
    } catch (...) {
        thrown = std::current_exception();
    }
    co_await this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    co_return report;
}

}}} // namespace oms::v0_1::detail
