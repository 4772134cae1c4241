#include "pipeline_bench.hpp"

#include "common/catch.hpp"

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

oms::error error_of(const std::shared_ptr<started_call<oms::customer>>& call)
{
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    return call->outcome->error();
}

boost::asio::awaitable<oms::customer> create(pipeline_bench& bench, oms::call_options options)
{
    return bench.client->customers().create(oms::new_customer(), std::move(options));
}

boost::asio::awaitable<oms::customer> read_one(pipeline_bench& bench, std::chrono::milliseconds at_most)
{
    return bench.client->customers().get(some_customer, oms::call_options().timeout(at_most));
}

void answer_calls(pipeline_bench& bench, int number, int status)
{
    for (int i = 0; i < number; ++i)
        bench.wire->then(scripted_step::answer(status, status == 200 ? customer_body : ""));
}

std::string bearer_of(const oms::http_request& request)
{
    return std::string(request.headers.find("Authorization").value_or(""));
}

oms::new_quote<oms::crypto_to_crypto> small_order()
{
    return oms::new_quote{
        some_customer, oms::from_wallet{oms::wallet_id{"wlt_1"}, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF", oms::asset::usdc, oms::network::polygon}, oms::source_amount{"25.00"}};
}
