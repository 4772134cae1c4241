#include "common/catch.hpp"
#include "payments_server/office.hpp"

#include <chrono>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

using namespace test;
using oms::sandbox::delivery_fault;

// A deposit whose code ran out an hour ago.
std::string expired_deposit(office& s)
{
    CHECK(s.ask("POST", "/deposits", s.deposit("wages", "100.00")).status == 202);
    const std::string cash_in = s.sql("select resource as n from operations where state = 'submitted'");
    s.emulator.advance(2h);
    s.look_now();
    CHECK(s.sql("select state as n from operations where outcome = 'expired'") == "failed");
    return cash_in;
}

void is_booked_once(office& s)
{
    CHECK(s.sql("select sum(amount)::text as n from ledger having count(*) = 1") == "98.00");
    CHECK(s.sql("select effects::text as n from operations where state = 'completed'") == "1");
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("198.00"));
}

} // namespace

TEST_CASE("Cash for a code that had run out is booked when its event does not say how much")
{
    office s;
    s.emulator.inject(delivery_fault::fail(20).times(0));
    const std::string cash_in = expired_deposit(s);
    s.hand_over(s.refresh(cash_in), "100.00");
    REQUIRE(holds_soon([&] { return s.emulator.balance(s.alice.wallet) == oms::decimal("198.00"); }));
    const std::string shown = s.at_oms("/cash-ins/" + cash_in);
    CHECK_THAT(shown, ContainsSubstring(R"("status":"completed")"));
    const oms::json_text data(without(shown, "destination.amountNet"));
    CHECK(s.deliver(oms::testing::event_body("evt_late", "cashIn.completed", data).str()) == 204);
    is_booked_once(s);
}

TEST_CASE("Cash for a code that had run out is booked when the event of its transaction alone comes")
{
    office s;
    s.emulator.inject(delivery_fault::fail(20).on("cashIn.*").times(0));
    const std::string cash_in = expired_deposit(s);
    s.hand_over(s.refresh(cash_in), "100.00");
    is_booked_once(s);
}

TEST_CASE("Cash for a code that had run out is booked when no event comes")
{
    office s;
    s.emulator.inject(delivery_fault::fail(20).times(0));
    const std::string cash_in = expired_deposit(s);
    CHECK(s.sql("select (due between now() + interval '50 minutes' and now() + interval '1 hour')::text as n "
                "from operations") == "true");
    s.hand_over(s.refresh(cash_in), "100.00");
    s.look_now(); // the hour is over
    is_booked_once(s);
}

TEST_CASE("A code that ran out is looked after for three days, and then no more")
{
    office s;
    expired_deposit(s);
    s.execute("update operations set executing_since = now() - interval '71 hours', due = now()");
    CHECK(s.sql("select (due < now() + interval '72 hours')::text as n from operations "
                "where due > now() + interval '70 hours'") == "true");
    s.execute("update operations set executing_since = now() - interval '73 hours', due = now()");
    CHECK(s.sql("select outcome as n from operations where due = 'infinity'") == "expired");
}
