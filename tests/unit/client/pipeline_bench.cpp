#include "pipeline_bench.hpp"

#include <oms/client/impl/live_core.hpp>

pipeline_bench::pipeline_bench()
{
    config.base_url = "https://api.example.com/v0.9";
    config.api_key = oms::secret(std::string("sk_sdbx_key"));
    config.api_secret = oms::secret(std::string("hunter2"));
    renew_client();
}

void pipeline_bench::renew_client()
{
    wire = std::make_shared<scripted_transport>(clock); // the client before has closed its own
    auto channel = std::make_shared<oms::detail::api_channel>(io.get_executor(), config, wire, clock, 42);
    core = std::make_shared<oms::detail::live_core>(std::move(channel));
    client.emplace(core);
}
