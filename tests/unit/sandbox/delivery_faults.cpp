#include "bench.hpp"

#include <oms/core/error.hpp>

#include "common/catch.hpp"

#include <algorithm>

using namespace std::chrono_literals;
using oms::sandbox::delivery_fault;
using oms::sandbox::event_envelope;

namespace {

using event_ids = std::vector<std::string>;

/// Takes what is due and has it delivered; gives the ids it came under.
event_ids receive(bench& emulator)
{
    event_ids ids;
    for (const oms::sandbox::delivery& each : emulator.due()) {
        ids.push_back(each.event_id);
        emulator.report(each.id, 204);
    }
    return ids;
}

} // namespace

TEST_CASE("A duplicated delivery comes again under its own id with the same bytes, and is signed again")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::duplicate(2));
    const std::string id = emulator.trigger("cashIn.completed");
    const auto due = emulator.due();
    REQUIRE(due.size() == 3);
    for (const auto& each : due) {
        CHECK(each.event_id == id);
        CHECK(each.body == due[0].body);
        CHECK(each.attempt == 1);
    }
    CHECK(due[0].id != due[1].id);
    emulator.report(due[0].id, 500); // each has its own attempts
    emulator.report(due[1].id, 204);
    emulator.report(due[2].id, 204);
    emulator.advance(500ms);
    CHECK(receive(emulator) == event_ids{id});
    emulator.trigger("cashIn.completed");
    CHECK(receive(emulator).size() == 1); // it struck once
}

TEST_CASE("Copies come apart when they are told to")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::duplicate(2, 400s));
    const std::string id = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{id});
    emulator.advance(399s);
    CHECK(receive(emulator).empty());
    emulator.advance(1s);
    CHECK(receive(emulator) == event_ids{id});
    emulator.advance(400s);
    CHECK(receive(emulator) == event_ids{id});
    CHECK_FALSE(emulator.next_due().has_value());
}

TEST_CASE("A copy under a new id is the same change announced once more")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::duplicate().under_new_ids().times(0));
    const std::string id = emulator.trigger("transaction.statusChanged");
    auto due = emulator.due();
    REQUIRE(due.size() == 2);
    CHECK(due[0].event_id == id);
    CHECK(due[1].event_id != id);
    CHECK(due[1].event_id.rfind("whd_", 0) == 0);
    CHECK(json_at(due[1].body, "id") == due[1].event_id);
    for (const char* same : {"eventId", "sequence", "data.id", "data.updatedAt", "eventType"})
        CHECK(json_at(due[1].body, same) == json_at(due[0].body, same));
    emulator.trigger("cashIn.completed");
    due = emulator.due();
    REQUIRE(due.size() == 2);
    CHECK(due[1].event_id.rfind("evt_", 0) == 0);
    CHECK(due[1].event_id != due[0].event_id);
}

TEST_CASE("A delayed delivery is late by its delay, on a clock that only advance moves")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::delay(10s));
    const std::string late = emulator.trigger("cashIn.completed");
    const std::string prompt = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{prompt});
    CHECK(*emulator.next_due() - emulator.now() == 10s);
    emulator.advance(9999ms);
    CHECK(receive(emulator).empty());
    emulator.advance(1ms);
    CHECK(receive(emulator) == event_ids{late});
}

TEST_CASE("A reordered delivery waits until a later one was attempted, whatever came of that")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::reorder());
    const std::string first = emulator.trigger("cashIn.completed");
    CHECK(emulator.due().empty());
    const std::string second = emulator.trigger("cashIn.completed");
    const auto due = emulator.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].event_id == second);
    CHECK(emulator.due().empty()); // not before the other has ended
    emulator.report(due[0].id, 500);
    CHECK(receive(emulator) == event_ids{first});
    emulator.advance(500ms);
    CHECK(receive(emulator) == event_ids{second});
}

TEST_CASE("A copy does not overtake its own original that is held back, another delivery does")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::reorder(1min));
    emulator.inject(delivery_fault::duplicate(2));
    const std::string first = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{first, first}); // the copies alone
    CHECK(receive(emulator).empty());
    const std::string second = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{second});
    CHECK(receive(emulator) == event_ids{first});
    emulator.advance(1h);
    CHECK(receive(emulator).empty());
}

TEST_CASE("The longest times of a delivery fault are never, and not long ago")
{
    constexpr auto longest = std::chrono::milliseconds::max();
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::duplicate(3, longest));
    const std::string once = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{once});
    emulator.inject(delivery_fault::delay(longest));
    emulator.inject(delivery_fault::delay(longest));
    emulator.trigger("cashIn.completed");
    CHECK(receive(emulator).empty());
    emulator.inject(delivery_fault::reorder(longest));
    const std::string held = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator).empty());
    CHECK(emulator.next_due()->str().substr(0, 5) == "9999-");
    emulator.advance(1h);
    CHECK(receive(emulator).empty());
    const std::string other = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{other});
    CHECK(receive(emulator) == event_ids{held});
}

TEST_CASE("A reordered delivery that nothing overtakes comes at its limit")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::reorder(3s));
    const std::string only = emulator.trigger("cashIn.completed");
    emulator.advance(2999ms);
    CHECK(receive(emulator).empty());
    emulator.advance(1ms);
    CHECK(receive(emulator) == event_ids{only});
    CHECK(receive(emulator).empty());
}

