#include "bench.hpp"

#include "common/catch.hpp"

using namespace std::chrono_literals;
using oms::sandbox::fault;

TEST_CASE("The same key and bytes give the first answer again and have one effect (H1)")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    const std::string quote = emulator.quote(alice, wallet, "60.00");
    const reply first = emulator.transaction(quote, "send-1");
    CHECK(first.header("Idempotency-Replayed") == "(absent)");
    CHECK(emulator.get("/transactions/" + first["id"])["status"] == "completed");
    const reply second = emulator.transaction(quote, "send-1");
    CHECK(second.status == 201);
    CHECK(second.body == first.body); // still `processing`: it is the first answer
    CHECK(second.header("Idempotency-Replayed") == "true");
    CHECK(emulator.balance(wallet) == "40.00");
    CHECK(emulator.oracle().effects["send-1"] == 1);
    CHECK(emulator.get("/transactions").count("data") == 1);
    CHECK(emulator.requests().back().replayed == false);
}

TEST_CASE("The same key with other bytes is a conflict, even when they mean the same")
{
    bench emulator;
    CHECK(emulator.post("/customers", R"({"type":"individual"})", "k").status == 201);
    const reply clash = emulator.post("/customers", R"({ "type":"individual"})", "k");
    CHECK(clash.status == 409);
    CHECK(clash["code"] == "idempotency_conflict");
    CHECK(clash["type"] == "conflict");
    CHECK(emulator.get("/customers").count("data") == 1);
}

TEST_CASE("A key is another one on another path")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string bob = emulator.customer("Bob");
    const char* body = R"({"asset":"usdc","chain":"polygon"})";
    const reply first = emulator.post("/customers/" + alice + "/wallets", body, "k");
    const reply second = emulator.post("/customers/" + bob + "/wallets", body, "k");
    CHECK(second.status == 201);
    CHECK(second["id"] != first["id"]);
}

TEST_CASE("Stored are 2xx, 403, 404 and 422, not 400 and 401")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "10.00");
    const std::string quote = emulator.quote(alice, wallet, "60.00");

    // 422 stays, though the money is there by now; a new key succeeds.
    CHECK(emulator.transaction(quote, "poor").status == 422);
    emulator.fund(wallet, "100");
    const reply poor = emulator.transaction(quote, "poor");
    CHECK(poor.status == 422);
    CHECK(poor.header("Idempotency-Replayed") == "true");
    CHECK(poor["requestId"] == poor.header("X-Request-Id"));
    CHECK(emulator.transaction(quote, "rich").status == 201);

    // 404 stays.
    CHECK(emulator.transaction("qt_unknown", "lost").status == 404);
    CHECK(emulator.transaction("qt_unknown", "lost").header("Idempotency-Replayed") == "true");

    // 403 stays, though basic was granted meanwhile.
    const std::string bob = emulator.post("/customers", identified_customer("Bob", R"(,"endorsements":[])"))["id"];
    const char* body = R"({"asset":"usdc","chain":"polygon"})";
    CHECK(emulator.post("/customers/" + bob + "/wallets", body, "early").status == 403);
    emulator.patch("/customers/" + bob, R"({"endorsements":["cryptoCustody"]})");
    CHECK(emulator.post("/customers/" + bob + "/wallets", body, "early").status == 403);
    CHECK(emulator.post("/customers/" + bob + "/wallets", body).status == 201);

    // 400 is forgotten: the same key may be used for the corrected body.
    CHECK(emulator.post("/customers", "{}", "typo").status == 400);
    CHECK(emulator.post("/customers", R"({"type":"individual"})", "typo").status == 201);

    // 401, 429 and 5xx are forgotten.
    CHECK(emulator.send("POST", "/v0.9/customers", R"({"type":"individual"})", {{"Idempotency-Key", "k401"}}).status ==
          401);
    CHECK(emulator.post("/customers", R"({"type":"individual"})", "k401").status == 201);
    for (const int status : {429, 500, 502, 503, 504}) {
        const std::string key = "k" + std::to_string(status);
        emulator.inject(fault::answer(status));
        CHECK(emulator.post("/customers", R"({"type":"individual"})", key).status == status);
        CHECK(emulator.oracle().effects.count(key) == 0);
        CHECK(emulator.post("/customers", R"({"type":"individual","firstName":"B"})", key).status == 201);
    }
}

