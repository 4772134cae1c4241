#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/core/overloaded.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"

#include <map>
#include <string>
#include <variant>

namespace {

std::string verdict(const oms::result<oms::signature_match>& checked)
{
    if (checked)
        return "ok";
    const auto code = checked.error().code();
    if (code == oms::errc::malformed_header)
        return "malformed_header";
    if (code == oms::errc::timestamp_out_of_tolerance)
        return "timestamp_out_of_tolerance";
    return code == oms::errc::signature_mismatch ? "signature_mismatch" : code.message();
}

/// The family of contract sections 12.2 and 16, from the event's name.
std::size_t expected_alternative(std::string_view name)
{
    const oms::event any;
    decltype(any.payload) payload;
    if (name.starts_with("transaction."))
        payload = oms::transaction_event{};
    else if (name.starts_with("customer.endorsement.") || name.starts_with("endorsement."))
        payload = oms::endorsement_event{};
    else if (name.starts_with("cashIn."))
        payload = oms::cash_in_event{};
    else if (name.starts_with("wallet."))
        payload = oms::wallet_event{};
    else
        payload = oms::unknown_event{};
    return payload.index();
}

struct example_delivery {
    explicit example_delivery(const std::filesystem::path& file)
        : document(fixture::read(file)), name{fixture::text(document, "event")},
          header{fixture::text(document.at("delivery").at("headers"), "Webhook-Signature")},
          body{fixture::text(document.at("delivery"), "rawBody")},
          verifier{oms::webhook_secret{fixture::text(document.at("delivery"), "secret"),
                                       fixture::form(fixture::text(document.at("delivery"), "keyForm"))},
                   fixture::options_at(document.at("delivery").at("now").as_int64())}
    {
    }

    boost::json::value document;
    std::string name;
    std::string header;
    std::string body;
    oms::webhook_verifier verifier;
};

} // namespace

TEST_CASE("Every signature vector of the contract gets the contract's verdict (G1, G2, G3)")
{
    const boost::json::value document = fixture::read(fixture::contract() / "signatures.json");
    const auto& vectors = document.at("vectors").as_array();
    REQUIRE(vectors.size() == 54);
    std::map<std::string, int> given; // by verdict: so that none is skipped
    for (const auto& vector : vectors) {
        INFO(fixture::text(vector, "name"));
        auto options = fixture::options_at(vector.at("now").as_int64());
        options.tolerance(std::chrono::seconds{vector.at("tolerance").as_int64()});
        const oms::webhook_verifier verifier{
            oms::webhook_secret{fixture::text(vector, "secret"), fixture::form(fixture::text(vector, "keyForm"))},
            options};
        const std::string judged =
            verdict(verifier.check(fixture::text(vector, "header"), fixture::text(vector, "body")));
        CHECK(judged == fixture::text(vector.at("expected"), "reason"));
        CHECK((judged == "ok") == vector.at("expected").at("valid").as_bool());
        ++given[judged];
    }
    CHECK(given ==
          std::map<std::string, int>{
              {"malformed_header", 16}, {"ok", 19}, {"signature_mismatch", 14}, {"timestamp_out_of_tolerance", 5}});
}

namespace {

/// What the payload says of its resource: id and state, "" where it has none.
struct seen_resource {
    std::string id;
    std::string status;
};

seen_resource resource_of(const oms::event& event)
{
    return std::visit(
        oms::overloaded{[](const oms::transaction_event& e) {
                            return seen_resource{oms::id_of(e.transaction).str(),
                                                 std::string(oms::status_of(e.transaction).text())};
                        },
                        [](const oms::endorsement_event& e) {
                            return seen_resource{e.customer.id.str(), std::string(e.customer.status.text())};
                        },
                        [](const oms::cash_in_event& e) {
                            return seen_resource{e.cash_in.id.str(), std::string(e.cash_in.status.text())};
                        },
                        [](const oms::wallet_event& e) {
                            return seen_resource{e.wallet.id.str(), std::string(e.wallet.status.text())};
                        },
                        [](const oms::unknown_event& e) {
                            const boost::json::value data = boost::json::parse(e.data.view());
                            const auto text = [&data](std::string_view name) {
                                const auto* found = data.as_object().if_contains(name);
                                return found ? std::string(found->as_string()) : std::string();
                            };
                            return seen_resource{text("id"), text("status")};
                        }},
        event.payload);
}

/// The same, as the document says it. An endorsement that comes alone has its customer's id and no state of its own.
seen_resource expected_resource(const boost::json::value& data)
{
    const auto text = [&data](std::string_view name) {
        const auto* found = data.as_object().if_contains(name);
        return found && found->is_string() ? std::string(found->as_string()) : std::string();
    };
    if (text("object") == "endorsement")
        return {text("customerId"), ""};
    return {text("id"), text("status")};
}

} // namespace

TEST_CASE("Every event of the contract verifies and becomes its family, with id, time, state and document")
{
    const auto files = fixture::files_beginning_with("event.");
    REQUIRE(files.size() == 79);
    std::size_t later = 0;
    for (const auto& file : files) {
        INFO(file.filename().string());
        const example_delivery sent{file};
        const auto verified = sent.verifier.verify(sent.header, sent.body);
        REQUIRE(verified.has_value());
        const oms::event& event = verified.value();
        const boost::json::value& body = sent.document.at("body");
        CHECK(event.name.text() == sent.name);
        CHECK(event.id.view() == fixture::text(body, "id"));
        CHECK(event.created_at.str() == fixture::text(body, "createdAt"));
        CHECK(event.document.view() == sent.body);
        CHECK(event.payload.index() == expected_alternative(sent.name));
        CHECK(event.name.known() == !std::holds_alternative<oms::unknown_event>(event.payload));
        CHECK(resource_of(event).id == expected_resource(body.at("data")).id);
        CHECK(resource_of(event).status == expected_resource(body.at("data")).status);

        const auto* occurred = body.as_object().if_contains("occurredAt");
        CHECK(event.occurred_at.has_value() == (occurred != nullptr));
        if (occurred) {
            ++later;
            CHECK(event.id.view().starts_with("whd_"));
            CHECK(event.event_id.value().view() == fixture::text(body, "eventId"));
            CHECK(event.occurred_at.value().str() == fixture::text(body, "occurredAt"));
            CHECK(event.sequence.value() == body.at("sequence").as_int64());
        } else {
            CHECK_FALSE(event.event_id.has_value());
            CHECK_FALSE(event.sequence.has_value());
        }
    }
    CHECK(later == 64);
}

TEST_CASE("Every event of the contract is received with 204, and with one changed byte refused with 400")
{
    const auto files = fixture::files_beginning_with("event.");
    REQUIRE(files.size() == 79);
    for (const auto& file : files) {
        INFO(file.filename().string());
        const example_delivery sent{file};
        oms::webhook_request request{"POST", sent.body};
        request.header("Content-Type", "application/json").header("Webhook-Signature", sent.header);
        const auto received = oms::receive(sent.verifier, request);
        CHECK(received.status == 204);
        CHECK(received.event.has_value());

        std::string changed = sent.body;
        changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
        const auto refused = oms::receive(sent.verifier, request.body(changed));
        CHECK(refused.status == 400);
        CHECK_FALSE(refused.event.has_value());
        REQUIRE(refused.problem.has_value());
        CHECK(refused.problem->code() == oms::errc::signature_mismatch);
    }
}
