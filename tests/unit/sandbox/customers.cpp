#include "bench.hpp"

#include "common/catch.hpp"

TEST_CASE("A customer is created with pending endorsements, which the next request finds granted")
{
    bench emulator;
    const reply made = emulator.post("/customers", identified_customer("Alice", R"(,"metadata":{"plan": 1.50})"));
    CHECK(made.status == 201);
    CHECK(made["id"].size() == 4 + 26);
    CHECK(made["object"] == "customer");
    CHECK(made["status"] == "active");
    CHECK(made["middleName"] == "null");
    CHECK(made["signedAgreementAt"] == "2026-06-15T14:30:00Z");
    CHECK(made.count("endorsements") == 3);
    CHECK(made["endorsements.0.name"] == "basic");
    CHECK(made["endorsements.0.status"] == "PENDING");
    CHECK(made["endorsements.0.requirements.pending.0"] == "identityVerification");
    CHECK(made["endorsements.2.name"] == "usd");
    CHECK(made["createdAt"] == "2026-06-15T14:30:00Z");
    CHECK(made.body.find(R"("metadata":{"plan": 1.50})") != std::string::npos); // unchanged to the letter
    CHECK(emulator.events().empty());

    const reply read = emulator.get("/customers/" + made["id"]);
    for (const char* index : {"0", "1", "2"})
        CHECK(read["endorsements." + std::string(index) + ".status"] == "ACTIVE");
    REQUIRE(emulator.events().size() == 1);
    CHECK(emulator.events()[0].name == "customer.endorsement.granted");
    CHECK(json_at(emulator.events()[0].body, "data.endorsements.1.status") == "ACTIVE");
    CHECK(json_at(emulator.events()[0].body, "apiVersion") == "v0.9");
    CHECK(json_at(emulator.events()[0].body, "data") == read[""]);
}

TEST_CASE("What identifies a customer is never returned")
{
    bench emulator;
    const std::string body = emulator.get("/customers/" + emulator.customer()).body;
    for (const char* hidden : {"987654321", "350 Fifth", "1990-04-12", "203.0.113.24", "birthDate", "ipAddress",
                               "residentialAddress\":{", "identifyingInformation\":["})
        CHECK(body.find(hidden) == std::string::npos);
}

TEST_CASE("Requested endorsements bring basic, and an empty list requests none")
{
    bench emulator;
    const auto names = [&](const char* list) {
        const reply made =
            emulator.post("/customers", R"({"type":"individual","endorsements":)" + std::string(list) + "}");
        std::string text;
        for (std::size_t i = 0; i < made.count("endorsements"); ++i)
            text += made["endorsements." + std::to_string(i) + ".name"] + " ";
        return text;
    };
    CHECK(names(R"(["usd"])") == "basic usd ");
    CHECK(names(R"(["basic"])") == "basic ");
    CHECK(names(R"(["usd","usd"])") == "basic usd ");
    CHECK(names("[]").empty());
}

TEST_CASE("PATCH leaves what is absent, clears what may be null and refuses null elsewhere")
{
    bench emulator;
    const std::string path =
        "/customers/" +
        emulator.post("/customers", identified_customer("Alice", R"(,"middleName":"Marie","metadata":{"a":1})"))["id"];
    const reply cleared =
        emulator.patch(path, R"({"middleName":null,"email":null,"phone":null,"externalId":null,"metadata":null})");
    CHECK(cleared.status == 200);
    for (const char* field : {"middleName", "email", "phone", "externalId"})
        CHECK(cleared[field] == "null");
    CHECK(cleared["metadata"] == "{}");
    CHECK(cleared["firstName"] == "Alice");
    const reply refused = emulator.patch(path, R"({"firstName":null,"nationality":null})");
    CHECK(refused["code"] == "invalid_field");
    CHECK(refused["details.0.field"] == "firstName");
    CHECK(refused["details.1.field"] == "nationality");
    CHECK(emulator.patch(path, R"({"type":"individual"})")["details.0.field"] == "type");
    CHECK(emulator.patch(path, R"({"metadata":{"b":2}})")["metadata"] == R"({"b":2})");
    emulator.advance(std::chrono::seconds{60});
    CHECK(emulator.patch(path, R"({"signedAgreement":false})")["signedAgreementAt"] == "null");
    const reply again = emulator.patch(path, R"({"signedAgreement":true})");
    CHECK(again["signedAgreementAt"] == "2026-06-15T14:31:00Z");
    CHECK(again["updatedAt"] == "2026-06-15T14:31:00Z");
    CHECK(again["createdAt"] == "2026-06-15T14:30:00Z");
}

TEST_CASE("Endorsements are evaluated again when PATCH names them, with one more event")
{
    bench emulator;
    const std::string path = "/customers/" + emulator.customer();
    const reply again = emulator.patch(path, R"({"endorsements":["usd"]})");
    CHECK(again["endorsements.0.status"] == "ACTIVE");
    CHECK(again["endorsements.2.status"] == "PENDING");
    CHECK(emulator.get(path)["endorsements.2.status"] == "ACTIVE");
    CHECK(emulator.event_names() ==
          std::vector<std::string>{"customer.endorsement.granted", "customer.endorsement.granted"});
}

