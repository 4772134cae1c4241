#include "bench.hpp"

#include <oms/sandbox/impl/event_patterns.hpp>
#include <oms/webhook/secret.hpp>
#include <oms/webhook/signature.hpp>

#include "common/catch.hpp"

#include <fstream>
#include <iterator>

using namespace std::chrono_literals;

TEST_CASE("A subscription shows its secret once")
{
    bench emulator;
    const reply made = emulator.subscribe(R"("cashIn.completed","transaction.*.failed")");
    CHECK(made.status == 201);
    CHECK(made["object"] == "webhook");
    CHECK(made["enabled"] == "true");
    CHECK(made["status"] == "active");
    CHECK(made["complianceOnly"] == "false");
    CHECK(made["events.1"] == "transaction.*.failed");
    CHECK(made["secret"].size() == 6 + 64);
    CHECK(made["secret"].rfind("whsec_", 0) == 0);
    const std::string path = "/webhooks/" + made["id"];
    CHECK_FALSE(emulator.get(path).has("secret"));
    CHECK_FALSE(emulator.get("/webhooks").has("data.0.secret"));
    CHECK(emulator.get("/webhooks")["data.0.id"] == made["id"]);
    const reply paused = emulator.patch(path, R"({"events":[],"enabled":false})");
    CHECK(paused["enabled"] == "false");
    CHECK(paused["status"] == "disabled");
    CHECK(paused["events"] == "[]");
    CHECK_FALSE(paused.has("secret"));
    const reply gone = emulator.remove(path);
    CHECK(gone.status == 204);
    CHECK(gone.body.empty());
    CHECK(gone.header("Content-Type") == "(absent)");
    CHECK(emulator.get(path).status == 404);
    CHECK(emulator.remove(path).status == 404);
    CHECK(emulator.get("/webhooks").count("data") == 0);
}

TEST_CASE("Addresses and patterns of subscriptions are checked")
{
    bench emulator;
    for (const std::string& url : {std::string("https://hooks.example.com"), std::string("http://127.0.0.1:8080/x?y=z"),
                                   std::string("http://localhost/"), std::string("http://[::1]:9000/hook"),
                                   "https://h.example/" + std::string(2048 - 18, 'a')})
        CHECK(emulator.post("/webhooks", R"({"url":")" + url + "\"}").status == 201);
    for (const std::string& url :
         {std::string("http://hooks.example.com/"), std::string("ftp://hooks.example.com/"), std::string("hooks"),
          std::string("https://"), std::string("https://a b/"), std::string("https://user@h.example/"),
          std::string("https://h.example:http/"), std::string("https://h.example:99999/"), std::string("https://[::1/"),
          std::string("http://127.hooks.example/"), std::string("http://localhost.hooks.example/"),
          "https://h.example/" + std::string(2049 - 18, 'a')})
        CHECK(emulator.post("/webhooks", R"({"url":")" + url + "\"}")["details.0.field"] == "url");
    CHECK(emulator.post("/webhooks", "{}")["code"] == "missing_field");
    CHECK(emulator.subscribe(R"("*")")["details.0.field"] == "events.0");
    std::string many = "\"a.b\"";
    for (int i = 1; i < 100; ++i)
        many += ",\"a.b\"";
    CHECK(emulator.subscribe(many).status == 201);
    CHECK(emulator.subscribe(many + ",\"a.b\"")["details.0.field"] == "events");
    CHECK(
        emulator.post("/webhooks",
                      R"({"url":"https://hooks.example.com/oms","events":[],"secret":"whsec_1"})")["details.0.field"] ==
        "secret");
}

