#include "alice_at_work.hpp"

#include "common/catch.hpp"

#include <map>
#include <string>
#include <utility>

TEST_CASE("The schemas say what each rail of a country and currency needs, as the contract shows it (H1)")
{
    bench emulator(early_settings());
    const reply us = emulator.get("/external-accounts/schemas?country=US&currency=USD");
    CHECK(us.status == 200);
    CHECK(us["hasMore"] == "false");
    REQUIRE(us.count("data") == 2);
    CHECK(us["data.0.object"] == "externalAccountSchema");
    CHECK(us["data.0.type"] == "usBank");
    CHECK(us["data.0.country"] == "US");
    CHECK(us["data.0.currency"] == "USD");
    CHECK(us["data.0.network"] == "ach");
    CHECK(us["data.0.fields.0"] == R"({"name":"accountNumber","label":"Account number","type":"string",)"
                                   R"("required":true,"pattern":"^[0-9]{4,17}$"})");
    CHECK(us["data.0.fields.2.enum"] == R"(["checking","savings"])");
    CHECK(us["data.1.network"] == "wire");
    const std::map<std::string, std::string> rails = {
        {"country=DE&currency=EUR", "sepa"}, {"country=GB&currency=GBP", "fps"}, {"country=MX&currency=MXN", "spei"},
        {"country=BR&currency=BRL", "pix"},  {"country=IN&currency=INR", "upi"}, {"country=JP&currency=USD", "swift"}};
    for (const auto& [query, network] : rails) {
        CAPTURE(query);
        const reply found = emulator.get("/external-accounts/schemas?" + query);
        REQUIRE(found.count("data") == 1);
        CHECK(found["data.0.network"] == network);
        CHECK(found["data.0.type"] == "intlBank");
        CHECK(found["data.0.country"] == query.substr(8, 2));
        CHECK(found.count("data.0.fields") >= 2);
    }
}

TEST_CASE("An unknown pair of country and currency has no schemas; either may be left out; codes are checked")
{
    bench emulator(early_settings());
    const auto count = [&](const std::string& query) {
        return emulator.get("/external-accounts/schemas" + query).count("data");
    };
    CHECK(count("?country=US&currency=EUR") == 0);
    CHECK(count("?country=ZZ&currency=USD") == 0);
    CHECK(count("?country=US") == 2);
    CHECK(count("?country=GB") == 2); // fps, and swift in USD
    CHECK(count("?currency=GBP") == 1);
    CHECK(count("") > 30);
    for (const std::string query : {"country=us", "country=USA", "currency=usd", "currency=", "rail=ach"}) {
        CAPTURE(query);
        const reply refused = emulator.get("/external-accounts/schemas?" + query);
        CHECK(refused.status == 400);
        CHECK(refused["details.0.field"] == query.substr(0, query.find('=')));
    }
}

TEST_CASE("An external account is validated, masked, and its network decides the prefix of its id (H1)")
{
    alice_at_work alice;
    const reply made = alice.emulator.post(
        alice.path + "/external-accounts",
        R"({"type":"usBank","country":"US","currency":"USD","network":"ach","bankDetails":)"
        R"({"accountNumber":"000123456789","routingNumber":"021000021","accountType":"checking"},"metadata":{"a":1}})");
    CHECK(made.status == 201);
    CHECK(made["id"].rfind("cpUsBank_", 0) == 0);
    CHECK(made["object"] == "externalAccount");
    CHECK(made["customerId"] == alice.id);
    CHECK(made["type"] == "usBank");
    CHECK(made["status"] == "verified");
    CHECK(made["network"] == "ach");
    CHECK(made["bankDetails"] == R"({"bankName":"Example Bank","accountNumber":"****6789"})");
    CHECK(made["createdAt"] == "2026-06-15T14:30:00Z");
    CHECK(made.body.find("000123456789") == std::string::npos);
    CHECK(made.body.find("021000021") == std::string::npos);

    const reply wire = alice.emulator.post(alice.path + "/external-accounts", us_account("wire"));
    CHECK(wire["id"].rfind("cpUsBank_", 0) == 0);
    CHECK(wire["bankDetails.bankName"] == "First Bank of Somewhere");
    const reply sepa = alice.emulator.post(
        alice.path + "/external-accounts",
        R"({"network":"sepa","bankDetails":{"iban":"DE89370400440532013000","accountOwnerName":"Alice Nguyen"}})");
    CHECK(sepa["id"].rfind("cpIntlBank_", 0) == 0);
    CHECK(sepa["bankDetails.accountNumber"] == "****3000");
    CHECK(sepa["type"] == "intlBank");
}