TEST_CASE("An evaluation can be refused; missing data supplied by PATCH opens it again")
{
    bench emulator;
    emulator.refuse_next_endorsement("usd", "NEEDS_ACTION");
    const std::string path = "/customers/" + emulator.customer();
    const reply refused = emulator.get(path);
    CHECK(refused["endorsements.2.status"] == "NEEDS_ACTION");
    CHECK(refused["endorsements.2.requirements.missing.0"] == "identifyingInformation");
    CHECK(emulator.patch(path, R"({"lastName":"Keller"})")["endorsements.2.status"] == "PENDING");
    CHECK(emulator.get(path)["endorsements.2.status"] == "ACTIVE");

    emulator.refuse_next_endorsement("basic", "REJECTED");
    const std::string other = emulator.customer();
    const reply rejected = emulator.get("/customers/" + other);
    CHECK(rejected["endorsements.0.status"] == "REJECTED");
    CHECK(rejected["endorsements.0.rejectionReasons.0.reason"] == "We could not verify your identity");
    const reply wallet = emulator.post("/customers/" + other + "/wallets", R"({"asset":"usdc","chain":"polygon"})");
    CHECK(wallet.status == 403);
    CHECK(wallet["code"] == "compliance_required");
}

TEST_CASE("DELETE makes a customer inactive, again and again; it stays readable and cannot do anything new")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.funded_wallet(customer, "50");
    const std::string quote = emulator.quote(customer, wallet, "10.00");
    emulator.advance(std::chrono::seconds{1});
    CHECK(emulator.remove("/customers/" + customer)["status"] == "inactive");
    emulator.advance(std::chrono::seconds{1});
    CHECK(emulator.remove("/customers/" + customer)["updatedAt"] == "2026-06-15T14:30:01Z");
    CHECK(emulator.get("/customers/" + customer)["status"] == "inactive");
    CHECK(emulator.balance(wallet) == "50.00");
    CHECK(emulator.transaction(quote)["code"] == "forbidden");
    CHECK(emulator.cash_in(customer, wallet)["code"] == "forbidden");
    CHECK(emulator.patch("/customers/" + customer, "{}")["code"] == "forbidden");
}

TEST_CASE("Without the identifying fields balances and money answer provider account not provisioned")
{
    bench emulator;
    const std::string customer = emulator.post("/customers", R"({"type":"individual","firstName":"Alice"})")["id"];
    const std::string wallet = emulator.funded_wallet(customer, "50");
    const auto expect_refused = [](const reply& answer) {
        CHECK(answer.status == 422);
        CHECK(answer["code"] == "provider_account_not_provisioned");
        CHECK(answer["message"] == "provider account not provisioned");
    };
    expect_refused(emulator.get("/wallets/" + wallet + "/balance"));
    expect_refused(emulator.get("/customers/" + customer + "/balance"));
    expect_refused(emulator.cash_in(customer, wallet));
    expect_refused(
        emulator.post("/quotes", R"({"customerId":")" + customer + R"(","source":{"walletId":")" + wallet +
                                     R"(","asset":"usdc","network":"polygon","amount":"1"},"destination":)"
                                     R"({"asset":"usdc","network":"polygon","wallet":{"blockchainAddress":"0x1"}}})"));

    // One by one PATCH supplies what is missing.
    const std::string path = "/customers/" + customer;
    for (const char* step :
         {R"({"lastName":"Nguyen","email":"a@b.c"})", R"({"phone":"+12125550123"})", R"({"birthDate":"1990-04-12"})",
          R"({"residentialAddress":{"line1":"1 St","city":"NY","state":"NY","country":"US"}})",
          R"({"residentialAddress":{"line1":"1 St","city":"NY","state":"NY","country":"US","zipCode":"10118"}})"}) {
        CHECK(emulator.patch(path, step).status == 200);
        expect_refused(emulator.get("/wallets/" + wallet + "/balance"));
    }
    CHECK(emulator.patch(path, R"({"identifyingInformation":[{"type":"passport","issuingCountry":"US","number":"1"}]})")
              .status == 200);
    CHECK(emulator.balance(wallet) == "50.00");

    // A quote made before the data was taken away is refused too.
    const std::string quote = emulator.quote(customer, wallet, "10");
    emulator.patch(path, R"({"email":null})");
    expect_refused(emulator.transaction(quote));
}

TEST_CASE("Customers are filtered by status, e-mail and external id")
{
    bench emulator;
    const std::string alice =
        emulator.post("/customers", R"({"type":"individual","email":"a+1@x.org","externalId":"u 1"})")["id"];
    const std::string bob = emulator.post("/customers", R"({"type":"individual","email":"b@x.org"})")["id"];
    emulator.remove("/customers/" + bob);
    CHECK(emulator.get("/customers").count("data") == 2);
    CHECK(emulator.get("/customers?status=active")["data.0.id"] == alice);
    CHECK(emulator.get("/customers?status=inactive")["data.0.id"] == bob);
    CHECK(emulator.get("/customers?email=a%2B1%40x.org").count("data") == 1);
    CHECK(emulator.get("/customers?email=a+1@x.org").count("data") == 1);
    CHECK(emulator.get("/customers?externalId=u%201")["data.0.id"] == alice);
    CHECK(emulator.get("/customers?externalId=nobody").count("data") == 0);
    CHECK(emulator.get("/customers?status=sleeping")["code"] == "invalid_field");
}
