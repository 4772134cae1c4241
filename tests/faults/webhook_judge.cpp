#include "common/catch.hpp"
#include "common/temporary_directory.hpp"
#include "faults/webhook_soak/judge.hpp"
#include "faults/webhook_soak/ledger.hpp"
#include "faults/webhook_soak/story.hpp"

#include <fstream>
#include <set>

// The judge of the end-to-end test of webhooks must be able to say no: each wrong history, and what it says of it.

namespace {

using test::noted;

/// Three states of one resource, and an event without an order.
test::sent_events four_events()
{
    return {{"evt_1", {"txn_1", 100, 1}},
            {"evt_2", {"txn_1", 200, 2}},
            {"evt_3", {"txn_1", 300, 3}},
            {"evt_d", {"evt_d", 0, 1}}};
}

test::ledger_entry entry(noted what, const std::string& event, const std::string& detail = "")
{
    const test::sent_events sent = four_events();
    const auto known = sent.find(event);
    test::ledger_entry made{what, event, "", 0, detail};
    if (known != sent.end()) {
        made.resource = known->second.resource;
        made.version = known->second.version;
    }
    return made;
}

const test::ledger_entry life{noted::life, "", "", 0, ""};

test::webhook_verdict of(const std::vector<test::ledger_entry>& history)
{
    return test::judge(four_events(), history);
}

std::vector<test::ledger_entry> handled(const std::vector<std::string>& events)
{
    std::vector<test::ledger_entry> history{life};
    for (const std::string& event : events) {
        history.push_back(entry(noted::applied, event));
        history.push_back(entry(noted::done, event, "old"));
    }
    return history;
}

std::vector<test::ledger_entry> operator+(std::vector<test::ledger_entry> before,
                                          const std::vector<test::ledger_entry>& after)
{
    before.insert(before.end(), after.begin(), after.end());
    return before;
}

} // namespace

TEST_CASE("The judge of webhooks finds nothing wrong with events in order, superseded or repeated")
{
    CHECK(of(handled({"evt_1", "evt_2", "evt_3", "evt_d"})).violations() == 0);
    const auto jumped = of(handled({"evt_1", "evt_3", "evt_d"}) +
                           std::vector{entry(noted::superseded, "evt_2"), entry(noted::done, "evt_2", "new"),
                                       entry(noted::duplicate, "evt_2"), entry(noted::busy, "evt_3")});
    CHECK(jumped.violations() == 0);
    CHECK(jumped.superseded == 1);
    CHECK(jumped.duplicates == 1);
    CHECK(jumped.signed_by.at("old") == 3);
    CHECK(jumped.signed_by.at("new") == 1);
}

TEST_CASE("The judge of webhooks counts an event that was lost")
{
    const auto found = of(handled({"evt_1", "evt_2", "evt_3"}));
    CHECK(found.lost == 1);
    CHECK(found.violations() == 2); // its state is not there either
    CHECK(found.findings.at(0).find("evt_d") != std::string::npos);
    // One whose only call failed is lost, too.
    CHECK(of(handled({"evt_1", "evt_2", "evt_3"}) +
             std::vector{entry(noted::applied, "evt_d"), entry(noted::failed, "evt_d")})
              .lost == 1);
}

TEST_CASE("The judge of webhooks counts effects applied twice, and calls that no death explains")
{
    const auto twice = of(handled({"evt_1", "evt_2", "evt_3", "evt_d"}) + std::vector{entry(noted::applied, "evt_d")});
    CHECK(twice.double_effects == 1);
    CHECK(twice.repeated_calls == 1);
    const auto again = of(handled({"evt_1", "evt_2", "evt_3", "evt_d"}) + std::vector{entry(noted::repeated, "evt_d")});
    CHECK(again.double_effects == 0);
    CHECK(again.repeated_calls == 1);
    // Even in another life: what was acknowledged is done for good.
    CHECK(of(handled({"evt_1", "evt_2", "evt_3", "evt_d"}) + std::vector{life, entry(noted::repeated, "evt_d")})
              .repeated_calls == 1);
    const auto beside = of(handled({"evt_1", "evt_2", "evt_3"}) + std::vector{entry(noted::applied, "evt_d"),
                                                                              entry(noted::repeated, "evt_d"),
                                                                              entry(noted::done, "evt_d", "old")});
    CHECK(beside.repeated_calls == 1);
}

