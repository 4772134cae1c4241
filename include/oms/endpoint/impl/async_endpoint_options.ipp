#pragma once

#include <oms/endpoint/async_endpoint_options.hpp>

#include <oms/core/error.hpp>

namespace oms { inline namespace v0_1 {

OMS_DECL async_endpoint_options& async_endpoint_options::handler_timeout(std::chrono::milliseconds limit)
{
    if (limit <= std::chrono::milliseconds::zero())
        throw error(errc::invalid_argument, "the time for a handler must be above zero");
    handler_timeout_ = limit;
    return *this;
}

OMS_DECL async_endpoint_options& async_endpoint_options::guards_on(boost::asio::any_io_executor blocking)
{
    guards_on_ = std::move(blocking);
    return *this;
}

}} // namespace oms::v0_1
