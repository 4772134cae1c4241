#include "window_bench.hpp"

#include "common/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("The window's clock goes forward, and what is due on the way happens")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer(), purse = emulator.funded_wallet(alice, "100");
    const std::string quote = emulator.quote(alice, purse, "10.00");
    const reply cash = emulator.cash_in(alice, purse);
    CHECK(act(emulator, "clock", R"({"seconds":299})").status == 204);
    CHECK(emulator.get("/quotes/" + quote)["status"] == "open");
    CHECK(act(emulator, "clock", R"({"seconds":1})").status == 204);
    CHECK(emulator.now() == oms::timestamp("2026-06-15T14:35:00Z"));
    CHECK(emulator.get("/quotes/" + quote)["status"] == "expired");
    CHECK(act(emulator, "clock", R"({"seconds":3600})").status == 204);
    CHECK(look(emulator)["cashIns.shown.0.status"] == "expired");
    emulator.use_token(emulator.token());
    CHECK(emulator.get("/cash-ins/" + cash["id"])["status"] == "expired");
    CHECK(act(emulator, "clock", R"({"seconds":2678400})").status == 204);
}

TEST_CASE("The window's clock takes whole seconds up to 31 days, and nothing else")
{
    bench emulator(window_settings());
    for (const char* wrong : {R"({"seconds":0})", R"({"seconds":-60})", R"({"seconds":2678401})", R"({"seconds":"60"})",
                              R"({"seconds":1.5})", R"({"seconds":null})", "{}", "[]", "", "no JSON"}) {
        CAPTURE(wrong);
        const reply answer = act(emulator, "clock", wrong);
        CHECK(answer.status == 400);
        CHECK(answer.has("message"));
    }
    CHECK(emulator.now() == oms::timestamp("2026-06-15T14:30:00Z"));
}

TEST_CASE("Cash that is handed over at the window is what the counter's simulation makes of it")
{
    const auto fund = [](bench& emulator, bool at_window) {
        const std::string alice = emulator.customer(), purse = emulator.wallet(alice);
        const reply cash = emulator.cash_in(alice, purse);
        if (at_window)
            CHECK(act(emulator, "cash-ins/" + cash["id"] + "/deposit", R"({"amount":"40.50"})").status == 204);
        else
            CHECK(emulator.pay_at_counter(cash["depositInstructions.code"], "40.50").status == 200);
        const reply done = emulator.get("/cash-ins/" + cash["id"]);
        CHECK(done["status"] == "completed");
        return done["source.amountGross"] + ' ' + done["destination.amountNet"] + ' ' + emulator.balance(purse);
    };
    bench window(window_settings()), counter;
    CHECK(fund(window, true) == fund(counter, false));
    CHECK(window.event_names() == counter.event_names());
}

TEST_CASE("Cash is refused for the reasons of the counter, and once it was taken")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer(), purse = emulator.wallet(alice);
    const std::string id = emulator.cash_in(alice, purse)["id"], path = "cash-ins/" + id + "/deposit";
    for (const char* wrong : {R"({"amount":"9999"})", R"({"amount":"0"})", R"({"amount":"-5"})", R"({"amount":"five"})",
                              R"({"amount":5})", "{}", ""}) {
        CAPTURE(wrong);
        const reply answer = act(emulator, path, wrong);
        CHECK(answer.status >= 400);
        CHECK(answer.status < 500);
        CHECK(answer["message"].size() > 10);
    }
    CHECK(emulator.get("/cash-ins/" + id)["status"] == "pending");
    CHECK(act(emulator, path, R"({"amount":"50"})").status == 204);
    CHECK(act(emulator, path, R"({"amount":"50"})")["message"] == "The deposit code has expired or was used.");
    CHECK(emulator.balance(purse) == look(emulator)["customers.shown.0.wallets.0.balance"]);
    CHECK(act(emulator, "cash-ins/ci_unknown/deposit", R"({"amount":"50"})").status == 404);
}

TEST_CASE("A quote that is ended at the window cannot be executed, and ends once")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer(), purse = emulator.funded_wallet(alice, "100");
    const std::string quote = emulator.quote(alice, purse, "10.00");
    CHECK(act(emulator, "quotes/" + quote + "/expire").status == 204);
    CHECK(emulator.get("/quotes/" + quote)["status"] == "expired");
    CHECK(emulator.transaction(quote).status == 422);
    CHECK(emulator.balance(purse) == "100.00");
    CHECK(act(emulator, "quotes/" + quote + "/expire")["message"] == "The quote is not open any more.");

    const std::string executed = emulator.quote(alice, purse, "10.00");
    emulator.transaction(executed);
    CHECK(act(emulator, "quotes/" + executed + "/expire").status == 400);
    CHECK(emulator.get("/quotes/" + executed)["status"] == "accepted");
    CHECK(act(emulator, "quotes/qt_unknown/expire").status == 404);
}

TEST_CASE("The next delivery fails at its first attempt when the window says so, and comes with the second")
{
    bench emulator(window_settings());
    subscribe_all(emulator);
    CHECK(act(emulator, "deliveries/fail-next").status == 204);
    CHECK(look(emulator)["failingNext"] == "1");
    const std::string id = emulator.trigger("cashIn.completed");
    CHECK(emulator.due().empty());
    const reply state = look(emulator);
    CHECK(state["failingNext"] == "0");
    CHECK(state["deliveries.shown.0.state"] == "retrying");
    CHECK(state["deliveries.shown.0.attempts.0.reason"] == "failed on purpose");
    emulator.advance(500ms);
    CHECK(emulator.due().at(0).event_id == id);
}

