#include "common/catch.hpp"
#include "payments_server/office.hpp"

#include <chrono>

using namespace std::chrono_literals;

namespace {

using namespace test;

void wait_for_customers(office& s, int how_many)
{
    s.execute("insert into operations (kind, reference, request, customer, wallet, state, executing_since, resource) "
              "select 'deposit', 'code' || i, '{}', 'cst_1', 'wal_1', 'submitted', now(), 'ci_none' || i "
              "from generate_series(1, " +
              std::to_string(how_many) + ") i");
}

} // namespace

TEST_CASE("Codes that wait for their customers hold up no payout, however slowly OMS tells of them")
{
    office s;
    s.emulator.inject(oms::sandbox::connection_fault::delay_answer(1s).on("GET", "/cash-ins/*").times(0));
    wait_for_customers(s, 500);
    REQUIRE(s.sql("select id::text as n from operations where claims = 1 limit 1") != "never");
    const auto begun = std::chrono::steady_clock::now();
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
    CHECK(std::chrono::steady_clock::now() - begun < 8s);
}

TEST_CASE("What waits for a webhook is looked after the more seldom, the older it is")
{
    office s;
    CHECK(s.ask("POST", "/deposits", s.deposit("wages", "100.00")).status == 202);
    REQUIRE(s.sql("select resource as n from operations where state = 'submitted'") != "never");
    const auto next_look = [&](const std::string& age) {
        s.execute("update operations set executing_since = now() - interval '" + age + "', due = now()");
        return s.sql("select extract(epoch from due - now())::int::text as n from operations "
                     "where due > now() + interval '4 seconds'");
    };
    CHECK(std::stoi(next_look("10 seconds")) <= 5);
    CHECK(std::stoi(next_look("5 hours")) > 1700);
    CHECK(std::stoi(next_look("500 hours")) <= 3600);
}

TEST_CASE("OMS is looked at again when it wants it, not before")
{
    office s;
    CHECK(s.ask("POST", "/deposits", s.deposit("wages", "100.00")).status == 202);
    REQUIRE(s.sql("select resource as n from operations where state = 'submitted'") != "never");
    s.emulator.inject(oms::sandbox::fault::answer(503).retry_after("60").on("GET", "/cash-ins/*").times(0));
    s.look_now();
    CHECK(s.sql("select state as n from operations where due > now() + interval '50 seconds'") == "submitted");
}
