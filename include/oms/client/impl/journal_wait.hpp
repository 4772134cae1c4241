#pragma once

#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>

#include <boost/asio/awaitable.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Waits until the journal has the call. When it has not, the call has its problem: journal_failed, or what ended the
/// wait. The awaiting coroutine must not throw if cancelled.
OMS_DECL boost::asio::awaitable<void> store_entry(api_channel& channel, prepared_call& call);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/journal_wait.ipp>
#endif
