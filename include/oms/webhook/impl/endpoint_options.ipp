#pragma once

#include <oms/webhook/endpoint_options.hpp>

#include <oms/core/error.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL endpoint_options& endpoint_options::replay(std::shared_ptr<replay_guard> guard)
{
    replay_ = std::move(guard);
    return *this;
}

OMS_DECL endpoint_options& endpoint_options::order(std::shared_ptr<order_guard> guard)
{
    order_ = std::move(guard);
    return *this;
}

OMS_DECL endpoint_options& endpoint_options::observe(std::function<void(const webhook_report&)> observer)
{
    observe_ = std::move(observer);
    return *this;
}

OMS_DECL endpoint_options& endpoint_options::busy_limit(std::chrono::milliseconds limit)
{
    if (limit < std::chrono::milliseconds::zero() || limit > std::chrono::hours{1})
        throw error{errc::invalid_argument, "the busy limit of a webhook endpoint must be 0 to one hour"};
    busy_limit_ = limit;
    return *this;
}

}} // namespace oms::v0_1
