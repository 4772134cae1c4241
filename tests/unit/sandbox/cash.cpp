#include "bench.hpp"

#include "common/catch.hpp"

using namespace std::chrono_literals;

namespace {

struct counter {
    counter() : customer(emulator.customer()), wallet(emulator.wallet(customer)) {}
    reply authorize(const std::string& code, const std::string& amount)
    {
        return emulator.post("/cash-ins/simulate/barcode-auth",
                             R"({"code":")" + code + R"(","amount":")" + amount + "\"}");
    }
    bench emulator;
    std::string customer;
    std::string wallet;
};

} // namespace

TEST_CASE("Cash locations are listed nearest first, and the query is checked")
{
    bench emulator;
    const reply shops = emulator.get("/cash-locations?provider=greendot&latitude=38.501207&longitude=-121.490114");
    CHECK(shops.count("data") == 5);
    CHECK(shops["hasMore"] == "false");
    CHECK(shops["data.0.name"] == "Walmart Example Supercenter #8810");
    CHECK(shops["data.0.distanceMiles"] == "0E0");
    CHECK(shops.body.find(R"("distanceMiles":0.0)") != std::string::npos);
    CHECK(shops["data.0.limits.maximum"] == "1000.00");
    CHECK(shops["data.1.limits.maximum"] == "500.00");
    CHECK(shops["data.0.address.country"] == "US");
    CHECK(shops["data.0.id"].rfind("loc_", 0) == 0);
    CHECK(emulator.get("/cash-locations?provider=nobody&latitude=0&longitude=0").count("data") == 0);
    CHECK(emulator.get("/cash-locations?provider=greendot&latitude=0&longitude=0&flow=cashOut").count("data") == 5);
    CHECK(emulator.get("/cash-locations?provider=greendot&latitude=0&longitude=0&flow=other").count("data") == 0);
    CHECK(emulator.get("/cash-locations")["code"] == "missing_field");
    CHECK(emulator.get("/cash-locations").count("details") == 3);
    CHECK(emulator.get("/cash-locations?provider=greendot&latitude=91&longitude=0")["details.0.field"] == "latitude");
    CHECK(emulator.get("/cash-locations?provider=greendot&latitude=0&longitude=west")["details.0.field"] ==
          "longitude");
}

TEST_CASE("A cash-in issues a code, the deposit makes a transaction, and the wallet is credited")
{
    counter at;
    const reply made = at.emulator.cash_in(at.customer, at.wallet);
    CHECK(made.status == 201);
    CHECK(made["object"] == "cashIn");
    CHECK(made["status"] == "pending");
    CHECK(made["subStatus"] == "order_reserved");
    CHECK(made["source.amount"] == "null");
    CHECK(made["source.indicatedAmount"] == "100.00");
    CHECK(made["source.amountNet"] == "98.00");
    CHECK(made["source.feesDeducted.oms"] == "2.00");
    CHECK(made["destination.wallet.id"] == at.wallet);
    CHECK(made["depositInstructions.code"].size() == 9);
    CHECK(made["depositInstructions.expiresAt"] == "2026-06-15T15:30:00Z");
    CHECK(made["omsFeeSchedule.entries.0.rate"] == "0.015");
    CHECK(made["omsFeeSchedule.entries.1.amount"] == "0.50");
    CHECK(made["transactionId"] == "null");
    CHECK(made["rates.effectiveRate"] == "0.98");

    at.emulator.advance(5min);
    const reply authorized = at.authorize(made["depositInstructions.code"], "60.00");
    CHECK(authorized.status == 200);
    CHECK(authorized["authorizedAmount"] == "60.00");
    CHECK(authorized["responseCode"] == "00");
    CHECK(at.emulator.get("/cash-ins/" + made["id"])["status"] == "pending");
    const reply committed =
        at.emulator.post("/cash-ins/simulate/auth-commit",
                         R"({"accountNumber":")" + authorized["accountNumber"] + R"(","accountReferenceNumber":")" +
                             authorized["accountReferenceNumber"] + R"(","amount":"60.00","originalConfirmationId":")" +
                             authorized["confirmationId"] + R"(","description":"Sandbox cash deposit"})");
    CHECK(committed.status == 200);
    for (const char* field : {"authorizedAmount", "confirmationId", "responseCode", "responseId", "responseText"})
        CHECK(committed.has(field));

    const reply done = at.emulator.get("/cash-ins/" + made["id"]);
    CHECK(done["status"] == "completed");
    CHECK(done["subStatus"] == "settled");
    CHECK(done["source.amount"] == "60.00");
    CHECK(done["source.amountNet"] == "58.60");
    CHECK(done["completedAt"] == "2026-06-15T14:35:00Z");
    const reply transaction = at.emulator.get("/transactions/" + done["transactionId"]);
    CHECK(transaction["type"] == "fiatToCrypto");
    CHECK(transaction["cashInId"] == made["id"]);
    CHECK(transaction["source.rail"] == "cash");
    CHECK_FALSE(transaction.has("source.walletId"));
    CHECK(transaction["senderCustomerId"] == at.customer);
    CHECK(transaction["recipientCustomerId"] == at.customer);
    CHECK(at.emulator.balance(at.wallet) == "58.60");
    const auto names = at.emulator.event_names();
    CHECK(std::vector<std::string>(names.end() - 3, names.end()) ==
          std::vector<std::string>{"transaction.fiatToCrypto.processing", "transaction.fiatToCrypto.completed",
                                   "cashIn.completed"});
    CHECK(json_at(at.emulator.events().back().body, "data") == done[""]);
    CHECK(at.emulator.oracle().assets["usd"].outside == oms::decimal("-60"));
    CHECK(at.emulator.oracle().assets["usd"].fees == oms::decimal("1.40"));
}

