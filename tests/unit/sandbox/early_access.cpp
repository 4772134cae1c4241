#include "alice_at_work.hpp"

#include "common/catch.hpp"

#include <string>
#include <utility>

TEST_CASE("Early access is served when told to; without it the operations are unknown paths, before any token (H1)")
{
    bench closed;
    bench open(early_settings());
    const std::pair<const char*, const char*> operations[] = {
        {"GET", "/v0.9/external-accounts/schemas"},          {"POST", "/v0.9/customers/cst_1/external-accounts"},
        {"POST", "/v0.9/customers/cst_1/virtual-accounts"},  {"GET", "/v0.9/customers/cst_1/virtual-accounts"},
        {"POST", "/v0.9/customers/cst_1/deposit-addresses"}, {"GET", "/v0.9/customers/cst_1/deposit-addresses"}};
    for (const auto& [method, target] : operations) {
        CAPTURE(method, target);
        const reply unknown = closed.send(method, target, "{}", {});
        CHECK(unknown.status == 404);
        CHECK(unknown["code"] == "not_found");
        CHECK(closed.requests().back().operation.empty());
        CHECK(open.send(method, target, "{}", {}).status == 401);
        CHECK_FALSE(open.requests().back().operation.empty());
    }
}

TEST_CASE("A virtual account has all that the contract gives it, and is listed newest first (H1)")
{
    alice_at_work alice;
    const reply made = alice.virtual_account(
        R"(,"developerFees":[{"type":"percentage","rate":"0.005"}],"accountholderName":"customer","label":"Salary",)"
        R"("bankMemo":"June","metadata":{"plan":"starter"})");
    CAPTURE(made.body);
    CHECK(made.status == 201);
    CHECK(made["id"].rfind("va_", 0) == 0);
    CHECK(made["object"] == "virtualAccount");
    CHECK(made["customerId"] == alice.id);
    CHECK(made["status"] == "active");
    CHECK(made["source"] == R"({"asset":"usd","network":"usBank"})");
    CHECK(made["bankDetails.bankName"] == "Example Bank");
    CHECK(made["bankDetails.accountNumber"].size() == 10);
    CHECK(made["bankDetails.routingNumber"] == "021000021");
    CHECK(made["bankDetails.accountType"] == "checking");
    CHECK(made["bankDetails.ownerName"] == "Alice Nguyen");
    CHECK(made["bankDetails.reference"].rfind("OMS-", 0) == 0);
    CHECK(made["destination.asset"] == "usdc");
    CHECK(made["destination.network"] == "polygon");
    CHECK(made["destination.wallet.id"] == alice.wallet);
    CHECK(made["destination.wallet.blockchainAddress"] == alice.emulator.get(alice.path)["wallets.0.address"]);
    CHECK(made["accountholderName"] == "customer");
    CHECK(made["label"] == "Salary");
    CHECK(made["bankMemo"] == "June");
    CHECK(made["metadata"] == R"({"plan":"starter"})");
    CHECK(made["createdAt"] == "2026-06-15T14:30:00Z");

    const reply plain = alice.virtual_account();
    CHECK(plain["accountholderName"] == "oms");
    CHECK(plain["label"] == "null");
    CHECK(plain["bankMemo"] == "null");
    CHECK(plain["metadata"] == "{}");
    CHECK(plain["bankDetails.accountNumber"] != made["bankDetails.accountNumber"]);

    const reply first = alice.emulator.get(alice.path + "/virtual-accounts?limit=1");
    CHECK(first["data.0"] == plain[""]);
    CHECK(first["hasMore"] == "true");
    const reply second = alice.emulator.get(alice.path + "/virtual-accounts?startingAfter=" + first["nextCursor"]);
    CHECK(second["data.0"] == made[""]);
    CHECK(second["hasMore"] == "false");
    const std::string bob = alice.emulator.customer("Bob");
    CHECK(alice.emulator.get("/customers/" + bob + "/virtual-accounts").count("data") == 0);
    CHECK(alice.emulator.get("/customers/cst_unknown/virtual-accounts").status == 404);
}

