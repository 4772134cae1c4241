#include "omsctl.hpp"

#include <oms/client/client.hpp>

#include <chrono>
#include <csignal>
#include <thread>

// omsctl at Ctrl-C: the exit code says what became of the operation, whenever it comes.

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::sandbox::connection_fault;

/// Waits until the service was asked this, after the first `before` requests.
void wait_for(const std::string& operation, const test::world& world, std::size_t before = 0)
{
    while (world.requests().size() <= before || world.requests().back().operation != operation)
        std::this_thread::yield();
}

} // namespace

TEST_CASE("omsctl ends at Ctrl-C with 130 when nothing was changed")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("100.00");
    world.review_next_transaction(std::chrono::hours(1));
    const test::program_outcome begun =
        at.bash("quote=$(omsctl quotes create " + alice.customer.str() + " --from " + alice.wallet.str() +
                " --to 0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911 --amount 10.00 --print id)\n"
                "omsctl transactions execute $quote --print id");
    REQUIRE(begun.status == 0);
    const std::string id = begun.out.substr(0, begun.out.size() - 1);
    test::background_program waiting({test::terminal::program(), "transactions", "wait", id}, at.variables);
    const std::size_t before = world.requests().size();
    while (world.requests().size() <= before)
        std::this_thread::yield();
    waiting.signal(SIGINT);
    CHECK(waiting.wait().status == 130);
}

TEST_CASE("omsctl ends at Ctrl-C with 130 also while an answer to a read is on its way")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person();
    world.inject(connection_fault::stall_answer().on("GET", "/customers/*").times(0));
    test::background_program reading({test::terminal::program(), "customers", "get", alice.customer.str()},
                                     at.variables);
    while (world.requests().empty() || world.requests().back().operation != "getCustomer")
        std::this_thread::yield();
    reading.signal(SIGINT);
    const test::program_outcome outcome = reading.wait();
    CAPTURE(outcome.err);
    CHECK(outcome.status == 130);
}

TEST_CASE("omsctl keeps its exit code when a SIGTERM comes after its end is decided")
{
    test::world world;
    test::terminal at(world);
    world.inject(connection_fault::stall_answer().on("GET", "/customers").times(0));
    test::background_program reading({test::terminal::program(), "customers", "list"}, at.variables);
    wait_for("listCustomers", world);
    reading.signal(SIGINT);
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(300))
        reading.signal(SIGTERM);
    CHECK(reading.wait().status == 130);
}

TEST_CASE("omsctl knows what it has sent also when Ctrl-C comes many times at once")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person();
    const std::size_t before = world.requests().size();
    world.inject(connection_fault::stall_answer().on("POST", "/customers/*/wallets").times(0));
    test::background_program creating({test::terminal::program(), "wallets", "create", alice.customer.str()},
                                      at.variables);
    wait_for("createWallet", world, before);
    for (int i = 0; i < 100; ++i)
        creating.signal(SIGINT);
    const test::program_outcome outcome = creating.wait();
    CAPTURE(outcome.err);
    CHECK(outcome.status == 4);
    CHECK_THAT(outcome.err, ContainsSubstring("omsctl --key "));
}

TEST_CASE("omsctl listen names the subscription that a second Ctrl-C leaves")
{
    test::world world;
    test::terminal at(world);
    world.inject(connection_fault::stall_answer().on("DELETE", "/webhooks/*").times(0));
    test::background_program listener({"sh", "-c", "exec omsctl listen 2>&1"}, at.variables);
    const std::string said = listener.read_until("Ctrl-C ends it");
    const std::size_t id = said.find("whk_");
    listener.signal(SIGINT);
    wait_for("deleteWebhook", world);
    listener.signal(SIGINT);
    const test::program_outcome outcome = listener.wait();
    CHECK(outcome.status == 6);
    CHECK_THAT(outcome.out, ContainsSubstring("next: the subscription may still be there: omsctl webhooks remove " +
                                              said.substr(id, said.find(';', id) - id) + '\n'));
}