TEST_CASE("The judge of webhooks accepts a call again after the receiver died or its handler threw")
{
    const auto died = of(handled({"evt_1", "evt_2", "evt_3"}) + std::vector{entry(noted::applied, "evt_d"), life,
                                                                            entry(noted::repeated, "evt_d"),
                                                                            entry(noted::done, "evt_d", "old")});
    CHECK(died.violations() == 0);
    CHECK(died.calls_again == 1);
    const auto thrown = of(handled({"evt_1", "evt_2", "evt_3"}) +
                           std::vector{entry(noted::applied, "evt_d"), entry(noted::failed, "evt_d"),
                                       entry(noted::repeated, "evt_d"), entry(noted::done, "evt_d", "old")});
    CHECK(thrown.violations() == 0);
    CHECK(thrown.failed == 1);
    // An answer lost with its receiver, after the guard had noted the event.
    const auto known = of(handled({"evt_1", "evt_2", "evt_3"}) +
                          std::vector{entry(noted::applied, "evt_d"), life, entry(noted::duplicate, "evt_d")});
    CHECK(known.violations() == 0);
}

TEST_CASE("The judge of webhooks counts an older state over a newer one, and one that stays")
{
    const auto back = of(handled({"evt_1", "evt_3", "evt_2", "evt_d"}));
    CHECK(back.steps_back == 1);
    CHECK(back.not_newest == 1);
    const auto left = of(handled({"evt_1", "evt_2", "evt_d"}) +
                         std::vector{entry(noted::superseded, "evt_3"), entry(noted::done, "evt_3", "old")});
    CHECK(left.steps_back == 0);
    CHECK(left.not_newest == 1);
    CHECK(left.wrongly_held_back == 1);
}

TEST_CASE("The judge of webhooks counts an older state that the guard let through, unless the newer one was in doubt")
{
    const std::vector late{entry(noted::older, "evt_2"), entry(noted::done, "evt_2", "old")};
    CHECK(of(handled({"evt_1", "evt_3", "evt_d"}) + late).unguarded_calls == 1);
    const auto doubt = of(handled({"evt_1", "evt_d"}) + std::vector{entry(noted::applied, "evt_3"), life} + late +
                          std::vector{entry(noted::repeated, "evt_3"), entry(noted::done, "evt_3", "old")});
    CHECK(doubt.violations() == 0);
    CHECK(doubt.held_by_the_store == 1);
    CHECK(of(handled({"evt_1", "evt_d"}) + std::vector{entry(noted::applied, "evt_3")} + late +
             std::vector{entry(noted::done, "evt_3", "old")})
              .unguarded_calls == 1);
}