TEST_CASE("Reordering that never ends swaps neighbours, for each subscription by itself")
{
    bench emulator;
    emulator.subscribe();
    emulator.subscribe(R"("cashIn.*")");
    emulator.inject(delivery_fault::reorder().times(0));
    event_ids sent;
    for (int i = 0; i < 4; ++i)
        sent.push_back(emulator.trigger("cashIn.completed"));
    event_ids received;
    for (event_ids some = receive(emulator); !some.empty(); some = receive(emulator))
        received.insert(received.end(), some.begin(), some.end());
    REQUIRE(received.size() == 8);
    for (const std::string& each : sent)
        CHECK(std::count(received.begin(), received.end(), each) == 2);
    const auto last_of = [&](const std::string& id) {
        return std::find(received.rbegin(), received.rend(), id);
    };
    CHECK(std::find(received.begin(), received.end(), sent[1]) < std::find(received.begin(), received.end(), sent[0]));
    CHECK(last_of(sent[0]) < last_of(sent[1]));
}

TEST_CASE("A delivery fault keeps to its names, lets some pass, strikes one in so many, and ends after its times")
{
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::duplicate().on("cashIn.*").after(2).every(3).times(2));
    std::string struck;
    for (int i = 0; i < 16; ++i) {
        emulator.trigger("wallet.depositDetected");
        CHECK(receive(emulator).size() == 1);
        emulator.trigger("cashIn.completed");
        struck += receive(emulator).size() == 2 ? 'x' : '.';
    }
    CHECK(struck == "....x..x........");
    emulator.inject(delivery_fault::delay(1h).times(0));
    emulator.trigger("cashIn.completed");
    emulator.clear_faults();
    const std::string prompt = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{prompt}); // the one before stays late
    emulator.advance(1h);
    CHECK(receive(emulator).size() == 1);
}

TEST_CASE("Delivery faults strike independently of each other, and compliance events too")
{
    bench emulator;
    const std::string secret = "whsec_compliance";
    emulator.add_compliance_webhook("https://c.example/", secret);
    emulator.inject(delivery_fault::delay(2s).on("transaction.*.underReview").times(0));
    emulator.inject(delivery_fault::duplicate(1, 1s).times(0));
    const std::string id = emulator.trigger("transaction.fiatToCrypto.underReview");
    CHECK(receive(emulator).empty());
    emulator.advance(2s);
    CHECK(receive(emulator) == event_ids{id});
    emulator.advance(1s);
    CHECK(receive(emulator) == event_ids{id});
}

TEST_CASE("A held back delivery is forgotten with its subscription, and kept while that is paused")
{
    bench emulator;
    const std::string gone = "/webhooks/" + emulator.subscribe()["id"];
    emulator.inject(delivery_fault::reorder(1s).times(0));
    emulator.trigger("cashIn.completed");
    emulator.remove(gone);
    emulator.advance(1s);
    CHECK(emulator.due().empty());

    const std::string paused = "/webhooks/" + emulator.subscribe()["id"];
    const std::string kept = emulator.trigger("cashIn.completed");
    emulator.patch(paused, R"({"enabled":false})");
    emulator.advance(1min);
    CHECK(emulator.due().empty());
    emulator.patch(paused, R"({"enabled":true})");
    CHECK(receive(emulator) == event_ids{kept});
}

TEST_CASE("The first attempts of a failing delivery are not sent, and what follows them is what follows any failure")
{
    using oms::sandbox::delivery_failure;
    using oms::sandbox::delivery_sequel;
    bench emulator;
    emulator.subscribe();
    emulator.inject(delivery_fault::fail(2));
    const std::string id = emulator.trigger("cashIn.completed");
    CHECK(emulator.due().empty());
    emulator.advance(500ms);
    CHECK(emulator.due().empty());
    emulator.advance(999ms);
    CHECK(receive(emulator).empty());
    emulator.advance(1ms);
    const auto due = emulator.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].attempt == 3);
    emulator.report(due[0].id, 204);

    const auto log = emulator.deliveries();
    REQUIRE(log.size() == 3);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(log[i].event_id == id);
        CHECK(log[i].failure == delivery_failure::fault);
        CHECK_FALSE(log[i].status.has_value());
        CHECK(log[i].sequel == delivery_sequel::retry);
    }
    CHECK(log[2].sequel == delivery_sequel::delivered);
    emulator.trigger("cashIn.completed");
    CHECK(receive(emulator).size() == 1); // it struck once
}

TEST_CASE("A delivery of which every attempt fails is given up, and its copy arrives")
{
    using oms::sandbox::delivery_sequel;
    oms::sandbox::settings settings = standing_settings();
    settings.delivery_attempts = 3;
    bench emulator(settings);
    emulator.subscribe();
    emulator.inject(delivery_fault::fail(10).on("cashIn.*"));
    emulator.inject(delivery_fault::duplicate());
    const std::string id = emulator.trigger("cashIn.completed");
    CHECK(receive(emulator) == event_ids{id}); // the copy
    emulator.advance(500ms);
    CHECK(receive(emulator).empty());
    emulator.advance(1s);
    CHECK(receive(emulator).empty());
    CHECK_FALSE(emulator.next_due().has_value());
    CHECK(emulator.deliveries().back().sequel == delivery_sequel::given_up);
}

TEST_CASE("A delivery fault that can never strike is refused")
{
    bench emulator;
    for (const delivery_fault& wrong :
         {delivery_fault::duplicate().on("*"), delivery_fault::duplicate().on("cashIn."),
          delivery_fault::duplicate().times(-1), delivery_fault::duplicate().after(-1),
          delivery_fault::duplicate().every(0), delivery_fault::duplicate(-1), delivery_fault::duplicate(0),
          delivery_fault::delay(-1ms), delivery_fault::reorder(-1ms), delivery_fault::fail(0),
          delivery_fault::fail(-1)})
        CHECK_THROWS_AS(emulator.inject(wrong), oms::error);
}
