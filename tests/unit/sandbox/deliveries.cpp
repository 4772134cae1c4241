#include "bench.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"

#include <algorithm>
#include <map>
#include <set>

using namespace std::chrono_literals;
using oms::sandbox::delivery;
using oms::sandbox::delivery_failure;
using oms::sandbox::delivery_sequel;

namespace {

oms::sandbox::settings narrow(int connections, int per_webhook)
{
    oms::sandbox::settings settings = standing_settings();
    settings.delivery_connections = connections;
    settings.delivery_connections_per_webhook = per_webhook;
    return settings;
}

const oms::json_text nothing("{}");

/// The indices of the secrets that signed, by a receiver that knows both.
std::vector<bool> signed_by(const delivery& given, const std::vector<std::string>& secrets)
{
    std::vector<bool> by;
    for (const std::string& secret : secrets) {
        const std::string alone = oms::sign(oms::webhook_secret(secret), given.signed_at, given.body);
        by.push_back(given.signature.find(alone.substr(alone.find("v1="))) != std::string::npos);
    }
    return by;
}

} // namespace

TEST_CASE("No more attempts are under way than the settings allow, the oldest events first")
{
    bench emulator(narrow(4, 4));
    emulator.subscribe();
    std::vector<std::string> sent;
    for (int i = 0; i < 9; ++i) {
        sent.push_back(emulator.trigger("a.b", nothing));
        emulator.advance(1s);
    }
    auto due = emulator.due();
    REQUIRE(due.size() == 4);
    CHECK(emulator.due().empty());
    CHECK_FALSE(emulator.next_due().has_value()); // a report is what comes next
    for (std::size_t i = 0; i < due.size(); ++i)
        CHECK(due[i].event_id == sent[i]);
    emulator.report(due[2].id, 204);
    REQUIRE(emulator.next_due().has_value());
    const auto next = emulator.due();
    REQUIRE(next.size() == 1);
    CHECK(next[0].event_id == sent[4]);
    CHECK(emulator.due().empty());
    for (const delivery& each : {due[0], due[1], due[3], next[0]})
        emulator.report(each.id, 204);
    CHECK(emulator.due().size() == 4);
}

TEST_CASE("A receiver that does not answer holds up its own events, and nobody else's")
{
    bench emulator(narrow(5, 2));
    const std::string slow = emulator.subscribe({}, "slow.example.com")["id"];
    const std::string quick = emulator.subscribe({}, "quick.example.com")["id"];
    for (int i = 0; i < 20; ++i)
        emulator.trigger("a.b", nothing);
    std::map<std::string, int> delivered;
    for (int round = 0; round < 100; ++round)
        for (const delivery& each : emulator.due()) {
            ++delivered[each.webhook_id];
            if (each.webhook_id == quick)
                emulator.report(each.id, 204);
        }
    CHECK(delivered[quick] == 20);
    CHECK(delivered[slow] == 2);
}

TEST_CASE("Attempts of a subscription that is gone count as under way until they have ended")
{
    bench emulator(narrow(2, 2));
    const reply gone = emulator.subscribe();
    emulator.trigger("a.b", nothing);
    emulator.trigger("a.b", nothing);
    const auto due = emulator.due();
    REQUIRE(due.size() == 2);
    emulator.remove("/webhooks/" + gone["id"]);
    emulator.subscribe();
    emulator.trigger("a.b", nothing);
    CHECK(emulator.due().empty());
    emulator.report(due[0].id, 204);
    CHECK(emulator.due().size() == 1);
    emulator.report(due[1].id, std::nullopt);
    REQUIRE(emulator.deliveries().size() == 2);
    CHECK(emulator.deliveries()[0].sequel == delivery_sequel::forgotten);
    CHECK(emulator.deliveries()[1].sequel == delivery_sequel::forgotten);
}

TEST_CASE("Settings without a connection to deliver over are refused")
{
    CHECK_THROWS_AS(bench(narrow(0, 1)), oms::error);
    CHECK_THROWS_AS(bench(narrow(1, 0)), oms::error);
}

TEST_CASE("The settings' own times are those of the contract, scaled: ten attempts of at most ten seconds")
{
    const oms::sandbox::settings settings;
    CHECK(settings.delivery_attempts == 10);
    CHECK(settings.delivery_timeout == 10s);
}

