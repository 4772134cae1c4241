#pragma once

#include <oms/client/close_report.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/config.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

/// How long the end of a closing waits for calls whose executor does not run.
inline constexpr std::chrono::seconds closing_grace{1};

/// The whole of `client::close(at_most)`.
OMS_DECL boost::asio::awaitable<close_report> close_in_time(std::shared_ptr<api_channel> channel,
                                                            std::chrono::milliseconds at_most);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/closing.ipp>
#endif
