#pragma once

#include <oms/client/impl/live_core.hpp>
#include <oms/client/make_client.hpp>
#include <oms/core/error.hpp>
#include <oms/net/https_transport.hpp>
#include <oms/net/system_clock.hpp>

#include <cstdint>
#include <random>
#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL client make_client(boost::asio::any_io_executor executor, const client_config& config)
{
    config.validate();
    const base_url origin(config.base_url, config.allow_any_path ? base_path_rule::any : base_path_rule::versioned);
    transport_config network;
    network.tls = config.tls;
    network.proxy = config.proxy;
    network.pool = config.pool;
    network.times = config.timeouts;
    network.limits = config.limits;
    auto connections = make_https_transport(executor, origin, network);
    auto time = make_system_clock(executor);
    return make_client(std::move(executor), config, std::move(connections), std::move(time));
}

OMS_DECL client make_client(boost::asio::any_io_executor executor, const client_config& config,
                            std::shared_ptr<transport> connections, std::shared_ptr<clock> time)
{
    config.validate();
    if (!connections || !time)
        throw error(errc::invalid_argument, "a client needs a transport and a clock");
    std::random_device random;
    const std::uint64_t seed = (std::uint64_t{random()} << 32) | random();
    auto channel = std::make_shared<detail::api_channel>(std::move(executor), config, std::move(connections),
                                                         std::move(time), seed);
    return client(std::make_shared<detail::live_core>(std::move(channel)));
}

}} // namespace oms::v0_1
