#pragma once

#include <oms/core/json_reader.hpp>
#include <oms/sandbox/impl/request_body.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

inline const boost::json::value& json_of(const void* node)
{
    return *static_cast<const boost::json::value*>(node);
}

OMS_DECL void body_problems::raise() const
{
    if (!missing.empty())
        throw missing_field(missing);
    if (!invalid.empty())
        throw invalid_field(invalid);
}

OMS_DECL object_reader::object_reader(std::shared_ptr<const void> node, std::string path, std::string_view raw,
                                      std::shared_ptr<body_problems> problems)
    : node_(std::move(node)), path_(std::move(path)), raw_(raw), problems_(std::move(problems))
{
}

OMS_DECL std::string object_reader::path_of(std::string_view name) const
{
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

OMS_DECL void object_reader::wrong(std::string_view name, std::string_view message)
{
    problems_->invalid.push_back({path_of(name), std::string(message)});
}

OMS_DECL void object_reader::absent(std::string_view name)
{
    problems_->missing.push_back({path_of(name), "is required"});
}

OMS_DECL bool object_reader::has(std::string_view name) const
{
    return json_of(node_.get()).get_object().contains(name);
}

OMS_DECL bool object_reader::cleared(std::string_view name) const
{
    const boost::json::value* value = json_of(node_.get()).get_object().if_contains(name);
    return value != nullptr && value->is_null();
}

OMS_DECL void object_reader::finish()
{
    for (const auto& member : json_of(node_.get()).get_object()) {
        const std::string_view name(member.key().data(), member.key().size());
        if (std::find(known_.begin(), known_.end(), name) == known_.end())
            wrong(name, "is not a known field");
    }
}

OMS_DECL const void* object_reader::member(std::string_view name, presence need)
{
    known_.emplace_back(name);
    const boost::json::value* value = json_of(node_.get()).get_object().if_contains(name);
    if (value == nullptr) {
        if (need == presence::required)
            absent(name);
        return nullptr;
    }
    if (value->is_null()) {
        if (need != presence::clearable)
            wrong(name, "must not be null");
        return nullptr;
    }
    return value;
}

OMS_DECL std::optional<std::string> object_reader::text(std::string_view name, presence need, text_check check)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_string()) {
        wrong(name, "must be a string");
        return std::nullopt;
    }
    const boost::json::string& text = json_of(node).get_string();
    std::string value(text.data(), text.size());
    if (check != nullptr) {
        if (const std::optional<std::string> problem = check(value)) {
            wrong(name, *problem);
            return std::nullopt;
        }
    }
    return value;
}

OMS_DECL std::optional<bool> object_reader::boolean(std::string_view name, presence need)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_bool()) {
        wrong(name, "must be a boolean");
        return std::nullopt;
    }
    return json_of(node).get_bool();
}

OMS_DECL std::optional<std::int64_t> object_reader::integer(std::string_view name, presence need)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_int64()) {
        wrong(name, "must be an integer");
        return std::nullopt;
    }
    return json_of(node).get_int64();
}

OMS_DECL std::optional<decimal> object_reader::amount(std::string_view name, presence need)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    std::optional<decimal> value;
    if (json_of(node).is_string()) {
        const boost::json::string& text = json_of(node).get_string();
        value = positive_decimal({text.data(), text.size()});
    }
    if (!value) {
        wrong(name, "must be a decimal string greater than zero");
    } else if (has_too_many_digits(*value)) {
        wrong(name, "has too many digits");
        value.reset();
    }
    return value;
}

OMS_DECL std::optional<std::vector<std::string>> object_reader::texts(std::string_view name, presence need,
                                                                      std::size_t at_most, text_check check)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_array()) {
        wrong(name, "must be an array of strings");
        return std::nullopt;
    }
    const boost::json::array& elements = json_of(node).get_array();
    if (elements.size() > at_most) {
        wrong(name, "must have at most " + std::to_string(at_most) + " elements");
        return std::nullopt;
    }
    std::vector<std::string> values;
    for (std::size_t index = 0; index < elements.size(); ++index) {
        const std::string place = std::string(name) + "." + std::to_string(index);
        if (!elements[index].is_string()) {
            wrong(place, "must be a string");
            continue;
        }
        const boost::json::string& text = elements[index].get_string();
        values.emplace_back(text.data(), text.size());
        if (check != nullptr) {
            if (const std::optional<std::string> problem = check(values.back()))
                wrong(place, *problem);
        }
    }
    return values;
}

