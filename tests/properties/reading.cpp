// What a client must tolerate in answers and deliveries (contract section 1): seeded changes of the contract's examples
// and of random documents, after which the decoded value is the same but for what was changed.
#include "answers.hpp"
#include "contract.hpp"

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <algorithm>
#include <functional>

namespace {

namespace json = boost::json;
using property::generator;
using property::place;

// One kind of document: how it is read and what its schema is.
struct subject {
    std::string name;
    const json::object* schema;
    json::value body;
    std::function<oms::result<std::string>(std::string_view)> read;
};

const std::vector<subject>& examples()
{
    static const std::vector<subject> all = [] {
        std::vector<subject> made;
        for (const property::example& each : property::example_answers())
            made.push_back({each.name, &property::schema(each.schema), each.body,
                            property::answer_of(each.schema).read_and_write});
        for (const property::example& each : property::example_events())
            made.push_back({each.name, &property::schema(each.schema), each.body, &property::read_event});
        return made;
    }();
    return all;
}

const subject random_subject(generator& random)
{
    if (random.one_in(2))
        return examples()[random.below(examples().size())];
    const property::answer& row = property::answers()[random.below(property::answers().size())];
    const json::object& schema = property::schema(row.schema);
    return {std::string(row.schema), &schema, property::random_document(random, schema, true), row.read_and_write};
}

json::value decoded(const subject& of, const json::value& document)
{
    const std::string text = json::serialize(document);
    const oms::result<std::string> read = of.read(text);
    if (!read)
        FAIL(of.name << ": " << read.error().what() << '\n' << text);
    return json::parse(*read);
}

void require_same(const subject& of, const json::value& changed, const json::value& expected)
{
    const json::value found = decoded(of, changed);
    if (found != expected)
        FAIL(of.name << ": " << property::difference(found, expected) << '\n' << json::serialize(changed));
}

// The objects of a document whose members the contract names: strangers may stand in them.
std::vector<place> named_objects(const json::value& document, const json::object& schema)
{
    std::vector<place> found = property::places_in(document, schema);
    std::erase_if(found, [&](const place& at) {
        return property::type_of(*at.schema) != "object" || property::is_free_form(*at.schema) ||
               !at.in(const_cast<json::value&>(document))->is_object();
    });
    return found;
}

json::value with_members_shuffled(generator& random, const json::value& of)
{
    if (const json::array* array = of.if_array()) {
        json::array made;
        for (const json::value& each : *array)
            made.push_back(with_members_shuffled(random, each));
        return made;
    }
    const json::object* object = of.if_object();
    if (!object)
        return of;
    std::vector<const json::key_value_pair*> members;
    for (const auto& each : *object)
        members.push_back(&each);
    for (std::size_t i = members.size(); i > 1; --i)
        std::swap(members[i - 1], members[random.below(i)]);
    json::object made;
    for (const auto* each : members)
        made[each->key()] = with_members_shuffled(random, each->value());
    return made;
}

// Members that decide what the document is: without them it is another one, which is a test of its own. Half a point
// on the map is none.
bool decides_the_kind(const place& at)
{
    return at.name() == "latitude" || at.name() == "longitude" || at.name() == "id" || at.name() == "type" ||
           at.name() == "event" || at.name() == "eventType" || at.name() == "object" || at.name() == "data" ||
           at.name() == "sourceToDestination";
}

TEST_CASE("Unknown members, of any kind and at any depth, change nothing (F72)")
{
    generator random(1);
    for (int i = test::property_count(20'000); i != 0; --i) {
        const subject of = random_subject(random);
        const json::value expected = decoded(of, of.body);
        json::value changed = of.body;
        const std::vector<place> objects = named_objects(changed, *of.schema);
        for (std::size_t more = random.between(1, 5); more != 0; --more) {
            const std::string name = "zz" + (random.one_in(3) ? random.text() : random.word());
            objects[random.below(objects.size())].in(changed)->as_object()[name] = random.json();
        }
        require_same(of, with_members_shuffled(random, changed), expected);
    }
}

TEST_CASE("The order of members means nothing")
{
    generator random(2);
    for (int i = test::property_count(20'000); i != 0; --i) {
        const subject of = random_subject(random);
        require_same(of, with_members_shuffled(random, of.body), decoded(of, of.body));
    }
}

TEST_CASE("A member that is absent or null leaves all others as they are")
{
    generator random(3);
    int done = 0;
    while (done < test::property_count(20'000)) {
        const subject of = random_subject(random);
        std::vector<place> places = property::places_in(of.body, *of.schema);
        std::erase_if(places, [](const place& at) { return at.name().empty() || decides_the_kind(at); });
        if (places.empty())
            continue;
        ++done;
        const place& gone = places[random.below(places.size())];
        CAPTURE(of.name, gone.text());

        json::value without = of.body;
        gone.erase_from(without);
        json::value with_null = of.body;
        *gone.in(with_null) = nullptr;
        const json::value found = decoded(of, without);
        require_same(of, with_null, found);

        // Where it was, the decoded value may say nothing, zero or false; everywhere else it is the same.
        if (of.read.target<oms::result<std::string> (*)(std::string_view)>() &&
            *of.read.target<oms::result<std::string> (*)(std::string_view)>() == &property::read_event)
            continue;
        place in_decoded = gone;
        if (in_decoded.name() == "cursor")
            in_decoded.steps.back() = std::string("nextCursor");
        json::value expected = decoded(of, of.body);
        json::value rest = found;
        in_decoded.erase_from(expected);
        in_decoded.erase_from(rest);
        if (rest != expected)
            FAIL(property::difference(rest, expected) << '\n' << json::serialize(without));
    }
}

TEST_CASE("Unknown texts of open enums come back unchanged, and change nothing else (F72)")
{
    generator random(4);
    int done = 0;
    while (done < test::property_count(20'000)) {
        const property::answer& row = property::answers()[random.below(property::answers().size())];
        const json::object& schema = property::schema(row.schema);
        const bool from_example = random.one_in(2);
        json::value document = property::random_document(random, schema, false);
        if (from_example)
            for (const property::example& each : property::example_answers())
                if (each.schema == row.schema)
                    document = each.body;
        std::vector<place> places = property::places_in(document, schema);
        std::erase_if(places, [&](const place& at) {
            return !property::is_open_enum(*at.schema) || decides_the_kind(at) || !at.in(document)->is_string();
        });
        if (places.empty())
            continue;
        const subject of{std::string(row.schema), &schema, document, row.read_and_write};
        json::value expected = decoded(of, document);
        const place& at = places[random.below(places.size())];
        const std::string text = random.one_in(2) ? random.text(60) : "later" + random.word(1, 60);
        CAPTURE(of.name, at.text());
        *at.in(document) = json::value(text);
        json::value* kept = at.in(expected);
        if (!kept)
            continue; // not of this kind of movement
        ++done;
        *kept = json::value(text);
        require_same(of, document, expected);
    }
}

// The members that the typed sides of a kind do not have.
void without_members_of_other_kinds(json::value& movement)
{
    json::object& object = movement.as_object();
    const bool pays_out = object["type"] == json::value("cryptoToFiat");
    json::object nothing;
    json::object& to = object["destination"].is_object() ? object["destination"].as_object() : nothing;
    if (object["object"] == json::value("quote")) {
        if (!pays_out)
            to.erase("cash");
        return;
    }
    if (object["type"] == json::value("fiatToCrypto")) {
        object.erase("depositAddressId");
    } else {
        object.erase("cashInId");
        object.erase("virtualAccountId");
    }
    if (pays_out)
        return;
    object.erase("cashPickup");
    for (const char* name : {"bankDetails", "cash", "owner"})
        to.erase(name);
}

// What is left to say of a document when absent, null, empty objects and empty lists are one.
json::value essence(const json::value& of, bool inside_free_form, const json::object* schema)
{
    if (inside_free_form)
        return of;
    if (const json::array* array = of.if_array()) {
        json::array made;
        for (const json::value& each : *array)
            made.push_back(
                essence(each, false, schema ? &property::resolved(schema->at("items").as_object()) : nullptr));
        return made;
    }
    const json::object* object = of.if_object();
    if (!object)
        return of;
    json::object made;
    for (const auto& [name, value] : *object) {
        const json::value* known = schema->at("properties").as_object().if_contains(name);
        const json::object* inner = known ? &property::resolved(known->as_object()) : nullptr;
        const bool open = inner && property::is_free_form(*inner);
        json::value kept = inner ? essence(value, open, inner) : value;
        const bool empty = kept.is_null() || (!open && kept.is_object() && kept.get_object().empty()) ||
                           (kept.is_array() && kept.get_array().empty());
        if (!empty)
            made[name] = std::move(kept);
    }
    return made;
}

TEST_CASE("What a random answer says is read and written back, field by field")
{
    generator random(5);
    for (int i = test::property_count(20'000); i != 0; --i) {
        const property::answer& row = property::answers()[random.below(property::answers().size())];
        const json::object& schema = property::schema(row.schema);
        const json::value document = property::random_document(random, schema, random.one_in(2));
        const subject of{std::string(row.schema), &schema, document, row.read_and_write};
        json::value expected = document;
        for (const place& at : property::places_in(document, schema))
            if (json::value* moved = at.in(expected); moved && moved->is_object())
                if (const json::value* object = moved->get_object().if_contains("object");
                    object && (*object == json::value("quote") || *object == json::value("transaction")))
                    without_members_of_other_kinds(*moved);
        json::value found = decoded(of, document);
        if (json::value* cursor = found.as_object().if_contains("nextCursor"); cursor && row.schema == "CustomerList") {
            json::value text = std::move(*cursor);
            found.as_object().erase("nextCursor");
            found.as_object()["cursor"] = std::move(text);
        }
        const json::value before = essence(expected, false, &schema);
        const json::value after = essence(found, false, &schema);
        if (before != after)
            FAIL(row.schema << ": " << property::difference(after, before) << '\n' << json::serialize(document));
    }
}

TEST_CASE("A movement of an unknown kind is kept whole, and its common part is read (F72)")
{
    generator random(6);
    for (int i = test::property_count(2'000); i != 0; --i)
        for (const char* name : {"Quote", "Transaction"}) {
            json::value document = property::random_document(random, property::schema(name), true);
            document.as_object()["type"] = "later" + random.word();
            const subject of{name, &property::schema(name), document, property::answer_of(name).read_and_write};
            REQUIRE(decoded(of, document) == document);
        }
}

} // namespace
