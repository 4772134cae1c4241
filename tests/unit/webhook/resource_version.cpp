#include "delivery.hpp"

#include <oms/webhook/resource_version.hpp>

#include "common/catch.hpp"

#include <string>
#include <vector>

namespace {

using fixture::change;
using fixture::event_of;

oms::resource_version version(const change& change)
{
    return oms::version_of(event_of(change)).value();
}

/// The newcomer is passed over, and the other way round it is not.
void check_order(const change& newer, const change& older)
{
    CHECK(oms::supersedes(version(newer), version(older)));
    CHECK_FALSE(oms::supersedes(version(older), version(newer)));
}

} // namespace

TEST_CASE("The version of an event is its resource, its place in the sequence, its time and whether it is final (G15)")
{
    const auto shown =
        version({"evt_7", "transaction.statusChanged", "txn_9", "completed", "2026-06-15T14:36:20.5Z", 4});
    CHECK(shown.delivery_id.view() == "evt_7");
    CHECK(shown.resource == "txn_9");
    CHECK(shown.sequence == 4);
    CHECK(shown.updated_at.str() == "2026-06-15T14:36:20.5Z");
    CHECK(shown.final_state);
}

TEST_CASE("A transaction and a cash-in are final when completed or failed; an expired cash-in can be refreshed")
{
    for (const std::string status : {"completed", "failed"}) {
        CHECK(version({.name = "transaction.cryptoToCrypto.completed", .status = status}).final_state);
        CHECK(version({.name = "cashIn.completed", .resource = "ci_1", .status = status}).final_state);
    }
    for (const std::string status : {"processing", "cashPickupReady", "awaitingAction", "somethingNew", ""})
        CHECK_FALSE(version({.status = status}).final_state);
    for (const std::string status : {"pending", "processing", "expired", ""})
        CHECK_FALSE(version({.name = "cashIn.expired", .resource = "ci_1", .status = status}).final_state);
}

TEST_CASE("A customer's version is the customer's; an endorsement that comes alone has its own")
{
    const auto whole = oms::version_of(event_of(std::string_view{
        R"({"id":"evt_1","event":"customer.endorsement.granted","data":{"object":"customer","id":"cst_1",
            "status":"active","updatedAt":"2026-06-15T14:36:20Z",
            "endorsements":[{"name":"usd","status":"ACTIVE"}]}})"}));
    REQUIRE(whole.has_value());
    CHECK(whole->resource == "cst_1");

    const auto alone = [](std::string_view name) {
        return oms::version_of(event_of(std::string_view{
            std::string{R"({"id":"whd_1","event":"endorsement.updated","sequence":4,"data":{"object":"endorsement",)"} +
            R"("customerId":"cst_1","name":")" + std::string{name} + R"(","status":"ACTIVE"}})"}));
    };
    REQUIRE(alone("usd").has_value());
    CHECK(alone("usd")->resource == "cst_1/usd");
    CHECK(alone("basic")->resource == "cst_1/basic");
}

