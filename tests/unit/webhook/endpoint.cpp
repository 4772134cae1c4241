#include "endpoint_fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/endpoint.hpp>

#include "common/catch.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using fixture::change;
using fixture::delivery;
using fixture::watched_endpoint;
using texts = std::vector<std::string>;

const change processing{};
const change completed_change{.id = "evt_2", .status = "completed", .updated_at = "2026-06-15T14:40:00Z"};

} // namespace

TEST_CASE("A delivery is handed to the handler and then acknowledged with an empty 204 (G10)")
{
    watched_endpoint receiver;
    const auto answer = receiver.answer(delivery{processing});
    CHECK(answer.status == 204);
    CHECK(answer.body.empty());
    CHECK(answer.headers.empty());
    CHECK(receiver.handled == texts{"evt_1"});
    CHECK(receiver.last() == "handled");
}

TEST_CASE("An endpoint takes method, headers and body from whatever a framework has (G10)")
{
    watched_endpoint receiver;
    const delivery given{processing};
    const std::vector<std::pair<std::string, std::string>> pairs{{"content-type", "application/json"},
                                                                 {"WEBHOOK-SIGNATURE", given.signature}};
    const std::multimap<std::string, std::string> lines{pairs.begin(), pairs.end()};
    CHECK(receiver.endpoint->receive("POST", pairs, given.body).status == 204);
    CHECK(receiver.endpoint->receive("POST", lines, given.body).status == 204);
    CHECK(receiver.endpoint->receive("GET", lines, given.body).status == 405);
    CHECK(receiver.endpoint->receive("POST", lines, given.body + " ").status == 400);

    const oms::webhook_endpoint copy = *receiver.endpoint; // shares guards and handlers
    CHECK(copy.receive("POST", pairs, given.body).status == 204);
    CHECK(receiver.handled == texts{"evt_1"});
}

TEST_CASE("F86 A valid delivery that is replayed inside the window is acknowledged and not handed to the handler (G5)")
{
    watched_endpoint receiver;
    const delivery given{processing};
    CHECK(receiver.status(given) == 204);
    CHECK(receiver.status(given) == 204);
    // Each attempt of the sender carries another time and signature; the id counts.
    CHECK(receiver.status(delivery{given.body, fixture::standing_now + 200}) == 204);
    CHECK(receiver.handled == texts{"evt_1"});
    CHECK(receiver.superseded.empty());
    CHECK(receiver.last() == "duplicate");
}

TEST_CASE("F86 An event without a resource is handed on once, too")
{
    watched_endpoint receiver;
    const change unknown{.id = "whd_1", .name = "webhook.test"};
    CHECK(receiver.status(unknown) == 204);
    CHECK(receiver.status(unknown) == 204);
    CHECK(receiver.handled == texts{"whd_1"});
}

TEST_CASE("F87 F88 A delivery replayed after the window, or signed in the future, does not reach handler or guards")
{
    const auto log = std::make_shared<fixture::guard_log>();
    watched_endpoint receiver{fixture::noted_by(log)};
    CHECK(receiver.status(delivery{fixture::body_of(processing), fixture::standing_now - 301}) == 400);
    CHECK(receiver.status(delivery{fixture::body_of(processing), fixture::standing_now + 301}) == 400);
    CHECK(receiver.handled.empty());
    CHECK(log->calls.empty());
}

TEST_CASE("F97 A handler that throws is answered 500, and the event comes again until it was handled (G5)")
{
    watched_endpoint receiver;
    receiver.on_event = fixture::fail;
    const delivery given{processing};
    CHECK(receiver.status(given) == 500);
    CHECK(receiver.last() == "failed");
    CHECK(receiver.reports.back().diagnosis == "the database is away");
    CHECK(receiver.status(given) == 500);
    receiver.on_event = [](const oms::event&) {
        throw 7;
    };
    CHECK(receiver.status(given) == 500);
    receiver.on_event = nullptr;
    CHECK(receiver.status(given) == 204);
    CHECK(receiver.status(given) == 204);
    CHECK(receiver.handled.size() == 4);
    CHECK(receiver.last() == "duplicate");
}