TEST_CASE("F98 The judge of webhooks counts a change that is applied under two ids, or called again when it is known")
{
    const test::sent_events sent{{"whd_1", {"txn_1", 100, 1, "whd_1"}}, {"whd_2", {"txn_1", 100, 1, "whd_1"}}};
    const auto line = [](noted what, const std::string& event) {
        return test::ledger_entry{what, event, "txn_1", 100, ""};
    };
    const std::vector first{life, line(noted::applied, "whd_1"), line(noted::done, "whd_1")};
    const std::vector passed_over{line(noted::superseded, "whd_2"), line(noted::done, "whd_2")};
    const auto good = test::judge(sent, first + passed_over);
    CHECK(good.violations() == 0);
    CHECK(good.copies_passed_over == 1);

    const auto twice =
        test::judge(sent, first + std::vector{line(noted::applied, "whd_2"), line(noted::done, "whd_2")});
    CHECK(twice.double_changes == 1);
    CHECK(twice.repeated_calls == 1);
    const auto again =
        test::judge(sent, first + std::vector{line(noted::repeated, "whd_2"), line(noted::done, "whd_2")});
    CHECK(again.double_changes == 0);
    CHECK(again.repeated_calls == 1);
    const auto beside = test::judge(sent, std::vector{life, line(noted::applied, "whd_1"),
                                                      line(noted::repeated, "whd_2"), line(noted::done, "whd_2"),
                                                      line(noted::superseded, "whd_1"), line(noted::done, "whd_1")});
    CHECK(beside.repeated_calls > 0);

    // After a death or a throw the copy may come first, and the store must tell.
    const std::vector rest{line(noted::repeated, "whd_2"), line(noted::done, "whd_2"), line(noted::superseded, "whd_1"),
                           line(noted::done, "whd_1")};
    CHECK(test::judge(sent, std::vector{life, line(noted::applied, "whd_1"), life} + rest).violations() == 0);
    CHECK(test::judge(sent, std::vector{life, line(noted::applied, "whd_1"), line(noted::failed, "whd_1")} + rest)
              .violations() == 0);
}

TEST_CASE(
    "F98 The judge of webhooks excuses an older state whose sequence is the highest, where the newer one has none")
{
    const auto sent = [](std::int64_t newest) {
        return test::sent_events{{"whd_1", {"ci_1", 100, 1, "whd_1", 4}},
                                 {"whd_2", {"ci_1", 200, 2, "whd_2", 5}},
                                 {"evt_3", {"ci_1", 300, 3, "", newest}}};
    };
    const auto line = [](noted what, const std::string& event, std::int64_t version) {
        return test::ledger_entry{what, event, "ci_1", version, ""};
    };
    const std::vector late{life,
                           line(noted::applied, "whd_1", 100),
                           line(noted::done, "whd_1", 100),
                           line(noted::applied, "evt_3", 300),
                           line(noted::done, "evt_3", 300),
                           line(noted::older, "whd_2", 200),
                           line(noted::done, "whd_2", 200)};
    const auto excused = test::judge(sent(0), late);
    CHECK(excused.violations() == 0);
    CHECK(excused.ahead_by_sequence == 1);
    CHECK(test::judge(sent(6), late).unguarded_calls == 1);
}

TEST_CASE("The judge of webhooks counts calls that outran their time, and one that nobody made")
{
    const auto slow =
        of(handled({"evt_1", "evt_2", "evt_3"}) +
           std::vector{entry(noted::applied, "evt_d"), entry(noted::busy, "evt_d"), entry(noted::outrun, "evt_d"),
                       entry(noted::done, "evt_d", "old"), entry(noted::duplicate, "evt_d")});
    CHECK(slow.violations() == 0);
    CHECK(slow.outrun == 1);
    CHECK(
        of(handled({"evt_1", "evt_2", "evt_3", "evt_d"}) + std::vector{entry(noted::outrun, "evt_d")}).empty_promises ==
        1);
}

TEST_CASE("The judge of webhooks counts what nobody sent, what was changed, and promises without a call")
{
    CHECK(of(handled({"evt_1", "evt_2", "evt_3", "evt_d"}) + std::vector{entry(noted::applied, "evt_forged")})
              .never_sent == 1);
    test::ledger_entry other = entry(noted::applied, "evt_3");
    other.version = 299;
    CHECK(of(handled({"evt_1", "evt_2", "evt_d"}) + std::vector{other, entry(noted::done, "evt_3", "old")}).garbled ==
          1);
    const auto early = of(handled({"evt_1", "evt_2", "evt_3"}) + std::vector{entry(noted::done, "evt_d", "old")});
    CHECK(early.empty_promises == 1);
    CHECK(early.lost == 1);
    CHECK(of(handled({"evt_1", "evt_2", "evt_3"}) + std::vector{entry(noted::duplicate, "evt_d")}).empty_promises == 1);
}

