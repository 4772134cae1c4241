#pragma once

#include <oms/net/pool_config.hpp>
#include <oms/net/proxy_config.hpp>
#include <oms/net/response_limits.hpp>
#include <oms/net/timeouts.hpp>
#include <oms/net/tls_config.hpp>

namespace oms { inline namespace v0_1 {

/// Everything that `make_https_transport` needs to know beside the origin.
class transport_config {
public:
    transport_config() {}

    tls_config tls;
    proxy_config proxy;
    pool_config pool;
    timeouts times;
    response_limits limits;
};

}} // namespace oms::v0_1
