#include "contract.hpp"

#include "schema_check.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace property {

namespace json = boost::json;

namespace {

std::filesystem::path folder()
{
    return std::filesystem::path(OMS_FIXTURES) / "contract";
}

const json::value* member(const json::object& object, std::string_view name)
{
    return object.if_contains(name);
}

bool has(const json::object& object, std::string_view name, const json::value& element)
{
    const json::value* list = member(object, name);
    return list && std::find(list->as_array().begin(), list->as_array().end(), element) != list->as_array().end();
}

std::string random_text(generator& random, const json::object& schema, std::string_view name)
{
    if (const json::value* closed = member(schema, "enum"))
        return std::string(closed->as_array()[random.below(closed->as_array().size())].as_string());
    if (const json::value* open = member(schema, "x-extensible-enum"); open && name != "type" && random.one_in(4))
        return random.text();
    else if (open)
        return std::string(open->as_array()[random.below(open->as_array().size())].as_string());
    if (const json::value* pattern = member(schema, "pattern"); pattern && pattern->as_string().starts_with("^-?[0-9]"))
        return random.decimal();
    if (const json::value* format = member(schema, "format"); format && format->as_string() == "date-time")
        return random.timestamp();
    if (const json::value* prefix = member(schema, "x-id-prefix"))
        return std::string(prefix->as_string()) + random.word(16, 26);
    return random.text();
}

json::value random_value(generator& random, const json::object& unresolved, bool sparse, std::string_view name)
{
    const json::object& schema = resolved(unresolved);
    const std::string_view type = type_of(schema);
    if (type == "string")
        return json::value(random_text(random, schema, name));
    if (type == "boolean")
        return random.one_in(2);
    if (type == "integer")
        return static_cast<std::int64_t>(random.below(100'000));
    if (type == "number")
        return static_cast<double>(2 * random.below(100'000) + 1) / 64; // with a fraction, so that JSON keeps its kind
    if (type == "array") {
        json::array made;
        for (std::size_t more = random.between(1, 2); more != 0; --more)
            made.push_back(random_value(random, schema.at("items").as_object(), sparse, {}));
        return made;
    }
    if (is_free_form(schema))
        return random.json_object();

    json::object made;
    for (const auto& [key, of] : schema.at("properties").as_object()) {
        const std::string_view kind = type_of(resolved(of.as_object()));
        const bool always = key == "id" || key == "object" || key == "type" || key == "latitude" ||
                            key == "longitude" ||
                            (has(schema, "required", json::value(key)) && kind != "string" && kind != "object");
        if (sparse && !always && random.one_in(3)) {
            if (random.one_in(2))
                made[key] = nullptr;
            continue;
        }
        made[key] = random_value(random, of.as_object(), sparse, key);
    }
    return made;
}

void collect(std::vector<place>& found, place at, const json::value& value)
{
    found.push_back(at);
    if (const json::object* object = value.if_object(); object && !is_free_form(*at.schema)) {
        const json::value* properties = member(*at.schema, "properties");
        for (const auto& [key, of] : *object)
            if (const json::value* known = properties ? properties->as_object().if_contains(key) : nullptr) {
                place inner = at;
                inner.steps.emplace_back(std::string(key));
                inner.schema = &resolved(known->as_object());
                collect(found, std::move(inner), of);
            }
    } else if (const json::array* array = value.if_array(); array && member(*at.schema, "items")) {
        for (std::size_t i = 0; i != array->size(); ++i) {
            place inner = at;
            inner.steps.emplace_back(i);
            inner.schema = &resolved(at.schema->at("items").as_object());
            collect(found, std::move(inner), (*array)[i]);
        }
    }
}

std::string schema_name(const json::value& reference)
{
    const std::string_view text = reference.as_string();
    return std::string(text.substr(text.rfind('/') + 1));
}

std::vector<std::string> files(std::string_view beginning)
{
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder()))
        if (const std::string name = file.path().filename().string();
            name.starts_with(beginning) && name.ends_with(".json"))
            names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

const json::object& openapi()
{
    static const json::object document = [] {
        json::object made = json::parse(run_openapi({})).as_object();
        // Objects that the contract leaves open in one place and describes in another (sections 15.1 and 7.1).
        json::value& schemas = made["components"].at("schemas");
        schemas.at("TransactionDestination").at("properties").as_object()["bankDetails"] = {
            {"$ref", "#/components/schemas/BankDetails"}};
        schemas.at("DeveloperFee").at("properties").as_object()["wallet"] = {
            {"$ref", "#/components/schemas/QuoteDestinationWallet"}};
        return made;
    }();
    return document;
}

const json::object& schema(std::string_view name)
{
    return openapi().at("components").at("schemas").at(name).as_object();
}

const json::object& resolved(const json::object& of)
{
    if (const json::value* reference = member(of, "$ref"))
        return resolved(schema(schema_name(*reference)));
    if (const json::value* alternatives = member(of, "oneOf"); alternatives && !member(of, "type"))
        return resolved(alternatives->as_array().front().as_object());
    return of;
}

std::string_view type_of(const json::object& schema)
{
    const json::value* type = member(schema, "type");
    return type ? std::string_view(type->as_string()) : std::string_view();
}

bool is_free_form(const json::object& schema)
{
    return type_of(schema) == "object" && !member(schema, "properties");
}

bool is_open_enum(const json::object& schema)
{
    return member(schema, "x-extensible-enum");
}

std::string place::text() const
{
    std::string text;
    for (const auto& step : steps)
        if (const auto* name = std::get_if<std::string>(&step))
            text += (text.empty() ? "" : ".") + *name;
        else
            text += "[" + std::to_string(std::get<std::size_t>(step)) + "]";
    return text;
}

std::string_view place::name() const
{
    const auto* name = steps.empty() ? nullptr : std::get_if<std::string>(&steps.back());
    return name ? std::string_view(*name) : std::string_view();
}

json::value* place::in(json::value& document) const
{
    json::value* at = &document;
    for (const auto& step : steps) {
        if (const auto* name = std::get_if<std::string>(&step))
            at = at->is_object() ? at->get_object().if_contains(*name) : nullptr;
        else
            at = at->is_array() ? at->get_array().if_contains(std::get<std::size_t>(step)) : nullptr;
        if (!at)
            return nullptr;
    }
    return at;
}

void place::erase_from(json::value& document) const
{
    place parent = *this;
    parent.steps.pop_back();
    json::value* holder = parent.in(document);
    if (holder && holder->is_object() && !name().empty())
        holder->get_object().erase(name());
}

std::vector<place> places_in(const json::value& document, const json::object& schema)
{
    std::vector<place> found;
    collect(found, {{}, &resolved(schema)}, document);
    return found;
}

json::value random_document(generator& random, const json::object& schema, bool sparse)
{
    return random_value(random, schema, sparse, {});
}

std::string difference(const json::value& found, const json::value& expected)
{
    if (found == expected)
        return {};
    const json::object* a = found.if_object();
    const json::object* b = expected.if_object();
    if (a && b) {
        for (const auto& [name, value] : *b) {
            const json::value* other = a->if_contains(name);
            if (!other)
                return std::string(name) + " is missing, expected " + json::serialize(value);
            if (const std::string inner = difference(*other, value); !inner.empty())
                return std::string(name) + "/" + inner;
        }
        for (const auto& [name, value] : *a)
            if (!b->contains(name))
                return std::string(name) + " is too much: " + json::serialize(value);
    }
    if (const json::array *c = found.if_array(), *d = expected.if_array(); c && d && c->size() == d->size())
        for (std::size_t i = 0; i != d->size(); ++i)
            if (const std::string inner = difference((*c)[i], (*d)[i]); !inner.empty())
                return std::to_string(i) + "/" + inner;
    return ": " + json::serialize(found) + " instead of " + json::serialize(expected);
}

json::value fixture(const std::string& file)
{
    std::ifstream in(folder() / file);
    if (!in)
        throw std::runtime_error("no fixture " + file);
    std::stringstream text;
    text << in.rdbuf();
    return json::parse(text.str());
}

const std::vector<example>& example_answers()
{
    static const std::vector<example> all = [] {
        std::vector<example> made;
        for (const std::string& file : files("operation.")) {
            const json::value read = fixture(file);
            const json::value& response = read.at("response");
            if (response.as_object().contains("schema") && response.at("schema").is_string())
                made.push_back({file, schema_name(response.at("schema")), response.at("body")});
        }
        return made;
    }();
    return all;
}

const std::vector<example>& example_events()
{
    static const std::vector<example> all = [] {
        std::vector<example> made;
        for (const std::string& file : files("event.")) {
            const json::value read = fixture(file);
            made.push_back({file, schema_name(read.at("schema")), read.at("body")});
        }
        return made;
    }();
    return all;
}

} // namespace property
