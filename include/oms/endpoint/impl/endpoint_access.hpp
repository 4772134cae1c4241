#pragma once

#include <oms/endpoint/endpoint.hpp>
#include <oms/endpoint/impl/event_handling.hpp>

#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

/// For the listener, whose handlers run on another executor than its connections.
struct endpoint_access {
    static const std::shared_ptr<const async_endpoint_parts>& parts(const async_webhook_endpoint& of) noexcept
    {
        return of.parts_;
    }
};

}}} // namespace oms::v0_1::detail