TEST_CASE("F97 A handler that throws does not hold up the resource: an older event may come first")
{
    watched_endpoint receiver;
    receiver.on_event = fixture::fail;
    CHECK(receiver.status(completed_change) == 500);
    receiver.on_event = nullptr;
    CHECK(receiver.status(processing) == 204);
    CHECK(receiver.status(completed_change) == 204);
    CHECK(receiver.handled == texts{"evt_2", "evt_1", "evt_2"});
}

TEST_CASE("F97 An event is marked done after its handler succeeded, in the order guard first (G5, G15)")
{
    const auto log = std::make_shared<fixture::guard_log>();
    watched_endpoint receiver{fixture::noted_by(log)};
    receiver.on_event = [&](const oms::event&) {
        log->calls.push_back("handler");
    };
    CHECK(receiver.status(processing) == 204);
    CHECK(log->calls == texts{"replay claim", "order claim", "handler", "order confirm", "replay confirm"});

    log->calls.clear();
    receiver.on_event = fixture::fail;
    CHECK(receiver.status(completed_change) == 500);
    CHECK(log->calls == texts{"replay claim", "order claim", "order release", "replay release"});
}

TEST_CASE("F97 A process that dies before the confirmation is handed the event again; one that dies between the two "
          "confirmations finds that it is the state handled last (G5, G15)")
{
    // What a process keeps of a guard is what was confirmed.
    const auto kept = std::make_shared<oms::memory_order_guard>();
    const auto restarted = [&] {
        return oms::endpoint_options{}.order(kept);
    };
    {
        watched_endpoint dies{restarted()};
        dies.on_event = fixture::fail;
        CHECK(dies.status(processing) == 500);
    }
    watched_endpoint second{restarted()};
    CHECK(second.status(processing) == 204);
    CHECK(second.handled == texts{"evt_1"});

    watched_endpoint third{restarted()}; // its replay guard knows nothing
    CHECK(third.status(processing) == 204);
    CHECK(third.handled.empty());
    CHECK(third.superseded.empty());
    CHECK(third.last() == "duplicate");

    third.on_event = fixture::fail; // were it asked
    CHECK(third.status(completed_change) == 500);
    CHECK(third.status(processing) == 204); // its claim was confirmed, not dropped
    CHECK(third.superseded.empty());
    CHECK(third.last() == "duplicate");
}

TEST_CASE("F98 An event that is older than what was handled is acknowledged and held back (G15)")
{
    watched_endpoint receiver;
    CHECK(receiver.status(completed_change) == 204);
    CHECK(receiver.status(processing) == 204);
    CHECK(receiver.handled == texts{"evt_2"});
    CHECK(receiver.superseded == texts{"evt_1"});
    CHECK(receiver.last() == "superseded");
    CHECK(receiver.status(processing) == 204); // done, so not told again
    CHECK(receiver.superseded == texts{"evt_1"});
    CHECK(receiver.last() == "duplicate");
}

TEST_CASE("F98 An event that comes again under a new delivery id is found by its sequence (G15)")
{
    watched_endpoint receiver;
    CHECK(receiver.status({.id = "whd_1", .sequence = 4}) == 204);
    CHECK(receiver.status({.id = "whd_2", .sequence = 4}) == 204);
    CHECK(receiver.status({.id = "whd_3", .sequence = 3}) == 204);
    CHECK(receiver.status({.id = "whd_4", .resource = "txn_2", .sequence = 3}) == 204);
    CHECK(receiver.status({.id = "whd_5", .sequence = 9}) == 204);
    CHECK(receiver.handled == texts{"whd_1", "whd_4", "whd_5"});
    CHECK(receiver.superseded == texts{"whd_2", "whd_3"});
}

TEST_CASE("F98 When the handler of superseded events throws, the event comes again to it")
{
    watched_endpoint receiver;
    CHECK(receiver.status(completed_change) == 204);
    receiver.on_superseded = fixture::fail;
    CHECK(receiver.status(processing) == 500);
    receiver.on_superseded = nullptr;
    CHECK(receiver.status(processing) == 204);
    CHECK(receiver.superseded == texts{"evt_1", "evt_1"});
    CHECK(receiver.handled == texts{"evt_2"});
}

