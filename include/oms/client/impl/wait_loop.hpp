#pragma once

#include <oms/client/as_result.hpp>
#include <oms/client/call_options.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/impl/wait_board.hpp>
#include <oms/client/impl/wait_state.hpp>
#include <oms/client/impl/wait_view.hpp>
#include <oms/config.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// The error that ends a wait: `why` with the state seen last, and what it was about.
OMS_DECL error ended_wait(error::builder why, const wait_state& state, const operation& read);

/// Throws what ends the wait when a read failed like this; returns when the wait goes on.
OMS_DECL void outlive(const error& failure, wait_state& state, const operation& read);

/// Stands still until it is time for the next read: news, or the end of the gap. Also ends, and gives true, when the
/// client closes or the wait is cancelled, which the next read finds out. False when no time is left for a read.
OMS_DECL boost::asio::awaitable<bool> await_next_read(api_channel& channel, wait_state& state,
                                                      wait_board::place& place);

/// The one loop of all waits: reads until `target` has what it waits for. An event does not end it, but makes it read.
/// Unknown states are waited on, short failures of a read outlived.
///
/// Throws errc::wait_expired after `at_most`, errc::cancelled, both with the state seen last in their text, failures of
/// a read that are final, and what `target` throws. The caller's cancellation state and flags are as they were.
template <class Target>
boost::asio::awaitable<typename Target::answer> wait_for(std::shared_ptr<api_channel> channel, Target target,
                                                         std::chrono::milliseconds at_most, call_options options)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);

    std::optional<typename Target::answer> found;
    std::exception_ptr thrown;
    try {
        const operation& read = target.read_operation();
        const auto time_of_read = options.timeout().value_or(channel->total_timeout);
        wait_state state(wait_state::deadline_after(channel->time->now(), at_most));
        wait_board::place place(channel->waits, target.subject(), target.every_change());
        while (true) {
            options.timeout(state.time_for_read(channel->time->now(), time_of_read));
            place.begin_read();
            result<typename Target::resource> shown = co_await as_result(target.read(options));
            if (shown) {
                found = target.ended_by(*shown);
                if (found)
                    break;
                const resource_state now = target.state_of(*shown);
                state.seen(now.status);
                place.seen(now.status, now.updated_at);
            } else {
                outlive(shown.error(), state, read);
            }
            if (!co_await await_next_read(*channel, state, place)) {
                error::builder why = shown ? error::builder(errc::wait_expired).delivery(delivery::applied)
                                           : shown.error().edit().code(errc::wait_expired);
                throw ended_wait(std::move(why), state, read);
            }
        }
    } catch (...) {
        thrown = std::current_exception();
    }

    co_await this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    co_return std::move(*found);
}

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/wait_loop.ipp>
#endif
