// This library as the programs of the benchmarks set it up: what has no default, and the number of connections.
#pragma once

#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include "load.hpp"

namespace bench {

inline oms::client_config config_of(const options& o)
{
    oms::client_config config;
    config.base_url = o.url;
    config.api_key = oms::secret("sk_sdbx_EXAMPLE7mJ4qT2v");
    config.api_secret = oms::secret("example-secret-shown-once");
    config.tls.ca_file = o.ca;
    config.pool.max_connections = static_cast<std::size_t>(o.connections);
    return config;
}

inline oms::new_quote<oms::crypto_to_crypto> order_of(const order& wanted)
{
    return {oms::customer_id(wanted.customer_id),
            oms::from_wallet{oms::wallet_id(wanted.wallet_id), oms::asset(wanted.asset), oms::network(wanted.network)},
            oms::to_address{std::string(wanted.address), oms::asset(wanted.asset), oms::network(wanted.network)},
            oms::source_amount{wanted.amount}};
}

} // namespace bench
