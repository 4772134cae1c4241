#pragma once

#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/wait_state.hpp>
#include <oms/client/impl/wait_transaction.hpp>

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL call_ptr read_of(const transaction_id& id, expected_kind kind, call_options options)
{
    auto call = std::make_unique<prepared_call>(operations::get_transaction, std::move(options));
    call->kind = kind;
    call->path({id.view()});
    return call;
}

/// The error that ends a wait: `why` with the state seen last, and what it was about.
OMS_DECL error ended_wait(error::builder why, const wait_state& state)
{
    const operation& read = operations::get_transaction;
    return why.operation(std::string(to_string(read.method)), read.path).text(state.last_seen());
}

/// When to read again after a read that gave `seen`, or `failure`; nothing when `seen` is in a terminal state. Throws
/// what ends the wait otherwise.
OMS_DECL std::optional<wait_state::time_point> plan_read(api_channel& channel, wait_state& state,
                                                         const any_transaction* seen, const error& failure)
{
    if (seen) {
        const transaction_status& status = common_of(*seen).status;
        if (status.is_terminal())
            return std::nullopt;
        state.seen(status.text());
    } else if (failure.code() == errc::cancelled) {
        throw ended_wait(failure.edit(), state);
    } else if (!state.outlives(failure)) {
        throw failure;
    }
    const auto next = state.next_read(channel.time->now(), channel.jitter.next());
    if (!next)
        throw ended_wait(failure.edit().code(errc::wait_expired), state);
    return next;
}

OMS_DECL boost::asio::awaitable<any_transaction> wait_for_end(std::shared_ptr<api_channel> channel, transaction_id id,
                                                              std::chrono::milliseconds at_most, expected_kind kind,
                                                              call_options options)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    const auto cancellation = co_await this_coro::cancellation_state;

    const auto deadline = deadline_of(channel->time->now(), at_most);
    const auto time_of_read = options.timeout().value_or(channel->total_timeout);
    wait_state state(deadline);
    std::unique_ptr<any_transaction> seen;
    std::exception_ptr thrown;
    try {
        while (true) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - channel->time->now());
            options.timeout(std::min(time_of_read, left));
            seen.reset();
            error failure;
            try {
                seen = std::make_unique<any_transaction>(
                    co_await perform<any_transaction>(channel, read_of(id, kind, options)));
            } catch (const error& why) {
                failure = why;
            }

            const auto next = plan_read(*channel, state, seen.get(), failure);
            if (!next)
                break;
            // Whatever learns of the transaction's end by another way may end this pause and so hasten the next read.
            co_await wait_until(*channel, *next);
            if (cancellation.cancelled() != boost::asio::cancellation_type::none)
                throw ended_wait(error::builder(errc::cancelled), state);
        }
    } catch (...) {
        thrown = std::current_exception();
    }

    co_await this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    co_return std::move(*seen);
}

}}} // namespace oms::v0_1::detail
