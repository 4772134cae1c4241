#include "common/catch.hpp"
#include "common/world.hpp"
#include "sandbox_raw_client.hpp"
#include "sandbox_receiver.hpp"
#include "stuck_name.hpp"

#include <oms/webhook/verifier.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace std::chrono_literals;

namespace {

/// Retries follow each other at once, and the receivers' clock goes on by a second each time it is asked.
oms::sandbox::server_options quick_retries()
{
    oms::sandbox::settings settings;
    settings.delivery_first_gap = 1ms;
    auto seconds = std::make_shared<std::atomic<int>>(0);
    settings.wall_clock = [seconds] {
        return std::chrono::system_clock::now() + std::chrono::seconds(++*seconds);
    };
    oms::sandbox::server_options options;
    options.settings(settings);
    return options;
}

/// Every delivery has one attempt.
oms::sandbox::server_options single_attempts(std::chrono::milliseconds limit = 10s)
{
    oms::sandbox::settings settings;
    settings.delivery_attempts = 1;
    settings.delivery_timeout = limit;
    oms::sandbox::server_options options;
    options.settings(settings);
    return options;
}

struct subscribed {
    subscribed(test::world& world, const std::string& url) : client(world.port(), world.ca_pem())
    {
        client.log_in();
        const test::raw_answer webhook = client.send("POST", "/webhooks", "{\"url\":\"" + url + "\"}", "for-" + url);
        id = webhook.member("id");
        secret = webhook.member("secret");
    }

    /// Makes an endorsement event happen.
    void cause_event()
    {
        const std::string key = "customer-" + std::to_string(++customers) + "-for-" + id;
        const test::raw_answer created = client.send("POST", "/customers", test::identified_customer_json(), key);
        client.send("GET", "/customers/" + created.member("id"));
    }

    test::raw_client client;
    std::string id;
    std::string secret;
    int customers = 0;
};

std::vector<std::optional<int>> statuses(const std::vector<oms::sandbox::delivery_record>& deliveries)
{
    std::vector<std::optional<int>> all;
    for (const oms::sandbox::delivery_record& each : deliveries)
        all.push_back(each.status);
    return all;
}

/// Waits until the emulator has noted this many attempts.
std::vector<oms::sandbox::delivery_record> attempts(const test::world& world, std::size_t count)
{
    const auto limit = std::chrono::steady_clock::now() + 10s;
    while (world.deliveries().size() < count && std::chrono::steady_clock::now() < limit)
        std::this_thread::yield();
    return world.deliveries();
}

} // namespace

TEST_CASE("an event is delivered as a signed POST that the SDK's verifier accepts")
{
    test::world world;
    test::receiver receiver({204});
    subscribed hook(world, receiver.url());
    hook.cause_event();

    const test::received_delivery got = receiver.wait_for(1).front();
    CHECK(got.path == "/hooks?for=tests");
    CHECK(got.content_type == "application/json");
    const oms::webhook_verifier verifier{oms::webhook_secret{hook.secret}};
    const oms::result<oms::event> event = verifier.verify(got.signature, got.body);
    REQUIRE(event.has_value());
    CHECK(event->name.text() == "customer.endorsement.granted");
    CHECK(statuses(attempts(world, 1)) == std::vector<std::optional<int>>{204});
}

TEST_CASE("failed attempts are repeated with the same bytes and a fresh signature, until one is taken")
{
    test::world world(quick_retries());
    test::receiver receiver({500, 302, 0, 404, 200});
    subscribed hook(world, receiver.url());
    hook.cause_event();

    const std::vector<test::received_delivery> got = receiver.wait_for(5);
    for (std::size_t i = 1; i < got.size(); ++i) {
        CHECK(got[i].body == got[0].body);
        CHECK(got[i].path == "/hooks?for=tests"); // the redirect was not followed
        CHECK(got[i].signature != got[i - 1].signature);
    }
    const std::vector<oms::sandbox::delivery_record> noted = attempts(world, 5);
    CHECK(statuses(noted) == std::vector<std::optional<int>>{500, 302, std::nullopt, 404, 200});
    for (std::size_t i = 0; i < noted.size(); ++i) {
        CHECK(noted[i].attempt == static_cast<int>(i) + 1);
        CHECK(noted[i].event_id == noted[0].event_id);
        CHECK(noted[i].webhook_id == hook.id);
    }
}

TEST_CASE("a receiver that answers 410 is not called again, and its subscription is disabled")
{
    test::world world(quick_retries());
    test::receiver receiver({410});
    subscribed hook(world, receiver.url());
    hook.cause_event();
    attempts(world, 1);

    const test::raw_answer webhook = hook.client.send("GET", "/webhooks/" + hook.id);
    CHECK(webhook.member("status") == "disabled");
    CHECK(webhook.body.find("\"enabled\":false") != std::string::npos);
    hook.cause_event();
    CHECK(receiver.count() == 1);
}

