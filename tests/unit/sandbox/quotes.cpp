#include "bench.hpp"

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/pricing.hpp>

#include "common/catch.hpp"

#include <random>
#include <stdexcept>

namespace {

using oms::decimal;
namespace emulation = oms::detail::emulation;

void check_invariants(const emulation::price& price)
{
    CHECK(price.fees.total == price.fees.developer + price.fees.gas + price.fees.oms);
    CHECK(price.source_net == price.source_gross - price.fees.total);
    CHECK(price.source_net * price.rate == price.destination);
    CHECK_FALSE(price.fees.oms.is_negative());
    CHECK(price.effective_rate == price.destination.divide(price.source_gross, 18, oms::rounding::half_even));
}

std::string quote_body(const std::string& customer, const std::string& wallet, const std::string& source_more,
                       const std::string& destination, const std::string& more = "")
{
    return R"({"customerId":")" + customer + R"(","source":{"walletId":")" + wallet +
           R"(","asset":"usdc","network":"polygon")" + source_more + R"(},"destination":{)" + destination + "}" + more +
           "}";
}

const std::string to_address = R"("asset":"usdc","network":"polygon","wallet":{"blockchainAddress":"0x20f2"})";

} // namespace

TEST_CASE("A quote with a fixed source amount shows what arrives after the fees")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.wallet(customer);
    const reply quote = emulator.post("/quotes", quote_body(customer, wallet, R"(,"amount":"100.00")", to_address,
                                                            R"(,"metadata":{"orderId":"ord_789"},"promoCode":"X")"));
    CHECK(quote.status == 201);
    CHECK(quote["object"] == "quote");
    CHECK(quote["type"] == "cryptoToCrypto");
    CHECK(quote["status"] == "open");
    CHECK(quote["source.walletId"] == wallet);
    CHECK(quote["source.amountGross"] == "100.00");
    CHECK(quote["source.amountNet"] == "99.42");
    CHECK(quote["source.feesDeducted.developer"] == "0.20");
    CHECK(quote["source.feesDeducted.gas"] == "0.03");
    CHECK(quote["source.feesDeducted.oms"] == "0.35");
    CHECK(quote["source.feesDeducted.total"] == "0.58");
    CHECK(quote["destination.amountGross"] == "99.42");
    CHECK(quote["destination.amountNet"] == "99.42");
    CHECK(quote["destination.feesDeducted.total"] == "0");
    CHECK(quote["destination.wallet.id"] == "null");
    CHECK(quote["destination.wallet.blockchainAddress"] == "0x20f2");
    CHECK(quote["destination.cash"] == "null");
    CHECK(quote["fixedAmountSide"] == "source");
    CHECK(quote["rates.exchangeRate"] == "1.0");
    CHECK(quote["rates.effectiveRate"] == "0.9942");
    CHECK(quote["rates.pair"] == "usdc/usdc");
    CHECK(quote["sponsorGas"] == "false");
    CHECK(quote["sponsorGasCost"] == "0");
    CHECK_FALSE(quote.has("developerFees"));
    CHECK(quote["metadata"] == R"({"orderId":"ord_789"})");
    CHECK(quote["createdAt"] == "2026-06-15T14:30:00Z");
    CHECK(quote["expiresAt"] == "2026-06-15T14:35:00Z");
    CHECK(emulator.get("/quotes/" + quote["id"])[""] == quote[""]);
}

TEST_CASE("A quote with a fixed destination amount shows what is needed, and sponsored gas leaves the fees")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.wallet(customer);
    const reply quote = emulator.post(
        "/quotes", quote_body(customer, wallet, "", R"("amount":"99.42",)" + to_address, R"(,"sponsorGas":true)"));
    CHECK(quote.status == 201);
    CHECK(quote["fixedAmountSide"] == "destination");
    CHECK(quote["destination.amountNet"] == "99.42");
    CHECK(quote["source.amountNet"] == "99.42");
    CHECK(quote["source.feesDeducted.gas"] == "0");
    CHECK(quote["sponsorGas"] == "true");
    CHECK(quote["sponsorGasCost"] == "0");
    CHECK(decimal(quote["source.amountGross"]) - decimal(quote["source.feesDeducted.total"]) == decimal("99.42"));
}

