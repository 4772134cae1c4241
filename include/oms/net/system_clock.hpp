#pragma once

#include <oms/config.hpp>
#include <oms/net/clock.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace oms { inline namespace v0_1 {

/// The clocks of the machine, with the timers of `executor`, which has to outlive every pause.
OMS_DECL std::shared_ptr<clock> make_system_clock(boost::asio::any_io_executor executor);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/system_clock.ipp>
#endif
