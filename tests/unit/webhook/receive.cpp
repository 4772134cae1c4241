#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/wire/event.hpp>

#include "common/catch.hpp"

#include <map>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using fixture::sample_body;
using fixture::standing_now;

std::string good_header(std::string_view raw = sample_body)
{
    return oms::sign(fixture::secret(), standing_now, raw);
}

oms::webhook_request good_request(const std::string& signature)
{
    oms::webhook_request request{"POST", sample_body};
    request.header("Content-Type", "application/json").header("Webhook-Signature", signature);
    return request;
}

int status_of(const oms::webhook_request& request)
{
    const auto received = oms::receive(fixture::verifier(), request);
    CHECK(received.event.has_value() == (received.status == 204));
    CHECK(received.problem.has_value() == (received.status != 204));
    return received.status;
}

} // namespace

TEST_CASE("A good delivery is an event to be answered with 204, and says which secret signed")
{
    const oms::webhook_verifier verifier{
        {oms::webhook_secret{"whsec_" + std::string(64, 'b')}, fixture::secret().id("b")},
        fixture::options_at(standing_now)};
    const std::string signature = good_header();
    const auto received = oms::receive(verifier, good_request(signature));
    CHECK(received.status == 204);
    REQUIRE(received.event.has_value());
    CHECK(received.event->id.view() == "evt_1");
    CHECK_FALSE(received.problem.has_value());
    CHECK(received.signature.secret_index == 1);
    CHECK(received.signature.secret_id == "b");
}

TEST_CASE("An event of an unknown name is acknowledged")
{
    const std::string signature = good_header();
    const auto received = oms::receive(fixture::verifier(), good_request(signature));
    CHECK(received.status == 204);
    REQUIRE(received.event.has_value());
    CHECK(std::holds_alternative<oms::unknown_event>(received.event->payload));
}

TEST_CASE("Anything but a POST is 405")
{
    const std::string signature = good_header();
    for (const std::string_view method : {"GET", "PUT", "DELETE", "HEAD", "post", ""})
        CHECK(status_of(good_request(signature).method(method)) == 405);
}

TEST_CASE("F93 A body over the limit is 413, of another content type or compressed 415")
{
    const std::string signature = good_header();
    CHECK(status_of(good_request(signature).body(std::string(1024 * 1024 + 1, ' '))) == 413);
    for (const std::string_view type : {"text/plain", "application/jsonx", "application/json-patch", "json", ""})
        CHECK(status_of(good_request(signature).header("Content-Type", type)) == 415);
    for (const std::string_view type :
         {"application/json", "application/json; charset=utf-8", "Application/JSON ;charset=UTF-8",
          " \tapplication/json\t ", " application/json ; charset=utf-8"})
        CHECK(status_of(good_request(signature).header("content-type", type)) == 204);
    CHECK(status_of(good_request(signature).header("Content-Encoding", "gzip")) == 415);
    for (const std::string_view none : {"identity", " Identity\t", "", " "})
        CHECK(status_of(good_request(signature).header("Content-Encoding", none)) == 204);
    CHECK(status_of(oms::webhook_request{"POST", sample_body}.header("Webhook-Signature", signature)) == 415);
}

TEST_CASE("A missing, malformed, old or wrong signature is 400")
{
    CHECK(status_of(oms::webhook_request{"POST", sample_body}.header("Content-Type", "application/json")) == 400);
    CHECK(status_of(good_request("junk")) == 400);
    CHECK(status_of(good_request(oms::sign(fixture::secret(), standing_now - 301, sample_body))) == 400);
    CHECK(status_of(good_request(good_header("other"))) == 400);
}

TEST_CASE("F89 The signature header given twice is refused, also when both are the same, and when they were joined")
{
    const std::string signature = good_header();
    CHECK(status_of(good_request(signature).header("webhook-signature", signature)) == 400);
    CHECK(status_of(good_request(signature).header("x", "y").header("WEBHOOK-SIGNATURE", "junk")) == 400);
    const std::string joined = signature + ", " + signature;
    CHECK(status_of(good_request(joined)) == 400);
}

TEST_CASE("A signed body that is no JSON is 400, so that the sender keeps it")
{
    const std::string signature = good_header("not json");
    const auto received = oms::receive(fixture::verifier(), good_request(signature).body("not json"));
    CHECK(received.status == 400);
    REQUIRE(received.problem.has_value());
    CHECK(received.problem->code() == oms::errc::decode_failed);
    CHECK_THAT(std::string{received.problem->what()}, Catch::Matchers::StartsWith("the document cannot be read"));
}

