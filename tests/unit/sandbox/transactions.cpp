#include "bench.hpp"

#include "common/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("A send is processing when made, takes the gross amount at once and completes at the next request")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string bob = emulator.customer("Bob");
    const std::string from = emulator.funded_wallet(alice, "150.00");
    const std::string to = emulator.wallet(bob);
    const std::string quote = emulator.quote(alice, from, "100.00", R"("id":")" + to + "\"");
    const reply sent =
        emulator.post("/transactions", R"({"quoteId":")" + quote + R"(","partnerTransactionId":123,"tags":"payout"})");
    CHECK(sent.status == 201);
    CHECK(sent["status"] == "processing");
    CHECK(sent["type"] == "cryptoToCrypto");
    CHECK(sent["quoteId"] == quote);
    CHECK(sent["senderCustomerId"] == alice);
    CHECK(sent["recipientCustomerId"] == bob);
    CHECK(sent["source.walletId"] == from);
    CHECK(sent["source.rail"] == "crypto");
    CHECK(sent["destination.wallet.walletId"] == to);
    CHECK(sent["metadata"] == R"({"orderId":"ord_789"})"); // the quote's
    CHECK(sent["completedAt"] == "null");
    CHECK(sent["error"] == "null");
    CHECK_FALSE(sent.has("role"));
    CHECK(emulator.oracle().balances[from].str() == "50.00");
    CHECK(emulator.oracle().assets["usdc"].in_transit == oms::decimal("100"));

    emulator.advance(20s);
    const reply done = emulator.get("/transactions/" + sent["id"]);
    CHECK(done["status"] == "completed");
    CHECK(done["subStatus"] == "settled");
    CHECK(done["completedAt"] == "2026-06-15T14:30:00Z"); // when it happened, not when it was asked for
    CHECK(done["destination.txHash"].size() == 66);
    CHECK(emulator.get("/quotes/" + quote)["status"] == "accepted");
    CHECK(emulator.balance(from) == "50.00");
    CHECK(emulator.balance(to) == "99.42");
    CHECK(emulator.oracle().assets["usdc"].fees == oms::decimal("0.58"));
    CHECK(emulator.oracle().assets["usdc"].in_transit.is_zero());
    const auto names = emulator.event_names();
    CHECK(names[names.size() - 2] == "transaction.cryptoToCrypto.processing");
    CHECK(names.back() == "transaction.cryptoToCrypto.completed");
    CHECK(json_at(emulator.events().back().body, "data") == done[""]);
}

TEST_CASE("A send settles after its delay, without a request when the clock or the deliverer steps")
{
    oms::sandbox::settings settings = standing_settings();
    settings.settle_delay = 50ms;
    bench emulator(settings);
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "150.00");
    const std::string id = emulator.transaction(emulator.quote(alice, wallet, "100.00"))["id"];
    CHECK(emulator.get("/transactions/" + id)["status"] == "processing");
    emulator.advance(49ms);
    CHECK(emulator.get("/transactions/" + id)["status"] == "processing");
    REQUIRE(emulator.next_due().has_value());
    CHECK(emulator.next_due()->str() == "2026-06-15T14:30:00.050Z");
    emulator.advance(1ms);
    CHECK(emulator.event_names().back() == "transaction.cryptoToCrypto.completed");
    CHECK(emulator.get("/transactions/" + id)["updatedAt"] == "2026-06-15T14:30:00.050Z");
}

TEST_CASE("An endorsement is granted without a request after the delay")
{
    oms::sandbox::settings settings = standing_settings();
    settings.settle_delay = 50ms;
    bench emulator(settings);
    emulator.customer();
    CHECK(emulator.events().empty());
    emulator.advance(50ms);
    CHECK(emulator.event_names() == std::vector<std::string>{"customer.endorsement.granted"});
}

