#include "window_bench.hpp"

#include "common/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("An emulator in which nothing has happened has nothing to show")
{
    bench emulator(window_settings());
    const reply state = look(emulator);
    CHECK(state.status == 200);
    CHECK(state.header("Content-Type") == "application/json");
    for (const std::string part : {"customers", "quotes", "transactions", "cashIns", "webhooks", "deliveries"}) {
        CHECK(state[part + ".total"] == "0");
        CHECK(state[part + ".shown"] == "[]");
    }
    CHECK(state["failingNext"] == "0");
    CHECK(state["clockStands"] == "true");
    CHECK(state["basePath"] == "/v0.9");
}

TEST_CASE("The window follows money on its way round: cash, balance, quote, transaction")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer(), purse = emulator.wallet(alice);
    const std::string bob = emulator.customer("Bob"), till = emulator.wallet(bob);
    reply state = look(emulator);
    CHECK(state["customers.shown.0.name"] == "Bob Nguyen"); // the latest first
    CHECK(state["customers.shown.1.id"] == alice);
    CHECK(state["customers.shown.1.active"] == "true");
    CHECK(state["customers.shown.1.wallets.0.id"] == purse);
    CHECK(state["customers.shown.1.wallets.0.balance"] == "0.00");

    const reply cash = emulator.cash_in(alice, purse);
    state = look(emulator);
    CHECK(state["cashIns.shown.0.id"] == cash["id"]);
    CHECK(state["cashIns.shown.0.status"] == "pending");
    CHECK(state["cashIns.shown.0.customer"] == "Alice Nguyen");
    CHECK(state["cashIns.shown.0.source.amount"] == "100.00");
    CHECK(state["cashIns.shown.0.deposited"] == "false");
    CHECK(state["cashIns.shown.0.codeExpiresAt"] == "2026-06-15T15:30:00Z");
    CHECK(state["transactions.total"] == "0");

    REQUIRE(act(emulator, "cash-ins/" + cash["id"] + "/deposit", R"({"amount":"100.00"})").status == 204);
    state = look(emulator);
    CHECK(state["cashIns.shown.0.status"] == "completed");
    CHECK(state["customers.shown.1.wallets.0.balance"] == "98.00");
    CHECK(state["transactions.shown.0.status"] == "completed");
    CHECK(state["transactions.shown.0.cashInId"] == cash["id"]);

    const std::string quote = emulator.quote(alice, purse, "25.00", R"("id":")" + till + "\"");
    state = look(emulator);
    CHECK(state["quotes.shown.0.id"] == quote);
    CHECK(state["quotes.shown.0.status"] == "open");
    CHECK(state["quotes.shown.0.expiresAt"] == "2026-06-15T14:35:00Z");
    CHECK(state["quotes.shown.0.destination.customer"] == "Bob Nguyen");
    CHECK(state["quotes.shown.0.source.amount"] == "25.00");

    emulator.transaction(quote);
    state = look(emulator); // settles, for that takes no time here
    CHECK(state["quotes.shown.0.status"] == "accepted");
    CHECK(state["transactions.total"] == "2");
    CHECK(state["transactions.shown.0.quoteId"] == quote);
    CHECK(state["transactions.shown.0.status"] == "completed");
    CHECK(state["transactions.shown.0.destination.to"] == till);
    CHECK(state["customers.shown.1.wallets.0.balance"] == emulator.balance(purse));
    CHECK(state["customers.shown.1.wallets.0.balance"] == "73.00");
    CHECK(state["customers.shown.0.wallets.0.balance"] == emulator.balance(till));
}

TEST_CASE("A failed transaction shows why, and an address shows where it went")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer(), purse = emulator.funded_wallet(alice, "100");
    emulator.fail_next_transaction("onchain_transfer_failed");
    emulator.transaction(emulator.quote(alice, purse, "10.00"));
    const reply state = look(emulator);
    CHECK(state["transactions.shown.0.status"] == "failed");
    CHECK(state["transactions.shown.0.failure"] == "onchain_transfer_failed");
    CHECK(state["transactions.shown.0.destination.to"] == "0x20f26aaa");
    CHECK(state["customers.shown.0.wallets.0.balance"] == "100.00");
}

