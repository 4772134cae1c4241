#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/config.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

/// The whole of `client::recover`, over the calls of `core`.
OMS_DECL boost::asio::awaitable<recovery_report>
recover_all(std::shared_ptr<client_core> core, std::shared_ptr<api_channel> channel, call_options options);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/recovery.ipp>
#endif