TEST_CASE("A code lives one hour; refresh issues another and makes the old one useless")
{
    counter at;
    const reply made = at.emulator.cash_in(at.customer, at.wallet);
    const std::string path = "/cash-ins/" + made["id"];
    at.emulator.advance(3'599'999ms);
    CHECK(at.emulator.get(path)["status"] == "pending");
    at.emulator.advance(1ms);
    at.emulator.use_token(at.emulator.token()); // tokens live one hour, too
    const reply expired = at.emulator.get(path);
    CHECK(expired["status"] == "expired");
    CHECK(expired["subStatus"] == "cash_deposit_expired");
    CHECK(expired["updatedAt"] == "2026-06-15T15:30:00Z");
    CHECK(at.authorize(made["depositInstructions.code"], "100.00")["code"] == "invalid_request");

    at.emulator.advance(10min);
    const reply fresh = at.emulator.post(path + "/refresh", "");
    CHECK(fresh.status == 200);
    CHECK(fresh["id"] == made["id"]);
    CHECK(fresh["status"] == "pending");
    CHECK(fresh["depositInstructions.code"] != made["depositInstructions.code"]);
    CHECK(fresh["depositInstructions.expiresAt"] == "2026-06-15T16:40:00Z");
    const reply again = at.emulator.post(path + "/refresh", ""); // a pending one, too
    CHECK(again.status == 200);
    CHECK(at.authorize(fresh["depositInstructions.code"], "100.00")["code"] == "invalid_request");
    CHECK(at.emulator.pay_at_counter(again["depositInstructions.code"], "100.00").status == 200);
    CHECK(at.emulator.get(path)["status"] == "completed");
    const reply late = at.emulator.post(path + "/refresh", "");
    CHECK(late.status == 400);
    CHECK(late["code"] == "invalid_request");
    CHECK(at.authorize(again["depositInstructions.code"], "100.00")["code"] == "invalid_request"); // used
    CHECK(at.authorize("ABC 00000", "100.00")["code"] == "not_found");
    CHECK(at.emulator.post("/cash-ins/ci_unknown/refresh", "")["code"] == "not_found");
    CHECK(at.emulator.post(path + "/refresh", R"({"a":1})")["code"] == "invalid_request");
}

TEST_CASE("Cash limits hold for the location, the day, the week and the month")
{
    counter at;
    const reply above = at.emulator.cash_in(at.customer, at.wallet, "500.01");
    CHECK(above.status == 422);
    CHECK(above["code"] == "limit_exceeded");
    CHECK(above["details.0.field"] == "source.indicatedAmount");
    CHECK(above["message"] == "The amount is outside the limits for this location.");
    CHECK(above["details.0.message"] == "must not be greater than 500.00");
    const reply below = at.emulator.cash_in(at.customer, at.wallet, "19.99");
    CHECK(below["code"] == "limit_exceeded");
    CHECK(below["message"] == above["message"]);
    CHECK(below["details.0.message"] == "must not be less than 20.00");
    CHECK(at.emulator.cash_in(at.customer, at.wallet, "0.40")["details.0.field"] == "source.indicatedAmount");
    const std::string code = at.emulator.cash_in(at.customer, at.wallet)["depositInstructions.code"];
    CHECK(at.authorize(code, "500.01")["code"] == "limit_exceeded");
    const reply little = at.authorize(code, "19.99");
    CHECK(little["message"] == "The amount is outside the limits for cash.");
    CHECK(little["details.0.field"] == "amount");

    // 1,500 a day: 500 three times, then not even 20, whatever the count allows.
    const auto deposit = [&](const std::string& amount) {
        at.emulator.use_token(at.emulator.token());
        return at.emulator.pay_at_counter(at.emulator.cash_in(at.customer, at.wallet)["depositInstructions.code"],
                                          amount);
    };
    for (int i = 0; i < 3; ++i)
        CHECK(deposit("500.00").status == 200);
    CHECK(deposit("20.00")["code"] == "limit_exceeded");
    at.emulator.advance(24h);
    // 3,500 a week: 1,500 + 1,500 + 500.
    for (int i = 0; i < 3; ++i)
        CHECK(deposit("500.00").status == 200);
    at.emulator.advance(24h);
    CHECK(deposit("500.00").status == 200);
    CHECK(deposit("20.00")["code"] == "limit_exceeded");
    at.emulator.advance(24h * 7);
    // 5,000 a month: 3,500 + 1,500.
    for (int i = 0; i < 3; ++i)
        CHECK(deposit("500.00").status == 200);
    at.emulator.advance(24h);
    CHECK(deposit("20.00")["code"] == "limit_exceeded");
    at.emulator.advance(24h * 30);
    CHECK(deposit("20.00").status == 200);
    CHECK(deposit("20.00").status == 200);
    CHECK(deposit("20.00").status == 200);
    CHECK(deposit("20.00")["code"] == "limit_exceeded"); // three a day
}

