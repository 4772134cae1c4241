// What the SDK sends, against the contract's request schemas, judged by a validator that is not ours.
#include "contract.hpp"
#include "requests.hpp"
#include "schema_check.hpp"

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <set>

namespace {

namespace json = boost::json;
using property::generator;
using property::place;

std::vector<std::string> request_schemas_of_the_contract()
{
    std::vector<std::string> found;
    for (const auto& [path, methods] : property::openapi().at("paths").as_object())
        for (const auto& [method, operation] : methods.as_object())
            if (operation.is_object() && operation.as_object().contains("requestBody")) {
                const json::value& content = operation.at("requestBody").at("content").at("application/json");
                const std::string_view reference = content.at("schema").at("$ref").as_string();
                found.emplace_back(reference.substr(reference.rfind('/') + 1));
            }
    return found;
}

TEST_CASE("Every body that the contract has is written by one of the kinds here")
{
    std::set<std::string> here;
    for (const property::request_kind& each : property::request_kinds())
        here.emplace(each.schema);
    const std::vector<std::string> there = request_schemas_of_the_contract();
    CHECK(std::set<std::string>(there.begin(), there.end()) == here);
    CHECK(there.size() == 16);
}

TEST_CASE("Every random request has no problems and is a document of its schema, without members of its own")
{
    generator random(20260615);
    property::submission all;
    for (int i = test::property_count(20'000); i != 0; --i) {
        const property::request_kind& kind = property::request_kinds()[static_cast<std::size_t>(i) % 16];
        const property::written_request request = kind.random(random);
        for (const oms::field_problem& problem : request.problems)
            FAIL(kind.schema << ": " << problem.field << ' ' << problem.message << '\n' << request.body);
        all.add(kind.schema, json::parse(request.body));
    }
    const std::vector<std::string> wrong = all.violations();
    for (std::size_t i = 0; i != all.size(); ++i)
        if (!wrong[i].empty())
            FAIL(wrong[i] << '\n' << all.line(i));
}

TEST_CASE("The contract's own requests are documents of their schemas")
{
    property::submission all;
    for (const property::request_kind& kind : property::request_kinds()) {
        const json::value& example = property::schema(kind.schema).at("x-example-ref");
        const std::string_view text = example.as_string();
        const std::string name(text.substr(text.rfind('/') + 1));
        const std::string operation = name.substr(0, name.find('.'));
        const json::value body = property::fixture("operation." + operation + ".json").at("request").at("body");
        all.add(kind.schema, body);
    }
    CHECK(all.violations() == std::vector<std::string>(16));
}

// Changes that make a valid document wrong; false when this document offers no place for one.
bool add_a_stranger(generator& random, json::value& document, const json::object& schema)
{
    std::vector<place> objects = property::places_in(document, schema);
    std::erase_if(objects,
                  [&](const place& at) { return !at.in(document)->is_object() || property::is_free_form(*at.schema); });
    objects[random.below(objects.size())].in(document)->as_object()["zz" + random.word()] = random.json();
    return true;
}

bool take_what_is_required(generator& random, json::value& document, const json::object& schema)
{
    std::vector<place> required;
    for (const place& at : property::places_in(document, schema))
        if (const json::value* names = at.schema->if_contains("required"); names && at.in(document)->is_object())
            for (const json::value& name : names->as_array()) {
                required.push_back(at);
                required.back().steps.emplace_back(std::string(name.as_string()));
            }
    if (required.empty())
        return false;
    required[random.below(required.size())].erase_from(document);
    return true;
}

bool put_a_wrong_kind(generator& random, json::value& document, const json::object& schema)
{
    std::vector<place> places = property::places_in(document, schema);
    const place& at = places[random.below(places.size())];
    *at.in(document) = property::type_of(*at.schema) == "boolean" ? json::value(17) : json::value(true);
    return true;
}

bool put_a_number_for_money(generator& random, json::value& document, const json::object& schema)
{
    std::vector<place> places = property::places_in(document, schema);
    std::erase_if(places, [](const place& at) { return !at.schema->contains("pattern"); });
    if (places.empty())
        return false;
    *places[random.below(places.size())].in(document) = random.one_in(2) ? json::value(25) : json::value("1e3");
    return true;
}

TEST_CASE("The judge refuses documents that are wrong: a stranger, a missing member, a wrong kind, money as a number")
{
    generator random(3);
    property::submission all;
    for (int i = test::property_count(4'000); i != 0; --i) {
        const property::request_kind& kind = property::request_kinds()[static_cast<std::size_t>(i) % 16];
        const json::object& schema = property::schema(kind.schema);
        const json::value valid = json::parse(kind.random(random).body);
        for (const auto make_wrong :
             {&add_a_stranger, &take_what_is_required, &put_a_wrong_kind, &put_a_number_for_money}) {
            json::value document = valid;
            if (!make_wrong(random, document, schema))
                continue;
            all.add(kind.schema, document);
        }
    }
    CHECK(all.size() > static_cast<std::size_t>(test::property_count(4'000)) * 2);
    const std::vector<std::string> wrong = all.violations();
    for (std::size_t i = 0; i != all.size(); ++i)
        if (wrong[i].empty())
            FAIL("not refused: " << all.line(i));
}

} // namespace
