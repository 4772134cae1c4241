// A value of the wrong kind in the wrong place: every member of every answer is replaced by every other kind of JSON.
#include "answers.hpp"
#include "contract.hpp"

#include "common/catch.hpp"

#include <set>

namespace {

namespace json = boost::json;
using property::place;

struct kind {
    std::string_view name; // as errors say it
    json::value value;
};

const kind kinds[] = {{"an object", json::object{{"zz", 1}}},
                      {"an array", json::array{}},
                      {"a string", "text"},
                      {"a number", 17},
                      {"a boolean", true},
                      {"null", nullptr}};

std::string_view kind_of(const json::value& value)
{
    switch (value.kind()) {
    case json::kind::object:
        return "an object";
    case json::kind::array:
        return "an array";
    case json::kind::string:
        return "a string";
    case json::kind::bool_:
        return "a boolean";
    case json::kind::null:
        return "null";
    default:
        return "a number";
    }
}

bool is_money(const place& at)
{
    const json::value* pattern = at.schema->if_contains("pattern");
    return pattern && pattern->as_string().starts_with("^-?[0-9]");
}

std::string_view parent_of(const place& at)
{
    for (auto step = at.steps.rbegin(); step != at.steps.rend(); ++step)
        if (const auto* name = std::get_if<std::string>(&*step); name && *name != at.name())
            return *name;
    return {};
}

// What the contract says is read although it is of another kind.
bool is_tolerated(const place& at, std::string_view found, const std::string& schema)
{
    if (at.steps.empty()) // 9.4: a bare array is the one page there is
        return found == "an array" && schema.ends_with("List");
    if (found == "null") // the same as absence; a resource without an id is none
        return at.name() != "id" || parent_of(at) == "wallet" || parent_of(at) == "wallets" ||
               parent_of(at) == "developerFees";
    if (at.name() == "object" || property::is_free_form(*at.schema)) // not looked at; kept as it is
        return true;
    if (is_money(at)) // 1.7: the literal text of a number
        return found == "a number";
    if (at.name() == "address" && parent_of(at) == "location") // 9.2: kept as its JSON text
        return schema.starts_with("CashIn");
    if (at.name() == "locationAddress")
        return true;
    if (found != "a string")
        return false;
    return at.name() == "error" ||                                                // 8.2: its code
           (at.name() == "wallet" && !schema.starts_with("Transaction")) ||       // 7.2, 15.1: its id
           (at.name().empty() && parent_of(at) == "endorsements") ||              // 4.3: its name
           (at.name() == "address" && property::type_of(*at.schema) == "object"); // 9.4: one line of it
}

std::string expected_kind(const place& at)
{
    const std::string_view type = property::type_of(*at.schema);
    if (is_money(at))
        return "a decimal in a string";
    if (type == "object")
        return "an object";
    if (type == "array")
        return "an array";
    if (type == "boolean")
        return "a boolean";
    if (type == "number" || type == "integer")
        return "a number";
    return "a string";
}

// A document with every member; of movements one that has all of their kind.
std::vector<json::value> full_documents(std::string_view schema)
{
    property::generator random(11);
    std::vector<json::value> made;
    for (const char* type : {"fiatToCrypto", "cryptoToFiat", "cryptoToCrypto"}) {
        json::value document = property::random_document(random, property::schema(schema), false);
        bool has_kind = false;
        for (const place& at : property::places_in(document, property::schema(schema)))
            if (at.name() == "type" && property::is_open_enum(*at.schema) &&
                at.schema == &property::schema("TransactionType")) {
                *at.in(document) = json::value(type);
                has_kind = true;
            }
        made.push_back(std::move(document));
        if (!has_kind)
            break;
    }
    return made;
}

TEST_CASE(
    "A wrong type in the wrong place is one error that names the path, the expected and the found kind, for every "
    "member of every answer (F72)")
{
    std::set<std::string> refused_places;
    int refusals = 0;
    int tolerated = 0;
    for (const property::answer& row : property::answers())
        for (const json::value& document : full_documents(row.schema)) {
            const oms::result<std::string> whole = row.read_and_write(json::serialize(document));
            if (!whole)
                FAIL(row.schema << ": " << whole.error().what());
            const json::value modelled = json::parse(*whole);
            for (const place& at : property::places_in(document, property::schema(row.schema)))
                for (const kind& wrong : kinds) {
                    json::value changed = document;
                    json::value& there = *at.in(changed);
                    if (kind_of(there) == wrong.name)
                        continue;
                    there = wrong.value;
                    CAPTURE(row.schema, at.text(), wrong.name);
                    const oms::result<std::string> read = row.read_and_write(json::serialize(changed));
                    json::value copy = modelled;
                    place written = at;
                    if (at.name() == "cursor")
                        written.steps.back() = std::string("nextCursor");
                    const bool other_kind = !written.in(copy); // a member that this kind of movement does not have
                    if (other_kind || is_tolerated(at, wrong.name, std::string(row.schema))) {
                        ++tolerated;
                        if (!read)
                            FAIL(row.schema << ' ' << at.text() << ' ' << wrong.name << ": " << read.error().what());
                        continue;
                    }
                    ++refusals;
                    refused_places.insert(std::string(row.schema) + " " + at.text());
                    if (read)
                        FAIL(row.schema << ' ' << at.text() << " is read from " << wrong.name);
                    if (read.error().code() != oms::errc::decode_failed)
                        FAIL(read.error().what());
                    const std::string what = read.error().what();
                    place named = at;
                    std::string reason = "expected " + expected_kind(at) + ", found " + std::string(wrong.name);
                    if (wrong.name == "null" && !at.steps.empty()) {
                        named.steps.pop_back();
                        reason = "expected a member \"id\", found none";
                    } else if (property::type_of(*at.schema) == "number" && wrong.name == "a string") {
                        reason = "expected a number, found a string that is none";
                    }
                    const std::string path = named.text();
                    if (what.find((path.empty() ? "" : path + ": ") + reason) == std::string::npos)
                        FAIL(row.schema << ' ' << at.text() << ": " << what);
                }
        }
    INFO(refusals << " refused in " << refused_places.size() << " places, " << tolerated << " tolerated");
    CHECK(refused_places.size() > 300);
    CHECK(tolerated > 300);
}

TEST_CASE("An amount that is none is an error that names its path, in every place where money stands (F70)")
{
    struct row {
        const char* name;
        const char* text; // in JSON
        const char* found;
    };
    const row rows[] = {
        {"exponent", R"("1e3")", "a string"},           {"not a number", R"("NaN")", "a string"},
        {"grouping", R"("1,000.00")", "a string"},      {"plus sign", R"("+1")", "a string"},
        {"leading space", R"(" 1")", "a string"},       {"empty", R"("")", "a string"},
        {"the word null", R"("null")", "a string"},     {"true", "true", "a boolean"},
        {"number with an exponent", "1e3", "a number"}, {"more than 96 digits", nullptr, "a string"},
    };
    const std::string too_long = '"' + std::string(97, '9') + '"';
    int places = 0;
    for (const property::answer& row_of : property::answers())
        for (const json::value& document : full_documents(row_of.schema)) {
            const json::value modelled = json::parse(*row_of.read_and_write(json::serialize(document)));
            for (const place& at : property::places_in(document, property::schema(row_of.schema))) {
                json::value copy = modelled;
                if (!is_money(at) || !at.in(copy))
                    continue;
                ++places;
                for (const row& refused : rows) {
                    json::value changed = document;
                    *at.in(changed) = "the place of the amount";
                    std::string text = json::serialize(changed);
                    const std::string_view mark = "\"the place of the amount\"";
                    text.replace(text.find(mark), mark.size(), refused.text ? refused.text : too_long);
                    const oms::result<std::string> read = row_of.read_and_write(text);
                    if (read)
                        FAIL(row_of.schema << ' ' << at.text() << " takes " << refused.name);
                    const std::string what = read.error().what();
                    if (read.error().code() != oms::errc::decode_failed || read.error().document() != text ||
                        what.find(at.text() + ": expected a decimal") == std::string::npos ||
                        what.find(", found " + std::string(refused.found)) == std::string::npos)
                        FAIL(row_of.schema << ' ' << at.text() << ", " << refused.name << ": " << what);
                }
            }
        }
    CHECK(places > 100);
}

} // namespace
