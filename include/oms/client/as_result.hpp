#pragma once

#include <oms/core/error.hpp>
#include <oms/core/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Awaits `call` and gives its value or its error, without throwing.
///
/// \code
/// const oms::result<oms::customer> found = co_await oms::as_result(client.customers().get(id));
/// if (!found && found.error().code() == oms::errc::not_found) ...
/// \endcode
///
/// Catches `oms::error` only: std::bad_alloc and exceptions of other people's awaitables pass through. What throws
/// while the call is written (an id without its prefix, a key with a blank) is thrown before there is a call. A
/// cancelled call gives errc::cancelled; a coroutine that was cancelled before gets Asio's system_error from its await,
/// as from any other. The call is owned by the awaitable.
template <class T>
boost::asio::awaitable<result<T>> as_result(boost::asio::awaitable<T> call)
{
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(call);
            co_return result<T>();
        } else {
            co_return result<T>(co_await std::move(call));
        }
    } catch (const error& failure) {
        co_return result<T>(failure);
    }
}

}} // namespace oms::v0_1
