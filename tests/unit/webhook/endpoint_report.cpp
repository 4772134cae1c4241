#include "endpoint_fixture.hpp"

#include <oms/webhook/endpoint.hpp>
#include <oms/webhook/report.hpp>

#include "common/catch.hpp"

#include <string>
#include <vector>

namespace {

using fixture::change;
using fixture::delivery;
using fixture::watched_endpoint;

} // namespace

TEST_CASE("A report has the event, its version and the secret that matched (F100, G4)")
{
    const oms::webhook_verifier both{{oms::webhook_secret{"whsec_new"}.id("2026-06"), fixture::secret().id("2025-01")},
                                     fixture::options_at(fixture::standing_now)};
    watched_endpoint receiver{oms::endpoint_options{}, both};
    std::vector<std::string> secrets;
    receiver.on_report = [&](const oms::webhook_report& report) {
        REQUIRE(report.event() != nullptr);
        REQUIRE(report.signature() != nullptr);
        REQUIRE(report.version() != nullptr);
        CHECK(report.problem() == nullptr);
        CHECK(report.failure() == nullptr);
        CHECK(report.superseded_by() == nullptr);
        CHECK(report.event()->name.text() == "transaction.cryptoToCrypto.processing");
        CHECK(report.version()->resource == "txn_1");
        secrets.push_back(report.signature()->secret_id);
    };
    delivery by_new{change{.id = "evt_2", .resource = "txn_1", .updated_at = "2026-06-15T14:40:00Z"}};
    by_new.signature = oms::sign(oms::webhook_secret{"whsec_new"}, fixture::standing_now, by_new.body);
    CHECK(receiver.status(change{}) == 204);
    CHECK(receiver.status(by_new) == 204);
    CHECK(secrets == std::vector<std::string>{"2025-01", "2026-06"});
    CHECK(receiver.reports.front().line ==
          "handled 204 evt_1 transaction.cryptoToCrypto.processing, txn_1 of 2026-06-15T14:36:20Z, secret 2025-01");
    CHECK(receiver.reports.front().diagnosis.empty());
}

TEST_CASE("A report of a superseded event says what superseded it")
{
    watched_endpoint receiver;
    std::string by;
    receiver.on_report = [&](const oms::webhook_report& report) {
        if (report.superseded_by())
            by = report.superseded_by()->delivery_id.str();
    };
    CHECK(receiver.status({.id = "whd_2", .sequence = 5}) == 204);
    CHECK(by.empty());
    CHECK(receiver.status({.id = "whd_1", .sequence = 3}) == 204);
    CHECK(by == "whd_2");
    CHECK(receiver.reports.back().line ==
          "superseded 204 whd_1 transaction.cryptoToCrypto.processing, txn_1 sequence 3 of 2026-06-15T14:36:20Z, "
          "superseded by whd_2, txn_1 sequence 5 of 2026-06-15T14:36:20Z");
}

TEST_CASE("F94 A refusal is explained to the operator, and to nobody else (G13)")
{
    watched_endpoint receiver;
    const delivery good{change{}};
    const auto explained = [&](const oms::webhook_request& request) {
        receiver.endpoint->receive(request);
        CHECK(receiver.last() == "refused");
        return receiver.reports.back().diagnosis;
    };
    using Catch::Matchers::ContainsSubstring;
    using Catch::Matchers::StartsWith;
    CHECK_THAT(explained(good.request().body(good.body + "\n")), ContainsSubstring("body"));
    CHECK_THAT(explained(good.request().body(good.body + "!")), ContainsSubstring("body"));
    const delivery old{good.body, fixture::standing_now - 400};
    CHECK_THAT(explained(old.request()), StartsWith("signed too long ago"));
    CHECK_THAT(explained(oms::webhook_request{"POST", good.body}.header("Content-Type", "application/json")),
               ContainsSubstring("no Webhook-Signature line came"));
    const std::string of_empty_line = explained(oms::webhook_request{"POST", good.body}
                                                    .header("Content-Type", "application/json")
                                                    .header("Webhook-Signature", ""));
    CHECK_THAT(of_empty_line, StartsWith("the signature header") && ContainsSubstring("empty"));
    CHECK_THAT(of_empty_line, !ContainsSubstring("no Webhook-Signature line came"));
    CHECK_THAT(explained(good.request().header("Webhook-Signature", "x")), ContainsSubstring("more than once"));
    CHECK_THAT(explained(good.request().method("GET")), ContainsSubstring("POST"));
    CHECK_THAT(explained(good.request().header("Content-Type", "text/xml")), ContainsSubstring("application/json"));
    CHECK_THAT(explained(good.request().header("Content-Encoding", "gzip")), ContainsSubstring("compressed"));
    const delivery no_event{"[]"};
    CHECK_THAT(explained(no_event.request()), StartsWith("the document cannot be read"));
    for (const fixture::told& each : receiver.reports) {
        CHECK_THAT(each.diagnosis, !ContainsSubstring("the answer"));
        CHECK_THAT(each.line, !ContainsSubstring("the answer"));
    }
}

