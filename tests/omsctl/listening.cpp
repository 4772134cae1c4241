#include "omsctl.hpp"

#include <oms/client/client.hpp>

#include <csignal>
#include <thread>

// `omsctl listen` and `omsctl trigger`: events on the terminal, those of the service alone.

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::sandbox::connection_fault;
using oms::sandbox::fault;

/// `omsctl listen` with both its streams as one.
std::vector<std::string> listening(const std::string& options = {})
{
    return {"sh", "-c", "exec omsctl listen " + options + " 2>&1"};
}

std::string url_in(const std::string& text)
{
    const std::string url = text.substr(text.find("http://"));
    return url.substr(0, url.find_first_of(" ;\n"));
}

} // namespace

TEST_CASE("omsctl listen registers itself, prints each verified event on a line, and is gone again after Ctrl-C")
{
    test::world world;
    test::terminal at(world);
    test::background_program listener(listening(), at.variables);
    listener.read_until("Ctrl-C ends it");

    const test::program_outcome made = at.omsctl({"customers", "create", "--made-up", "--wait", "30", "--print", "id"});
    REQUIRE(made.status == 0);
    const std::string granted = listener.read_until("customer.endorsement.granted");
    CHECK_THAT(listener.read_until("evt_"), ContainsSubstring(made.out.substr(0, made.out.size() - 1)));
    world.trigger("cashIn.completed");
    CHECK_THAT(listener.read_until("cashIn.completed"), ContainsSubstring("  ci_"));

    listener.signal(SIGINT);
    const test::program_outcome outcome = listener.wait();
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("removed whk_"));
    CHECK(at.omsctl({"webhooks", "list", "--print", "id"}).out.empty());
}

TEST_CASE("omsctl listen refuses what is signed with another secret, and prints nothing of it as an event")
{
    test::world world;
    test::terminal at(world);
    test::background_program listener(listening("--event cashIn.completed"), at.variables);
    const std::string url = url_in(listener.read_until("Ctrl-C ends it"));

    // A second subscription leads to the same place: its deliveries have a signature, and it is the wrong one.
    oms::client client = world.client();
    world.run(client.webhooks().create(oms::new_webhook(url).event("wallet.depositDetected")));
    world.trigger("wallet.depositDetected");
    CHECK_THAT(listener.read_until("refused a delivery"), !ContainsSubstring("wallet.depositDetected  "));
    world.trigger("cashIn.completed");
    listener.read_until("cashIn.completed");
    const test::program_outcome outcome = listener.stop();
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, !ContainsSubstring("wallet.depositDetected  wlt_"));
}

TEST_CASE("omsctl listen verifies with the secret of a file, prints JSON a line, and ends after a count")
{
    test::world world;
    test::terminal at(world);
    const std::string secret = at.folder.file("secret");
    REQUIRE(at.omsctl({"webhooks", "create", "https://hooks.example.com/oms", "--disabled", "--secret-file", secret,
                       "--event", "cashIn.completed"})
                .status == 0);
    std::string id = at.omsctl({"webhooks", "list", "--print", "id"}).out;
    id.pop_back();
    test::background_program listener(
        {"sh", "-c",
         "exec omsctl listen --json --count 2 --secret-file '" + secret + "' 2>&1 | sed -u 's/^{/event {/'"},
        at.variables);
    const std::string url = url_in(listener.read_until("Ctrl-C ends it"));
    REQUIRE(at.omsctl({"webhooks", "update", id, "--url", url, "--enabled", "true"}).status == 0);
    world.trigger("cashIn.completed");
    world.trigger("cashIn.completed");
    CHECK_THAT(listener.read_until("event {"), ContainsSubstring("\"cashIn.completed\""));
    CHECK_THAT(at.omsctl({"webhooks", "get", id}).out, ContainsSubstring("active")); // nothing of it was removed
}