TEST_CASE("A deposit address has all that the contract gives it, and is listed newest first (H1)")
{
    alice_at_work alice;
    const reply made = alice.deposit_address(side("destination", "usdc", "polygon", to("id", alice.wallet)),
                                             R"(,"label":"Tips","metadata":{"n":1.10})");
    CAPTURE(made.body);
    CHECK(made.status == 201);
    CHECK(made["id"].rfind("da_", 0) == 0);
    CHECK(made["object"] == "depositAddress");
    CHECK(made["customerId"] == alice.id);
    CHECK(made["status"] == "active");
    CHECK(made["transactionType"] == "cryptoToCrypto");
    CHECK(made["source.asset"] == "usdt");
    CHECK(made["source.network"] == "ethereum");
    CHECK(made["source.depositInstructions.address"].size() == 42);
    CHECK(made["source.depositInstructions.asset"] == "usdt");
    CHECK(made["source.depositInstructions.network"] == "ethereum");
    CHECK(made["destination.wallet.id"] == alice.wallet);
    CHECK(made["label"] == "Tips");
    CHECK(made.body.find(R"("metadata":{"n":1.10})") != std::string::npos);

    const std::string bank = alice.external_account(us_account());
    const reply payout = alice.deposit_address(side("destination", "usd", "ach", to("externalAccount", bank)));
    CHECK(payout["transactionType"] == "cryptoToFiat");
    CHECK(payout["destination.wallet.externalAccount"] == bank);
    CHECK(payout["destination.wallet.blockchainAddress"] == "null");

    const reply list = alice.emulator.get(alice.path + "/deposit-addresses");
    CHECK(list.count("data") == 2);
    CHECK(list["data.0"] == payout[""]);
    CHECK(list["data.1"] == made[""]);
    const reply back = alice.emulator.get(alice.path + "/deposit-addresses?endingBefore=" + list["previousCursor"]);
    CHECK(back.count("data") == 0);
    CHECK(back["hasMore"] == "false");
    CHECK(alice.emulator.get(alice.path + "/virtual-accounts?startingAfter=" + list["nextCursor"]).status == 400);
}

TEST_CASE("A virtual account needs the endorsement usd, a deposit address cryptoCustody, a payout in USD both")
{
    bench emulator(early_settings());
    const auto customer = [&](const std::string& endorsements) {
        return emulator.post("/customers",
                             identified_customer("Alice", R"(,"endorsements":[)" + endorsements + "]"))["id"];
    };
    const std::string to_address = side("destination", "usdc", "polygon", to("blockchainAddress", "0x2"));
    const auto code = [&](const std::string& id, const std::string& kind, const std::string& body) {
        const reply answer = emulator.post("/customers/" + id + "/" + kind, body);
        return answer.status == 201 ? "201" : answer["code"] + " " + answer["details.0.message"];
    };
    const std::string account = "{" + from_bank + "," + to_address + "}";
    const std::string address = "{" + side("source", "usdc", "polygon") + "," + to_address + "}";
    const std::string usd_only = customer(R"("usd")");
    const std::string custody_only = customer(R"("cryptoCustody")");
    CHECK(code(usd_only, "virtual-accounts", account) == "201");
    CHECK(code(custody_only, "virtual-accounts", account) == "endorsement_required endorsement usd is not ACTIVE");
    CHECK(code(usd_only, "deposit-addresses", address) ==
          "endorsement_required endorsement cryptoCustody is not ACTIVE");
    CHECK(code(custody_only, "deposit-addresses", address) == "201");
    const std::string payout =
        "{" + side("source", "usdc", "polygon") + "," +
        side("destination", "usd", "ach", to("externalAccount", emulator.place_bank_account(custody_only))) + "}";
    CHECK(code(custody_only, "deposit-addresses", payout) == "endorsement_required endorsement usd is not ACTIVE");
    emulator.refuse_next_endorsement("basic", "REJECTED");
    const std::string unknown = customer(R"("usd","cryptoCustody")");
    CHECK(code(unknown, "virtual-accounts", account).rfind("compliance_required", 0) == 0);
    CHECK(code(unknown, "external-accounts", us_account()) == "201"); // moves no money
    emulator.remove("/customers/" + usd_only);
    CHECK(code(usd_only, "virtual-accounts", account).rfind("forbidden", 0) == 0);
    CHECK(code(usd_only, "external-accounts", us_account()).rfind("forbidden", 0) == 0);
}

