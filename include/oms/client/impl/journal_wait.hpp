#pragma once

#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// Waits until the journal has the call. When it has not, the call has its problem: journal_failed, or what ended the
/// wait. The awaiting coroutine must not throw if cancelled.
OMS_DECL boost::asio::awaitable<void> store_entry(api_channel& channel, prepared_call& call);

/// How long outcomes that have to be durable are waited for, whatever the deadline.
inline constexpr std::chrono::seconds outcome_grace{1};

/// Waits until the journal has these outcomes, or the grace is over; nothing else ends the wait. Says of each whether
/// it is stored. The awaiting coroutine must not throw if cancelled.
OMS_DECL boost::asio::awaitable<std::vector<bool>> store_outcomes(api_channel& channel,
                                                                  std::vector<journal_outcome> outcomes);

/// The same for the outcome of a call; when it is not stored, the call's problem says what that means.
OMS_DECL boost::asio::awaitable<void> store_outcome(api_channel& channel, prepared_call& call, journal_outcome outcome);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/journal_wait.ipp>
#endif
