#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/temporary_directory.hpp"
#include "common/world.hpp"

#include <oms/oms.hpp>

#include <fstream>
#include <string>

// The program that the README begins its webhooks with, as a sender sees it and as its operator does.

namespace {

using Catch::Matchers::ContainsSubstring;

std::string receiver()
{
    return std::string(OMS_PROGRAMS) + "/examples/webhook_receiver";
}

} // namespace

TEST_CASE("webhook_receiver prints the events that the emulator delivers, and stops at a signal (H10, G10)")
{
    test::world world;
    oms::client client = world.client();
    const oms::webhook_created subscription =
        world.run(client.webhooks().create(oms::new_webhook("https://hooks.example.com").enabled(false)));
    const test::temporary_directory folder;
    const std::string secret = folder.file("secret");
    std::ofstream(secret) << subscription.secret.reveal() << '\n';

    test::background_program program({receiver(), secret, "0"});
    const std::string begin = program.read_until("listening on http://127.0.0.1:");
    std::string url = begin.substr(begin.find("http://"));
    url.erase(url.find('\n'));
    world.run(client.webhooks().update(subscription.id, oms::webhook_update().url(url).enabled(true)));

    world.trigger("cashIn.completed");
    CHECK_THAT(program.read_until("cashIn.completed"), ContainsSubstring("cashIn.completed ci_"));
    world.trigger("transaction.cryptoToCrypto.completed");
    CHECK_THAT(program.read_until("transaction."), ContainsSubstring("transaction.cryptoToCrypto.completed txn_"));
    world.trigger("wallet.depositDetected");
    program.read_until("also wallet.depositDetected");

    const test::program_outcome outcome = program.stop();
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Catch::Matchers::EndsWith("stopped\n"));
    CHECK(outcome.err.empty());
}

TEST_CASE("webhook_receiver tells how it is used, and what is wrong with its secret")
{
    CHECK(test::run_program({receiver()}).status == 2);
    CHECK(test::run_program({receiver(), "/nowhere", "0"}).status == 1);
    CHECK(test::run_program({receiver(), "/nowhere", "none"}).status == 2);
    const test::temporary_directory folder;
    const std::string secret = folder.file("secret");
    std::ofstream(secret) << "whsec_\n";
    const test::program_outcome outcome = test::run_program({receiver(), secret, "0"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("secret"));
}

TEST_CASE("07_webhooks prints what arrived, and tells by its status when it has no secret (H10, G10)")
{
    const std::string first = std::string(OMS_PROGRAMS) + "/examples/07_webhooks";
    test::world world;
    oms::client client = world.client();
    const oms::webhook_created subscription =
        world.run(client.webhooks().create(oms::new_webhook("https://hooks.example.com").enabled(false)));

    test::background_program program({first, "0"}, {{"OMS_WEBHOOK_SECRET", std::string(subscription.secret.reveal())}});
    const std::string begin = program.read_until("listening on http://127.0.0.1:");
    std::string url = begin.substr(begin.find("http://"));
    url.erase(url.find('\n'));
    world.run(client.webhooks().update(subscription.id, oms::webhook_update().url(url).enabled(true)));

    world.trigger("cashIn.completed");
    program.read_until("cash arrived: ci_");
    world.trigger("webhook.test");
    program.read_until("also webhook.test");
    program.stop();
    CHECK(test::run_program({first}).status == 2);
}