TEST_CASE("The log says of every attempt when it was, how it ended and what follows")
{
    auto wall = std::make_shared<std::int64_t>(1781534200);
    oms::sandbox::settings settings = standing_settings();
    settings.wall_clock = [wall] {
        return std::chrono::system_clock::time_point(std::chrono::seconds{*wall});
    };
    settings.delivery_attempts = 3;
    bench emulator(settings);
    const reply hook = emulator.subscribe();
    const std::string id = emulator.trigger("cashIn.completed");
    const oms::timestamp start = emulator.now();

    const auto attempt = [&](std::optional<int> status, delivery_failure failure = delivery_failure::not_told) {
        const auto due = emulator.due();
        REQUIRE(due.size() == 1);
        CHECK(due[0].signature.rfind("t=" + std::to_string(due[0].signed_at) + ",", 0) == 0);
        emulator.advance(40ms);
        *wall += 1;
        emulator.report(due[0].id, status, failure);
    };
    attempt(std::nullopt, delivery_failure::refused);
    emulator.advance(500ms);
    attempt(503, delivery_failure::timed_out); // with an answer there is no failure
    emulator.advance(1s);
    attempt(std::nullopt);

    const auto log = emulator.deliveries();
    REQUIRE(log.size() == 3);
    for (int i = 0; i < 3; ++i) {
        const auto& each = log[static_cast<std::size_t>(i)];
        CHECK(each.attempt == i + 1);
        CHECK(each.event_id == id);
        CHECK(each.event_name == "cashIn.completed");
        CHECK(each.webhook_id == hook["id"]);
        CHECK(each.url == "https://hooks.example.com/oms");
        CHECK(each.delivery_id == log[0].delivery_id);
        CHECK(each.at - each.began == 40ms);
        CHECK(each.signed_at == 1781534200 + i);
    }
    CHECK(log[0].began == start);
    CHECK_FALSE(log[0].status.has_value());
    CHECK(log[0].failure == delivery_failure::refused);
    CHECK(log[0].sequel == delivery_sequel::retry);
    CHECK(log[0].next_attempt.value() - log[0].at == 500ms);
    CHECK(log[1].status == 503);
    CHECK(log[1].failure == delivery_failure::none);
    CHECK(log[1].next_attempt.value() - log[1].at == 1s);
    CHECK(log[2].failure == delivery_failure::not_told);
    CHECK(log[2].sequel == delivery_sequel::given_up);
    CHECK_FALSE(log[2].next_attempt.has_value());
}

TEST_CASE("A 410 ends the log of its subscription: what is under way then is forgotten when it ends")
{
    bench emulator;
    emulator.subscribe();
    for (int i = 0; i < 3; ++i)
        emulator.trigger("a.b", nothing);
    const auto due = emulator.due();
    REQUIRE(due.size() == 3);
    emulator.report(due[0].id, 204);
    emulator.report(due[1].id, 410);
    emulator.report(due[2].id, 500);
    std::vector<delivery_sequel> sequels;
    for (const auto& each : emulator.deliveries())
        sequels.push_back(each.sequel);
    CHECK(sequels == std::vector{delivery_sequel::delivered, delivery_sequel::disabled, delivery_sequel::forgotten});
}

TEST_CASE("A subscription that 410 disabled receives what happens after it was enabled, and nothing of before")
{
    bench emulator;
    const std::string path = "/webhooks/" + emulator.subscribe()["id"];
    emulator.trigger("a.b", nothing);
    const std::string later = emulator.trigger("a.b", nothing);
    auto due = emulator.due();
    REQUIRE(due.size() == 2);
    emulator.report(due[0].id, 500); // waits for its second attempt
    emulator.report(due[1].id, 410);
    emulator.trigger("a.b", nothing); // nobody hears of it
    emulator.patch(path, R"({"enabled":true})");
    emulator.advance(10min);
    CHECK(emulator.due().empty());
    const std::string id = emulator.trigger("a.b", nothing);
    due = emulator.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].event_id == id);
    CHECK(due[0].attempt == 1);
}

TEST_CASE("A paused subscription goes on with the attempts where it was")
{
    bench emulator;
    const std::string path = "/webhooks/" + emulator.subscribe()["id"];
    emulator.trigger("a.b", nothing);
    auto due = emulator.due();
    emulator.patch(path, R"({"enabled":false})");
    emulator.report(due.at(0).id, 500); // it was under way
    emulator.advance(10min);
    CHECK(emulator.due().empty());
    CHECK_FALSE(emulator.next_due().has_value());
    emulator.patch(path, R"({"enabled":true})");
    due = emulator.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].attempt == 2);
}