TEST_CASE("Header lines are taken from whatever holds names and values")
{
    const std::string signature = good_header();
    const std::vector<std::pair<std::string, std::string>> pairs{
        {"Host", "example.com"}, {"content-type", "application/json"}, {"WEBHOOK-SIGNATURE", signature}};
    const std::multimap<std::string, std::string> map{pairs.begin(), pairs.end()};
    CHECK(status_of(oms::webhook_request{"POST", sample_body}.headers(pairs)) == 204);
    CHECK(status_of(oms::webhook_request{"POST", sample_body}.headers(map)) == 204);

    const std::vector<std::pair<std::string, std::string>> twice{
        {"Content-Type", "application/json"}, {"Webhook-Signature", signature}, {"Webhook-Signature", signature}};
    CHECK(status_of(oms::webhook_request{"POST", sample_body}.headers(twice)) == 400);
}

TEST_CASE("Header lines are taken from what has names and values as Boost.Beast does")
{
    class field {
    public:
        field(std::string name, std::string value) : name_{std::move(name)}, value_{std::move(value)} {}
        std::string_view name_string() const { return name_; }
        std::string_view value() const { return value_; }

    private:
        std::string name_;
        std::string value_;
    };
    const std::vector<field> fields{{"Content-Type", "application/json"}, {"webhook-signature", good_header()}};
    CHECK(status_of(oms::webhook_request{"POST", sample_body}.headers(fields)) == 204);
}

TEST_CASE("A signature may be verified without reading the event, and an event read without a signature (G7)")
{
    const std::string signature = oms::sign(fixture::secret(), standing_now, "not json");
    const auto match = fixture::verifier().check(signature, "not json");
    REQUIRE(match.has_value());
    CHECK(match->secret_index == 0);
    CHECK_FALSE(fixture::verifier().verify(signature, "not json").has_value());
    const auto read = oms::decode_event(sample_body);
    REQUIRE(read.has_value());
    CHECK(read->id.view() == "evt_1");
}

TEST_CASE("F99 No request whatever is answered with 410")
{
    const std::string signature = good_header();
    const std::vector<std::string> signatures{signature, "", "junk", good_header("x"), std::string(9000, ',')};
    for (const std::string_view method : {"POST", "GET", ""})
        for (const std::string_view type : {"application/json", "text/html", ""})
            for (const std::string& given : signatures)
                for (const std::string_view raw : {sample_body, std::string_view{"{"}, std::string_view{}}) {
                    oms::webhook_request request{method, raw};
                    request.header("Content-Type", type).header("Webhook-Signature", given);
                    CHECK(status_of(request) != 410);
                }
}

TEST_CASE(
    "F93 Of repeated lines of a content type or encoding a wrong one is enough to refuse, wherever it stands (G6)")
{
    const std::string signature = good_header();
    const auto status = [&](std::string_view name, const std::vector<std::string_view>& values) {
        oms::webhook_request request{"POST", sample_body};
        request.header("Webhook-Signature", signature);
        if (name != "Content-Type")
            request.header("Content-Type", "application/json");
        for (const std::string_view value : values)
            request.header(name, value);
        return status_of(request);
    };
    CHECK(status("Content-Type", {"application/json", "application/json; charset=utf-8"}) == 204);
    CHECK(status("Content-Type", {"text/plain", "application/json"}) == 415);
    CHECK(status("Content-Type", {"application/json", "text/plain"}) == 415);
    CHECK(status("Content-Type", {"application/json", "text/plain", "application/json"}) == 415);
    CHECK(status("Content-Type", {"", "application/json"}) == 415);
    CHECK(status("Content-Encoding", {"identity", ""}) == 204);
    CHECK(status("Content-Encoding", {"gzip", "identity"}) == 415);
    CHECK(status("Content-Encoding", {"identity", "gzip"}) == 415);
}

TEST_CASE("Header lines are taken from views of what is stored elsewhere, also when the view is a temporary")
{
    const std::string signature = good_header();
    using pair = std::pair<std::string, std::string>;
    const std::vector<pair> pairs{{"Content-Type", "application/json"}, {"Webhook-Signature", signature}};
    oms::webhook_request by_span{"POST", sample_body}, by_pairs{"POST", sample_body}, by_filter{"POST", sample_body};
    by_span.headers(std::span{pairs});
    CHECK(status_of(by_span) == 204);
    by_pairs.headers(pairs | std::views::transform([](const pair& line) {
                         return std::pair<std::string_view, std::string_view>{line.first, line.second};
                     }));
    CHECK(status_of(by_pairs) == 204);
    by_filter.headers(pairs | std::views::filter([](const pair& line) { return !line.first.empty(); }));
    CHECK(status_of(by_filter) == 204);
}
