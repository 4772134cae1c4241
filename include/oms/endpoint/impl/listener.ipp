#pragma once

#include <oms/endpoint/listener.hpp>

#include <oms/endpoint/impl/endpoint_access.hpp>
#include <oms/endpoint/impl/listener_state.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL webhook_listener::webhook_listener(boost::asio::any_io_executor executor, async_webhook_endpoint endpoint,
                                            const listener_options& options)
    : state_(std::make_shared<detail::listener_state>(executor, detail::endpoint_access::parts(endpoint), options))
{
}

OMS_DECL webhook_listener::~webhook_listener()
{
    if (state_)
        stop();
}

OMS_DECL webhook_listener::webhook_listener(webhook_listener&&) noexcept = default;

OMS_DECL webhook_listener& webhook_listener::operator=(webhook_listener&& other) noexcept
{
    if (this != &other) {
        if (state_)
            stop();
        state_ = std::move(other.state_);
    }
    return *this;
}

OMS_DECL std::uint16_t webhook_listener::port() const noexcept
{
    return state_->port();
}

OMS_DECL std::string webhook_listener::url() const
{
    return state_->url();
}

OMS_DECL boost::asio::awaitable<void> webhook_listener::serve()
{
    return detail::listener_state::serve(state_);
}

OMS_DECL void webhook_listener::stop() noexcept
{
    state_->stop();
}

}} // namespace oms::v0_1
