#include "bench.hpp"

#include "common/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("A key and its secret give a token that lasts an hour")
{
    bench emulator;
    const reply answer =
        emulator.send("POST", "/v0.9/auth/token", R"({"apiKey":"sk_sdbx_emulator","apiSecret":"emulator-secret"})", {});
    CHECK(answer.status == 200);
    CHECK(answer["tokenType"] == "bearer");
    CHECK(answer["expiresIn"] == "3600");
    CHECK(answer["expiresAt"] == "2026-06-15T15:30:00Z");
    CHECK(answer["accessToken"].rfind("eyJ", 0) == 0);

    emulator.use_token(answer["accessToken"]);
    emulator.advance(3'599'999ms);
    CHECK(emulator.get("/customers").status == 200);
    emulator.advance(1ms);
    const reply expired = emulator.get("/customers");
    CHECK(expired.status == 401);
    CHECK(expired["code"] == "token_expired");
    CHECK(expired["type"] == "authentication");
    CHECK(expired.header("WWW-Authenticate") == "Bearer");
    emulator.use_token(emulator.token());
    CHECK(emulator.get("/customers").status == 200);
}

TEST_CASE("A wrong key or secret, a foreign token and no token are 401 unauthorized")
{
    bench emulator;
    for (const char* body : {R"({"apiKey":"sk_sdbx_emulator","apiSecret":"wrong"})",
                             R"({"apiKey":"sk_sdbx_other","apiSecret":"emulator-secret"})"}) {
        const reply answer = emulator.send("POST", "/v0.9/auth/token", body, {});
        CHECK(answer.status == 401);
        CHECK(answer["code"] == "unauthorized");
        CHECK(answer.header("WWW-Authenticate") == "Bearer");
    }
    CHECK(emulator.send("GET", "/v0.9/customers", "", {})["code"] == "unauthorized");
    CHECK(emulator.send("GET", "/v0.9/customers", "", {{"Authorization", "Bearer nonsense"}})["code"] ==
          "unauthorized");
    CHECK(emulator.send("GET", "/v0.9/customers", "", {{"Authorization", "Basic " + emulator.used_token()}}).status ==
          401);
    CHECK(emulator.send("GET", "/v0.9/customers", "", {{"authorization", "bearer " + emulator.used_token()}}).status ==
          200);
    emulator.revoke_tokens();
    CHECK(emulator.get("/customers")["code"] == "unauthorized");
}

TEST_CASE("A token request is checked like every body")
{
    bench emulator;
    const auto ask = [&](const char* body) {
        return emulator.send("POST", "/v0.9/auth/token", body, {});
    };
    CHECK(ask("")["code"] == "invalid_request");
    CHECK(ask(R"({"apiKey":"sk_sdbx_emulator"})")["code"] == "missing_field");
    CHECK(ask(R"({"apiKey":"sk_sdbx_emulator"})")["details.0.field"] == "apiSecret");
    CHECK(ask(R"({"apiKey":1,"apiSecret":"x"})")["details.0.field"] == "apiKey");
    CHECK(ask(R"({"apiKey":"a","apiSecret":"x","scope":"y"})")["details.0.field"] == "scope");
}

TEST_CASE("A read-only key may read and is forbidden the rest, after the resource was found")
{
    oms::sandbox::settings settings = standing_settings();
    settings.credentials.emplace_back("sk_sdbx_reader", "reader-secret");
    settings.credentials.back().read_only = true;
    bench emulator(settings);
    const std::string customer = emulator.customer();
    emulator.use_token(emulator.token("sk_sdbx_reader", "reader-secret"));
    CHECK(emulator.get("/customers/" + customer).status == 200);
    CHECK(emulator.post("/customers", R"({"type":"individual"})")["code"] == "forbidden");
    CHECK(emulator.post("/customers", R"({"type":"company"})")["code"] == "invalid_field");
    CHECK(emulator.patch("/customers/" + customer, "{}")["code"] == "forbidden");
    CHECK(emulator.patch("/customers/cst_unknown", "{}")["code"] == "not_found");
    CHECK(emulator.remove("/customers/" + customer)["code"] == "forbidden");
}

TEST_CASE("Accounts do not see each other")
{
    oms::sandbox::settings settings = standing_settings();
    settings.credentials.emplace_back("sk_sdbx_two", "secret-two", "second");
    bench emulator(settings);
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.wallet(customer);
    const std::string first = emulator.used_token();
    emulator.use_token(emulator.token("sk_sdbx_two", "secret-two"));
    CHECK(emulator.get("/customers/" + customer).status == 404);
    CHECK(emulator.get("/wallets/" + wallet + "/balance").status == 404);
    CHECK(emulator.get("/customers").count("data") == 0);
    // A key of another account is another key.
    CHECK(emulator.post("/customers", R"({"type":"individual"})", "shared").status == 201);
    emulator.use_token(first);
    const reply own = emulator.post("/customers", R"({"type":"individual","firstName":"A"})", "shared");
    CHECK(own.status == 201);
}

TEST_CASE("A rate limit answers 429 with the seconds to wait, until the window moved on")
{
    bench emulator;
    emulator.limit_rate(2, 10s);
    CHECK(emulator.get("/customers").status == 200);
    emulator.advance(3s);
    CHECK(emulator.get("/customers").status == 200);
    const reply refused = emulator.get("/customers");
    CHECK(refused.status == 429);
    CHECK(refused["code"] == "rate_limited");
    CHECK(refused["type"] == "rate_limit");
    CHECK(refused.header("Retry-After") == "7");
    emulator.advance(7s);
    CHECK(emulator.get("/customers").status == 200);
    emulator.limit_rate(0, 1s);
    for (int i = 0; i < 10; ++i)
        CHECK(emulator.get("/customers").status == 200);
}