TEST_CASE("What is no state, or has nothing to compare by, has no version")
{
    CHECK(oms::version_of(event_of({.name = "wallet.provisioned", .resource = "wlt_1"})).has_value());
    CHECK_FALSE(oms::version_of(event_of({.name = "wallet.depositDetected", .resource = "wlt_1", .sequence = 4})));
    CHECK_FALSE(oms::version_of(event_of({.name = "virtualAccount.active", .resource = "va_1", .sequence = 4})));
    CHECK_FALSE(oms::version_of(event_of({.updated_at = ""})));
    CHECK(oms::version_of(event_of({.updated_at = "", .sequence = 1})).has_value());
    CHECK_FALSE(oms::version_of(event_of({.resource = ""})));
    CHECK_FALSE(oms::version_of(event_of(std::string_view{
        R"({"id":"evt_1","event":"wallet.changed","sequence":4,"data":{"object":"wallet","id":"wlt_1",
            "deposit":{"amount":"1.00","asset":"usdc","network":"polygon"}}})"})));
}

TEST_CASE("Every event of the contract has a version exactly when its family and its data have one")
{
    int with = 0;
    for (const auto& file : fixture::files_beginning_with("event.v")) {
        const auto document = fixture::read(file);
        const std::string body = fixture::text(document.at("delivery"), "rawBody");
        const oms::event event = event_of(std::string_view{body});
        const bool typed = !std::holds_alternative<oms::unknown_event>(event.payload);
        INFO(file.filename().string());
        CHECK(oms::version_of(event).has_value() == (typed && event.name != oms::event_name::wallet_deposit_detected));
        with += oms::version_of(event).has_value();
    }
    CHECK(with >= 20);
}

TEST_CASE("F98 By sequence: what is not newer is passed over, the same under another delivery id too (G15)")
{
    const change fifth{.id = "whd_5", .status = "processing", .updated_at = "2026-06-15T14:00:00Z", .sequence = 5};
    check_order(fifth, {.id = "whd_4", .sequence = 4});
    check_order(fifth, {.id = "whd_2", .status = "completed", .updated_at = "2026-06-15T15:00:00Z", .sequence = 2});
    CHECK(oms::supersedes(version(fifth), version({.id = "whd_5b", .sequence = 5})));
    CHECK(oms::supersedes(version({.sequence = 0}), version({.sequence = -1})));
    CHECK(oms::supersedes(version({.sequence = INT64_MAX}), version({.sequence = INT64_MIN})));
}

TEST_CASE("F98 By time where one of both has no sequence: what is older is passed over (G15)")
{
    const change later{.id = "evt_2", .updated_at = "2026-06-15T14:36:20.000001Z"};
    check_order(later, {.updated_at = "2026-06-15T14:36:20Z"});
    check_order(later, {.updated_at = "2026-06-15T14:36:20Z", .sequence = 9});
    check_order(later, {.status = "completed", .updated_at = "2026-06-15T16:36:20+02:00"}); // the same instant in UTC
}

TEST_CASE("F98 At the same time a final state stays, and so does what the same delivery brought before")
{
    const change going{.id = "evt_1"}, done{.id = "evt_2", .status = "completed"};
    check_order(done, going);
    CHECK(oms::supersedes(version(going), version(going)));
    CHECK(oms::supersedes(version(done), version(done)));
    // Which of two came first cannot be told: both are handed on.
    CHECK_FALSE(oms::supersedes(version(going), version({.id = "evt_3"})));
    CHECK_FALSE(oms::supersedes(version(done), version({.id = "evt_3", .status = "failed"})));
}

TEST_CASE("What cannot be compared is not passed over")
{
    const change timed{.id = "evt_1"}, counted{.id = "evt_2", .updated_at = "", .sequence = 7};
    CHECK_FALSE(oms::supersedes(version(timed), version(counted)));
    CHECK_FALSE(oms::supersedes(version(counted), version(timed)));
}

TEST_CASE("F98 What a guard keeps of two events has the highest sequence and the latest time, and goes back in neither "
          "(G15)")
{
    const auto kept = [](const change& known, const change& newcomer) {
        return oms::detail::latest_of(version(known), version(newcomer));
    };
    const change fifth{.id = "whd_5", .sequence = 5}, timed{.id = "evt_6", .updated_at = "2026-06-15T14:36:21Z"};
    CHECK(kept(fifth, timed).sequence == 5);
    CHECK(kept(fifth, timed).updated_at.str() == "2026-06-15T14:36:21Z");
    CHECK(kept(fifth, timed).delivery_id.view() == "evt_6");
    const change seventh{.id = "whd_7", .updated_at = "", .sequence = 7};
    CHECK(kept(fifth, seventh).sequence == 7);
    CHECK(kept(fifth, seventh).updated_at.str() == "2026-06-15T14:36:20Z");
    CHECK_FALSE(kept(fifth, seventh).final_state);
    const change done{.id = "evt_8", .status = "completed"};
    CHECK(kept(done, seventh).final_state); // goes with its time
    CHECK_FALSE(kept(done, timed).final_state);

    std::vector<change> all;
    for (const std::string time : {"", "2026-06-15T14:36:20Z", "2026-06-15T14:36:21Z"})
        for (const std::string status : {"processing", "completed"})
            for (const std::optional<std::int64_t> sequence : {std::optional<std::int64_t>{}, {5}, {6}})
                if (sequence || !time.empty())
                    all.push_back({.id = "evt_" + std::to_string(all.size()),
                                   .status = status,
                                   .updated_at = time,
                                   .sequence = sequence});
    for (const change& known : all)
        for (const change& newcomer : all)
            for (const change& third : all) {
                const bool passed_over = oms::supersedes(version(known), version(newcomer));
                const bool third_before = oms::supersedes(version(known), version(third));
                if (passed_over || !third_before || third.id == known.id)
                    continue;
                const bool better_known = third.sequence && newcomer.sequence && !known.sequence;
                INFO(known.id << " then " << newcomer.id << " then " << third.id);
                if (!better_known) // now their sequences tell, which say more than times
                    CHECK(oms::supersedes(kept(known, newcomer), version(third)));
            }
}
