#pragma once

#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/core/id.hpp>
#include <oms/model/transaction.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

/// The read of one transaction.
OMS_DECL call_ptr read_of(const transaction_id& id, expected_kind kind, call_options options);

/// Reads a transaction until it is in a terminal state, and gives it then, failed or not. Unknown states are not
/// terminal; short failures of a read are outlived.
///
/// Throws errc::wait_expired after `at_most`, errc::cancelled, both with the state seen last in their text, and
/// failures of a read that are final. The caller's cancellation state and flags are as they were.
OMS_DECL boost::asio::awaitable<any_transaction> wait_for_end(std::shared_ptr<api_channel> channel, transaction_id id,
                                                              std::chrono::milliseconds at_most, expected_kind kind,
                                                              call_options options);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/wait_transaction.ipp>
#endif
