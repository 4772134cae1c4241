#pragma once

#include <oms/client/impl/recovery_work.hpp>
#include <oms/config.hpp>

#include <boost/asio/awaitable.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Sends an operation again as it was, under its key, and looks it up where a refusal may be its own effect. `work`
/// must live until it has ended.
OMS_DECL boost::asio::awaitable<void> resend(recovery_work& work);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/recovery_resend.ipp>
#endif