TEST_CASE("A delivery that waits is made now, and one that has ended is made once more")
{
    bench emulator(window_settings());
    subscribe_all(emulator);
    const std::string id = emulator.trigger("cashIn.completed");
    const auto first = emulator.due().at(0);
    const auto redeliver = [&](std::uint64_t number) {
        return act(emulator, "deliveries/" + std::to_string(number) + "/redeliver");
    };
    CHECK(redeliver(first.id)["message"] == "The delivery is under way.");
    emulator.report(first.id, 503);
    CHECK(emulator.due().empty()); // its gap is not over
    CHECK(redeliver(first.id).status == 204);
    const auto second = emulator.due().at(0);
    CHECK(second.id == first.id);
    CHECK(second.attempt == 2);
    emulator.report(second.id, 204);

    CHECK(redeliver(first.id).status == 204);
    const auto again = emulator.due().at(0);
    CHECK(again.id != first.id);
    CHECK(again.attempt == 1);
    CHECK(again.event_id == id);
    CHECK(again.body == first.body);
    emulator.report(again.id, 204);
    CHECK(look(emulator)["deliveries.total"] == "2");
    for (const char* unknown : {"99", "0", "x", "1x", "-1", "99999999999999999999999"})
        CHECK(act(emulator, "deliveries/" + std::string(unknown) + "/redeliver").status == 404);
}

TEST_CASE("A copy under a new id that has ended cannot be made once more, and the window says why")
{
    bench emulator(window_settings());
    subscribe_all(emulator);
    emulator.inject(oms::sandbox::delivery_fault::duplicate().under_new_ids());
    emulator.trigger("cashIn.completed");
    for (const auto& each : emulator.due())
        emulator.report(each.id, 204);
    const reply refused = act(emulator, "deliveries/2/redeliver");
    CHECK(refused.status == 400);
    CHECK(refused["message"].find("copy that was made under a new id") != std::string::npos);
    CHECK(emulator.due().empty());
    CHECK(act(emulator, "deliveries/1/redeliver").status == 204);
    CHECK(emulator.due().size() == 1);
}

TEST_CASE("Nothing is delivered once more to a subscription that is disabled or gone")
{
    bench emulator(window_settings());
    const std::string hook = "/webhooks/" + subscribe_all(emulator);
    const std::string ended = "deliveries/1/redeliver", waiting = "deliveries/2/redeliver";
    emulator.trigger("cashIn.completed");
    emulator.report(emulator.due().at(0).id, 204);
    emulator.trigger("cashIn.completed");
    emulator.patch(hook, R"({"enabled":false})");
    for (const std::string& path : {ended, waiting})
        CHECK(act(emulator, path)["message"] == "The subscription was disabled or deleted.");
    emulator.remove(hook);
    CHECK(act(emulator, ended)["message"] == "The subscription was disabled or deleted.");
    CHECK(act(emulator, waiting).status == 404); // forgotten with it
    CHECK(emulator.due().empty());
}

TEST_CASE("A press with a number is done once, however often it comes, and one without each time")
{
    bench emulator(window_settings());
    const oms::timestamp begin = emulator.now();
    const auto press = [&](std::string_view number, std::string_view path = "clock",
                           std::string_view body = R"({"seconds":60})") {
        header_list headers = {{"Host", "localhost:8443"}, {"X-Oms-Sandbox", "window"}};
        if (!number.empty())
            headers.emplace_back("X-Oms-Press", number);
        return emulator.send("POST", "/_sandbox/" + std::string(path), body, headers).status;
    };
    const auto minutes = [&] {
        return std::chrono::duration_cast<std::chrono::minutes>(emulator.now().time() - begin.time()).count();
    };
    for (int i = 0; i < 3; ++i)
        CHECK(press("1-2-3-4") == 204);
    CHECK(minutes() == 1);
    CHECK(press("1-2-3-5") == 204);
    CHECK(minutes() == 2);
    CHECK(press("1-2-3-4", "deliveries/fail-next", "{}") == 204); // another press
    CHECK(look(emulator)["failingNext"] == "1");
    for (const std::string& none : {std::string(), std::string(65, '1')}) {
        CHECK(press(none) == 204);
        CHECK(press(none) == 204);
    }
    CHECK(minutes() == 6);

    // What was refused was not done.
    const std::string alice = emulator.customer();
    const std::string id = emulator.cash_in(alice, emulator.wallet(alice))["id"], path = "cash-ins/" + id + "/deposit";
    CHECK(press("refused", path, R"({"amount":"9999"})") == 422);
    CHECK(press("refused", path, R"({"amount":"50"})") == 204);
    CHECK(emulator.get("/cash-ins/" + id)["status"] == "completed");

    // A hundred are remembered.
    for (int i = 0; i < 100; ++i)
        CHECK(press("many-" + std::to_string(i)) == 204);
    CHECK(minutes() == 106);
    CHECK(press("many-0") == 204);
    CHECK(minutes() == 106);
    CHECK(press("1-2-3-4") == 204);
    CHECK(minutes() == 107);
}

TEST_CASE("There is nothing to do at other paths of the window")
{
    bench emulator(window_settings());
    for (const char* path :
         {"", "state", "clock/", "quotes//expire", "quotes/expire", "cash-ins/deposit", "deliveries/1"})
        CHECK(act(emulator, path).status == 404);
}