TEST_CASE("Patterns match as the contract's vectors say")
{
    std::ifstream file(OMS_FIXTURES "/contract/event-patterns.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::size_t number = 0;
    for (; json_at(text, "cases." + std::to_string(number)) != "(absent)"; ++number) {
        const auto at = [&](const char* name) {
            return json_at(text, "cases." + std::to_string(number) + "." + name);
        };
        CAPTURE(at("pattern"), at("event"));
        CHECK(oms::detail::emulation::is_event_pattern(at("pattern")) == (at("valid") == "true"));
        CHECK(oms::detail::emulation::pattern_matches(at("pattern"), at("event")) == (at("matches") == "true"));
    }
    CHECK(number == 20);
    CHECK_FALSE(oms::detail::emulation::is_event_pattern("a." + std::string(127, 'b')));
    CHECK(oms::detail::emulation::is_event_pattern("a." + std::string(126, 'b')));
}

TEST_CASE("An event is delivered to those who want it, signed with their own secret and the receivers' time")
{
    bench emulator;
    const reply all = emulator.subscribe();
    const reply cash = emulator.subscribe(R"("cashIn.*")");
    const reply granted = emulator.subscribe(R"("customer.endorsement.granted")");
    const std::string customer = emulator.customer();
    emulator.get("/customers");
    CHECK(emulator.next_due().has_value());
    const auto due = emulator.due();
    REQUIRE(due.size() == 2);
    CHECK(due[0].webhook_id == all["id"]);
    CHECK(due[1].webhook_id == granted["id"]);
    CHECK(due[0].url == "https://hooks.example.com/oms");
    CHECK(due[0].event_id == due[1].event_id);
    CHECK(due[0].body == due[1].body);
    CHECK(due[0].event_name == "customer.endorsement.granted");
    CHECK(due[0].attempt == 1);
    CHECK(json_at(due[0].body, "id") == due[0].event_id);
    CHECK(json_at(due[0].body, "object") == "event");
    CHECK(json_at(due[0].body, "data.id") == customer);
    CHECK(due[0].signature == oms::sign(oms::webhook_secret(all["secret"]), 1781534200, due[0].body));
    CHECK(due[1].signature == oms::sign(oms::webhook_secret(granted["secret"]), 1781534200, due[0].body));
    CHECK(emulator.due().empty()); // under way
    emulator.report(due[0].id, 204);
    emulator.report(due[1].id, 299);
    emulator.advance(24h);
    CHECK(emulator.due().empty());
}

TEST_CASE("A delivery is tried ten times with doubling gaps, the same bytes and a fresh signature")
{
    auto wall = std::make_shared<std::int64_t>(1781534200);
    oms::sandbox::settings settings = standing_settings();
    settings.wall_clock = [wall] {
        return std::chrono::system_clock::time_point(std::chrono::seconds{*wall});
    };
    settings.delivery_first_gap = 500ms;
    bench emulator(settings);
    emulator.subscribe();
    emulator.customer();
    emulator.get("/customers");
    std::string body;
    std::string signature;
    std::chrono::milliseconds gap = 500ms;
    for (int attempt = 1; attempt <= 10; ++attempt) {
        const auto due = emulator.due();
        REQUIRE(due.size() == 1);
        CHECK(due[0].attempt == attempt);
        if (attempt > 1) {
            CHECK(due[0].body == body);
            CHECK(due[0].signature != signature);
        }
        body = due[0].body;
        signature = due[0].signature;
        *wall += 1;
        const std::optional<int> outcomes[] = {500, 301, 404, std::nullopt, 199};
        emulator.report(due[0].id, outcomes[attempt % 5]);
        emulator.report(due[0].id, 200); // a second report about the same attempt changes nothing
        if (attempt == 10)
            break;
        emulator.advance(gap - 1ms);
        CHECK(emulator.due().empty());
        emulator.advance(1ms);
        gap *= 2;
    }
    CHECK_FALSE(emulator.next_due().has_value());
    emulator.advance(24h);
    CHECK(emulator.due().empty());
}

TEST_CASE("A receiver that answers 410 is disabled, and hears again only of what happens after it was enabled")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    emulator.customer();
    emulator.customer();
    emulator.get("/customers");
    const auto due = emulator.due();
    REQUIRE(due.size() == 2);
    emulator.report(due[0].id, 410);
    emulator.report(due[1].id, 500);
    const std::string path = "/webhooks/" + hook["id"];
    CHECK(emulator.get(path)["enabled"] == "false");
    CHECK(emulator.get(path)["status"] == "disabled");
    emulator.customer();
    emulator.advance(24h);
    emulator.use_token(emulator.token());
    CHECK(emulator.due().empty());
    CHECK(emulator.patch(path, R"({"enabled":true})")["status"] == "active");
    CHECK(emulator.due().empty());
    emulator.customer();
    emulator.get("/customers");
    CHECK(emulator.due().size() == 1);
}

TEST_CASE("A paused subscription keeps what waited for it, and misses what happens meanwhile")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    const std::string path = "/webhooks/" + hook["id"];
    emulator.customer();
    emulator.get("/customers");
    emulator.patch(path, R"({"enabled":false})");
    CHECK(emulator.due().empty());
    CHECK_FALSE(emulator.next_due().has_value());
    emulator.customer();
    emulator.get("/customers");
    emulator.patch(path, R"({"enabled":true})");
    CHECK(emulator.due().size() == 1);
    emulator.post("/webhooks", R"({"url":"https://b.example/","enabled":false})");
    emulator.customer();
    emulator.get("/customers");
    CHECK(emulator.due().size() == 1);
}

TEST_CASE("A deleted subscription is not called any more")
{
    bench emulator;
    const reply hook = emulator.subscribe();
    emulator.customer();
    emulator.customer();
    emulator.get("/customers");
    const auto due = emulator.due();
    emulator.remove("/webhooks/" + hook["id"]);
    emulator.report(due[0].id, 500);
    emulator.report(due[1].id, 410);
    emulator.advance(1h);
    CHECK(emulator.due().empty());
}

TEST_CASE("Compliance subscriptions receive the compliance events and nothing else; others never do")
{
    bench emulator;
    const reply ordinary = emulator.subscribe();
    const reply wishful = emulator.subscribe(R"("transaction.cryptoToCrypto.underReview","transaction.*.*")");
    const std::string compliance = emulator.add_compliance_webhook("https://c.example/", "whsec_compliance");
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    emulator.review_next_transaction(1s);
    emulator.transaction(emulator.quote(alice, wallet, "10"));
    std::vector<std::string> heard;
    for (const auto& delivery : emulator.due()) {
        if (delivery.webhook_id == compliance)
            heard.push_back(delivery.event_name);
        else
            CHECK(delivery.event_name != "transaction.cryptoToCrypto.underReview");
    }
    CHECK(heard == std::vector<std::string>{"transaction.cryptoToCrypto.underReview"});
    CHECK(emulator.get("/webhooks/" + compliance)["complianceOnly"] == "true");
}
