// Here nobody reads at OMS how an operation ended, for an hour: its webhook has to tell.
#include "common/catch.hpp"
#include "payments_server/office.hpp"

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace {

using namespace test;

oms::sandbox::server_options settling_after(std::chrono::milliseconds delay)
{
    oms::sandbox::settings rules;
    rules.settle_delay = delay;
    return oms::sandbox::server_options().settings(rules);
}

class blind_office : public office {
public:
    explicit blind_office(std::chrono::milliseconds settle_delay) : office(settling_after(settle_delay))
    {
        process.kill(0);
        process.sweep(0, 1h);
        process.start(0);
    }

    // What became of the operation when it ended, and how often that was booked.
    std::string end()
    {
        return sql("select state || ' ' || effects || ' ' || (select count(*) from ledger) as n from operations "
                   "where state in ('completed', 'failed')");
    }

    bool was_read_at_oms() const
    {
        const auto all = emulator.requests();
        return std::any_of(all.begin(), all.end(), [](const oms::sandbox::request_record& each) {
            return each.operation == "getTransaction" || each.operation == "getCashIn";
        });
    }
};

} // namespace

TEST_CASE("A payout whose event comes after its answer is ended and booked by the event alone")
{
    blind_office s(1h);
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    REQUIRE(s.sql("select state as n from operations where state = 'submitted'") == "submitted");
    CHECK(s.sql("select count(*)::text as n from ledger") == "0");
    s.emulator.advance(1h);
    CHECK(s.end() == "completed 1 1");
    CHECK(s.sql("select sum(amount)::text as n from ledger") == "-25.00");
    CHECK_FALSE(s.was_read_at_oms());
}

TEST_CASE("A payout whose event comes before its answer is ended and booked by the event alone")
{
    blind_office s(0ms);
    s.emulator.inject(oms::sandbox::connection_fault::drop_answer().on("POST", "/transactions").times(0));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    REQUIRE(s.sql("select status as n from resources where status = 'completed'") == "completed");
    CHECK(s.sql("select state as n from operations") == "executing");
    s.emulator.clear_faults();
    CHECK(s.end() == "completed 1 1");
    CHECK(s.sql("select sum(amount)::text as n from ledger") == "-25.00");
    CHECK_FALSE(s.was_read_at_oms());
}

TEST_CASE("A deposit is ended and booked by its event alone")
{
    blind_office s(50ms);
    CHECK(s.ask("POST", "/deposits", s.deposit("rent", "25.00")).status == 202);
    s.hand_over(s.sql("select code as n from operations where code is not null"), "25.00");
    CHECK(s.end() == "completed 1 1");
    CHECK(s.sql("select 'the same' as n from ledger l, resources r where l.amount = r.amount and r.id like 'ci_%'") ==
          "the same");
    CHECK_FALSE(s.was_read_at_oms());
}