TEST_CASE("Early access requests are checked in the contract's order: body, resource, permission, state")
{
    oms::sandbox::settings settings = early_settings();
    settings.credentials.emplace_back("sk_sdbx_reader", "secret");
    settings.credentials.back().read_only = true;
    alice_at_work alice(settings);
    const std::string writer = alice.emulator.used_token();
    alice.emulator.use_token(alice.emulator.token("sk_sdbx_reader", "secret"));
    const std::string poor =
        "/customers/" + json_at(alice.emulator
                                    .send("POST", "/v0.9/customers", R"({"type":"individual","endorsements":[]})",
                                          {{"Authorization", "Bearer " + writer}, {"Idempotency-Key", "p"}})
                                    .body,
                                "id");
    const std::string good = "," + side("destination", "usdc", "polygon", to("id", alice.wallet)) + "}";
    const std::pair<std::string, std::string> kinds[] = {
        {"/virtual-accounts", "{" + from_bank}, {"/deposit-addresses", "{" + side("source", "usdc", "polygon")}};
    for (const auto& [kind, source] : kinds) {
        CAPTURE(kind);
        CHECK(alice.emulator.post("/customers/cst_unknown" + kind, source + "}")["code"] == "missing_field");
        CHECK(alice.emulator.post("/customers/cst_unknown" + kind, source + good)["code"] == "not_found");
        CHECK(alice.emulator.post(poor + kind, source + "," +
                                                   side("destination", "usdc", "polygon", to("id", "wlt_unknown")) +
                                                   "}")["code"] == "not_found");
        CHECK(alice.emulator.post(poor + kind, source + good)["message"] == "This key may not perform the operation.");
        alice.emulator.use_token(writer);
        CHECK(alice.emulator.post(poor + kind, source + good)["code"] == "compliance_required");
        CHECK(alice.emulator.post(alice.path + kind, source + good).status == 201);
        alice.emulator.use_token(alice.emulator.token("sk_sdbx_reader", "secret"));
    }
    CHECK(alice.emulator.post("/customers/cst_unknown/external-accounts", "{}")["code"] == "missing_field");
    CHECK(alice.emulator.post("/customers/cst_unknown/external-accounts", us_account())["code"] == "not_found");
    CHECK(alice.emulator.post(alice.path + "/external-accounts", us_account())["code"] == "forbidden");
    CHECK(alice.emulator.get(alice.path + "/virtual-accounts").count("data") == 1); // a reader may look
}

TEST_CASE("What cannot be a side, a fee or a field of a route is refused with its path")
{
    alice_at_work alice;
    const std::string good = side("destination", "usdc", "polygon", to("id", alice.wallet));
    const auto field = [&](const std::string& kind, const std::string& body) {
        const reply refused = alice.emulator.post(alice.path + kind, "{" + body + "}");
        CAPTURE(refused.body);
        CHECK(refused.status == 400);
        return refused["details.0.field"];
    };
    const std::string va = "/virtual-accounts", da = "/deposit-addresses";
    CHECK(field(va, side("source", "usd", "ach") + "," + good) == "source.asset");
    CHECK(field(va, side("source", "usdc", "polygon") + "," + good) == "source.asset");
    CHECK(field(va, side("source", "usd", "moon") + "," + good) == "source.network");
    CHECK(field(va, good) == "source");
    CHECK(field(va, from_bank) == "destination");
    CHECK(field(va, from_bank + "," + side("destination", "usd", "ach", to("externalAccount", "cpUsBank_1"))) ==
          "destination.asset");
    CHECK(field(va, from_bank + "," + side("destination", "usdc", "polygon")) == "destination.wallet");
    CHECK(field(va, from_bank + "," + side("destination", "usdc", "polygon", R"(,"wallet":{})")) ==
          "destination.wallet");
    CHECK(field(va, from_bank + "," + side("destination", "usdc", "ethereum", to("id", alice.wallet))) ==
          "destination.network");
    CHECK(field(va, from_bank + "," + good + R"(,"accountholderName":"nobody")") == "accountholderName");
    CHECK(field(va, from_bank + "," + good + R"(,"label":null)") == "label");
    CHECK(field(va, from_bank + "," + good + R"(,"colour":"red")") == "colour");
    std::string keys;
    for (int i = 0; i < 21; ++i)
        keys += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
    CHECK(field(va, from_bank + "," + good + R"(,"metadata":{)" + keys + "}") == "metadata");
    const std::string crypto = side("source", "usdt", "polygon");
    CHECK(field(da, side("source", "usdc", "solana") + "," + good) == "source.asset");
    CHECK(field(da, side("source", "btc", "bitcoin") + "," + good) == "source.asset");
    CHECK(field(da, crypto + "," + good + R"(,"bankMemo":"x")") == "bankMemo");
    const auto fee = [&](const std::string& fees) {
        return field(da, crypto + "," + good + R"(,"developerFees":)" + fees);
    };
    CHECK(fee(R"({})") == "developerFees");
    CHECK(fee(R"([{"type":"percentage"}])") == "developerFees.0.rate");
    CHECK(fee(R"([{"type":"fixed","rate":"0.1"}])") == "developerFees.0.type");
    CHECK(fee(R"([{"type":"percentage","rate":"-0.1"}])") == "developerFees.0.rate");
    CHECK(fee(R"([{"type":"percentage","rate":0.1}])") == "developerFees.0.rate");
    CHECK(fee(R"([{"type":"percentage","rate":"0.6"},{"type":"percentage","rate":"0.4"}])") == "developerFees");
    CHECK(fee(R"([{"type":"percentage","rate":"0.6","wallet":{}}])") == "developerFees.0.wallet");
}

