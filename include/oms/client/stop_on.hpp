#pragma once

#include <oms/client/impl/stoppable_call.hpp>

#include <boost/asio/awaitable.hpp>

#include <stop_token>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Awaits `call`, and ends it when `token` is asked to stop: for code whose threads are std::jthread.
///
/// \code
/// oms::transaction<oms::crypto_to_fiat> done =
///     co_await oms::stop_on(thread_stop, client.transactions().wait(sent, 10min));
/// \endcode
///
/// A stop ends the call as a cancellation does: a call of a client with `error{errc::cancelled}` and the delivery that
/// it had reached, not sent when the stop had been requested before. A call that has its outcome keeps it. The
/// awaiting coroutine's own cancellation ends the call too; a stop leaves its cancellation state and flags as they
/// were. request_stop() may be called in any thread, also while the call begins or ends.
///
/// The call runs on a strand of the awaiting coroutine's executor, which may have many threads, and `stop_on` resumes
/// on that executor. Throws what the call throws, and std::bad_alloc. The token's source may go first; the executor's
/// context must outlive the call.
template <class T>
boost::asio::awaitable<T> stop_on(std::stop_token token, boost::asio::awaitable<T> call)
{
    return detail::await_stoppable(std::move(token), std::move(call));
}

}} // namespace oms::v0_1