TEST_CASE("A delivery is shown once with all its attempts, from waiting to its end")
{
    bench emulator(window_settings());
    const std::string hook = subscribe_all(emulator, "https://hooks.example.com/oms?token=1");
    const std::string id = emulator.trigger("cashIn.completed");
    const auto now = [&](std::string_view of) {
        return look(emulator)["deliveries.shown.0." + std::string(of)];
    };
    CHECK(now("state") == "waiting");
    CHECK(now("eventId") == id);
    CHECK(now("event") == "cashIn.completed");
    CHECK(now("url") == "https://hooks.example.com/oms");
    CHECK(now("due") == "2026-06-15T14:30:00Z");
    CHECK(now("webhookEnabled") == "true");

    emulator.report(emulator.due().at(0).id, 503);
    CHECK(now("state") == "retrying");
    CHECK(now("due") == "2026-06-15T14:30:00.500Z");
    CHECK(now("attempts.0.status") == "503");
    emulator.advance(500ms);
    const auto second = emulator.due();
    CHECK(now("state") == "underWay");
    emulator.report(second.at(0).id, std::nullopt, oms::sandbox::delivery_failure::timed_out);
    CHECK(now("attempts.0.number") == "2"); // the latest first
    CHECK(now("attempts.0.reason") == "timed out");
    CHECK(now("attempts.0.status") == "(absent)");
    emulator.advance(1s);
    emulator.report(emulator.due().at(0).id, 204);
    CHECK(now("state") == "delivered");
    CHECK(now("due") == "(absent)");
    CHECK(look(emulator)["deliveries.total"] == "1");

    emulator.trigger("cashIn.completed");
    emulator.report(emulator.due().at(0).id, 410);
    CHECK(now("state") == "disabled");
    CHECK(now("webhookEnabled") == "false");
    CHECK(look(emulator)["webhooks.shown.0.enabled"] == "false");
    CHECK(look(emulator)["webhooks.shown.0.id"] == hook);
    emulator.patch("/webhooks/" + hook, R"({"enabled":true})");
    CHECK(now("webhookEnabled") == "true");
    emulator.remove("/webhooks/" + hook);
    CHECK(now("webhookEnabled") == "false");
}

TEST_CASE("Of each kind fifty are shown, the latest, and how many there are")
{
    bench emulator(window_settings());
    for (int i = 0; i < 60; ++i)
        emulator.post("/customers", R"({"type":"individual","firstName":")" + std::to_string(i) + "\"}");
    subscribe_all(emulator);
    for (int i = 0; i < 60; ++i)
        emulator.trigger("cashIn.completed");
    const reply state = look(emulator);
    CHECK(state.count("customers.shown") == 50);
    CHECK(state["customers.total"] == "60");
    CHECK(state["customers.shown.0.name"] == "59");
    CHECK(state.count("deliveries.shown") == 50);
    CHECK(state["deliveries.total"] == "60");
}

TEST_CASE("What has not ended is shown before what has, however much of that came later")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer(), purse = emulator.funded_wallet(alice, "100");
    const std::string open = emulator.quote(alice, purse, "1.00"), open_too = emulator.quote(alice, purse, "1.00");
    std::string ended;
    for (int i = 0; i < 55; ++i) {
        ended = emulator.quote(alice, purse, "1.00");
        REQUIRE(act(emulator, "quotes/" + ended + "/expire").status == 204);
    }
    const std::string pending = emulator.cash_in(alice, purse)["id"], paid = emulator.cash_in(alice, purse)["id"];
    REQUIRE(act(emulator, "cash-ins/" + paid + "/deposit", R"({"amount":"100.00"})").status == 204);
    reply state = look(emulator);
    CHECK(state["quotes.total"] == "57");
    CHECK(state.count("quotes.shown") == 50);
    CHECK(state["quotes.shown.0.id"] == open_too);
    CHECK(state["quotes.shown.1.id"] == open);
    CHECK(state["quotes.shown.2.id"] == ended);
    CHECK(state["cashIns.shown.0.id"] == pending);
    CHECK(state["cashIns.shown.1.id"] == paid);

    subscribe_all(emulator);
    emulator.trigger("cashIn.completed");
    emulator.report(emulator.due().at(0).id, 503);
    for (int i = 0; i < 55; ++i)
        emulator.trigger("cashIn.completed");
    for (int round = 0; round < 10; ++round)
        for (const auto& each : emulator.due())
            emulator.report(each.id, 204);
    state = look(emulator);
    CHECK(state["deliveries.total"] == "56");
    CHECK(state.count("deliveries.shown") == 50);
    CHECK(state["deliveries.shown.0.id"] == "1");
    CHECK(state["deliveries.shown.0.state"] == "retrying");
    CHECK(state["deliveries.shown.1.id"] == "56");
}

TEST_CASE("Of a customer's wallets the latest twenty are shown, and how many there are")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer();
    std::vector<std::string> wallets;
    for (int i = 0; i < 23; ++i)
        wallets.push_back(emulator.wallet(alice));
    const reply state = look(emulator);
    CHECK(state.count("customers.shown.0.wallets") == 20);
    CHECK(state["customers.shown.0.walletCount"] == "23");
    CHECK(state["customers.shown.0.wallets.0.id"] == wallets[3]);
    CHECK(state["customers.shown.0.wallets.19.id"] == wallets[22]);
}

TEST_CASE("A URL is shown without what may be secret in it")
{
    bench emulator(window_settings());
    const auto shown = [&](std::string_view url) {
        emulator.add_compliance_webhook(url, "whsec_" + std::string(64, '0'));
        return look(emulator)["webhooks.shown.0.url"];
    };
    CHECK(shown("https://hooks.example.com/oms") == "https://hooks.example.com/oms");
    CHECK(shown("https://user:pass@hooks.example.com:444/oms?token=1#a") == "https://hooks.example.com:444/oms");
    CHECK(shown("https://a@b@c.example/x@y") == "https://c.example/x@y");
    CHECK(shown("https://c.example?x=//a@b") == "https://c.example");
}