TEST_CASE("a delivery is given up after the attempts that the settings allow")
{
    oms::sandbox::server_options options = quick_retries();
    oms::sandbox::settings settings = options.settings();
    settings.delivery_attempts = 3;
    options.settings(settings);
    test::world world(options);
    test::receiver receiver({500});
    subscribed hook(world, receiver.url());
    hook.cause_event();
    CHECK(attempts(world, 3).size() == 3);
    world.advance(std::chrono::hours(100));
    hook.client.send("GET", "/customers");
    CHECK(receiver.count() == 3);
}

TEST_CASE("a retry that is hours away comes when the clock is moved there")
{
    oms::sandbox::settings settings;
    settings.delivery_first_gap = 510s;
    oms::sandbox::server_options options;
    options.settings(settings);
    test::world world(options);
    test::receiver receiver({500, 500, 204});
    subscribed hook(world, receiver.url());
    hook.cause_event();
    attempts(world, 1);
    world.advance(510s);
    attempts(world, 2);
    world.advance(1020s);
    CHECK(attempts(world, 3).back().status == 204);
}

TEST_CASE("a receiver that does not answer in time counts as a failure")
{
    oms::sandbox::server_options options = quick_retries();
    oms::sandbox::settings settings = options.settings();
    settings.delivery_timeout = 50ms;
    settings.delivery_attempts = 1;
    options.settings(settings);
    test::world world(options);
    test::receiver receiver({-1});
    subscribed hook(world, receiver.url());
    hook.cause_event();
    CHECK(statuses(attempts(world, 1)) == std::vector<std::optional<int>>{std::nullopt});
}

TEST_CASE("a receiver whose name is not found for long delays no receiver on this machine")
{
    test::world world;
    test::stuck_name nowhere("hooks.example.com");
    subscribed lost(world, "https://hooks.example.com/oms");
    lost.cause_event();
    nowhere.wait_for_lookup();
    test::receiver address({204});
    subscribed by_address(world, address.url());
    test::receiver name({204});
    std::string url = name.url();
    url.replace(url.find("127.0.0.1"), 9, "localhost");
    subscribed by_name(world, url);

    by_name.cause_event();
    CHECK(address.wait_for(1).size() == 1);
    CHECK(name.wait_for(1).size() == 1);
}

TEST_CASE("a delivery does not wait for the lookup of its name longer than it may take")
{
    oms::sandbox::server_options options = quick_retries();
    oms::sandbox::settings settings = options.settings();
    settings.delivery_timeout = 20ms;
    settings.delivery_attempts = 3;
    options.settings(settings);
    test::world world(options);
    test::stuck_name nowhere("hooks.example.com");
    subscribed lost(world, "https://hooks.example.com/oms");
    lost.cause_event();
    nowhere.wait_for_lookup();
    CHECK(statuses(attempts(world, 3)) == std::vector<std::optional<int>>(3));

    nowhere.release();
    world.stop_server();
    CHECK(nowhere.lookups() == 1); // the later attempts were over before it was their turn
}

TEST_CASE("an https receiver is verified against the authority that the options name")
{
    const oms::sandbox::certificate certificate;
    test::receiver receiver({204}, certificate);

    oms::sandbox::server_options trusting = quick_retries();
    trusting.webhook_ca_pem(certificate.ca_pem());
    test::world world(trusting);
    subscribed hook(world, receiver.url());
    hook.cause_event();
    CHECK(statuses(attempts(world, 1)) == std::vector<std::optional<int>>{204});

    oms::sandbox::server_options distrusting = quick_retries();
    distrusting.webhook_ca_pem(oms::sandbox::certificate().ca_pem());
    test::world other(distrusting);
    subscribed refused(other, receiver.url());
    refused.cause_event();
    CHECK(attempts(other, 1).front().status == std::nullopt);
    CHECK(attempts(other, 1).front().failure == oms::sandbox::delivery_failure::tls);
    CHECK(receiver.count() == 1);
}

TEST_CASE("stopping gives up a delivery that is under way and leaves nothing in the context")
{
    test::world world;
    test::receiver receiver({-1});
    subscribed hook(world, receiver.url());
    hook.cause_event();
    receiver.wait_for(1);
    const auto began = std::chrono::steady_clock::now();
    world.stop_server(); // joins the thread that runs the context
    CHECK(std::chrono::steady_clock::now() - began < 5s);
    CHECK(world.deliveries().empty());
}

TEST_CASE("any event of the catalogue is delivered on demand, and verified with the subscription's secret")
{
    test::world world;
    test::receiver receiver({204});
    subscribed hook(world, receiver.url());
    std::vector<std::string> sent = {world.trigger("transaction.cryptoToFiat.failed")};
    receiver.wait_for(1);
    sent.push_back(world.trigger("virtualAccount.frozen"));
    receiver.wait_for(2);
    sent.push_back(world.trigger("customer.renamed", oms::json_text(R"({"id":"cst_1"})")));

    const oms::webhook_verifier verifier{oms::webhook_secret{hook.secret}};
    std::vector<std::string> heard;
    for (const test::received_delivery& each : receiver.wait_for(3)) {
        const oms::result<oms::event> event = verifier.verify(each.signature, each.body);
        REQUIRE(event.has_value());
        heard.push_back(event->id.str());
    }
    CHECK(heard == sent);
}

