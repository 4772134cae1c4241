#include "common/catch.hpp"
#include "common/freed_memory.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/make_client.hpp>

#include <string>
#include <string_view>

namespace {

constexpr std::string_view marker_of_secret = "S3cretMarker-0123456789-abcdefghijklmnop";
constexpr std::string_view marker_of_token = "T0kenMarker-0123456789-abcdefghijklmnop";

/// Answers without keeping what it was asked. The first answers of calls are failures.
class forgetful_transport final : public oms::transport {
public:
    int failures = 1;
    int requests = 0;
    int tokens = 0;

    boost::asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                          const oms::exchange_limits&) override
    {
        const bool for_token = request.target.ends_with("/auth/token");
        ++(for_token ? tokens : requests);
        oms::exchange_result result;
        result.phase = oms::exchange_phase::complete;
        result.response.headers.add_received("Content-Type", "application/json");
        result.response.status = 200;
        if (for_token)
            result.response.body = scripted_transport::token_body(marker_of_token);
        else if (requests <= failures)
            result.response.status = 401;
        else
            result.response.body = customer_body;
        co_return result;
    }
    void close() override {}
    oms::pool_metrics metrics() const override { return {}; }
};

class wiped_bench : public pipeline_bench {
public:
    wiped_bench()
    {
        config.api_secret = oms::secret(marker_of_secret);
        real.emplace(oms::make_client(io.get_executor(), config, network, clock));
    }
    boost::asio::awaitable<oms::customer> read() { return real->customers().create(oms::new_customer()); }

    std::shared_ptr<forgetful_transport> network = std::make_shared<forgetful_transport>();
    std::optional<oms::client> real;
};

} // namespace

TEST_CASE("Memory that held a token or a secret can be seen when it is not wiped")
{
    const test::freed_memory eye(marker_of_token);
    {
        const std::string plain(marker_of_token);
        CHECK(plain.size() > 20);
    }
    CHECK(eye.with_text() > 0);
}

TEST_CASE("The secret that an exchange sends is wiped from the request's memory (A8)")
{
    wiped_bench bench;
    bench.network->failures = 0;
    int freed = 0;
    {
        const test::freed_memory eye(marker_of_secret);
        CHECK(bench.run(bench.read()).has_value());
        freed = eye.with_text();
    }
    CHECK(freed == 0);
    CHECK(bench.network->tokens == 1);
}

TEST_CASE("The token in the Authorization field of a request is wiped, of each attempt (A8)")
{
    wiped_bench bench;
    bench.network->failures = 0;
    REQUIRE(bench.run(bench.read()).has_value()); // gets the token
    bench.network->requests = 0;
    int freed = 0;
    {
        const test::freed_memory eye(marker_of_token);
        CHECK(bench.run(bench.read()).has_value());
        freed = eye.with_text();
    }
    CHECK(freed == 0);
    const oms::secret own(marker_of_token);
    {
        const test::freed_memory eye(marker_of_token);
        CHECK(bench.run(bench.real->customers().get(oms::customer_id{"cst_1"}, oms::call_options().bearer(own)))
                  .has_value());
        freed = eye.with_text();
    }
    CHECK(freed == 0);
}