OMS_DECL std::optional<object_reader> object_reader::object(std::string_view name, presence need)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_object()) {
        wrong(name, "must be an object");
        return std::nullopt;
    }
    // The child keeps the whole document alive.
    return object_reader(std::shared_ptr<const void>(node_, node), path_of(name), {}, problems_);
}

OMS_DECL std::optional<std::vector<object_reader>> object_reader::objects(std::string_view name, presence need)
{
    const void* node = member(name, need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_array()) {
        wrong(name, "must be an array of objects");
        return std::nullopt;
    }
    std::vector<object_reader> readers;
    const boost::json::array& elements = json_of(node).get_array();
    for (std::size_t index = 0; index < elements.size(); ++index) {
        const std::string place = std::string(name) + "." + std::to_string(index);
        if (!elements[index].is_object()) {
            wrong(place, "must be an object");
            continue;
        }
        readers.emplace_back(std::shared_ptr<const void>(node_, &elements[index]), path_of(place), std::string_view{},
                             problems_);
    }
    return readers;
}

OMS_DECL std::optional<std::string> object_reader::metadata(presence need)
{
    const void* node = member("metadata", need);
    if (node == nullptr)
        return std::nullopt;
    if (!json_of(node).is_object()) {
        wrong("metadata", "must be an object");
        return std::nullopt;
    }
    if (json_of(node).get_object().size() > 20) {
        wrong("metadata", "must have at most 20 keys");
        return std::nullopt;
    }
    // Boost.JSON would write numbers in another form and lose digits of long ones.
    const std::string_view text = raw_member(raw_, "metadata");
    return text.empty() ? boost::json::serialize(json_of(node)) : std::string(text);
}

OMS_DECL request_body::request_body(std::string_view body) : raw_(body), problems_(std::make_shared<body_problems>())
{
    // Boost.JSON keeps the last of two members with one name.
    json_reader strict(body);
    strict.skip();
    strict.finish();
    if (strict.failed())
        throw invalid_request("The request body is not valid JSON: " + strict.reason() + ".");
    boost::system::error_code failure;
    boost::json::value value = boost::json::parse(boost::json::string_view(body.data(), body.size()), failure);
    if (failure)
        throw invalid_request("The request body is not valid JSON.");
    if (!value.is_object())
        throw invalid_request("The request body must be a JSON object.");
    node_ = std::make_shared<const boost::json::value>(std::move(value));
}

OMS_DECL object_reader request_body::root() const
{
    return object_reader(node_, {}, raw_, problems_);
}

OMS_DECL std::string_view raw_member(std::string_view object, std::string_view name)
{
    // The text is known to be valid JSON, so strings and nesting are all that must be watched.
    std::string_view found;
    std::string_view key;
    std::size_t depth = 0;
    std::size_t value_start = 0;
    const auto end_of_value = [&](std::size_t end) {
        if (key == name && value_start != 0)
            found = object.substr(value_start, end - value_start);
        value_start = 0;
    };
    for (std::size_t at = 0; at < object.size(); ++at) {
        const char c = object[at];
        if (c == '"') {
            const std::size_t start = ++at;
            while (object[at] != '"')
                at += object[at] == '\\' ? 2 : 1;
            if (depth == 1 && value_start == 0)
                key = object.substr(start, at - start);
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (--depth == 0)
                end_of_value(at);
        } else if (c == ':' && depth == 1) {
            value_start = at + 1;
        } else if (c == ',' && depth == 1) {
            end_of_value(at);
        }
    }
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = found.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return found.substr(first, found.find_last_not_of(blank) - first + 1);
}

}}} // namespace oms::v0_1::detail::emulation
