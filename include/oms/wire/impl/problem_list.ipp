#pragma once

#include <oms/wire/impl/problem_list.hpp>

#include <oms/core/json_string.hpp>
#include <oms/wire/impl/code_list.hpp>

#include <cmath>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void problem_list::append_path(std::string& path, const step* last)
{
    if (!last)
        return;
    append_path(path, last->before);
    if (last->name.empty())
        path += "[" + std::to_string(last->index) + "]";
    else
        path.append(path.empty() ? "" : ".").append(last->name);
}

OMS_DECL void problem_list::add(std::string_view member, std::string_view broken_rule)
{
    std::string field;
    append_path(field, at_);
    if (!field.empty() && !member.empty())
        field += '.';
    field += member;
    found_.push_back({std::move(field), std::string(broken_rule)});
}

OMS_DECL void problem_list::look_over(const void* object, const description& what)
{
    ++depth_;
    check_fields(object, what);
    --depth_;
}

OMS_DECL void problem_list::check_fields(const void* object, const description& what)
{
    if (what.base)
        check_fields(what.to_base(object), *what.base);
    const step* const outside = at_;
    step here{outside, {}};
    for (const field& row : what.fields) {
        here.name = row.name;
        at_ = &here;
        if (row.member.look)
            check_value(row.member.look(row.member.address(object)), row.rule, row.format);
        else
            refuse("cannot be checked"); // a request has been given a member that rules do not know
        at_ = outside;
    }
    if (what.check)
        what.check(object, *this);
}

OMS_DECL void problem_list::check_elements(const value_view& array, format form)
{
    const array_sight& elements = *array.elements;
    const std::size_t size = elements.size(array.place);
    if (form == format::event_pattern && size > most_event_patterns)
        refuse_form("must have at most 100 entries");
    ++depth_;
    const step* const outside = at_;
    step here{outside, {}};
    at_ = &here;
    for (; here.index < size; ++here.index) {
        value_view element = elements.element(elements.at(array.place, here.index));
        if (element.is(value_view::kind::nothing))
            element.what = value_view::kind::hollow;
        check_value(element, rule::none, form);
    }
    at_ = outside;
    --depth_;
}

OMS_DECL void problem_list::check_value(const value_view& value, rule presence, format form)
{
    using kind = value_view::kind;
    if (!check_presence(value, presence, form))
        return;
    switch (value.what) {
    case kind::object:
        return look_over(value.place, *value.table);
    case kind::array:
        return check_elements(value, form);
    case kind::text:
        return check_text(value.text, form);
    case kind::word:
        return check_word(value, form);
    case kind::json:
        return check_json(value.text, form);
    case kind::amount:
        return check_amount(*static_cast<const decimal*>(value.place), form);
    case kind::whole:
        return check_whole(*static_cast<const std::int64_t*>(value.place), form);
    case kind::number:
        return check_number(*static_cast<const double*>(value.place), form);
    case kind::nothing:
    case kind::hollow:
    case kind::cleared:
    case kind::time:
    case kind::flag:
        break;
    }
}

OMS_DECL bool problem_list::check_presence(const value_view& value, rule presence, format form)
{
    const bool needed = presence == rule::required || presence == rule::required_to_send;
    if (needed && value.is(value_view::kind::nothing))
        return refuse("is required");
    const bool empty = value.is(value_view::kind::text) && value.text.empty();
    if (value.is(value_view::kind::hollow) || (empty && form == format::not_empty))
        return refuse("must not be empty");
    if (value.is(value_view::kind::cleared) && presence != rule::clearable)
        return refuse_form("cannot be cleared");
    return true;
}

OMS_DECL bool problem_list::check_encoding(std::string_view text)
{
    return is_utf8(text) || refuse("must be text in UTF-8");
}

struct text_rule {
    detail::format format;
    bool (*holds)(std::string_view text);
    bool of_safety;
    std::string_view words;
};

OMS_DECL bool is_short_url(std::string_view text)
{
    return text.size() <= most_url_characters;
}

OMS_DECL bool is_percentage(std::string_view text)
{
    return text == "percentage";
}

