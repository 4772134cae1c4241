#pragma once

#include <oms/wire/impl/problem_list.hpp>

#include <oms/wire/impl/code_list.hpp>

#include <oms/core/json_reader.hpp>

#include <cmath>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void problem_list::add(std::string_view member, std::string_view broken_rule)
{
    std::string field = path_;
    if (!field.empty() && !member.empty())
        field += '.';
    field += member;
    found_.push_back({std::move(field), std::string(broken_rule)});
}

OMS_DECL void problem_list::look_over(const object_view& object)
{
    ++depth_;
    check_fields(object.object, *object.what);
    --depth_;
}

OMS_DECL void problem_list::check_fields(const void* object, const description& what)
{
    if (what.base)
        check_fields(what.to_base(object), *what.base);
    for (const field& row : what.fields) {
        const std::size_t outside = path_.size();
        path_ += outside == 0 ? "" : ".";
        path_ += row.name;
        check_value(row.member.codec->look(row.member.address(object)), row.rule, row.format);
        path_.resize(outside);
    }
    if (what.check)
        what.check(object, *this);
}

OMS_DECL void problem_list::check_elements(const array_view& array, format form)
{
    if (form == format::event_pattern && array.size > most_event_patterns)
        refuse_form("must have at most 100 entries");
    ++depth_;
    for (std::size_t i = 0; i < array.size; ++i) {
        const std::size_t outside = path_.size();
        path_ += "[" + std::to_string(i) + "]";
        check_value(set_view(array.element->look(array.at(array.array, i))), rule::none, form);
        path_.resize(outside);
    }
    --depth_;
}

OMS_DECL void problem_list::check_value(const value_view& value, rule presence, format form)
{
    if (!check_presence(value, presence, form) || !check_encoding(value))
        return;
    std::visit(
        [this, form](const auto& held) {
            using kind = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<kind, object_view>)
                look_over(held);
            else if constexpr (std::is_same_v<kind, array_view>)
                check_elements(held, form);
            else if constexpr (requires { this->check_form(held, form); } && !std::is_same_v<kind, bool>)
                check_form(held, form);
        },
        value);
}

OMS_DECL bool problem_list::check_presence(const value_view& value, rule presence, format form)
{
    const auto* text = std::get_if<std::string_view>(&value);
    const bool needed = presence == rule::required || presence == rule::required_to_send;
    if (needed && std::holds_alternative<nothing>(value))
        return refuse("is required");
    if (std::holds_alternative<hollow>(value) || (text && text->empty() && form == format::not_empty))
        return refuse("must not be empty");
    if (std::holds_alternative<unseen>(value))
        return refuse("cannot be checked"); // a request has been given a member that rules do not know
    if (std::holds_alternative<cleared>(value) && presence != rule::clearable)
        return refuse_form("cannot be cleared");
    return true;
}

/// How deep objects and arrays are in each other; `json` is well-formed.
OMS_DECL int nesting_of(std::string_view json)
{
    int depth = 0, deepest = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (quoted && c == '\\')
            ++at;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            deepest = ++depth > deepest ? depth : deepest;
        else if (!quoted && (c == '}' || c == ']'))
            --depth;
    }
    return deepest;
}

OMS_DECL bool problem_list::check_encoding(const value_view& value)
{
    const auto* text = std::get_if<std::string_view>(&value);
    const auto* word = std::get_if<word_view>(&value);
    if ((text && !is_utf8(*text)) || (word && !is_utf8(word->text)))
        return refuse("must be text in UTF-8");
    const auto* json = std::get_if<json_view>(&value);
    if (json && static_cast<std::size_t>(depth_ + nesting_of(json->text)) > default_json_depth)
        return refuse("must not be nested deeper than 64 in all");
    return true;
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

OMS_DECL void problem_list::check_form(std::string_view text, format form)
{
    for (const text_rule& each : text_rules)
        if (each.format == form && !each.holds(text) &&
            !(each.of_safety ? refuse(each.words) : refuse_form(each.words)))
            return;
}

OMS_DECL void problem_list::check_form(const word_view& word, format form)
{
    if (form != format::known_value)
        return;
    std::string words = "must be";
    for (std::size_t i = 0; i < word.known.size(); ++i) {
        if (word.known[i] == word.text)
            return;
        words += i == 0 ? " " : i + 1 < word.known.size() ? ", " : " or ";
        words += word.known[i];
    }
    refuse_form(words);
}

OMS_DECL bool is_object(std::string_view json)
{
    return json[json.find_first_not_of(" \t\r\n")] == '{';
}

OMS_DECL std::size_t members_of(std::string_view json)
{
    std::size_t count = 0;
    json_reader in(json);
    std::string_view name;
    for (in.begin_object(); in.next_member(name); ++count)
        in.skip();
    return count;
}

OMS_DECL void problem_list::check_form(const json_view& json, format form)
{
    if ((form == format::metadata || form == format::json_object) && !is_object(json.text))
        refuse("must be a JSON object");
    else if (form == format::metadata && members_of(json.text) > most_metadata_members)
        refuse_form("must have at most 20 members");
}

OMS_DECL void problem_list::check_form(const decimal* amount, format form)
{
    if (form == format::above_zero && (amount->is_zero() || amount->is_negative()))
        refuse("must be greater than zero");
    else if (form == format::not_below_zero && amount->is_negative())
        refuse("must not be below zero");
}

OMS_DECL void problem_list::check_form(std::int64_t number, format form)
{
    if (form == format::page_size && (number < 1 || number > 100))
        refuse_form("must be 1 to 100");
}

OMS_DECL void problem_list::check_form(double number, format form)
{
    if (!std::isfinite(number))
        refuse("must be a finite number");
    else if (form == format::latitude && std::abs(number) > 90)
        refuse_form("must be -90 to 90 degrees");
    else if (form == format::longitude && std::abs(number) > 180)
        refuse_form("must be -180 to 180 degrees");
}

}}} // namespace oms::v0_1::detail
