#include "common/catch.hpp"
#include "payments_server/office.hpp"

#include <chrono>

using Catch::Matchers::ContainsSubstring;

// Answers and events that say less than they might.
namespace {

using namespace test;
using oms::sandbox::fault;

// A true answer to what the server sends for this: the bytes are those of the first that asked for the same. That one
// has had its answer when it is in this state.
std::string answer_like_the_first(office& s, const std::string& path, const std::string& column,
                                  const std::string& state)
{
    const std::string bytes = s.sql("select " + column + " as n from operations where state = '" + state + "'");
    return s.posted_to_oms(path, bytes);
}

} // namespace

TEST_CASE("A price that does not say when it ends holds until OMS says otherwise")
{
    office s;
    CHECK(s.ask("POST", "/payouts", s.payout("first", "25.00")).status == 202);
    const std::string quote = answer_like_the_first(s, "/quotes", "quote_body", "completed");
    s.emulator.inject(fault::answer(201, without(quote, "expiresAt")).on("POST", "/quotes"));
    CHECK(s.ask("POST", "/payouts", s.payout("second", "25.00")).status == 202);
    CHECK(s.sql("select reference as n from operations where reference = 'second' and state = 'completed' "
                "and quote_expires is null") == "second");
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("50.00"));
}

TEST_CASE("A payout whose end does not repeat the amount is booked with the amount that was asked for")
{
    office s;
    s.emulator.review_next_transaction(std::chrono::hours(1));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    const std::string made = s.sql("select resource as n from operations where state = 'submitted'");
    std::string shown = without(s.at_oms("/transactions/" + made), "source.amountGross");
    const std::string status = R"("status":"processing")";
    REQUIRE_THAT(shown, ContainsSubstring(status));
    shown.replace(shown.find(status), status.size(), R"("status":"completed")");
    const oms::json_text data(shown);
    CHECK(s.deliver(oms::testing::event_body("evt_end", "transaction.cryptoToCrypto.completed", data).str()) == 204);
    CHECK(s.sql("select state as n from operations where effects = 1") == "completed");
    CHECK(s.sql("select sum(amount)::text as n from ledger having count(*) = 1") == "-25.00");
}

TEST_CASE("A deposit whose first answer has no code shows it, and its end, when a read does")
{
    office s;
    CHECK(s.ask("POST", "/deposits", s.deposit("first", "100.00")).status == 202);
    const std::string cash_in = answer_like_the_first(s, "/cash-ins", "execute_body", "submitted");
    s.emulator.inject(fault::answer(201, without(cash_in, "depositInstructions")).on("POST", "/cash-ins"));
    CHECK(s.ask("POST", "/deposits", s.deposit("second", "100.00")).status == 202);
    REQUIRE(s.sql("select id::text as n from operations where reference = 'second' and resource is not null") !=
            "never");
    s.look_now();
    const std::string code = s.sql("select code as n from operations where reference = 'second' and code is not null");
    CHECK_THAT(cash_in, ContainsSubstring(R"("code":")" + code));
    const std::string end = s.sql("select code_expires as n from operations where reference = 'second'");
    CHECK_THAT(cash_in, ContainsSubstring(R"("expiresAt":")" + end));
    CHECK_THAT(s.ask("GET", "/deposits/second").body,
               ContainsSubstring(R"("code":")" + code) && ContainsSubstring(R"("codeExpiresAt":")" + end));
}

TEST_CASE("A code that is refreshed is shown in place of the old one")
{
    office s;
    CHECK(s.ask("POST", "/deposits", s.deposit("wages", "100.00")).status == 202);
    const std::string cash_in = s.sql("select resource as n from operations where state = 'submitted'");
    const std::string code = s.refresh(cash_in);
    s.look_now();
    CHECK(s.sql("select resource as n from operations where code = '" + code + "'") == cash_in);
}