TEST_CASE("A quote makes one transaction, and only of money that is there")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    const std::string first = emulator.quote(alice, wallet, "60.00");
    const std::string second = emulator.quote(alice, wallet, "60.00");
    const std::string third = emulator.quote(alice, wallet, "40.00");
    CHECK(emulator.transaction(first).status == 201);
    const reply again = emulator.transaction(first);
    CHECK(again.status == 422);
    CHECK(again["code"] == "quote_already_accepted");
    const reply poor = emulator.transaction(second);
    CHECK(poor.status == 422);
    CHECK(poor["code"] == "insufficient_funds");
    CHECK(poor["details.0.field"] == "source.walletId");
    CHECK(emulator.get("/quotes/" + second)["status"] == "open");
    emulator.fund(wallet, "20");
    CHECK(emulator.transaction(second).status == 201); // a new attempt with a new key
    CHECK(emulator.transaction(third)["code"] == "insufficient_funds");
    emulator.advance(6min);
    CHECK(emulator.transaction(first)["code"] == "quote_already_accepted"); // accepted, though its time is over
    CHECK(emulator.transaction("qt_unknown")["code"] == "not_found");
    CHECK(emulator.post("/transactions",
                        R"({"quoteId":")" + third + R"(","partnerTransactionId":"123"})")["details.0.field"] ==
          "partnerTransactionId");
}

TEST_CASE("A transaction that fails afterwards gives everything back and says why")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    emulator.fail_next_transaction("onchain_transfer_failed", true);
    const std::string id = emulator.transaction(emulator.quote(alice, wallet, "60.00"))["id"];
    const reply failed = emulator.get("/transactions/" + id);
    CHECK(failed["status"] == "failed");
    CHECK(failed["error.code"] == "onchain_transfer_failed");
    CHECK(failed["error.occurredAt"] == "2026-06-15T14:30:00Z");
    CHECK(failed["error.recoverable"] == "true");
    CHECK(failed["completedAt"] == "null");
    CHECK(emulator.balance(wallet) == "100.00");
    CHECK(emulator.oracle().assets["usdc"].fees.is_zero());
    CHECK(emulator.event_names().back() == "transaction.cryptoToCrypto.failed");

    const std::string bob = emulator.customer("Bob");
    const std::string closed = emulator.wallet(bob);
    const std::string quote = emulator.quote(alice, wallet, "10.00", R"("id":")" + closed + "\"");
    emulator.set_wallet_status(closed, "closed");
    const std::string second = emulator.transaction(quote)["id"];
    CHECK(emulator.get("/transactions/" + second)["error.code"] == "destination_wallet_closed");
    CHECK(emulator.balance(wallet) == "100.00");
}

TEST_CASE("A payment can be held at the door or reviewed on its way")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    const std::string quote = emulator.quote(alice, wallet, "10.00");
    emulator.hold_next_transaction();
    const reply held = emulator.transaction(quote);
    CHECK(held.status == 422);
    CHECK(held["code"] == "compliance_hold");
    emulator.review_next_transaction(1min);
    const std::string id = emulator.transaction(quote)["id"];
    CHECK(emulator.event_names().back() == "transaction.cryptoToCrypto.underReview");
    CHECK(emulator.get("/transactions/" + id)["subStatus"] == "underReview");
    emulator.advance(1min);
    CHECK(emulator.get("/transactions/" + id)["status"] == "completed");
}

TEST_CASE("The endorsements are needed when the money moves, too")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    const std::string quote = emulator.quote(alice, wallet, "10.00");
    emulator.refuse_next_endorsement("basic", "REJECTED");
    emulator.patch("/customers/" + alice, R"({"endorsements":["basic"]})");
    CHECK(emulator.transaction(quote)["code"] == "compliance_required");
}

