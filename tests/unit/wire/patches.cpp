#include "fixture.hpp"

#include <oms/wire/codec.hpp>

#include <functional>
#include <string>
#include <vector>

using oms::customer_update;
using oms::webhook_update;

namespace {

/// One field of a change: what sets it and what then is sent, and what clears it, when it can be cleared.
template <class Update>
struct field_case {
    std::string name;
    std::function<void(Update&)> set;
    std::string value;
    std::function<void(Update&)> clear;
};

std::vector<field_case<customer_update>> customer_fields()
{
    using u = customer_update;
    const oms::residential_address address = oms::residential_address().line1("1 Main St").country("US");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("987654321"));
    return {
        {"firstName", [](u& c) { c.first_name("Alice"); }, R"("Alice")", {}},
        {"middleName", [](u& c) { c.middle_name("Q"); }, R"("Q")",
         [](u& c) {
             c.clear_middle_name();
         }},
        {"lastName", [](u& c) { c.last_name("Nguyen"); }, R"("Nguyen")", {}},
        {"email", [](u& c) { c.email("a@b.example"); }, R"("a@b.example")",
         [](u& c) {
             c.clear_email();
         }},
        {"phone", [](u& c) { c.phone("+12125550123"); }, R"("+12125550123")",
         [](u& c) {
             c.clear_phone();
         }},
        {"birthDate", [](u& c) { c.birth_date("1990-04-12"); }, R"("1990-04-12")", {}},
        {"nationality", [](u& c) { c.nationality("US"); }, R"("US")", {}},
        {"ipAddress", [](u& c) { c.ip_address("203.0.113.24"); }, R"("203.0.113.24")", {}},
        {"externalId", [](u& c) { c.external_id(""); }, R"("")",
         [](u& c) {
             c.clear_external_id();
         }},
        {"signedAgreement", [](u& c) { c.signed_agreement(false); }, "false", {}},
        {"residentialAddress",
         [address](u& c) { c.residential_address(address); },
         R"({"line1":"1 Main St","country":"US"})",
         {}},
        {"identifyingInformation",
         [document](u& c) { c.identifying_information(document); },
         R"([{"type":"ssn","issuingCountry":"US","number":"987654321"}])",
         {}},
        {"endorsements", [](u& c) { c.endorsement(oms::endorsement_name::usd); }, R"(["usd"])", {}},
        {"metadata", [](u& c) { c.metadata(oms::json_object().add("plan", "pro")); }, R"({"plan":"pro"})",
         [](u& c) {
             c.clear_metadata();
         }},
    };
}

std::vector<field_case<webhook_update>> webhook_fields()
{
    using u = webhook_update;
    return {
        {"url", [](u& c) { c.url("https://example.com"); }, R"("https://example.com")", {}},
        {"events", [](u& c) { c.event("a.b").event("c.d"); }, R"(["a.b","c.d"])", {}},
        {"events", [](u& c) { c.event("a.b").every_event(); }, "[]", {}},
        {"enabled", [](u& c) { c.enabled(false); }, "false", {}},
    };
}

template <class Update>
void check_states(const std::vector<field_case<Update>>& fields)
{
    for (const field_case<Update>& each : fields) {
        INFO(each.name);
        Update change;
        CHECK(oms::encode(change) == "{}");
        each.set(change);
        CHECK(oms::encode(change) == "{\"" + each.name + "\":" + each.value + "}");
        if (!each.clear)
            continue;
        each.clear(change); // the later word counts
        CHECK(oms::encode(change) == "{\"" + each.name + "\":null}");
        each.set(change);
        CHECK(oms::encode(change) == "{\"" + each.name + "\":" + each.value + "}");
    }
}

} // namespace

TEST_CASE("Every field of a change of a customer is left out, null or a value (B7)")
{
    check_states(customer_fields());
}

TEST_CASE("Every field of a change of a subscription is left out or a value (B7)")
{
    check_states(webhook_fields());
}

TEST_CASE("All fields of a change are sent together, those that were not named are not (B7)")
{
    customer_update change;
    std::string expected;
    for (const auto& each : customer_fields()) {
        each.set(change);
        expected += (expected.empty() ? "{\"" : ",\"") + each.name + "\":" + each.value;
    }
    CHECK(oms::encode(change) == expected + "}");
    CHECK(oms::encode(customer_update().clear_email().first_name("A").clear_metadata()) ==
          R"({"firstName":"A","email":null,"metadata":null})");
}

TEST_CASE("A change that was written is read with the same three states (B7)")
{
    const auto read = fixture::value_of(
        oms::decode<oms::customer_update_fields>(R"({"email":null,"phone":"+12","metadata":{"a":null}})"));
    CHECK(read.email.clears());
    REQUIRE(read.phone.value());
    CHECK(*read.phone.value() == "+12");
    REQUIRE(read.metadata.value());
    CHECK(read.metadata.value()->view() == R"({"a":null})");
    CHECK(read.first_name.unchanged());
    CHECK(oms::encode(read) == R"({"email":null,"phone":"+12","metadata":{"a":null}})");
}