TEST_CASE("Keys are remembered for 24 hours")
{
    bench emulator;
    const reply first = emulator.post("/customers", R"({"type":"individual"})", "k");
    emulator.advance(24h - 1ms);
    emulator.use_token(emulator.token());
    CHECK(emulator.post("/customers", R"({"type":"individual"})", "k")["id"] == first["id"]);
    emulator.advance(1ms);
    const reply later = emulator.post("/customers", R"({"type":"individual"})", "k");
    CHECK(later.status == 201);
    CHECK(later["id"] != first["id"]);
    CHECK(emulator.oracle().effects["k"] == 2);
}

TEST_CASE("While the first request runs its key is in progress, and another body is a conflict")
{
    bench emulator;
    emulator.inject(fault::running_for(5s));
    const reply first = emulator.post("/customers", R"({"type":"individual"})", "slow");
    CHECK(first.status == 201);
    CHECK(first.delay == 5s);
    const reply running = emulator.post("/customers", R"({"type":"individual"})", "slow");
    CHECK(running.status == 409);
    CHECK(running["code"] == "idempotency_in_progress");
    CHECK(emulator.post("/customers", R"({"type":"individual","firstName":"B"})", "slow")["code"] ==
          "idempotency_conflict");
    emulator.advance(5s);
    const reply done = emulator.post("/customers", R"({"type":"individual"})", "slow");
    CHECK(done.body == first.body);
    CHECK(done.delay == 0ms);
}

TEST_CASE("GET, PATCH and DELETE ignore a key, and the token exchange needs none")
{
    bench emulator;
    const std::string path = "/v0.9/customers/" + emulator.customer();
    const std::vector<std::pair<std::string, std::string>> keyed = {
        {"Authorization", "Bearer " + emulator.used_token()}, {"Idempotency-Key", "not a key"}};
    CHECK(emulator.send("GET", path, "", keyed).status == 200);
    CHECK(emulator.send("PATCH", path, R"({"firstName":"A"})", keyed)["firstName"] == "A");
    CHECK(emulator.send("PATCH", path, R"({"firstName":"B"})", keyed)["firstName"] == "B");
    CHECK(emulator.send("DELETE", path, "", keyed).status == 200);
}

TEST_CASE("A fault strikes as often as it says, where it says, before or after the effect (H1)")
{
    bench emulator;
    const std::string alice = emulator.customer();
    emulator.inject(fault::answer(503).retry_after("7").on("POST", "/customers/*/wallets").after(1).times(2));
    const auto open = [&] {
        return emulator.post("/customers/" + alice + "/wallets", R"({"asset":"usdc","chain":"polygon"})");
    };
    CHECK(open().status == 201);
    const reply struck = open();
    CHECK(struck.status == 503);
    CHECK(struck["code"] == "unavailable");
    CHECK(struck["type"] == "api_error");
    CHECK(struck.header("Retry-After") == "7");
    CHECK(emulator.get("/customers").status == 200);
    CHECK(open().status == 503);
    CHECK(open().status == 201);
    CHECK(emulator.get("/customers/" + alice + "/wallets").count("data") == 2);

    emulator.inject(fault::answer(503));
    CHECK(open().header("Retry-After") == "1");
    emulator.inject(fault::answer(503).retry_after(""));
    CHECK(open().header("Retry-After") == "(absent)");

    emulator.inject(fault::answer(500).after_effect());
    const std::string body = R"({"asset":"usdc","chain":"polygon"})";
    CHECK(emulator.post("/customers/" + alice + "/wallets", body, "k").status == 500);
    CHECK(emulator.oracle().effects["k"] == 1);
    const reply replay = emulator.post("/customers/" + alice + "/wallets", body, "k");
    CHECK(replay.status == 201);
    CHECK(replay.header("Idempotency-Replayed") == "true");
    CHECK(emulator.oracle().effects["k"] == 1);

    emulator.inject(fault::answer(200, "<html>").header("Content-Type", "text/html").times(0));
    CHECK(emulator.get("/customers").body == "<html>");
    CHECK(emulator.get("/customers").header("Content-Type") == "text/html");
    CHECK_FALSE(emulator.token().empty()); // the exchange is spared unless it is named
    emulator.clear_faults();
    CHECK(emulator.get("/customers").has("hasMore"));
    emulator.inject(fault::answer(503).on("POST", "/auth/token"));
    CHECK(emulator.send("POST", "/v0.9/auth/token", "{}", {}).status == 503);
}
