#include "bench.hpp"

#include "common/catch.hpp"

TEST_CASE("A wallet is active at once and holds one asset on one chain")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const reply made = emulator.post("/customers/" + customer + "/wallets", R"({"asset":"usdc","chain":"polygon"})");
    CHECK(made.status == 201);
    CHECK(made["object"] == "wallet");
    CHECK(made["customerId"] == customer);
    CHECK(made["address"].size() == 42);
    CHECK(made["address"].rfind("0x", 0) == 0);
    CHECK(made["asset"] == "usdc");
    CHECK(made["chain"] == "polygon");
    CHECK(made["status"] == "active");
    CHECK(made["type"] == "internal");
    const std::string again = emulator.wallet(customer); // a second one of the same pair
    CHECK(again != made["id"]);
    const reply list = emulator.get("/customers/" + customer + "/wallets");
    CHECK(list["data.0.id"] == again);
    CHECK(list["data.1"] == made[""]);
    const reply owner = emulator.get("/customers/" + customer);
    CHECK(owner["wallets.0.network"] == "polygon");
    CHECK(owner["wallets.0.type"] == "custodial");
}

TEST_CASE("Only crypto pairs that exist make a wallet")
{
    bench emulator;
    const std::string path = "/customers/" + emulator.customer() + "/wallets";
    const auto field = [&](const char* body) {
        const reply answer = emulator.post(path, body);
        CHECK(answer["code"] == "invalid_field");
        return answer["details.0.field"];
    };
    CHECK(field(R"({"asset":"doge","chain":"polygon"})") == "asset");
    CHECK(field(R"({"asset":"usdt","chain":"solana"})") == "chain");
    CHECK(field(R"({"asset":"usd","chain":"ach"})") == "asset");
    CHECK(field(R"({"asset":"usdc","network":"polygon","chain":"polygon"})") == "network");
    for (const auto& [asset, chain] :
         {std::pair{"usdc", "solana"}, {"usdt", "ethereum"}, {"btc", "bitcoin"}, {"eth", "ethereum"}})
        CHECK(emulator.post(path, R"({"asset":")" + std::string(asset) + R"(","chain":")" + chain + "\"}").status ==
              201);
}

TEST_CASE("Balances are exact and estimated in the currency that was asked for")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string usdc = emulator.funded_wallet(customer, "1234.56");
    const std::string eth = emulator.wallet(customer, "eth", "ethereum");
    emulator.fund(eth, "0.250000000000000001");
    const reply one = emulator.get("/wallets/" + eth + "/balance");
    CHECK(one["object"] == "walletBalance");
    CHECK(one["walletId"] == eth);
    CHECK(one["chain"] == "ethereum");
    CHECK(one["balance"] == "0.250000000000000001");
    CHECK(one["estimatedBalance"] == "800.00");
    CHECK(one["estimatedBalanceCurrencyCode"] == "USD");
    const reply all = emulator.get("/customers/" + customer + "/balance?estimatedBalanceCurrencyCode=EUR");
    CHECK(all["object"] == "customerBalance");
    CHECK(all["customerId"] == customer);
    CHECK(all["estimatedBalance"] == "1627.65"); // (1234.56 + 800) / 1.25
    CHECK(all["estimatedBalanceCurrencyCode"] == "EUR");
    CHECK(all["wallets.0.walletId"] == usdc);
    CHECK(all["wallets.0.balance"] == "1234.56");
    CHECK(all["wallets.1.estimatedBalance"] == "640.00");
    CHECK(emulator.get("/wallets/" + eth + "/balance?estimatedBalanceCurrencyCode=usd")["code"] == "invalid_field");
    CHECK(emulator.get("/wallets/" + eth + "/balance?estimatedBalanceCurrencyCode=QQQ")["code"] == "invalid_field");
    CHECK(emulator.balance(emulator.wallet(customer)) == "0.00");
}

TEST_CASE("Crypto sent to a wallet's address is detected, with an event that has the wallet and the deposit")
{
    bench emulator;
    const std::string wallet = emulator.wallet(emulator.customer());
    emulator.deposit(wallet, "25.00", "0x20f2");
    CHECK(emulator.balance(wallet) == "25.00");
    const auto event = emulator.events().back();
    CHECK(event.name == "wallet.depositDetected");
    CHECK(json_at(event.body, "data.id") == wallet);
    CHECK(json_at(event.body, "data.object") == "wallet");
    CHECK(json_at(event.body, "data.deposit.amount") == "25.00");
    CHECK(json_at(event.body, "data.deposit.fromAddress") == "0x20f2");
    CHECK(json_at(event.body, "data.deposit.network") == "polygon");
    CHECK(json_at(event.body, "data.deposit.txHash").size() == 66);
}

TEST_CASE("A wallet that is not active neither quotes nor pays")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.funded_wallet(customer, "50");
    const std::string quote = emulator.quote(customer, wallet, "10");
    emulator.set_wallet_status(wallet, "suspended");
    CHECK(emulator.transaction(quote)["code"] == "forbidden");
    CHECK(emulator.get("/customers/" + customer + "/wallets")["data.0.status"] == "suspended");
    emulator.set_wallet_status(wallet, "active");
    CHECK(emulator.transaction(quote, "another key").status == 400); // a space is no key
    CHECK(emulator.transaction(quote).status == 201);
}