TEST_CASE("A repeated early access request makes one thing and answers the same again")
{
    alice_at_work alice;
    const std::pair<std::string, std::string> bodies[] = {
        {"/virtual-accounts",
         "{" + from_bank + "," + side("destination", "usdc", "polygon", to("id", alice.wallet)) + "}"},
        {"/deposit-addresses", "{" + side("source", "usdc", "polygon") + "," +
                                   side("destination", "usdc", "polygon", to("id", alice.wallet)) + "}"},
        {"/external-accounts", us_account()}};
    for (const auto& [kind, body] : bodies) {
        CAPTURE(kind);
        const reply first = alice.emulator.post(alice.path + kind, body, "key" + kind);
        const reply again = alice.emulator.post(alice.path + kind, body, "key" + kind);
        CHECK(first.status == 201);
        CHECK(again.status == 201);
        CHECK(again.body == first.body);
        CHECK(again.header("Idempotency-Replayed") == "true");
        CHECK(alice.emulator.post(alice.path + kind, body + " ", "key" + kind)["code"] == "idempotency_conflict");
        CHECK(alice.emulator.oracle().effects.at("key" + kind) == 1);
        CHECK(alice.emulator.send("POST", "/v0.9" + alice.path + kind, body,
                                  {{"Authorization", "Bearer " + alice.emulator.used_token()}})["code"] ==
              "idempotency_key_required");
    }
    CHECK(alice.emulator.get(alice.path + "/virtual-accounts").count("data") == 1);
    CHECK(alice.emulator.get(alice.path + "/deposit-addresses").count("data") == 1);
}

TEST_CASE("Accounts do not see each other's early access resources")
{
    oms::sandbox::settings settings = early_settings();
    settings.credentials.emplace_back("sk_sdbx_other", "secret", "other");
    alice_at_work alice(settings);
    const std::string bank = alice.external_account(us_account());
    const std::string account = alice.virtual_account()["id"];
    alice.emulator.use_token(alice.emulator.token("sk_sdbx_other", "secret"));
    const std::string eve = "/customers/" + alice.emulator.customer("Eve");
    CHECK(alice.emulator.get(alice.path + "/virtual-accounts").status == 404);
    CHECK(
        alice.emulator.post("/virtual-accounts/" + account + "/simulate", R"({"rail":"ach_in","amount":"1"})").status ==
        404);
    CHECK(alice.emulator
              .post(eve + "/deposit-addresses", "{" + side("source", "usdc", "polygon") + "," +
                                                    side("destination", "usd", "ach", to("externalAccount", bank)) +
                                                    "}")
              .status == 404);
}

TEST_CASE("What tests place is listed like what the API created")
{
    alice_at_work alice;
    const std::string account = alice.emulator.place_virtual_account(alice.wallet);
    const std::string address = alice.emulator.place_deposit_address(alice.wallet);
    const reply accounts = alice.emulator.get(alice.path + "/virtual-accounts");
    CHECK(accounts["data.0.id"] == account);
    CHECK(accounts["data.0.destination.wallet.id"] == alice.wallet);
    const reply addresses = alice.emulator.get(alice.path + "/deposit-addresses");
    CHECK(addresses["data.0.id"] == address);
    CHECK(addresses["data.0.source.network"] == "ethereum");
}