TEST_CASE("A report of a refusal has the problem, and no event")
{
    watched_endpoint receiver;
    receiver.on_report = [](const oms::webhook_report& report) {
        CHECK(report.outcome() == oms::webhook_outcome::refused);
        CHECK(report.status() == 400);
        CHECK(report.event() == nullptr);
        CHECK(report.signature() == nullptr);
        CHECK(report.version() == nullptr);
        REQUIRE(report.problem() != nullptr);
        CHECK(report.problem()->code() == oms::errc::signature_mismatch);
    };
    const delivery good{change{}};
    CHECK(receiver.endpoint->receive(good.request().body("{}")).status == 400);
    CHECK_THAT(receiver.reports.back().line, Catch::Matchers::StartsWith("refused 400, "));
}

TEST_CASE("A line of a report is one line, whatever the ids of the event hold, and has nothing else of the payload")
{
    watched_endpoint receiver;
    CHECK(receiver.status(
              delivery{std::string{R"({"id":"evt_\n\u001b[31m","event":"a\r\nb","data":{"ssn":"078-05"}})"}}) == 204);
    CHECK(receiver.reports.back().line == "handled 204 evt_??[31m a??b");
    const std::string long_id(5000, 'x');
    CHECK(receiver.status(change{.id = long_id, .name = "webhook.test"}) == 204);
    CHECK(receiver.reports.back().line.size() < 200);
}

TEST_CASE("The outcomes have names")
{
    CHECK(to_string(oms::webhook_outcome::duplicate) == "duplicate");
    CHECK(to_string(oms::webhook_outcome::failed) == "failed");
    CHECK(to_string(static_cast<oms::webhook_outcome>(77)) == "unknown");
}

TEST_CASE("F100 A running endpoint takes a rotated secret in all its copies, and drops the old one (G4)")
{
    const oms::webhook_secret old_secret{"whsec_old"}, new_secret{"whsec_new"};
    int handled = 0;
    const oms::webhook_endpoint endpoint{oms::webhook_verifier{old_secret, fixture::verifier().options()},
                                         oms::webhook_router{[&handled](const oms::event&) {
                                             ++handled;
                                         }}};
    const oms::webhook_endpoint copy = endpoint;
    const auto status = [&](const oms::webhook_secret& secret, std::string_view id) {
        const std::string body = R"({"id":")" + std::string{id} + R"(","event":"webhook.test"})";
        const std::string signature = oms::sign(secret, fixture::standing_now, body);
        oms::webhook_request request{"POST", body};
        request.header("Content-Type", "application/json").header("Webhook-Signature", signature);
        return copy.receive(request).status;
    };
    CHECK(status(old_secret, "evt_1") == 204);
    CHECK(status(new_secret, "evt_2") == 400);

    endpoint.verify_with(oms::webhook_verifier{{old_secret, new_secret}, fixture::verifier().options()});
    CHECK(status(old_secret, "evt_3") == 204);
    CHECK(status(new_secret, "evt_2") == 204);

    endpoint.verify_with(oms::webhook_verifier{new_secret, fixture::verifier().options()});
    CHECK(status(old_secret, "evt_4") == 400);
    CHECK(status(new_secret, "evt_5") == 204);
    CHECK(handled == 4);
}

TEST_CASE("F94 A report says when the resource of a known event could not be read, and was acknowledged unread (G13)")
{
    using Catch::Matchers::ContainsSubstring;
    watched_endpoint receiver;
    std::vector<bool> unread;
    receiver.on_report = [&](const oms::webhook_report& report) {
        unread.push_back(report.unread());
    };
    const auto body = [](std::string_view id, std::string_view name, std::string_view data) {
        return delivery{R"({"id":")" + std::string{id} + R"(","event":")" + std::string{name} + R"(","data":)" +
                        std::string{data} + "}"};
    };
    CHECK(receiver.status(change{}) == 204);
    CHECK(receiver.status(body("evt_2", "something.new", "{}")) == 204);
    CHECK(receiver.status(body("evt_3", "cashIn.completed", "[]")) == 204);
    CHECK(receiver.status(body("evt_4", "transaction.cryptoToFiat.completed", R"("text")")) == 204);
    CHECK(unread == std::vector<bool>{false, false, true, true});
    CHECK(receiver.reports[1].line == "handled 204 evt_2 something.new");
    CHECK(receiver.reports[1].diagnosis.empty());
    CHECK(receiver.reports[2].line == "handled 204 evt_3 cashIn.completed, its resource could not be read");
    CHECK_THAT(receiver.reports[2].diagnosis, ContainsSubstring("could not be read"));

    receiver.on_event = [](const oms::event& event) {
        if (std::holds_alternative<oms::unknown_event>(event.payload))
            throw std::runtime_error{"not without this one"};
    };
    CHECK(receiver.status(body("evt_5", "cashIn.completed", "[]")) == 500);
    CHECK(receiver.reports.back().diagnosis == "not without this one");
}

TEST_CASE("A report says when nothing tells the order of a state, so that no guard was asked (G13)")
{
    watched_endpoint receiver;
    std::vector<bool> unordered;
    receiver.on_report = [&](const oms::webhook_report& report) {
        unordered.push_back(report.unordered());
        CHECK_FALSE((report.unordered() && report.version()));
    };
    const auto body = [](std::string_view id, std::string_view name, std::string_view sequence, std::string_view data) {
        return delivery{R"({"id":")" + std::string{id} + R"(","event":")" + std::string{name} + R"(","sequence":)" +
                        std::string{sequence} + R"(,"data":)" + std::string{data} + "}"};
    };
    const std::string_view timed = R"({"id":"ci_1","status":"completed","updatedAt":"2026-06-15T14:36:20Z"})";
    const std::string_view untimed = R"({"id":"ci_1","status":"completed"})";
    CHECK(receiver.status(body("evt_1", "cashIn.completed", "5", untimed)) == 204);
    CHECK(receiver.status(body("evt_2", "cashIn.completed", R"("five")", timed)) == 204);
    CHECK(receiver.status(body("evt_3", "cashIn.completed", R"("five")", untimed)) == 204);
    CHECK(receiver.status(body("evt_4", "cashIn.completed", "null", untimed)) == 204);
    CHECK(receiver.status(body("evt_5", "wallet.depositDetected", "null", R"({"id":"wlt_1"})")) == 204); // no state
    CHECK(receiver.status(body("evt_6", "something.new", "null", untimed)) == 204);
    CHECK(unordered == std::vector<bool>{false, false, true, true, false, false});
    CHECK(receiver.reports[2].line == "handled 204 evt_3 cashIn.completed, its order cannot be told");
    CHECK_THAT(receiver.reports[2].diagnosis, Catch::Matchers::StartsWith("the event shows a state of its resource"));
    CHECK(receiver.reports[4].diagnosis.empty());
}
