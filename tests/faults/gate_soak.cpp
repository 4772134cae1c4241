#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "faults/soak/plan.hpp"
#include "faults/soak/soak.hpp"

#include <sstream>

TEST_CASE("F112 I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I12 many calls under all faults lose, double and leave nothing")
{
    test::soak_terms terms;
    terms.length = std::chrono::seconds(4);
    terms.rounds = 2;
    terms.in_flight = test::property_count(500);
    terms.connections = 48;
    terms.faults_per_thousand = 20;
    terms.restart_every = std::chrono::milliseconds(900);
    terms.revoke_every = std::chrono::milliseconds(700);
    const test::soak_report report = test::soak(terms);
    std::ostringstream told;
    test::print(told, report);
    INFO(told.str());
    CHECK(report.violations() == 0);
    // It was no walk in the park, and many got through.
    CHECK(report.faults > 5);
    CHECK(report.restarts >= 2);
    CHECK(report.revocations >= 2);
    CHECK(report.retries > 0);
    CHECK(report.calls.succeeded > report.calls.operations / 4);
}

TEST_CASE("The plan of a soak follows from its seed alone")
{
    CHECK(test::fault_plan(7, 10).hash() == test::fault_plan(7, 10).hash());
    CHECK(test::fault_plan(7, 10).hash() != test::fault_plan(8, 10).hash());
    const test::exchange_plan one = test::fault_plan(7, 1000).exchange(3, 4, 500);
    const test::exchange_plan same = test::fault_plan(7, 1000).exchange(3, 4, 500);
    CHECK(one.to_server.describe() == same.to_server.describe());
    CHECK(one.to_client.describe() == same.to_client.describe());
    // As many are struck as it says.
    int struck = 0;
    for (int number = 1; number <= 10'000; ++number) {
        const test::exchange_plan plan = test::fault_plan(7, 10).exchange(1, number, 500);
        struck += !plan.to_server.passes() || !plan.to_client.passes();
    }
    CHECK(struck > 60);
    CHECK(struck < 140);
}
