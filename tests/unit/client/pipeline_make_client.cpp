#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/make_client.hpp>

TEST_CASE("make_client refuses a configuration that cannot work before it opens anything")
{
    pipeline_bench bench;
    oms::client_config nobody;
    try {
        oms::make_client(bench.io.get_executor(), nobody);
        FAIL("was accepted");
    } catch (const oms::error& failure) {
        CHECK(failure.code() == oms::errc::missing_credentials);
    }
    bench.config.base_url = "http://api.example.com/v0.9";
    CHECK_THROWS_AS(oms::make_client(bench.io.get_executor(), bench.config), oms::error);
    CHECK_THROWS_AS(oms::make_client(bench.io.get_executor(), bench.config, bench.wire, bench.clock), oms::error);
}

TEST_CASE("make_client over a transport of one's own makes calls through it (E12)")
{
    pipeline_bench bench;
    CHECK_THROWS_AS(oms::make_client(bench.io.get_executor(), bench.config, nullptr, bench.clock), oms::error);
    const oms::client client = oms::make_client(bench.io.get_executor(), bench.config, bench.wire, bench.clock);
    bench.wire->then(scripted_step::answer(200, customer_body));
    CHECK(bench.run(client.customers().get(oms::customer_id{"cst_1"})).has_value());
}

TEST_CASE("a client that made no call leaves nothing to run")
{
    pipeline_bench bench;
    bench.config.base_url = "http://127.0.0.1:9";
    {
        const oms::client client = oms::make_client(bench.io.get_executor(), bench.config);
    }
    bench.settle();
    CHECK(bench.io.stopped());
}
