#pragma once

#include <oms/endpoint/endpoint.hpp>

#include <oms/endpoint/impl/event_handling.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL async_webhook_endpoint::async_webhook_endpoint(webhook_verifier verifier, async_webhook_router router,
                                                        async_endpoint_options options)
    : parts_(new detail::async_endpoint_parts{detail::webhook_intake(std::move(verifier), options.base()),
                                              std::move(router), options.handler_timeout(), options.guards_on()})
{
}

OMS_DECL void async_webhook_endpoint::verify_with(webhook_verifier verifier) const
{
    parts_->intake.verify_with(std::move(verifier));
}

OMS_DECL boost::asio::awaitable<webhook_answer> async_webhook_endpoint::receive(webhook_request request) const
{
    return detail::receive_webhook(parts_, request, boost::asio::any_io_executor(), nullptr);
}

}} // namespace oms::v0_1