TEST_CASE("omsctl trigger makes the events of a deposit come, and repeats with a key without a second deposit")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person();
    test::background_program listener(listening(), at.variables);
    listener.read_until("Ctrl-C ends it");
    const test::program_outcome made =
        at.omsctl({"cash-ins", "create", alice.customer.str(), "--to", alice.wallet.str(), "--near",
                   "38.495133,-121.505336", "--amount", "100.00", "--print", "id"});
    REQUIRE(made.status == 0);
    const std::string id = made.out.substr(0, made.out.size() - 1);
    CHECK(at.omsctl({"trigger", "deposit", id, "--key", "k1"}).status == 0);
    CHECK_THAT(listener.read_until("cashIn.completed"), ContainsSubstring(id));
    CHECK(at.omsctl({"trigger", "deposit", id, "--key", "k1"}).status == 0);
    CHECK(world.balance(alice.wallet) == oms::decimal("98.00"));
    CHECK(listener.stop().status == 0);
}

TEST_CASE("omsctl listen names the port that it cannot have, and the way on")
{
    test::world world;
    test::terminal at(world);
    test::background_program listener(listening(), at.variables);
    const std::string url = url_in(listener.read_until("Ctrl-C ends it"));
    const std::string port = url.substr(url.rfind(':') + 1, url.rfind('/') - url.rfind(':') - 1);
    const test::program_outcome second = at.omsctl({"listen", "--port", port});
    CAPTURE(second.err);
    CHECK(second.status == 2);
    CHECK_THAT(second.err, ContainsSubstring("port " + port + " of 127.0.0.1") && ContainsSubstring("another --port"));
}

TEST_CASE("omsctl listen removes its subscription also when nobody reads what it prints any more")
{
    test::world world;
    test::terminal at(world);
    test::background_program listener({"bash", "-c", "omsctl listen | head -n 1; echo ended"}, at.variables);
    while (at.omsctl({"webhooks", "list", "--print", "id"}).out.empty())
        std::this_thread::yield();
    // The first event ends the reader; the listener finds out at a later one.
    while (!at.omsctl({"webhooks", "list", "--print", "id"}).out.empty())
        world.trigger("cashIn.completed");
    CHECK_THAT(listener.read_until("ended"), ContainsSubstring("cashIn.completed"));
}

TEST_CASE("omsctl listen says how to remove a subscription that may be there, when no repetition would find it")
{
    test::world world;
    test::terminal at(world);
    world.inject(connection_fault::drop_answer().on("POST", "/webhooks").times(0));
    const test::program_outcome lost = at.omsctl({"listen", "--timeout", "10"});
    CAPTURE(lost.err);
    CHECK(lost.status == 4);
    CHECK_THAT(lost.err, ContainsSubstring("next: a subscription to http://127.0.0.1:") &&
                             ContainsSubstring("omsctl webhooks remove WEBHOOK") && !ContainsSubstring("--key"));
    world.clear_faults();
    world.inject(fault::answer(201, "{\"id\":7}").on("POST", "/webhooks"));
    const test::program_outcome unread = at.omsctl({"listen"});
    CHECK(unread.status == 7);
    CHECK_THAT(unread.err, ContainsSubstring("omsctl webhooks remove WEBHOOK"));
    world.inject(connection_fault::drop_answer().on("POST", "/webhooks").times(0));
    const test::program_outcome named =
        at.omsctl({"listen", "--url", "https://tunnel.example/oms", "--key", "k1", "--timeout", "10"});
    CHECK(named.status == 4);
    CHECK_THAT(named.err, ContainsSubstring("  omsctl --key k1 listen --url https://tunnel.example/oms --timeout 10"));
}

TEST_CASE("omsctl listen says what is left when it cannot remove its subscription")
{
    test::world world;
    test::terminal at(world);
    test::background_program listener(listening(), at.variables);
    listener.read_until("Ctrl-C ends it");
    world.inject(fault::answer(403).on("DELETE", "/webhooks/*"));
    const test::program_outcome outcome = listener.stop();
    const std::string id = at.omsctl({"webhooks", "list", "--print", "id"}).out;
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.out,
               ContainsSubstring("next: the subscription may still be there: omsctl webhooks remove " + id));
}
