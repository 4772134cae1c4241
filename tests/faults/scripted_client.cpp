#include "scripted_client.hpp"

#include <oms/client/make_client.hpp>

#include <utility>

namespace test {

scripted_client::scripted_client(oms::client_config config)
{
    if (config.base_url == oms::client_config::sandbox_url)
        config.base_url = "https://api.example.com/v0.9";
    if (config.api_key.empty()) {
        config.api_key = oms::secret(std::string("sk_sdbx_key"));
        config.api_secret = oms::secret(std::string("hunter2"));
    }
    client = oms::make_client(io.get_executor(), config, wire, clock);
}

oms::client client_over_tls(boost::asio::any_io_executor executor, const oms::client_config& config)
{
    return oms::make_client(std::move(executor), config);
}

} // namespace test