TEST_CASE("F89 F91 F92 F94 What is not signed as it should be is 400, without a handler, a claim or a word (G1, G10)")
{
    const auto log = std::make_shared<fixture::guard_log>();
    watched_endpoint receiver{fixture::noted_by(log)};
    const delivery good{processing};
    const std::string digits = good.signature.substr(good.signature.find("v1=") + 3);
    const std::string time = "t=" + std::to_string(fixture::standing_now);

    std::set<std::string> told;
    const auto refused = [&](const std::string& signature, const std::string& body) {
        oms::webhook_request request{"POST", body};
        request.header("Content-Type", "application/json").header("Webhook-Signature", signature);
        const auto answer = receiver.endpoint->receive(request);
        CHECK(answer.status == 400);
        told.insert(answer.body);
    };
    refused("", good.body);
    refused(time + "," + time + "1,v1=" + digits, good.body);   // F89
    refused(good.signature + ", " + good.signature, good.body); // F89
    refused(time + ",v0=" + digits, good.body);                 // F91
    refused(time + ",v2=" + digits, good.body);                 // F91
    refused(std::string(1024 * 1024, ','), good.body);          // F92
    std::string many = time;
    for (int count = 0; count < 10'000; ++count)
        many += ",v1=" + digits;
    refused(many, good.body);                                           // F92
    refused(good.signature, good.body + "\n");                          // F94
    refused(good.signature, "\xef\xbb\xbf" + good.body);                // F94
    refused(good.signature, good.body.substr(0, good.body.size() - 1)); // F94
    refused(oms::sign(oms::webhook_secret{"whsec_another"}, fixture::standing_now, good.body), good.body);
    refused(oms::sign(fixture::secret(), fixture::standing_now, "{}"), "{}"); // signed, and no event
    refused(oms::sign(fixture::secret(), fixture::standing_now, "nothing"), "nothing");

    const auto twice = receiver.endpoint->receive(good.request().header("webhook-signature", good.signature));
    CHECK(twice.status == 400);
    told.insert(twice.body);
    CHECK(told == std::set<std::string>{"Bad Request"}); // one body for all reasons
    CHECK(receiver.handled.empty());
    CHECK(log->calls.empty());
    for (const fixture::told& each : receiver.reports) {
        CHECK(to_string(each.outcome) == "refused");
        CHECK_FALSE(each.diagnosis.empty());
    }
}

TEST_CASE("F93 A body over the limit is 413, of another type or compressed 415, no POST 405 with Allow (G6, G10)")
{
    watched_endpoint receiver;
    const delivery good{processing};
    const delivery large{fixture::body_of(processing) + std::string(1024 * 1024, ' ')};
    CHECK(receiver.answer(large).status == 413);
    CHECK(receiver.answer(large).body == "Content Too Large");
    CHECK(receiver.endpoint->receive(good.request().header("Content-Type", "text/plain")).status == 415);
    CHECK(receiver.endpoint->receive(good.request().header("Content-Encoding", "gzip")).status == 415);
    const auto answer = receiver.endpoint->receive(good.request().method("PUT"));
    CHECK(answer.status == 405);
    CHECK(answer.headers ==
          std::vector<std::pair<std::string, std::string>>{{"Content-Type", "text/plain"}, {"Allow", "POST"}});
    CHECK(receiver.handled.empty());
}

TEST_CASE("An event without an id is refused: nothing could tell a repetition of it")
{
    watched_endpoint receiver;
    for (const std::string body :
         {R"({"id":"","event":"cashIn.completed","data":{}})", R"({"event":"cashIn.completed","data":{}})",
          R"({"id":null,"event":"cashIn.completed","data":{}})"})
        CHECK(receiver.status(delivery{body}) == 400);
    CHECK(receiver.handled.empty());
}

TEST_CASE("A guard that cannot be asked is 503 without a handler, and what was claimed is given back")
{
    for (const std::string where : {"replay claim", "order claim"}) {
        const auto log = std::make_shared<fixture::guard_log>();
        watched_endpoint receiver{fixture::noted_by(log)};
        log->fails_at = where;
        CHECK(receiver.status(processing) == 503);
        CHECK(receiver.last() == "failed");
        CHECK(receiver.reports.back().diagnosis == "the guard's disk is full");
        CHECK(receiver.handled.empty());
        log->fails_at.clear();
        CHECK(receiver.status(processing) == 204);
        CHECK(receiver.handled == texts{"evt_1"});
    }
}

TEST_CASE("A guard that cannot store that an event was handled does not undo it: 204, a report, and no claim stays")
{
    for (const std::string where : {"replay confirm", "order confirm"}) {
        const auto log = std::make_shared<fixture::guard_log>();
        watched_endpoint receiver{fixture::noted_by(log)};
        log->fails_at = where;
        CHECK(receiver.status(processing) == 204);
        CHECK(receiver.last() == "handled");
        CHECK(receiver.reports.back().with_failure);
        CHECK(receiver.reports.back().diagnosis == "the guard's disk is full");
        log->fails_at.clear();
        CHECK(receiver.status(completed_change) == 204);
        CHECK(receiver.handled == texts{"evt_1", "evt_2"});
    }
}

TEST_CASE("Guards may be switched off, one or both")
{
    watched_endpoint without_replay{oms::endpoint_options{}.replay(nullptr)};
    CHECK(without_replay.status(completed_change) == 204);
    CHECK(without_replay.status(completed_change) == 204);
    CHECK(without_replay.handled == texts{"evt_2"});
    CHECK(without_replay.superseded.empty()); // it is the state handled last itself
    CHECK(without_replay.last() == "duplicate");

    watched_endpoint without_order{oms::endpoint_options{}.order(nullptr)};
    for (const change& each : {completed_change, processing, completed_change})
        CHECK(without_order.status(each) == 204);
    CHECK(without_order.handled == texts{"evt_2", "evt_1"});

    watched_endpoint without{oms::endpoint_options{}.replay(nullptr).order(nullptr)};
    for (const change& each : {completed_change, processing, completed_change})
        CHECK(without.status(each) == 204);
    CHECK(without.handled == texts{"evt_2", "evt_1", "evt_2"});
}

TEST_CASE("Endpoints of several subscriptions may share guards, when they have the same handlers")
{
    const auto replay = std::make_shared<oms::memory_replay_guard>();
    watched_endpoint first{oms::endpoint_options{}.replay(replay)}, second{oms::endpoint_options{}.replay(replay)};
    CHECK(first.status(processing) == 204);
    CHECK(second.status(processing) == 204);
    CHECK(first.handled == texts{"evt_1"});
    CHECK(second.handled.empty());
}

TEST_CASE("What the observer throws changes no answer")
{
    watched_endpoint receiver;
    receiver.on_report = [](const oms::webhook_report&) {
        throw std::runtime_error{"the log is full"};
    };
    CHECK(receiver.status(processing) == 204);
    CHECK(receiver.status(processing) == 204);
    receiver.on_event = fixture::fail;
    CHECK(receiver.status(completed_change) == 500);
    CHECK(receiver.status(delivery{"no json"}) == 400);
    receiver.on_event = nullptr;
    CHECK(receiver.status(completed_change) == 204);
    CHECK(receiver.handled == texts{"evt_1", "evt_2", "evt_2"});
    CHECK(receiver.reports.size() == 5);
}

TEST_CASE("A delivery that comes again while its handler runs is 503 when nothing is to be waited for")
{
    watched_endpoint receiver{oms::endpoint_options{}.busy_limit(0ms)};
    std::vector<int> inside;
    receiver.on_event = [&](const oms::event&) {
        receiver.on_event = nullptr;
        inside.push_back(receiver.status(processing));       // the same delivery
        inside.push_back(receiver.status(completed_change)); // another of its resource
        inside.push_back(receiver.status({.id = "evt_3", .resource = "txn_2"}));
    };
    CHECK(receiver.status(processing) == 204);
    CHECK(inside == std::vector<int>{503, 503, 204});
    CHECK(to_string(receiver.reports.front().outcome) == "busy");
    CHECK(receiver.status(completed_change) == 204); // comes again
    CHECK(receiver.handled == texts{"evt_1", "evt_3", "evt_2"});
}

TEST_CASE("F99 No outcome whatever is answered with 410, and nothing but a handled event with a 2xx (G10)")
{
    const auto log = std::make_shared<fixture::guard_log>();
    watched_endpoint receiver{fixture::noted_by(log)};
    const std::function<void(const oms::event&)> gone = [](const oms::event&) {
        throw oms::error::builder(oms::errc::unexpected_status).http_status(410).build();
    };
    std::set<int> statuses;
    std::set<std::string> outcomes;
    int number = 0;
    for (const std::string fails_at : {"", "replay claim", "order claim", "order confirm", "replay confirm"})
        for (const bool handler_fails : {false, true})
            for (const std::string method : {"POST", "GET", "DELETE", ""})
                for (const std::string type : {"application/json", "text/html"})
                    for (const bool signed_well : {true, false}) {
                        log->fails_at = fails_at;
                        receiver.on_event = receiver.on_superseded =
                            handler_fails ? gone : std::function<void(const oms::event&)>{};
                        ++number;
                        for (const change& each :
                             {change{.id = "a" + std::to_string(number), .sequence = number},
                              change{.id = "a" + std::to_string(number), .sequence = number}, // a duplicate
                              change{.id = "b" + std::to_string(number), .sequence = 0},      // superseded
                              change{.id = "c" + std::to_string(number), .name = "webhook.test"}}) {
                            const delivery given{each};
                            oms::webhook_request request{method, given.body};
                            request.header("Content-Type", type);
                            request.header("Webhook-Signature",
                                           signed_well ? std::string_view{given.signature} : "t=0,v1=00");
                            const int status = receiver.endpoint->receive(request).status;
                            CHECK(status != 410);
                            const bool failed = receiver.reports.back().outcome == oms::webhook_outcome::failed;
                            CHECK_FALSE((failed && status < 500));
                            statuses.insert(status);
                            outcomes.emplace(receiver.last());
                        }
                    }
    receiver.on_event = [&](const oms::event&) {
        statuses.insert(receiver.status({.id = "inside", .sequence = 9999}));
    };
    log->fails_at.clear();
    statuses.insert(receiver.status({.id = "outside", .sequence = 9998}));
    for (const fixture::told& each : receiver.reports)
        outcomes.emplace(to_string(each.outcome));
    CHECK(statuses == std::set<int>{204, 400, 405, 415, 500, 503});
    CHECK(outcomes == std::set<std::string>{"handled", "duplicate", "superseded", "busy", "refused", "failed"});
}

TEST_CASE("The wait for a busy resource is bounded")
{
    CHECK_THROWS_AS(oms::endpoint_options{}.busy_limit(-1ms), oms::error);
    CHECK_THROWS_AS(oms::endpoint_options{}.busy_limit(1h + 1ms), oms::error);
    CHECK(oms::endpoint_options{}.busy_limit() == 5s);
    CHECK(oms::endpoint_options{}.busy_limit(1h).busy_limit() == 1h);
}

TEST_CASE("F98 An order guard that cannot tell the latest state holds an older event back all the same")
{
    class silent final : public oms::order_guard {
    public:
        oms::order_claim claim(const oms::resource_version&) override { return oms::order_claim::superseded; }
        void confirm(const oms::resource_version&) override {}
        void release(const oms::resource_version&) noexcept override {}
        std::optional<oms::resource_version> latest(std::string_view) const override
        {
            throw std::runtime_error{"the guard's disk is full"};
        }
    };
    watched_endpoint receiver{oms::endpoint_options{}.order(std::make_shared<silent>())};
    CHECK(receiver.status(processing) == 204);
    CHECK(receiver.last() == "superseded");
    CHECK(receiver.superseded == texts{"evt_1"});
    CHECK_FALSE(receiver.reports.back().with_failure);
}

TEST_CASE("F98 An older event without a time is held back, though the one before it came without a sequence (G15)")
{
    watched_endpoint receiver;
    CHECK(receiver.status({.id = "whd_5", .updated_at = "2026-06-15T14:36:20Z", .sequence = 5}) == 204);
    CHECK(receiver.status({.id = "evt_6", .updated_at = "2026-06-15T14:36:21Z"}) == 204);
    CHECK(receiver.status({.id = "whd_4", .updated_at = "", .sequence = 4}) == 204);
    CHECK(receiver.status({.id = "whd_7", .updated_at = "", .sequence = 7}) == 204);
    CHECK(receiver.status({.id = "evt_3", .updated_at = "2026-06-15T14:36:20Z"}) == 204);
    CHECK(receiver.handled == texts{"whd_5", "evt_6", "whd_7"});
    CHECK(receiver.superseded == texts{"whd_4", "evt_3"});
}