TEST_CASE("A short account number is masked so that not more than half of it shows")
{
    alice_at_work alice;
    const std::pair<const char*, const char*> numbers[] = {
        {"1234", "****34"}, {"123456", "****456"}, {"12345678", "****5678"}, {"12345678901234567", "****4567"}};
    for (const auto& [number, shown] : numbers)
        CHECK(alice.emulator.post(
                  alice.path + "/external-accounts",
                  R"({"network":"ach","bankDetails":{"accountNumber":")" + std::string(number) +
                      R"(","routingNumber":"021000021","accountType":"savings"}})")["bankDetails.accountNumber"] ==
              shown);
}

TEST_CASE("Bank details that do not fit their schema are refused with the path of every field")
{
    alice_at_work alice;
    const auto refused = [&](const std::string& body) {
        reply answer = alice.emulator.post(alice.path + "/external-accounts", body);
        CAPTURE(body, answer.body);
        CHECK(answer.status == 400);
        return answer;
    };
    const reply wrong = refused(R"({"network":"ach","bankDetails":{"accountNumber":"12","routingNumber":21000021,)"
                                R"("accountType":"gold","iban":"DE89"}})");
    CHECK(wrong["code"] == "invalid_field");
    CHECK(wrong["details.0.field"] == "bankDetails.accountNumber");
    CHECK(wrong["details.0.message"] == "must match ^[0-9]{4,17}$");
    CHECK(wrong["details.1.field"] == "bankDetails.routingNumber");
    CHECK(wrong["details.1.message"] == "must be a string");
    CHECK(wrong["details.2.field"] == "bankDetails.accountType");
    CHECK(wrong["details.3.field"] == "bankDetails.iban");
    const reply missing = refused(R"({"network":"ach","bankDetails":{"accountNumber":"123456"}})");
    CHECK(missing["code"] == "missing_field");
    CHECK(missing["details.0.field"] == "bankDetails.routingNumber");
    CHECK(missing["details.1.field"] == "bankDetails.accountType");
    CHECK(refused(R"({"network":"ach"})")["details.0.field"] == "bankDetails");
    CHECK(refused(R"({"network":"ach","bankDetails":[]})")["details.0.field"] == "bankDetails");
    CHECK(refused(R"({"network":"pigeon","bankDetails":{"anything":1}})")["details.0.field"] == "network");
    const std::string details = R"("bankDetails":{"accountNumber":"123456","routingNumber":"021000021",)"
                                R"("accountType":"savings"},"network":"ach")";
    CHECK(refused("{" + details + R"(,"country":"DE"})")["details.0.field"] == "country");
    CHECK(refused("{" + details + R"(,"country":"usa"})")["details.0.field"] == "country");
    CHECK(refused("{" + details + R"(,"currency":"EUR"})")["details.0.field"] == "currency");
    CHECK(refused("{" + details + R"(,"type":"intlBank"})")["details.0.field"] == "type");
    CHECK(refused("{" + details + R"(,"metadata":[]})")["details.0.field"] == "metadata");
    CHECK(refused(R"({"network":"sepa","bankDetails":{"iban":"DE)" + std::string(100'000, '1') +
                  R"(","accountOwnerName":"A"}})")["details.0.message"] == "is too long");
    CHECK(alice.emulator.oracle().effects.size() == 2); // the customer and the wallet
}

