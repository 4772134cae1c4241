#pragma once

#include <oms/sandbox/server.hpp>

#include <oms/sandbox/impl/accept.hpp>
#include <oms/sandbox/impl/deliverer.hpp>
#include <oms/sandbox/impl/server_state.hpp>

namespace oms { inline namespace v0_1 { namespace sandbox {

OMS_DECL server::server(boost::asio::any_io_executor executor) : server(std::move(executor), server_options()) {}

OMS_DECL server::server(boost::asio::any_io_executor executor, const server_options& options)
    : state_(std::make_shared<detail::server_state>(executor, options))
{
    for (boost::asio::ip::tcp::acceptor& listener : state_->listeners)
        detail::start_accepting(state_, listener);
    detail::start_delivering(state_);
}

OMS_DECL server::~server()
{
    if (state_)
        state_->stop();
}

OMS_DECL server::server(server&& other) noexcept = default;

OMS_DECL server& server::operator=(server&& other) noexcept
{
    if (this != &other) {
        if (state_)
            state_->stop();
        state_ = std::move(other.state_);
    }
    return *this;
}

OMS_DECL std::string server::base_url() const
{
    return state_->base_url();
}

OMS_DECL std::uint16_t server::port() const
{
    return state_->port;
}

OMS_DECL const std::string& server::ca_pem() const
{
    return state_->ca_pem;
}

OMS_DECL oms::client_config server::client_config() const
{
    const credential& first = state_->first_credential;
    oms::client_config config;
    config.base_url = base_url();
    config.api_key = secret(first.api_key);
    config.api_secret = secret(first.api_secret);
    config.tls.ca_pem = ca_pem();
    return config;
}

OMS_DECL timestamp server::now() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->service.now();
}

OMS_DECL void server::advance(std::chrono::milliseconds by)
{
    with_service([by](sandbox::service& rules) { rules.advance(by); });
}

OMS_DECL void server::inject(const fault& what)
{
    with_service([&what](sandbox::service& rules) { rules.inject(what); });
}

OMS_DECL void server::inject(const connection_fault& what)
{
    const std::lock_guard lock(state_->mutex);
    state_->faults.add(what);
}

OMS_DECL void server::inject(const delivery_fault& what)
{
    with_service([&what](sandbox::service& rules) { rules.inject(what); });
}

OMS_DECL void server::clear_faults()
{
    const std::lock_guard lock(state_->mutex);
    state_->service.clear_faults();
    state_->faults.clear();
}

OMS_DECL void server::fund(std::string_view wallet_id, const decimal& amount)
{
    with_service([&](sandbox::service& rules) { rules.fund(wallet_id, amount); });
}

OMS_DECL std::string server::trigger(std::string_view event_name, event_envelope envelope)
{
    return with_service([&](sandbox::service& rules) { return rules.trigger(event_name, envelope); });
}

OMS_DECL std::string server::trigger(std::string_view event_name, const json_text& data, event_envelope envelope)
{
    return with_service([&](sandbox::service& rules) { return rules.trigger(event_name, data, envelope); });
}

OMS_DECL std::string server::trigger(std::string_view event_name, std::string_view resource_id, event_envelope envelope)
{
    return with_service([&](sandbox::service& rules) { return rules.trigger(event_name, resource_id, envelope); });
}

OMS_DECL std::string server::rotate_webhook_secret(std::string_view webhook_id, std::chrono::milliseconds overlap)
{
    return with_service([&](sandbox::service& rules) { return rules.rotate_webhook_secret(webhook_id, overlap); });
}

OMS_DECL sandbox::oracle server::oracle() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->service.oracle();
}

OMS_DECL std::vector<request_record> server::requests() const
{
    const std::lock_guard lock(state_->mutex);
    const auto& records = state_->service.requests();
    return std::vector<request_record>(records.begin(), records.end());
}

OMS_DECL std::vector<delivery_record> server::deliveries() const
{
    const std::lock_guard lock(state_->mutex);
    const auto& records = state_->service.deliveries();
    return std::vector<delivery_record>(records.begin(), records.end());
}

OMS_DECL server_counters server::counters() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->counters;
}

OMS_DECL void server::stop()
{
    state_->stop();
}

OMS_DECL server::access::access(server& of) : state_(*of.state_), lock_(state_.mutex) {}

OMS_DECL server::access::~access()
{
    lock_.unlock();
    state_.wake_deliverer();
}

OMS_DECL sandbox::service& server::access::service() const
{
    return state_.service;
}

}}} // namespace oms::v0_1::sandbox
