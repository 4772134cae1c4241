#include "bench.hpp"

#include "common/catch.hpp"

#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

std::vector<std::pair<std::string, std::string>> with(const bench& emulator, std::string key)
{
    return {{"Authorization", "Bearer " + emulator.used_token()}, {"Idempotency-Key", std::move(key)}};
}

} // namespace

TEST_CASE("Every error has the body of the contract, and its request id is the one of the header")
{
    bench emulator;
    const reply missing = emulator.post("/customers", "{}");
    CHECK(missing.status == 400);
    CHECK(missing["code"] == "missing_field");
    CHECK(missing["message"] == "A required field is missing.");
    CHECK(missing["type"] == "invalid_request");
    CHECK(missing["details.0.field"] == "type");
    CHECK(missing["details.0.message"] == "is required");
    CHECK(missing["requestId"] == missing.header("X-Request-Id"));
    CHECK(missing["requestId"].rfind("req_", 0) == 0);
    CHECK(missing.header("Content-Type") == "application/json");
    CHECK(emulator.get("/customers").header("X-Request-Id").rfind("req_", 0) == 0);
}

TEST_CASE("The checks come in the contract's order, each hiding the later ones")
{
    bench emulator;
    emulator.limit_rate(1, 1h);
    const std::vector<std::pair<std::string, std::string>> nothing;
    const std::vector<std::pair<std::string, std::string>> token = {
        {"Authorization", "Bearer " + emulator.used_token()}};
    // Route and method, before the token.
    CHECK(emulator.send("POST", "/v0.9/nowhere", "no json", nothing)["code"] == "not_found");
    CHECK(emulator.send("PUT", "/v0.9/customers", "no json", nothing)["code"] == "not_found");
    CHECK(emulator.send("GET", "/customers", "", nothing)["code"] == "not_found");
    CHECK(emulator.send("GET", "/v0.11/customers", "", nothing)["code"] == "not_found");
    CHECK(emulator.send("GET", "/v0.9/customers/", "", nothing)["code"] == "not_found");
    // Token, before the rate.
    CHECK(emulator.send("POST", "/v0.9/quotes", "no json", nothing)["code"] == "unauthorized");
    // Rate, before the key.
    CHECK(emulator.send("POST", "/v0.9/quotes", "no json", token)["code"] == "idempotency_key_required");
    CHECK(emulator.send("POST", "/v0.9/quotes", "no json", token)["code"] == "rate_limited");
    emulator.limit_rate(0, 1s);
    // Key, before the body.
    const reply no_key = emulator.send("POST", "/v0.9/quotes", "no json", token);
    CHECK(no_key.status == 400);
    CHECK(no_key["details.0.field"] == "Idempotency-Key");
    // Replay or clash, before the body.
    CHECK(emulator.send("POST", "/v0.9/customers", R"({"type":"individual"})", with(emulator, "k1")).status == 201);
    CHECK(emulator.send("POST", "/v0.9/customers", "no json", with(emulator, "k1"))["code"] == "idempotency_conflict");
    // Body, before the resource.
    CHECK(emulator.post("/customers/cst_unknown/wallets", "no json")["code"] == "invalid_request");
    CHECK(emulator.post("/customers/cst_unknown/wallets", R"({"asset":"usdc"})")["code"] == "missing_field");
    CHECK(emulator.post("/customers/cst_unknown/wallets", R"({"asset":"usdc","chain":"moon"})")["code"] ==
          "invalid_field");
    CHECK(emulator.get("/customers/cst_unknown/wallets?limit=0")["code"] == "invalid_field");
    // Resource, before the permission and the state.
    CHECK(emulator.post("/customers/cst_unknown/wallets", R"({"asset":"usdc","chain":"polygon"})")["code"] ==
          "not_found");
    // Permission, before the state: inactive and without the endorsement.
    const std::string customer = emulator.post("/customers", R"({"type":"individual","endorsements":["usd"]})")["id"];
    CHECK(emulator.remove("/customers/" + customer).status == 200);
    CHECK(emulator.post("/customers/" + customer + "/wallets", R"({"asset":"usdc","chain":"polygon"})")["code"] ==
          "forbidden");
    // State.
    const std::string other = emulator.post("/customers", R"({"type":"individual","endorsements":["usd"]})")["id"];
    const reply state = emulator.post("/customers/" + other + "/wallets", R"({"asset":"usdc","chain":"polygon"})");
    CHECK(state.status == 422);
    CHECK(state["code"] == "endorsement_required");
    CHECK(state["details.0.message"] == "endorsement cryptoCustody is not ACTIVE");
}

TEST_CASE("Keys of the wrong form are refused, and keys of every allowed form are taken")
{
    bench emulator;
    for (const std::string& key : {std::string(), std::string("two words"), std::string("tab\there"),
                                   std::string(256, 'k'), std::string("\x7f"), std::string("k\xc3\xa4se")})
        CHECK(emulator.send("POST", "/v0.9/customers", R"({"type":"individual"})", with(emulator, key))["code"] ==
              "idempotency_key_required");
    for (const std::string& key :
         {std::string("!"), std::string("~"), std::string(255, 'k'), std::string("cst-first-customer-001")})
        CHECK(emulator.send("POST", "/v0.9/customers", R"({"type":"individual"})", with(emulator, key)).status == 201);
}

