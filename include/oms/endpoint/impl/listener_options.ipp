#pragma once

#include <oms/endpoint/listener_options.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL listener_options& listener_options::address(std::string text)
{
    address_ = std::move(text);
    return *this;
}

OMS_DECL listener_options& listener_options::port(std::uint16_t number)
{
    port_ = number;
    return *this;
}

OMS_DECL listener_options& listener_options::path(std::string absolute)
{
    path_ = std::move(absolute);
    return *this;
}

OMS_DECL listener_options& listener_options::tls(std::string certificate_chain_pem, secret private_key_pem)
{
    tls_ = true;
    certificate_chain_pem_ = std::move(certificate_chain_pem);
    private_key_pem_ = std::move(private_key_pem);
    return *this;
}

OMS_DECL listener_options& listener_options::head_limit(std::size_t bytes)
{
    head_limit_ = bytes;
    return *this;
}

OMS_DECL listener_options& listener_options::head_timeout(std::chrono::milliseconds limit)
{
    head_timeout_ = limit;
    return *this;
}

OMS_DECL listener_options& listener_options::body_timeout(std::chrono::milliseconds limit)
{
    body_timeout_ = limit;
    return *this;
}

OMS_DECL listener_options& listener_options::idle_timeout(std::chrono::milliseconds limit)
{
    idle_timeout_ = limit;
    return *this;
}

OMS_DECL listener_options& listener_options::max_connections(std::size_t count)
{
    max_connections_ = count;
    return *this;
}

OMS_DECL listener_options& listener_options::grace(std::chrono::milliseconds limit)
{
    grace_ = limit;
    return *this;
}

OMS_DECL listener_options&
listener_options::on_refusal(std::function<void(int status, std::string_view reason)> observer)
{
    on_refusal_ = std::move(observer);
    return *this;
}

}} // namespace oms::v0_1