TEST_CASE("A commit needs its authorization, once, and at most its amount")
{
    counter at;
    const std::string code = at.emulator.cash_in(at.customer, at.wallet)["depositInstructions.code"];
    const reply authorized = at.authorize(code, "100.00");
    const auto commit = [&](const std::string& amount, const std::string& reference, const std::string& more = "") {
        return at.emulator.post("/cash-ins/simulate/auth-commit",
                                R"({"accountNumber":")" + authorized["accountNumber"] +
                                    R"(","accountReferenceNumber":")" + reference + R"(","amount":")" + amount +
                                    R"(","originalConfirmationId":")" + authorized["confirmationId"] + "\"" + more +
                                    "}");
    };
    const std::string reference = authorized["accountReferenceNumber"];
    CHECK(commit("100.00", "ARN-0")["code"] == "not_found");
    CHECK(commit("100.01", reference)["code"] == "limit_exceeded");
    CHECK(commit("100.00", reference, R"(,"customerId":")" + at.emulator.customer("Bob") + "\"")["details.0.field"] ==
          "customerId");
    CHECK(commit("100.00", reference, R"(,"customerId":")" + at.customer + "\"").status == 200);
    CHECK(commit("100.00", reference)["code"] == "invalid_request");
    CHECK(at.emulator.balance(at.wallet) == "98.00");
    CHECK(at.emulator.post("/cash-ins/simulate/auth-commit", "{}").count("details") == 4);

    // Without a known authorization a named customer gets a minimal transaction.
    CHECK(commit("50.00", "ARN-0", R"(,"customerId":")" + at.customer + "\"").status == 200);
    const reply list = at.emulator.get("/transactions");
    CHECK(list["data.0.cashInId"] == "null");
    CHECK(list["data.0.type"] == "fiatToCrypto");
    CHECK(list["data.0.status"] == "completed");
    CHECK(at.emulator.balance(at.wallet) == "146.75");

    // Cash has its limits without a code, too.
    const auto drop = [&](const std::string& amount) {
        return commit(amount, "ARN-0", R"(,"customerId":")" + at.customer + "\"")["code"];
    };
    CHECK(drop("19.99") == "limit_exceeded");
    CHECK(drop("500.01") == "limit_exceeded");
    CHECK(drop(std::string(96, '9')) == "invalid_field");
    CHECK(drop("500.00") == "(absent)");
    CHECK(drop("20.00") == "limit_exceeded"); // three a day
}

TEST_CASE("Cash for the wallet of another customer has that customer as its recipient")
{
    counter at;
    const std::string bob = at.emulator.customer("Bob");
    const reply made = at.emulator.cash_in(at.customer, at.emulator.wallet(bob));
    CHECK(at.emulator.pay_at_counter(made["depositInstructions.code"], "100.00").status == 200);
    const reply received = at.emulator.get("/customers/" + bob + "/transactions");
    CHECK(received["data.0.role"] == "recipient");
    CHECK(received["data.0.senderCustomerId"] == at.customer);
}