TEST_CASE("Early access paths do not exist, and simulations exist in the sandbox only")
{
    bench emulator;
    const std::string customer = emulator.customer();
    for (const char* path : {"/virtual-accounts", "/deposit-addresses", "/external-accounts"})
        CHECK(emulator.post("/customers/" + customer + path, "{}")["code"] == "not_found");
    CHECK(emulator.get("/customers/" + customer + "/virtual-accounts")["code"] == "not_found");
    CHECK(emulator.get("/external-accounts/schemas?country=US")["code"] == "not_found");
    for (const char* path : {"/cash-ins/simulate/barcode-auth", "/cash-ins/simulate/auth-commit",
                             "/virtual-accounts/va_1/simulate", "/deposit-addresses/da_1/simulate"})
        CHECK(emulator.post(path, "{}")["code"] == "missing_field");
    CHECK(emulator.post("/virtual-accounts/va_1/simulate", R"({"rail":"ach_in","amount":"1"})")["code"] == "not_found");
    CHECK(emulator.post("/deposit-addresses/da_1/simulate", R"({"amount":"1"})")["code"] == "not_found");

    oms::sandbox::settings settings = standing_settings();
    settings.production = true;
    bench production(settings);
    for (const char* path : {"/cash-ins/simulate/barcode-auth", "/cash-ins/simulate/auth-commit",
                             "/virtual-accounts/va_1/simulate", "/deposit-addresses/da_1/simulate"})
        CHECK(production.post(path, "{}")["code"] == "not_found");
}

TEST_CASE("A body above the limit, a body that is no object and one that is no JSON are invalid requests")
{
    bench emulator;
    CHECK(emulator.post("/customers", "")["code"] == "invalid_request");
    CHECK(emulator.post("/customers", "{\"type\":")["code"] == "invalid_request");
    CHECK(emulator.post("/customers", "[]")["code"] == "invalid_request");
    CHECK(emulator.post("/customers", R"({"type":"individual"} x)")["code"] == "invalid_request");
    for (const char* twice : {R"({"type":"individual","type":"individual"})",
                              R"({"type":"individual","metadata":{"order":"1","\u006frder":"2"}})",
                              R"({"type":"individual","residentialAddress":{"city":"A","city":"B"}})"}) {
        CAPTURE(twice);
        const reply refused = emulator.post("/customers", twice);
        CHECK(refused.status == 400);
        CHECK(refused["code"] == "invalid_request");
        CHECK(refused["message"] == "The request body is not valid JSON: the same name stands twice in one object.");
    }
    const std::string large = R"({"type":"individual","firstName":")" + std::string(1024 * 1024, 'a') + "\"}";
    const reply refused = emulator.post("/customers", large);
    CHECK(refused.status == 400);
    CHECK(refused["code"] == "invalid_request");
}

TEST_CASE("All fields at fault are named in one answer, with their paths")
{
    bench emulator;
    const reply answer = emulator.post(
        "/customers", R"({"type":"individual","firstName":7,"birthDate":"1971/09/01","nationality":"kenyan",)"
                      R"("phone":"555-0123","email":"nobody","residentialAddress":{"country":"USA","planet":"Earth"},)"
                      R"("identifyingInformation":[{"type":"library card","issuingCountry":"US","number":""}],)"
                      R"("endorsements":["gold"],"metadata":[],"signedAgreement":"yes","middleName":null,"nick":"A"})");
    CHECK(answer["code"] == "invalid_field");
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < answer.count("details"); ++i)
        fields.push_back(answer["details." + std::to_string(i) + ".field"]);
    const std::vector<std::string> wanted = {"firstName",
                                             "middleName",
                                             "email",
                                             "phone",
                                             "birthDate",
                                             "nationality",
                                             "signedAgreement",
                                             "residentialAddress.country",
                                             "residentialAddress.planet",
                                             "identifyingInformation.0.type",
                                             "identifyingInformation.0.number",
                                             "endorsements.0",
                                             "metadata",
                                             "nick"};
    CHECK(fields == wanted);
}

TEST_CASE("A query that is not well encoded is an invalid request, and the answer is well encoded")
{
    bench emulator;
    for (const char* query : {"%zz=1", "limit=%4", "%ff=1", "\xff=1", "%00=1"}) {
        CAPTURE(query);
        CHECK(emulator.get("/customers?" + std::string(query))["code"] == "invalid_request");
    }
    CHECK(emulator.get("/customers?nick=%C3%A9")["details.0.field"] == "nick");
}

TEST_CASE("A query parameter that an operation does not have is refused, whatever the method")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string body = R"({"asset":"usdc","chain":"polygon"})";
    const auto check = [](const reply& answer) {
        CHECK(answer.status == 400);
        CHECK(answer["code"] == "invalid_field");
        CHECK(answer["details.0.field"] == "expand");
    };
    check(emulator.get("/customers?expand=all"));
    check(emulator.get("/customers/" + customer + "?expand=all"));
    check(emulator.post("/customers/" + customer + "/wallets?expand=all", body));
    check(emulator.post("/auth/token?expand=all", "{}"));
    check(emulator.post("/cash-ins/ci_1/refresh?expand=all", ""));
    check(emulator.patch("/customers/" + customer + "?expand=all", R"({"phone":"+12125550123"})"));
    check(emulator.remove("/customers/" + customer + "?expand=all"));
    check(emulator.remove("/webhooks/whk_1?expand=all"));
}

TEST_CASE("An id of another kind and an id with escapes are not found, and escapes are undone")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.wallet(customer);
    CHECK(emulator.get("/customers/" + wallet).status == 404);
    CHECK(emulator.get("/wallets/" + customer + "/balance").status == 404);
    CHECK(emulator.get("/customers/cst_%zz").status == 404);
    CHECK(emulator.get("/customers/%63" + customer.substr(1)).status == 200);
}