TEST_CASE("The ledger of a receiver applies each event once, in order, also after the receiver died in a line")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("ledger");
    const test::told_state first{"evt_1", "txn_1", 100, false};
    const test::told_state third{"evt_3", "txn_1", 300, true};
    const test::told_state same_time{"evt_x", "txn_1", 300, false};
    const test::told_state second{"evt_2", "txn_1", 200, false};
    {
        test::ledger book(path);
        CHECK(book.apply(first) == noted::applied);
        CHECK(book.apply(third) == noted::applied);
        CHECK(book.apply(third) == noted::repeated);
    }
    std::ofstream(path, std::ios::app) << "applied evt_2 txn_1 2"; // the beginning of a line
    {
        test::ledger book(path);
        CHECK(book.apply(third) == noted::repeated);
        CHECK(book.apply(second) == noted::older);
        CHECK(book.apply(same_time) == noted::older);
        book.note(noted::done, "evt_3", "secret-a");
        std::ofstream(path, std::ios::app) << "applied evt";
        const std::vector<test::ledger_entry> all = test::read_ledger(path);
        REQUIRE(all.size() == 9);
        CHECK(all[0].what == noted::life);
        CHECK(all[4].what == noted::life);
        CHECK(all[2].event == "evt_3");
        CHECK(all[2].resource == "txn_1");
        CHECK(all[2].version == 300);
        CHECK(all[8].detail == "secret-a");
    }
}

TEST_CASE("F98 The ledger of a receiver holds sequences against each other before times, also when it is read again")
{
    const test::temporary_directory directory;
    const auto state = [](const std::string& event, std::int64_t version, std::int64_t sequence) {
        return test::told_state{event, "txn_1", version, false, sequence};
    };
    {
        test::ledger book(directory.file("ledger"));
        CHECK(book.apply(state("whd_1", 100, 7)) == noted::applied);
        CHECK(book.apply(state("whd_2", 100, 7)) == noted::repeated);
    }
    test::ledger book(directory.file("ledger"));
    CHECK(book.apply(state("whd_3", 100, 7)) == noted::repeated);
    CHECK(book.apply(state("whd_4", 200, 6)) == noted::older);
    CHECK(book.apply(state("whd_5", 100, 8)) == noted::applied);
}

TEST_CASE("The story of a webhook soak follows from its seed alone, and each resource from its beginning to its end")
{
    test::story one(7, 50);
    test::story same(7, 50);
    std::map<std::string, test::happening> last;
    std::set<std::string> names;
    int endings = 0;
    for (int i = 0; i < 5'000; ++i) {
        const test::happening made = one.next();
        CHECK(made.data == same.next().data);
        names.insert(made.event_name);
        const auto before = last.find(made.resource);
        if (before != last.end()) {
            CHECK(made.rank == before->second.rank + 1);
            CHECK(made.version >= before->second.version);
            endings += made.is_state && made.version != 0 && made.version == before->second.version;
        } else {
            CHECK(made.rank == 1);
        }
        last[made.resource] = made;
    }
    CHECK(names.size() == 9);
    CHECK(last.size() > 200);
    CHECK(endings > 10); // a final state within the instant of the one before
}

TEST_CASE("The faults of a webhook soak follow from its seed and the connection's number")
{
    int struck = 0;
    for (int number = 1; number <= 10'000; ++number) {
        const test::connection_plan plan = test::webhook_trouble(7, 80, number);
        const test::connection_plan same = test::webhook_trouble(7, 80, number);
        CHECK(plan.to_server.describe() == same.to_server.describe());
        CHECK(plan.to_client.describe() == same.to_client.describe());
        struck += plan.door != test::entrance::serve || !plan.to_server.passes() || !plan.to_client.passes();
    }
    CHECK(struck > 700);
    CHECK(struck < 900);
}