TEST_CASE("The role of a customer is told when the request names one")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string bob = emulator.customer("Bob");
    const std::string carol = emulator.customer("Carol");
    const std::string from = emulator.funded_wallet(alice, "100.00");
    const std::string to = emulator.wallet(bob);
    const std::string sent = emulator.transaction(emulator.quote(alice, from, "10.00", R"("id":")" + to + "\""))["id"];
    const std::string own =
        emulator.transaction(emulator.quote(alice, from, "10.00", R"("id":")" + emulator.wallet(alice) + "\""))["id"];
    const std::string out = emulator.transaction(emulator.quote(alice, from, "10.00"))["id"];
    CHECK(emulator.get("/transactions/" + sent + "?senderCustomerId=" + alice)["role"] == "sender");
    CHECK(emulator.get("/transactions/" + sent + "?recipientCustomerId=" + bob)["role"] == "recipient");
    CHECK(emulator.get("/transactions/" + own + "?senderCustomerId=" + alice)["role"] == "both");
    CHECK_FALSE(emulator.get("/transactions/" + sent + "?senderCustomerId=" + carol).has("role"));
    CHECK(emulator.get("/transactions/" + out)["recipientCustomerId"] == "null");

    const reply of_bob = emulator.get("/customers/" + bob + "/transactions");
    CHECK(of_bob.count("data") == 1);
    CHECK(of_bob["data.0.role"] == "recipient");
    const reply of_alice = emulator.get("/customers/" + alice + "/transactions");
    CHECK(of_alice["data.0.id"] == out);
    CHECK(of_alice["data.1.role"] == "both");
    CHECK(of_alice["data.2.role"] == "sender");
    CHECK(emulator.get("/customers/" + carol + "/transactions").count("data") == 0);
    CHECK(emulator.get("/customers/cst_unknown/transactions").status == 404);

    CHECK(emulator.get("/transactions?senderCustomerId=" + alice).count("data") == 3);
    CHECK(emulator.get("/transactions?recipientCustomerId=" + alice)["data.0.id"] == own);
    CHECK(emulator.get("/transactions?status=completed&type=cryptoToCrypto").count("data") == 3);
    CHECK(emulator.get("/transactions?status=awaitingAction").count("data") == 0);
    CHECK_FALSE(emulator.get("/transactions").has("data.0.role"));
}

TEST_CASE("A send to the address of a wallet inside arrives there as a deposit")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string from = emulator.funded_wallet(alice, "100.00");
    const std::string to = emulator.wallet(emulator.customer("Bob"));
    const std::string address = emulator.get("/customers?limit=1")["data.0.wallets.0.address"];
    emulator.transaction(emulator.quote(alice, from, "10.00", R"("blockchainAddress":")" + address + "\""));
    CHECK(emulator.balance(to) == "9.915");
    CHECK(emulator.event_names()[emulator.events().size() - 2] == "wallet.depositDetected");
}

TEST_CASE("A payout to a placed bank account is a crypto-to-fiat transaction with masked details")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "300.00");
    const std::string bank = emulator.place_bank_account(alice);
    const reply quote = emulator.post(
        "/quotes", R"({"customerId":")" + alice + R"(","source":{"walletId":")" + wallet +
                       R"(","asset":"usdc","network":"polygon","amount":"250.00"},"destination":{"asset":"usd",)"
                       R"("network":"ach","wallet":{"externalAccount":")" +
                       bank + R"("}}})");
    CHECK(quote["type"] == "cryptoToFiat");
    const std::string id = emulator.transaction(quote["id"])["id"];
    const reply done = emulator.get("/transactions/" + id);
    CHECK(done["status"] == "completed");
    CHECK(done["destination.rail"] == "ach");
    CHECK(done["destination.externalAccountId"] == bank);
    CHECK(done["destination.bankDetails.accountNumber"] == "****6789");
    CHECK(done["destination.owner.name"] == "Alice Nguyen");
    CHECK(done["recipientCustomerId"] == alice);
    CHECK(emulator.event_names().back() == "transaction.cryptoToFiat.completed");
    CHECK(emulator.oracle().assets["usd"].outside == oms::decimal(done["destination.amountNet"]));
}

TEST_CASE("A transaction's own metadata replaces the quote's, unchanged to the letter")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "300.00");
    const std::string quote = emulator.quote(alice, wallet, "10");
    const std::string metadata = R"({"big":123456789012345678901234567890,"rate":1.10,"e":1E5,"t":"\u00e4\"}"})";
    const reply sent =
        emulator.post("/transactions", R"({"metadata" : )" + metadata + R"( , "quoteId":")" + quote + "\"}");
    CHECK(sent.status == 201);
    CHECK(sent.body.find("\"metadata\":" + metadata + ",") != std::string::npos);
    std::string keys;
    for (int i = 0; i < 21; ++i)
        keys += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
    CHECK(emulator.post("/customers", R"({"type":"individual","metadata":{)" + keys + "}}")["details.0.field"] ==
          "metadata");
}
