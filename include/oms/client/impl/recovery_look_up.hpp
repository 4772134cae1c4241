#pragma once

#include <oms/client/impl/recovery_work.hpp>
#include <oms/config.hpp>

#include <boost/asio/awaitable.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Finds out by reads alone what became of an operation: a transaction by its quote, a customer by its externalId, and
/// nothing of any other. `work` must live until it has ended.
OMS_DECL boost::asio::awaitable<void> look_up(recovery_work& work);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/recovery_look_up.ipp>
#endif
