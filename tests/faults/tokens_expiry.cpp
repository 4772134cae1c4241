#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/oms.hpp>

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

// The end of a token over real connections; tests/unit/client/pipeline_token_expiry.cpp has it to the second.

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

long exchanges(const test::world& world)
{
    const std::vector<oms::sandbox::request_record> seen = world.requests();
    return std::count_if(seen.begin(), seen.end(),
                         [](const oms::sandbox::request_record& one) { return one.path.ends_with("/auth/token"); });
}

struct tally {
    int done = 0;
    int failed = 0;
    int most_attempts = 0;
};

asio::awaitable<void> read_one(oms::client client, oms::wallet_id wallet, tally& count)
{
    oms::raw_answer answer;
    const oms::call_options with = oms::call_options().timeout(10min).keep_answer(answer);
    const auto held = co_await oms::as_result(client.wallets().balance(wallet, with));
    ++(held ? count.done : count.failed);
    count.most_attempts = std::max(count.most_attempts, answer.attempts());
}

void start_crowd(test::world& world, const oms::client& client, const test::person& alice, int size, tally& count)
{
    for (int i = 0; i < size; ++i)
        asio::co_spawn(world.io(), read_one(client, alice.wallet, count), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
}

} // namespace

TEST_CASE(
    "F55 F56 three thousand calls when the service ends their token: one exchange, late 401s included, all succeed "
    "(A3, A5, X27)")
{
    test::world world;
    const test::person alice = world.make_person("7.00");
    oms::client_config config = world.config();
    config.pool.max_connections = 32;
    const oms::client client = world.client(config);
    tally count;
    start_crowd(world, client, alice, 1, count);
    world.io().restart();
    world.io().run();
    REQUIRE(count.done == 1);
    const long before = exchanges(world);

    const int size = test::property_count(3'000);
    world.revoke_tokens();
    start_crowd(world, client, alice, size, count);
    world.io().restart();
    world.io().run();
    CHECK(count.done == size + 1);
    CHECK(count.failed == 0);
    CHECK(count.most_attempts == 2);
    CHECK(exchanges(world) == before + 1);
    CHECK(client.metrics().token_exchanges == 2);
    CHECK(client.metrics().calls_in_flight == 0);
}

TEST_CASE("F57 the exchange of a token stands behind a crowd that came before it, and gets its turn (A4)")
{
    test::world world;
    const test::person alice = world.make_person("7.00");
    oms::client_config config = world.config();
    config.pool.max_connections = 1;
    const oms::client client = world.client(config);
    tally count;
    start_crowd(world, client, alice, 1, count);
    world.io().restart();
    world.io().run();

    // Half of the crowd stands in the queue with the old token when the first 401 asks for a new one.
    const int size = test::property_count(500);
    start_crowd(world, client, alice, size, count);
    world.revoke_tokens();
    world.io().restart();
    world.io().run();
    CHECK(count.done == size + 1);
    CHECK(count.failed == 0);
    CHECK(client.metrics().token_exchanges == 2);
    CHECK(client.metrics().token_failures == 0);
}