TEST_CASE("A payout to an account that the API created is quoted and executed on its own rail only (H1)")
{
    alice_at_work alice;
    alice.emulator.fund(alice.wallet, "1000");
    struct rail {
        std::string network, asset, name, account;
    };
    const rail rails[] = {
        {"ach", "usd", "ach", alice.external_account(us_account())},
        {"wire", "usd", "wire", alice.external_account(us_account("wire"))},
        {"sepa", "eur", "sepa",
         alice.external_account(
             R"({"network":"sepa","bankDetails":{"iban":"DE89370400440532013000","accountOwnerName":"Alice Nguyen"}})")},
        {"swift", "usd", "international_wire",
         alice.external_account(R"({"network":"swift","country":"JP","bankDetails":{"accountNumber":"1234567",)"
                                R"("bic":"BOTKJPJT","bankName":"Bank","accountOwnerName":"Alice"}})")},
    };
    const auto quote = [&](const rail& by, const std::string& account) {
        return alice.emulator.post("/quotes",
                                   R"({"customerId":")" + alice.id + R"(","source":{"walletId":")" + alice.wallet +
                                       R"(","asset":"usdc","network":"polygon","amount":"100.00"},)" +
                                       side("destination", by.asset, by.network, to("externalAccount", account)) + "}");
    };
    for (const rail& by : rails) {
        CAPTURE(by.network);
        const reply quoted = quote(by, by.account);
        CAPTURE(quoted.body);
        CHECK(quoted["type"] == "cryptoToFiat");
        CHECK(quoted["destination.wallet.externalAccount"] == by.account);
        const reply done = alice.emulator.get("/transactions/" + alice.emulator.transaction(quoted["id"])["id"]);
        CHECK(done["status"] == "completed");
        CHECK(done["destination.rail"] == by.name);
        CHECK(done["destination.externalAccountId"] == by.account);
        CHECK(done["destination.wallet.externalAccountId"] == by.account);
        for (const rail& other : rails)
            if (other.network != by.network)
                CHECK(quote(by, other.account)["details.0.field"] == "destination.network");
    }
    CHECK(alice.emulator.balance(alice.wallet) == "600.00");
}

TEST_CASE("A debit card and an address on a chain, which only tests can place, are paid to as well")
{
    alice_at_work alice;
    alice.emulator.fund(alice.wallet, "1000");
    const std::string card = alice.emulator.place_debit_card(alice.id);
    CHECK(card.rfind("pmCard_", 0) == 0);
    const std::string saved = alice.emulator.place_blockchain_account(alice.id, "usdc", "polygon", "0x5aved");
    CHECK(saved.rfind("cpBcAddr_", 0) == 0);
    const auto pay = [&](const std::string& destination) {
        const reply quoted = alice.emulator.post(
            "/quotes", R"({"customerId":")" + alice.id + R"(","source":{"walletId":")" + alice.wallet +
                           R"(","asset":"usdc","network":"polygon","amount":"100.00"},)" + destination + "}");
        CAPTURE(quoted.body);
        return alice.emulator.get("/transactions/" + alice.emulator.transaction(quoted["id"])["id"]);
    };
    const reply by_card = pay(side("destination", "usd", "card", to("externalAccount", card)));
    CHECK(by_card["type"] == "cryptoToFiat");
    CHECK(by_card["destination.rail"] == "card");
    CHECK(by_card["destination.bankDetails.accountNumber"] == "****4242");
    const reply on_chain = pay(side("destination", "usdc", "polygon", to("externalAccount", saved)));
    CHECK(on_chain["type"] == "cryptoToCrypto");
    CHECK(on_chain["destination.wallet.blockchainAddress"] == "0x5aved");
    CHECK(on_chain["destination.wallet.externalAccountId"] == saved);
    CHECK_FALSE(on_chain.has("destination.bankDetails"));
    CHECK(on_chain["destination.txHash"].size() == 66);

    // A saved address that is a wallet inside brings the money there.
    const std::string bob = alice.emulator.customer("Bob");
    const std::string inside = alice.emulator.wallet(bob);
    const std::string home = alice.emulator.place_blockchain_account(
        alice.id, "usdc", "polygon", alice.emulator.get("/customers/" + bob)["wallets.0.address"]);
    const reply arrived = pay(side("destination", "usdc", "polygon", to("externalAccount", home)));
    CHECK(alice.emulator.balance(inside) == arrived["destination.amountNet"]);

    CHECK_THROWS_AS(alice.emulator.place_debit_card("cst_unknown"), oms::error);
    CHECK_THROWS_AS(alice.emulator.place_blockchain_account(alice.id, "usdc", "bitcoin", "0x1"), oms::error);
    CHECK_THROWS_AS(alice.emulator.place_blockchain_account(alice.id, "usd", "ach", "0x1"), oms::error);
    CHECK_THROWS_AS(alice.emulator.place_blockchain_account(alice.id, "usdc", "polygon", ""), oms::error);
}
