#include "alice_at_work.hpp"

#include "common/catch.hpp"

#include <algorithm>
#include <string>
#include <utility>

using oms::decimal;

TEST_CASE("A simulated transfer into a created virtual account becomes a funded wallet (H5)")
{
    alice_at_work alice;
    const std::string account = alice.virtual_account(R"(,"metadata":{"plan":"starter"})")["id"];
    const reply wired = alice.emulator.post("/virtual-accounts/" + account + "/simulate",
                                            R"({"rail":"ach_in","amount":"250.00","senderName":"Acme Payroll"})");
    CHECK(wired.status == 200);
    CHECK(wired["virtualAccountId"] == account);
    const reply done = alice.emulator.get("/transactions/" + wired["transactionId"]);
    CHECK(done["type"] == "fiatToCrypto");
    CHECK(done["status"] == "completed");
    CHECK(done["virtualAccountId"] == account);
    CHECK(done["senderCustomerId"] == alice.id);
    CHECK(done["recipientCustomerId"] == alice.id);
    CHECK(done["source.network"] == "usBank");
    CHECK(done["source.rail"] == "ach");
    CHECK(done["destination.rail"] == "crypto");
    CHECK(done["metadata"] == R"({"plan":"starter"})");
    CHECK(alice.emulator.balance(alice.wallet) == "250.00");
    CHECK(alice.emulator.event_names().back() == "transaction.fiatToCrypto.completed");
}

TEST_CASE("A simulated deposit to an address that pays out arrives in the bank account (H5)")
{
    alice_at_work alice;
    const std::string bank = alice.external_account(us_account("wire"));
    const std::string address =
        alice.deposit_address(side("destination", "usd", "wire", to("externalAccount", bank)))["id"];
    const reply sent = alice.emulator.post("/deposit-addresses/" + address + "/simulate",
                                           R"({"amount":"75.00","senderAddress":"0x1"})");
    CHECK(sent["asset"] == "usdt");
    CHECK(sent["network"] == "ethereum");
    const reply done = alice.emulator.get("/transactions/" + sent["transactionId"]);
    CHECK(done["type"] == "cryptoToFiat");
    CHECK(done["status"] == "completed");
    CHECK(done["depositAddressId"] == address);
    CHECK(done["recipientCustomerId"] == alice.id);
    CHECK(done["source.txHash"] == sent["txHash"]);
    CHECK(done["destination.rail"] == "wire");
    CHECK(done["destination.amountNet"] == "75.00");
    CHECK(done["destination.externalAccountId"] == bank);
    CHECK(done["destination.bankDetails.bankName"] == "First Bank of Somewhere");
    CHECK(done["destination.bankDetails.accountNumber"] == "****6789");
    CHECK(done["destination.owner.name"] == "Alice Nguyen");
    CHECK(done["destination.txHash"] == "null");
    CHECK(alice.emulator.event_names().back() == "transaction.cryptoToFiat.completed");
    auto seen = alice.emulator.oracle();
    CHECK(seen.assets["usd"].outside == decimal("75.00"));
    CHECK(seen.assets["usdt"].outside == decimal("-75.00"));
    CHECK(alice.emulator.get(alice.path + "/transactions").count("data") == 1);
}

TEST_CASE("A deposit that goes on to an address outside is found through its owner, the sender")
{
    alice_at_work alice;
    const std::string address =
        alice.deposit_address(side("destination", "usdc", "polygon", to("blockchainAddress", "0x2")))["id"];
    alice.emulator.post("/deposit-addresses/" + address + "/simulate", R"({"amount":"75.00"})");
    const reply list = alice.emulator.get(alice.path + "/transactions");
    REQUIRE(list.count("data") == 1);
    CHECK(list["data.0.role"] == "sender");
    CHECK(list["data.0.recipientCustomerId"] == "null");
    CHECK(list["data.0.destination.wallet.blockchainAddress"] == "0x2");
}

TEST_CASE("The developer's fees are taken of every deposit and paid into their wallets, never rounded up")
{
    alice_at_work alice;
    const std::string mine = alice.emulator.wallet(alice.id, "eth", "ethereum");
    const std::string address = alice.deposit_address(
        side("destination", "usdc", "polygon", to("id", alice.wallet)),
        R"(,"developerFees":[{"type":"percentage","rate":"0.015"},)"
        R"({"type":"percentage","rate":"0.1","wallet":{"id":")" +
            mine + R"("}},{"type":"percentage","rate":"0.01","wallet":{"blockchainAddress":"0x9"}}])")["id"];
    const auto simulate = [&](const std::string& amount) {
        return alice.emulator.get("/transactions/" +
                                  alice.emulator.post("/deposit-addresses/" + address + "/simulate",
                                                      R"({"amount":")" + amount + "\"}")["transactionId"]);
    };
    const reply done = simulate("64.00");
    CHECK(done["source.feesDeducted"] == R"({"developer":"8.00","gas":"0","oms":"0","total":"8.00"})");
    CHECK(done["source.amountNet"] == "56.00");
    CHECK(done["destination.amountNet"] == "56.00");
    CHECK(alice.emulator.balance(alice.wallet) == "56.00");
    CHECK(alice.emulator.balance(mine) == "0.002"); // 6.40 USDT
    auto seen = alice.emulator.oracle();
    CHECK(seen.assets["usdt"].fees == decimal("0.96"));
    CHECK(seen.assets["usdt"].outside == decimal("-63.36")); // 64.00 in, 0.64 out
    const auto names = alice.emulator.event_names();
    CHECK(std::count(names.begin(), names.end(), "wallet.depositDetected") == 1);

    CHECK(simulate("0.000001")["source.feesDeducted.total"] == "0");
    alice.emulator.fail_next_transaction();
    CHECK(simulate("64.00")["status"] == "failed"); // and nobody was paid
    CHECK(alice.emulator.balance(mine) == "0.002");
    alice.emulator.set_wallet_status(mine, "closed");
    CHECK(simulate("64.00")["status"] == "completed"); // the fee stays with the others
    seen = alice.emulator.oracle();
    CHECK(seen.assets["usdt"].fees == decimal("8.32"));
}

TEST_CASE("A virtual account may feed an address, a saved address, and the wallet of another customer")
{
    alice_at_work alice;
    const std::string bob = alice.emulator.customer("Bob");
    const std::string his = alice.emulator.wallet(bob);
    const std::string saved = alice.emulator.place_blockchain_account(alice.id, "usdc", "polygon", "0x5aved");
    const std::pair<std::string, std::string> ways[] = {
        {to("blockchainAddress", "0x2"), "0x2"}, {to("externalAccount", saved), "0x5aved"}, {to("id", his), ""}};
    for (const auto& [way, address] : ways) {
        const reply made =
            alice.emulator.post(alice.path + "/virtual-accounts",
                                "{" + from_bank + "," + side("destination", "usdc", "polygon", way) + "}");
        CAPTURE(made.body);
        REQUIRE(made.status == 201);
        const reply done = alice.emulator.get(
            "/transactions/" + alice.emulator.post("/virtual-accounts/" + made["id"] + "/simulate",
                                                   R"({"rail":"swift_in","amount":"20.00"})")["transactionId"]);
        CHECK(done["status"] == "completed");
        CHECK(done["senderCustomerId"] == alice.id);
        CHECK(done["recipientCustomerId"] == (address.empty() ? bob : alice.id));
        if (!address.empty())
            CHECK(done["destination.wallet.blockchainAddress"] == address);
    }
    CHECK(alice.emulator.balance(his) == "20.00");
}