TEST_CASE("A quote expires after five minutes to the millisecond")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string quote = emulator.quote(customer, emulator.wallet(customer), "10");
    emulator.advance(std::chrono::milliseconds{299'999});
    CHECK(emulator.get("/quotes/" + quote)["status"] == "open");
    emulator.advance(std::chrono::milliseconds{1});
    CHECK(emulator.get("/quotes/" + quote)["status"] == "expired");
    const reply refused = emulator.transaction(quote);
    CHECK(refused.status == 422);
    CHECK(refused["code"] == "quote_expired");
    CHECK(refused["details.0.field"] == "quoteId");
}

TEST_CASE("Quote requests at fault name the field")
{
    bench emulator;
    const std::string customer = emulator.customer();
    const std::string wallet = emulator.wallet(customer);
    struct wrong {
        std::string source, destination, code, field;
    };
    const std::vector<wrong> cases = {
        {"", to_address, "missing_field", "source.amount"},
        {R"(,"amount":"1")", R"("amount":"1",)" + to_address, "invalid_field", "destination.amount"},
        {R"(,"amount":"0")", to_address, "invalid_field", "source.amount"},
        {R"(,"amount":"-1")", to_address, "invalid_field", "source.amount"},
        {R"(,"amount":"1e3")", to_address, "invalid_field", "source.amount"},
        {R"(,"amount":" 1")", to_address, "invalid_field", "source.amount"},
        {R"(,"amount":1)", to_address, "invalid_field", "source.amount"},
        {R"(,"amount":"0.03")", to_address, "invalid_field", "source.amount"}, // the fees take it all
        {R"(,"amount":"1)" + std::string(24, '0') + "\"", to_address, "invalid_field", "source.amount"},
        {R"(,"amount":"1.)" + std::string(25, '1') + "\"", to_address, "invalid_field", "source.amount"},
        {"", R"("amount":"1)" + std::string(24, '0') + "\"," + to_address, "invalid_field", "destination.amount"},
        {R"(,"amount":"1","fee":"0")", to_address, "invalid_field", "source.fee"},
        {R"(,"amount":"1")", R"("asset":"usdc","network":"polygon")", "missing_field", "destination.wallet"},
        {R"(,"amount":"1")", R"("asset":"usdc","network":"polygon","wallet":{})", "invalid_field",
         "destination.wallet"},
        {R"(,"amount":"1")", R"("asset":"usdc","network":"polygon","wallet":{"id":"wlt_1","blockchainAddress":"0x1"})",
         "invalid_field", "destination.wallet"},
        {R"(,"amount":"1")", R"("asset":"usdc","network":"polygon","wallet":{"wallet":"wlt_1"})", "invalid_field",
         "destination.wallet.wallet"},
        {R"(,"amount":"1")", R"("asset":"usdc","network":"bitcoin","wallet":{"blockchainAddress":"0x1"})",
         "invalid_field", "destination.network"},
        {R"(,"amount":"1")", R"("asset":"usd","network":"ach","wallet":{"blockchainAddress":"0x1"})", "invalid_field",
         "destination.wallet.blockchainAddress"},
    };
    for (const wrong& of : cases) {
        const reply answer = emulator.post("/quotes", quote_body(customer, wallet, of.source, of.destination));
        CAPTURE(of.source, of.destination, answer.body);
        CHECK(answer.status == 400);
        CHECK(answer["code"] == of.code);
        CHECK(answer["details.0.field"] == of.field);
    }
    CHECK(emulator.post("/quotes", "{}").count("details") == 3);
    // What the body alone shows to be wrong is said before anything is looked up.
    CHECK(emulator.post("/quotes", quote_body("cst_unknown", wallet, cases.back().source,
                                              cases.back().destination))["details.0.field"] == cases.back().field);
}

TEST_CASE("A quote needs wallets that exist, belong to the customer and hold the asset")
{
    bench emulator;
    const std::string alice = emulator.customer();
    const std::string bob = emulator.customer("Bob");
    const std::string wallet = emulator.wallet(alice);
    const std::string solana = emulator.wallet(bob, "usdc", "solana");
    const std::string amount = R"(,"amount":"10")";
    CHECK(emulator.post("/quotes", quote_body("cst_unknown", wallet, amount, to_address))["code"] == "not_found");
    CHECK(emulator.post("/quotes", quote_body(alice, "wlt_unknown", amount, to_address))["code"] == "not_found");
    CHECK(emulator.post("/quotes", quote_body(bob, wallet, amount, to_address))["code"] == "not_found");
    const reply other = emulator.post("/quotes", quote_body(bob, solana, amount, to_address));
    CHECK(other["code"] == "invalid_field");
    CHECK(other["details.0.field"] == "source.network");
    const auto to = [&](const std::string& inside) {
        return emulator.post("/quotes", quote_body(alice, wallet, amount,
                                                   R"("asset":"usdc","network":"polygon","wallet":{)" + inside + "}"));
    };
    CHECK(to(R"("id":"wlt_unknown")")["code"] == "not_found");
    CHECK(to(R"("externalAccount":"cpUsBank_1")")["code"] == "not_found");
    CHECK(to(R"("id":")" + solana + "\"")["details.0.field"] == "destination.network");
    CHECK(to(R"("id":")" + wallet + "\"").status == 201); // to itself
}

TEST_CASE("The balance is not checked by a quote")
{
    bench emulator;
    const std::string customer = emulator.customer();
    CHECK_FALSE(emulator.quote(customer, emulator.wallet(customer), "1000000").empty());
}

TEST_CASE("Prices keep the invariants to the last digit for every pair, side and amount")
{
    std::mt19937 random(7);
    const oms::sandbox::fee_schedule fees;
    const char* assets[] = {"usdc", "usdt", "btc", "eth", "usd", "eur", "gbp", "brl", "inr", "mxn"};
    for (int i = 0; i < 2000; ++i) {
        const std::string from = assets[random() % 4];
        const std::string to = assets[random() % 10];
        const decimal amount =
            decimal(std::to_string(random() % 100000 + 5) + "." + std::to_string(random() % 1000000));
        const bool sponsored = random() % 2 == 0;
        CAPTURE(from, to, amount.str(), sponsored);
        const emulation::price send = emulation::price_of_send(fees, from, to, amount, sponsored);
        check_invariants(send);
        CHECK(send.source_gross.str() == amount.str());
        const emulation::price delivery = emulation::price_of_delivery(fees, from, to, amount, sponsored);
        check_invariants(delivery);
        CHECK(delivery.destination.str() == amount.str());
        check_invariants(emulation::price_of_cash(fees, to, amount));
        CHECK(emulation::exchange_rate(from, to) * emulation::exchange_rate(to, from) == decimal("1"));
    }
    CHECK_THROWS_AS(emulation::price_of_send(fees, "usdc", "usdc", decimal("0.03"), false), std::domain_error);
}