TEST_CASE("The log keeps the latest hundred thousand attempts")
{
    oms::sandbox::settings settings = standing_settings();
    settings.delivery_attempts = 1;
    bench emulator(settings);
    emulator.subscribe();
    std::string second;
    for (int i = 0; i < 100'001; ++i) {
        const std::string id = emulator.trigger("a.b", nothing);
        if (i == 1)
            second = id;
        emulator.report(emulator.due().at(0).id, 204);
    }
    const auto log = emulator.deliveries();
    CHECK(log.size() == 100'000);
    CHECK(log.front().event_id == second);
}

TEST_CASE("F100 While a secret is rotated a delivery carries both signatures, then the new one alone")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    const std::vector<std::string> secrets = {hook["secret"], emulator.rotate_webhook_secret(hook["id"], 10s)};
    CHECK(secrets[1].rfind("whsec_", 0) == 0);
    CHECK(secrets[1].size() == 6 + 64);
    CHECK(secrets[0] != secrets[1]);
    const auto next = [&] {
        emulator.trigger("a.b", nothing);
        delivery given = emulator.due().at(0);
        emulator.report(given.id, 204);
        return given;
    };
    const delivery both = next();
    CHECK(signed_by(both, secrets) == std::vector{true, true});
    CHECK(std::count(both.signature.begin(), both.signature.end(), 't') == 1);
    oms::verifier_options receivers;
    receivers.clock([] { return std::chrono::system_clock::time_point(std::chrono::seconds{1781534200}); });
    for (const std::string& secret : secrets)
        CHECK(
            oms::webhook_verifier(oms::webhook_secret(secret), receivers).check(both.signature, both.body).has_value());

    emulator.advance(9999ms);
    CHECK(signed_by(next(), secrets) == std::vector{true, true});
    emulator.advance(1ms);
    CHECK(signed_by(next(), secrets) == std::vector{false, true});
}

TEST_CASE("F100 Two secrets may overlap for ever")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    const std::vector<std::string> secrets = {
        hook["secret"], emulator.rotate_webhook_secret(hook["id"], std::chrono::milliseconds::max())};
    for (int century = 0; century < 3; ++century) {
        emulator.trigger("a.b", nothing);
        const delivery given = emulator.due().at(0);
        CHECK(signed_by(given, secrets) == std::vector{true, true});
        emulator.report(given.id, 204);
        emulator.advance(24h * 365 * 100);
    }
}

TEST_CASE("A delivery that waits through a rotation is signed anew, with the same bytes")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    emulator.trigger("a.b", nothing);
    const delivery first = emulator.due().at(0);
    emulator.report(first.id, 500);
    const std::vector<std::string> secrets = {hook["secret"], emulator.rotate_webhook_secret(hook["id"], 0ms)};
    emulator.advance(500ms);
    const delivery second = emulator.due().at(0);
    CHECK(second.body == first.body);
    CHECK(signed_by(first, secrets) == std::vector{true, false});
    CHECK(signed_by(second, secrets) == std::vector{false, true});
}

TEST_CASE("A second rotation keeps the secrets of the first for as long as they had, and not longer")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    std::vector<std::string> secrets = {hook["secret"]};
    secrets.push_back(emulator.rotate_webhook_secret(hook["id"], 10s));
    secrets.push_back(emulator.rotate_webhook_secret(hook["id"], 1min));
    const auto next = [&] {
        emulator.trigger("a.b", nothing);
        delivery given = emulator.due().at(0);
        emulator.report(given.id, 204);
        return signed_by(given, secrets);
    };
    CHECK(next() == std::vector{true, true, true});
    emulator.advance(10s);
    CHECK(next() == std::vector{false, true, true});
    emulator.advance(50s);
    CHECK(next() == std::vector{false, false, true});
    CHECK_THROWS_AS(emulator.rotate_webhook_secret("whk_nobody", 1s), oms::error);
    CHECK_THROWS_AS(emulator.rotate_webhook_secret(hook["id"], -1ms), oms::error);
    CHECK_THROWS_AS(emulator.add_compliance_webhook("https://c.example/", ""), oms::error);
}