// clang-format off
inline constexpr text_rule text_rules[] = {
    {format::https_url, &is_delivery_url, true, "must be a URL with https, or with http on this machine"},
    {format::https_url, &is_short_url, false, "must have at most 2048 characters"},
    {format::date, &is_date, false, "must be a date of the form YYYY-MM-DD"},
    {format::country, &is_country, false, "must be a country code of ISO 3166-1 alpha-2, such as US or GB"},
    {format::currency, &is_currency, false, "must be a currency of ISO 4217, three capital letters such as USD"},
    {format::phone, &is_phone, false, "must be a phone number of the form +12125550123 (E.164)"},
    {format::event_pattern, &is_event_pattern, false, "must be an event or a pattern of contract section 11"},
    {format::percentage, &is_percentage, false, "must be percentage"},
};
// clang-format on

OMS_DECL void problem_list::check_text(std::string_view text, format form)
{
    if (!check_encoding(text) || form == format::any)
        return;
    for (const text_rule& each : text_rules)
        if (each.format == form && !each.holds(text) &&
            !(each.of_safety ? refuse(each.words) : refuse_form(each.words)))
            return;
}

OMS_DECL bool is_one_of(std::string_view text, std::span<const std::string_view> words)
{
    for (const std::string_view each : words)
        if (each == text)
            return true;
    return false;
}

OMS_DECL void problem_list::check_word(const value_view& word, format form)
{
    if (!check_encoding(word.text) || form != format::known_value || is_one_of(word.text, word.known))
        return;
    std::string words = "must be";
    for (std::size_t i = 0; i < word.known.size(); ++i) {
        words += i == 0 ? " " : i + 1 < word.known.size() ? ", " : " or ";
        words += word.known[i];
    }
    refuse_form(words);
}

/// What a well-formed JSON text looks like from outside.
struct json_shape {
    bool object = false;
    std::size_t members = 0; // of the object, or elements of the array
    std::size_t depth = 0;   // objects and arrays in each other
};

OMS_DECL json_shape shape_of(std::string_view json)
{
    json_shape shape;
    std::size_t depth = 0;
    bool quoted = false, anything = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (quoted && c == '\\')
            ++at;
        else if (c == '"')
            quoted = !quoted;
        if (quoted || c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        if (depth == 0 && c == '{')
            shape.object = true;
        if (c == '}' || c == ']') {
            --depth;
            continue;
        }
        if (depth == 1 && !anything) {
            anything = true;
            shape.members = 1;
        }
        if (depth == 1 && c == ',')
            ++shape.members;
        if ((c == '{' || c == '[') && ++depth > shape.depth)
            shape.depth = depth;
    }
    return shape;
}

OMS_DECL void problem_list::check_json(std::string_view json, format form)
{
    const json_shape shape = shape_of(json);
    if (static_cast<std::size_t>(depth_) + shape.depth > default_json_depth)
        refuse("must not be nested deeper than 64 in all");
    else if ((form == format::metadata || form == format::json_object) && !shape.object)
        refuse("must be a JSON object");
    else if (form == format::metadata && shape.members > most_metadata_members)
        refuse_form("must have at most 20 members");
}

OMS_DECL void problem_list::check_amount(const decimal& amount, format form)
{
    if (form == format::above_zero && (amount.is_zero() || amount.is_negative()))
        refuse("must be greater than zero");
    else if (form == format::not_below_zero && amount.is_negative())
        refuse("must not be below zero");
}

OMS_DECL void problem_list::check_whole(std::int64_t number, format form)
{
    if (form == format::page_size && (number < 1 || number > 100))
        refuse_form("must be 1 to 100");
}

OMS_DECL void problem_list::check_number(double number, format form)
{
    if (!std::isfinite(number))
        refuse("must be a finite number");
    else if (form == format::latitude && std::abs(number) > 90)
        refuse_form("must be -90 to 90 degrees");
    else if (form == format::longitude && std::abs(number) > 180)
        refuse_form("must be -180 to 180 degrees");
}

}}} // namespace oms::v0_1::detail
