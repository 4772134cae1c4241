#pragma once

#include <oms/config.hpp>
#include <oms/webhook/router.hpp>

#include <boost/asio/awaitable.hpp>

#include <type_traits>

namespace oms { inline namespace v0_1 {
namespace detail {

template <class Handler, class... Arguments>
boost::asio::awaitable<void> call_plain_handler(const Handler& handler, const Arguments&... arguments)
{
    handler(arguments...);
    co_return;
}

OMS_DECL boost::asio::awaitable<void> no_handler();

template <>
struct routed<boost::asio::awaitable<void>> {
    template <class Result>
    static constexpr bool accepts = std::is_void_v<Result> || std::is_same_v<Result, boost::asio::awaitable<void>>;

    template <class Handler, class... Arguments>
    static boost::asio::awaitable<void> call(const Handler& handler, const Arguments&... arguments)
    {
        if constexpr (std::is_void_v<std::invoke_result_t<const Handler&, const Arguments&...>>)
            return call_plain_handler(handler, arguments...);
        else
            return handler(arguments...);
    }
    static boost::asio::awaitable<void> nothing() { return no_handler(); }
};

} // namespace detail

/// The router of an async_webhook_endpoint. Its handlers are coroutines, which return `boost::asio::awaitable<void>`,
/// or plain functions; both kinds may be mixed. The event that a handler is given, by reference, lives until the
/// handler has ended, and so does the handler itself with what it captured.
///
/// \code
/// oms::async_webhook_router router{[](const oms::event& e) { log(e.name); }};
/// router.on(oms::event_name::cash_in_completed, [db](const oms::cash_in_event& e) -> asio::awaitable<void> {
///     co_await db->store(e.cash_in);
/// });
/// \endcode
using async_webhook_router = basic_webhook_router<boost::asio::awaitable<void>>;

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/router.ipp>
#endif
