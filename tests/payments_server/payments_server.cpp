#include "common/catch.hpp"
#include "payments_server/campaign.hpp"
#include "payments_server/fleet.hpp"
#include "payments_server/http_call.hpp"
#include "payments_server/postgres.hpp"

#include <chrono>
#include <connection.hpp>
#include <sstream>
#include <thread>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

using namespace test;

// One process, and Alice, who holds 100 usdc.
class office {
public:
    office() { process.start(0); }

    http_answer ask(const std::string& method, const std::string& path, const std::string& body = "",
                    const std::string& header = "")
    {
        const auto answer = http_call(process.port(), method, path, body, header);
        REQUIRE(answer);
        return *answer;
    }

    std::string payout(const std::string& reference, const std::string& amount) const
    {
        return R"({"reference":")" + reference + R"(","customer":")" + alice.customer.str() + R"(","wallet":")" +
               alice.wallet.str() + R"(","amount":")" + amount +
               R"(","address":"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911"})";
    }

    // What a statement gives in its column n, once that is not empty.
    std::string sql(const std::string& statement)
    {
        payments::connection on(database.address());
        for (const auto until = std::chrono::steady_clock::now() + 15s; std::chrono::steady_clock::now() < until;) {
            const payments::rows found = on.execute(statement);
            if (!found.empty())
                return found.text(0, "n");
            std::this_thread::sleep_for(10ms);
        }
        return "never";
    }

    world emulator;
    postgres database;
    fleet process{emulator, database.address(), 1};
    person alice = emulator.make_person("100.00");
};

} // namespace

TEST_CASE("F108 Three processes behind one PostgreSQL are killed while money passes: everything once, nothing lost")
{
    campaign how;
    how.operations = 48;
    how.kills = 8;
    how.customers = 24;
    const report found = carry_out(how);
    std::ostringstream text;
    text << found;
    INFO(text.str());
    CHECK(found.good());
}

TEST_CASE("F108 What a process was sending when it died is sent again by another under the same key")
{
    office s;
    s.emulator.inject(oms::sandbox::connection_fault::stall_answer().on("POST", "/transactions").times(0));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    const std::string key = s.sql("select execute_key as n from operations where state = 'executing'");
    while (s.emulator.effects(key) == 0)
        std::this_thread::sleep_for(1ms);
    s.process.kill(0);
    s.emulator.clear_faults();
    s.process.start(0);
    CHECK(s.sql("select execute_key as n from operations where state = 'completed'") == key);
    CHECK(s.emulator.effects(key) == 1);
    CHECK(s.sql("select sum(amount)::text as n from ledger having count(*) = 1") == "-25.00");
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("A reference means one thing for ever: the same again gives the same answer, another amount 409")
{
    office s;
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    const http_answer again = s.ask("POST", "/payouts", s.payout("rent", "25.00"));
    CHECK(again.status == 200);
    CHECK_THAT(again.body, ContainsSubstring(R"("reference":"rent")") && ContainsSubstring(R"("amount":"25.00")"));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "26.00")).status == 409);
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
    CHECK_THAT(s.ask("GET", "/payouts/rent").body, ContainsSubstring(R"("state":"completed")"));
    CHECK(s.ask("GET", "/deposits/rent").status == 404);
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("A payout that OMS refuses fails, says why, and moves nothing")
{
    office s;
    CHECK(s.ask("POST", "/payouts", s.payout("palace", "2500.00")).status == 202);
    CHECK(s.sql("select outcome as n from operations where state = 'failed'") == "insufficient_funds");
    CHECK_THAT(s.ask("GET", "/payouts/palace").body, ContainsSubstring(R"("outcome":"insufficient_funds")"));
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("100.00"));
}

TEST_CASE("A request that cannot be carried out is refused before anything is stored")
{
    office s;
    CHECK(s.ask("POST", "/payouts", "not json").status == 400);
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "-1")).status == 400);
    CHECK(s.ask("POST", "/payouts", s.payout("", "1.00")).status == 400);
    CHECK(s.ask("POST", "/payouts", std::string(2 * 1024 * 1024, ' ')).status == 413);
    CHECK(s.ask("GET", "/nothing").status == 404);
    CHECK(s.sql("select count(*)::text as n from operations") == "0");
}

TEST_CASE("A webhook whose signature is not ours is refused and leaves no trace")
{
    office s;
    CHECK(s.ask("POST", "/webhooks", R"({"id":"evt_1"})", "Webhook-Signature: t=1,v1=00\r\n").status == 400);
    CHECK(s.ask("POST", "/webhooks", R"({"id":"evt_1"})").status == 400);
    CHECK(s.sql("select count(*)::text as n from inbox") == "0");
}

TEST_CASE("Without PostgreSQL requests are answered 503 at once, and served again when it is back")
{
    office s;
    CHECK(s.ask("GET", "/healthz").status == 200);
    s.database.crash();
    CHECK(s.ask("GET", "/healthz").status == 503);
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 503);
    s.database.start();
    int status = 503;
    for (const auto until = std::chrono::steady_clock::now() + 10s;
         status == 503 && std::chrono::steady_clock::now() < until;)
        status = s.ask("POST", "/payouts", s.payout("rent", "25.00")).status;
    CHECK(status == 202);
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
}
