#include "common/catch.hpp"
#include "common/world.hpp"
#include "integration/sandbox_receiver.hpp"
#include "outside/every_operation.hpp"
#include "outside/money_loop.hpp"
#include "outside/prism.hpp"

#include <oms/oms.hpp>

namespace {

namespace asio = boost::asio;
using Catch::Matchers::ContainsSubstring;
using strings = std::vector<std::string>;
using names = std::set<std::string>;

// An emulator behind Prism: over plain HTTP, since Prism trusts no certificates of a test.
oms::sandbox::server_options plain_http()
{
    oms::sandbox::settings rules;
    rules.settle_delay = std::chrono::milliseconds(0);
    rules.early_access = true;
    return oms::sandbox::server_options().http().settings(rules);
}

oms::client client_of(test::world& world, const test::prism& server)
{
    oms::client_config config = world.config();
    config.base_url = server.base_url();
    return world.client(config);
}

asio::awaitable<oms::error> failing(asio::awaitable<oms::raw_answer> call)
{
    const oms::result<oms::raw_answer> answer = co_await oms::as_result(std::move(call));
    co_return answer.has_error() ? answer.error() : oms::error();
}

} // namespace

TEST_CASE("an outside mock server finds nothing wrong with any of the 36 operations, and every answer is read")
{
    test::world world;
    test::prism server = test::prism::mock();
    world.run(test::call_every_operation(client_of(world, server)));

    const test::prism_report report = server.stop();
    CHECK(report.complaints == strings());
    CHECK(report.documented.size() == 36);
    CHECK(report.called == report.documented);
}

TEST_CASE("an outside mock server would have found a request that is not of the contract")
{
    test::world world;
    test::prism server = test::prism::mock();
    const oms::client client = client_of(world, server);
    const oms::raw_answer answer;
    const oms::error failure =
        world.run(failing(client.raw().post("/customers", oms::json_text(R"({"type":"individual","nickname":"Al"})"),
                                            oms::call_options().keep_answer(answer))));
    CHECK(failure.code() == oms::errc::invalid_request);
    CHECK_THAT(std::string(answer.header("sl-violations")), ContainsSubstring("nickname"));

    const test::prism_report report = server.stop();
    REQUIRE_FALSE(report.complaints.empty());
    CHECK_THAT(report.complaints.back(), ContainsSubstring("POST /customers: ") && ContainsSubstring("nickname"));
}

TEST_CASE("between the SDK and the emulator an outside proxy finds nothing wrong in any of the 36 operations")
{
    test::world world(plain_http());
    test::prism server = test::prism::proxy(world.base_url());
    world.run(test::call_every_operation(client_of(world, server)));

    test::prism_report report = server.stop();
    CHECK(report.complaints == strings());
    CHECK(report.documented.size() == 36);
    CHECK(report.called == report.documented);

    // Every parameter that the contract has.
    const names paging{"limit", "startingAfter", "endingBefore", "createdAfter", "createdBefore"};
    const auto paging_and = [&](names others) {
        others.insert(paging.begin(), paging.end());
        return others;
    };
    const std::map<std::string, names> all{
        {"GET /customers", paging_and({"status", "email", "externalId"})},
        {"GET /customers/*/balance", {"estimatedBalanceCurrencyCode"}},
        {"GET /customers/*/transactions", paging},
        {"GET /customers/*/wallets", paging},
        {"GET /wallets/*/balance", {"estimatedBalanceCurrencyCode"}},
        {"GET /transactions", paging_and({"senderCustomerId", "recipientCustomerId", "status", "type"})},
        {"GET /transactions/*", {"senderCustomerId", "recipientCustomerId"}},
        {"GET /cash-ins", paging_and({"customerId", "status"})},
        {"GET /cash-locations", {"provider", "latitude", "longitude", "flow"}},
        {"GET /webhooks", paging},
        {"GET /external-accounts/schemas", {"country", "currency"}},
        {"GET /customers/*/virtual-accounts", paging},
        {"GET /customers/*/deposit-addresses", paging},
    };
    CHECK(report.parameters == all);
}

TEST_CASE("the money loop runs through an outside proxy that finds nothing wrong with any request or answer")
{
    test::world world(plain_http());
    test::prism server = test::prism::proxy(world.base_url());
    test::receiver receiver({204});
    const oms::client client = client_of(world, server);
    const test::two_people people = world.run(test::money_loop(client, receiver.url()));
    world.fail_next_transaction();
    world.run(test::refunded_send(client, people));
    world.run(test::refusals(client, client_of(world, server), people));
    world.revoke_tokens();
    for (const int trouble : {429, 500, 503}) {
        world.inject(oms::sandbox::fault::answer(trouble));
        world.run(client.customers().get(people.alice));
    }

    CHECK(receiver.count() > 0);
    CHECK(server.stop().complaints == strings());
}

TEST_CASE("an outside proxy would have found an answer that is not of the contract")
{
    test::world world(plain_http());
    test::prism server = test::prism::proxy(world.base_url());
    const oms::client client = client_of(world, server);
    world.inject(oms::sandbox::fault::answer(200, R"({"id":"whk_1","enabled":"yes"})").on("GET", "/webhooks/*"));
    world.run(failing(client.raw().get("/webhooks/whk_1")));

    const test::prism_report report = server.stop();
    REQUIRE_FALSE(report.complaints.empty());
    CHECK_THAT(report.complaints.front(), ContainsSubstring("GET /webhooks/*: ") && ContainsSubstring("response"));
}