TEST_CASE("A cash-in needs the usd endorsement, a known location and its reference")
{
    counter at;
    const std::string other =
        at.emulator.post("/customers", identified_customer("Bob", R"(,"endorsements":["cryptoCustody"])"))["id"];
    const reply refused = at.emulator.cash_in(other, at.wallet);
    CHECK(refused.status == 422);
    CHECK(refused["code"] == "endorsement_required");
    CHECK(refused["details.0.message"] == "endorsement usd is not ACTIVE");
    const reply shops = at.emulator.get("/cash-locations?provider=greendot&latitude=38.5&longitude=-121.5");
    const auto ask = [&](const std::string& location, const std::string& reference, const std::string& asset) {
        return at.emulator.post("/cash-ins",
                                R"({"customerId":")" + at.customer + R"(","source":{"asset":")" + asset +
                                    R"("},"destination":{"asset":"usdc","network":"polygon","wallet":{"id":")" +
                                    at.wallet + R"("}},"cash":{"locationId":")" + location +
                                    R"(","locationReference":")" + reference + "\"}}");
    };
    CHECK(ask("loc_unknown", shops["data.0.reference"], "usd")["code"] == "not_found");
    CHECK(ask(shops["data.0.id"], "b3RoZXI=", "usd")["details.0.field"] == "cash.locationReference");
    CHECK(ask(shops["data.0.id"], shops["data.0.reference"], "eur")["details.0.field"] == "source.asset");
    const reply made = ask(shops["data.0.id"], shops["data.0.reference"], "usd");
    CHECK(made["source.indicatedAmount"] == "100.00"); // the default
    CHECK(at.emulator.get("/cash-ins?customerId=" + at.customer + "&status=pending").count("data") == 1);
    CHECK(at.emulator.get("/cash-ins?status=completed").count("data") == 0);
}

TEST_CASE("A deposit whose transaction fails makes the cash-in fail, and the cash goes back")
{
    counter at;
    const reply made = at.emulator.cash_in(at.customer, at.wallet);
    at.emulator.fail_next_transaction("provider_order_failed");
    CHECK(at.emulator.pay_at_counter(made["depositInstructions.code"], "100.00").status == 200);
    const reply failed = at.emulator.get("/cash-ins/" + made["id"]);
    CHECK(failed["status"] == "failed");
    CHECK(failed["subStatus"] == "cash_deposit_failed");
    CHECK(at.emulator.event_names().back() == "transaction.fiatToCrypto.failed");
    CHECK(at.emulator.balance(at.wallet) == "0.00");
    CHECK(at.emulator.oracle().assets["usd"].outside.is_zero());
}

TEST_CASE("Virtual accounts and deposit addresses that were placed feed their wallets")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.wallet(customer);
    const std::string account = emulator.place_virtual_account(wallet);
    const std::string address = emulator.place_deposit_address(wallet);
    const reply wired = emulator.post("/virtual-accounts/" + account + "/simulate",
                                      R"({"rail":"wire_in","amount":"250.00","senderName":"Acme Payroll"})");
    CHECK(wired.status == 200);
    CHECK(wired["object"] == "simulatedTransfer");
    CHECK(wired["rail"] == "wire_in");
    CHECK(wired["asset"] == "usd");
    CHECK(wired["status"] == "processing");
    const reply transaction = emulator.get("/transactions/" + wired["transactionId"]);
    CHECK(transaction["type"] == "fiatToCrypto");
    CHECK(transaction["virtualAccountId"] == account);
    CHECK(transaction["source.rail"] == "wire");
    const reply sent = emulator.post("/deposit-addresses/" + address + "/simulate", R"({"amount":"75.00"})");
    CHECK(sent["asset"] == "usdt");
    CHECK(sent["network"] == "ethereum");
    CHECK(emulator.get("/transactions/" + sent["transactionId"])["depositAddressId"] == address);
    CHECK(emulator.balance(wallet) == "325.00");
    CHECK(emulator.post("/virtual-accounts/va_unknown/simulate", R"({"rail":"ach_in","amount":"1"})").status == 404);
    CHECK(emulator.post("/virtual-accounts/" + account + "/simulate",
                        R"({"rail":"ach","amount":"1"})")["details.0.field"] == "rail");

    // Neither a transfer nor the sum of transfers is too long to compute with.
    const std::string digits(24, '9');
    CHECK(emulator.post("/deposit-addresses/" + address + "/simulate", R"({"amount":"9)" + digits + "\"}")["code"] ==
          "invalid_field");
    for (const std::string& amount : {digits + "." + digits, "0." + std::string(23, '0') + "1"})
        CHECK(
            emulator
                .post("/virtual-accounts/" + account + "/simulate", R"({"rail":"swift_in","amount":")" + amount + "\"}")
                .status == 200);
    CHECK(emulator.balance(wallet) == "1" + std::string(21, '0') + "325.00");

    emulator.remove("/customers/" + customer);
    CHECK(emulator.post("/deposit-addresses/" + address + "/simulate", R"({"amount":"75.00"})")["code"] == "forbidden");
}