TEST_CASE("F98 deliveries come twice and out of order on demand")
{
    test::world world;
    test::receiver receiver({204});
    subscribed hook(world, receiver.url());
    world.inject(oms::sandbox::delivery_fault::reorder(1h).on("wallet.*"));
    world.inject(oms::sandbox::delivery_fault::duplicate(1).on("cashIn.*"));
    const std::string first = world.trigger("wallet.provisioned");
    const std::string second = world.trigger("cashIn.completed");
    const std::vector<test::received_delivery> got = receiver.wait_for(3);
    std::vector<std::string> heard;
    for (const oms::sandbox::delivery_record& each : attempts(world, 3))
        heard.push_back(each.event_id);
    CHECK(std::count(heard.begin(), heard.end(), second) == 2);
    CHECK(std::count(heard.begin(), heard.end(), first) == 1);
    CHECK(got[0].body.find(second) != std::string::npos);
}

TEST_CASE("a delayed delivery comes when the emulator's clock is moved there")
{
    oms::sandbox::settings settings;
    settings.start = oms::timestamp("2026-06-15T14:30:00Z"); // it stands
    oms::sandbox::server_options options;
    options.settings(settings);
    test::world world(options);
    test::receiver receiver({204});
    subscribed hook(world, receiver.url());
    world.inject(oms::sandbox::delivery_fault::delay(1h));
    const std::string late = world.trigger("cashIn.completed");
    const std::string prompt = world.trigger("cashIn.completed");
    CHECK(attempts(world, 1).at(0).event_id == prompt);
    world.advance(1h);
    CHECK(attempts(world, 2).at(1).event_id == late);
}

TEST_CASE("F100 a secret is rotated under way: both sign during the overlap, then the new one alone")
{
    test::world world;
    test::receiver receiver({204});
    subscribed hook(world, receiver.url());
    const std::string renewed = world.rotate_webhook_secret(hook.id, 1h);
    const oms::webhook_verifier before{oms::webhook_secret{hook.secret}};
    const oms::webhook_verifier after{oms::webhook_secret{renewed}};
    world.trigger("cashIn.completed");
    const test::received_delivery both = receiver.wait_for(1).at(0);
    CHECK(before.check(both.signature, both.body).has_value());
    CHECK(after.check(both.signature, both.body).has_value());
    world.advance(1h);
    world.trigger("cashIn.completed");
    const test::received_delivery alone = receiver.wait_for(2).at(1);
    CHECK_FALSE(before.check(alone.signature, alone.body).has_value());
    CHECK(after.check(alone.signature, alone.body).has_value());
}

TEST_CASE("the log says why an attempt got no answer")
{
    using oms::sandbox::delivery_failure;
    const auto failure_at = [](const std::string& url, std::chrono::milliseconds limit = 10s) {
        test::world world(single_attempts(limit));
        subscribed hook(world, url);
        world.trigger("cashIn.completed");
        const oms::sandbox::delivery_record ended = attempts(world, 1).at(0);
        CHECK_FALSE(ended.status.has_value());
        CHECK(ended.sequel == oms::sandbox::delivery_sequel::given_up);
        CHECK(ended.at >= ended.began);
        return ended.failure;
    };
    test::receiver silent({-1});
    CHECK(failure_at(silent.url(), 50ms) == delivery_failure::timed_out);
    test::receiver curt({0});
    CHECK(failure_at(curt.url()) == delivery_failure::broken);

    test::made_up_name nobody("nobody.example.com", {});
    nobody.fails(EAI_NONAME);
    CHECK(failure_at("https://nobody.example.com/") == delivery_failure::not_found);

    boost::asio::io_context io;
    boost::asio::ip::tcp::socket bound(io, {boost::asio::ip::address_v4::loopback(), 0}); // and not listening
    CHECK(failure_at("http://127.0.0.1:" + std::to_string(bound.local_endpoint().port()) + "/") ==
          delivery_failure::refused);
}

TEST_CASE("a burst opens no more connections to a receiver than the settings allow, and delays no other receiver")
{
    oms::sandbox::settings settings;
    settings.delivery_connections_per_webhook = 3;
    oms::sandbox::server_options options;
    options.settings(settings);
    test::world world(options);
    test::receiver slow({-1});
    subscribed behind(world, slow.url());
    test::receiver quick({204});
    subscribed hook(world, quick.url());
    for (int i = 0; i < 50; ++i)
        world.trigger("cashIn.completed");
    CHECK(quick.wait_for(50).size() == 50);
    slow.wait_for(3);
    CHECK(slow.count() == 3);
    for (const oms::sandbox::delivery_record& each : attempts(world, 50))
        CHECK(each.webhook_id == hook.id);
}
