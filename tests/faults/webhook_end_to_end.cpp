#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "faults/webhook_soak/soak.hpp"

#include <algorithm>
#include <sstream>

// Both sides ours, the network hostile. webhook_soak/main.cpp runs the same with 100 000 events.

namespace {

test::webhook_soak_report soak(int events, int kills, bool tls)
{
    test::webhook_soak_terms terms;
    terms.receiver = std::string(OMS_PROGRAMS) + "/tests/webhook_soak_receiver";
    terms.events = static_cast<std::uint64_t>(events);
    terms.kills = kills;
    terms.seed = 97;
    terms.tls = tls;
    return test::webhook_soak(terms);
}

std::string text_of(const test::webhook_soak_report& report)
{
    std::ostringstream told;
    test::print(told, report);
    return told.str();
}

} // namespace

TEST_CASE("F86 F97 F98 F100 I11 Events through a hostile network to a receiver that is killed again and again are "
          "handled, once in effect and never an older state over a newer one (G4 G5 G15)")
{
    const int events = std::max(1'500, test::property_count(2'000)); // fewer may have no handler that is too slow
    const test::webhook_soak_report report = soak(events, 5, false);
    INFO(text_of(report));
    CHECK(report.violations() == 0);
    // It was no walk in the park.
    CHECK(report.kills == 5);
    CHECK(report.faults > 0);
    CHECK(report.history.duplicates > 0);
    CHECK(report.history.superseded > 0);
    CHECK(report.history.failed > 0);
    CHECK(report.history.calls_again > 0);
    CHECK(report.sender.attempts > report.events);
    CHECK(report.sender.answers.at("204") == report.events + report.sender.repetitions);
    CHECK(report.sender.answers.at("503") > 0);
    CHECK(report.sender.answers.count("410") == 0);
    CHECK(report.history.outrun > 0);
    CHECK(report.history.copies_passed_over > 0);
    CHECK(report.secret_changes == 2);
    CHECK(report.guard_files_renewed > 0);
    CHECK(report.forgeries.sent > 0);
    CHECK(report.forgeries.replayed > 0);
}

TEST_CASE("F86 F97 F98 F100 I11 The same holds over TLS (G5 G15)")
{
    const test::webhook_soak_report report = soak(std::max(100, test::property_count(300)), 3, true);
    INFO(text_of(report));
    CHECK(report.violations() == 0);
    CHECK(report.kills == 3);
    CHECK(report.secret_changes == 2);
    // Each delivery is taken once, and what is not 204 is the network, the deaths and the handlers.
    CHECK(report.sender.answers.at("204") == report.events + report.sender.repetitions);
    std::uint64_t attempts = 0;
    for (const auto& [answer, count] : report.sender.answers) {
        attempts += count;
        CHECK((answer == "204" || answer == "500" || answer == "503" || answer[0] > '9'));
    }
    CHECK(attempts == report.sender.attempts);
}
