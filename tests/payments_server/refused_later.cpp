#include "common/catch.hpp"
#include "payments_server/office.hpp"

#include <chrono>
#include <thread>

using namespace std::chrono_literals;

namespace {

using namespace test;
using oms::sandbox::fault;

// What stands between this server and OMS, or in place of OMS, and knows nothing of keys.
fault gateway(int status)
{
    return fault::answer(status, "<html><h1>Forbidden</h1></html>").header("Content-Type", "text/html");
}

oms::sandbox::server_options forgets_keys()
{
    oms::sandbox::settings settings;
    settings.idempotency_retention = 1s;
    return oms::sandbox::server_options().settings(settings);
}

void is_paid_once(office& s, const std::string& key)
{
    CHECK(s.sql("select execute_key as n from operations where state = 'completed'") == key);
    CHECK(s.sql("select sum(amount)::text as n from ledger having count(*) = 1") == "-25.00");
    CHECK(s.emulator.effects(key) == 1);
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("75.00"));
}

} // namespace

TEST_CASE("A payout that was made is booked, although a gateway refuses when it is sent again")
{
    const auto [status, body] = GENERATE(std::pair(403, "<html></html>"), std::pair(404, R"({"message":"Not Found"})"));
    CAPTURE(status);
    office s;
    const std::string key = s.die_over_a_payout();
    s.emulator.inject(fault::answer(status, body).on("POST", "/transactions").times(0));
    s.process.start(0);
    is_paid_once(s, key);
}

TEST_CASE("A payout that was made is booked, although OMS has forgotten its key and refuses when it is sent again")
{
    office s(forgets_keys());
    const std::string key = s.die_over_a_payout();
    std::this_thread::sleep_for(1100ms);
    s.emulator.set_wallet_status(s.alice.wallet, "suspended");
    s.process.start(0);
    is_paid_once(s, key);
}

TEST_CASE("A payout whose look-up fails is neither ended nor paid again")
{
    office s(forgets_keys());
    const std::string key = s.die_over_a_payout();
    std::this_thread::sleep_for(1100ms);
    s.emulator.inject(gateway(404).on("GET", "/transactions").times(2));
    s.process.start(0);
    is_paid_once(s, key);
}

TEST_CASE("A payout that a gateway refused, and nobody has made, is sent again until OMS answers")
{
    office s;
    s.emulator.inject(gateway(403).on("POST", "/transactions").times(2));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    is_paid_once(s, s.sql("select execute_key as n from operations"));
    CHECK(s.sql("select quotes::text as n from operations") == "1");
}

TEST_CASE("A server that is not OMS ends nothing: what it refuses goes to OMS when the address is right again")
{
    office s;
    s.emulator.inject(gateway(404).on("POST", "/quotes").times(2));
    s.emulator.inject(fault::answer(400, R"({"statusCode":400,"message":"Bad Request"})").on("POST", "/cash-ins"));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    CHECK(s.ask("POST", "/deposits", s.deposit("wages", "100.00")).status == 202);
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
    CHECK(s.sql("select reference as n from operations where code is not null") == "wages");
}

TEST_CASE("What OMS itself refuses ends, in each form that its errors may have")
{
    office s;
    const std::string nested = R"({"error":{"code":"limit_exceeded","type":"unprocessable","message":"too much"}})";
    const std::string text = R"({"statusCode":422,"message":"provider account not provisioned"})";
    const auto [body, outcome] = GENERATE_COPY(std::pair(nested, std::string("limit_exceeded")),
                                               std::pair(text, std::string("provider_account_not_provisioned")));
    s.emulator.inject(fault::answer(422, body).on("POST", "/transactions"));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    CHECK(s.sql("select outcome as n from operations where state = 'failed'") == outcome);
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("100.00"));
}
