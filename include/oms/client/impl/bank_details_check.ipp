#pragma once

#include <oms/client/impl/bank_details_check.hpp>
#include <oms/core/json_reader.hpp>

#include <boost/regex.hpp>

#include <algorithm>
#include <locale>
#include <stdexcept>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL bool is_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Whether Boost.Regex reads an expression as ECMAScript does: no escape but those both have, no group but plain ones
/// and lookahead, and in brackets nothing that one of them takes for a POSIX class or an empty set.
OMS_DECL bool is_common_syntax(std::string_view pattern) noexcept
{
    constexpr std::string_view escapes = "dDwWsSbB.-/\\()[]{}^$|?*+tnr";
    bool in_brackets = false;
    for (std::size_t at = 0; at != pattern.size(); ++at) {
        const std::string_view rest = pattern.substr(at + 1);
        if (pattern[at] == '\\') {
            if (rest.empty() || escapes.find(rest[0]) == escapes.npos || (in_brackets && rest[0] == 'b'))
                return false;
            ++at;
        } else if (in_brackets) {
            if (pattern[at] == '[')
                return false;
            in_brackets = pattern[at] != ']';
        } else if (pattern[at] == '[') {
            if (rest.starts_with(']') || rest.starts_with("^]"))
                return false;
            in_brackets = true;
        } else if (pattern[at] == '(' && rest.starts_with('?')) {
            if (!rest.starts_with("?:") && !rest.starts_with("?=") && !rest.starts_with("?!"))
                return false;
        } else if (pattern[at] == '(' && rest.starts_with('*')) {
            return false;
        }
    }
    return true;
}

OMS_DECL pattern_verdict match_pattern(std::string_view pattern, std::string_view text)
{
    constexpr std::size_t longest_pattern = 256;
    constexpr std::size_t longest_text = 1024;
    if (pattern.size() > longest_pattern || text.size() > longest_text || !is_ascii(pattern) || !is_ascii(text) ||
        !is_common_syntax(pattern))
        return pattern_verdict::unknown;
    try {
        boost::regex expression;
        expression.imbue(std::locale::classic());
        expression.assign(pattern.begin(), pattern.end(), boost::regex_constants::ECMAScript);
        // Boost's `^` and `$` also match at line breaks, and its `.` matches them, unless told otherwise.
        const auto as_ecmascript =
            boost::regex_constants::match_single_line | boost::regex_constants::match_not_dot_newline;
        return boost::regex_search(text.begin(), text.end(), expression, as_ecmascript) ? pattern_verdict::matches
                                                                                        : pattern_verdict::differs;
    } catch (const std::runtime_error&) { // not valid, or too complex
        return pattern_verdict::unknown;
    }
}

/// The kind that `type` of JSON Schema asks for; `nothing` when this version does not know it.
OMS_DECL json_kind kind_of_type(std::string_view type) noexcept
{
    if (type == "string")
        return json_kind::string;
    if (type == "number" || type == "integer")
        return json_kind::number;
    if (type == "boolean")
        return json_kind::boolean;
    if (type == "object")
        return json_kind::object;
    return type == "array" ? json_kind::array : json_kind::nothing;
}

/// `1.5` is no integer; `1.0` and `1e3` may be.
OMS_DECL bool may_be_integer(std::string_view number) noexcept
{
    const std::size_t point = number.find('.');
    return point == number.npos || number.find_first_not_of('0', point + 1) == number.npos ||
           number.find_first_of("eE") != number.npos;
}

/// Reads one value. Why the schema of its field refuses it; nothing when it does not.
OMS_DECL std::string fault_of_detail(json_reader& in, const external_account_field& schema)
{
    const json_kind found = in.peek();
    const json_kind expected = schema.type ? kind_of_type(*schema.type) : json_kind::nothing;
    if (expected != json_kind::nothing && found != expected) {
        in.skip();
        return "must be " + std::string(name_of(expected));
    }
    if (found != json_kind::string) {
        const std::string_view value = in.raw();
        return schema.type == "integer" && !may_be_integer(value) ? "must be an integer" : "";
    }
    const std::string_view value = in.string();
    if (!schema.values.empty() && std::find(schema.values.begin(), schema.values.end(), value) == schema.values.end())
        return "must be one of the values that the schema lists";
    if (schema.pattern && match_pattern(*schema.pattern, value) == pattern_verdict::differs)
        return "must have the form that the schema asks for";
    return {};
}

OMS_DECL std::vector<field_problem> problems_of_bank_details(const json_text& details,
                                                             const external_account_schema& schema)
{
    std::vector<field_problem> problems;
    const auto report = [&problems](const external_account_field& field, std::string why) {
        problems.push_back({"bankDetails." + field.name, std::move(why)});
    };
    std::vector<const external_account_field*> missing;
    for (const external_account_field& field : schema.fields)
        if (field.required.value_or(false))
            missing.push_back(&field);

    json_reader in(details.view());
    if (in.peek() != json_kind::object)
        return problems; // that it must be one is a rule of every request
    std::string_view name;
    for (in.begin_object(); in.next_member(name);) {
        const auto field = std::find_if(schema.fields.begin(), schema.fields.end(),
                                        [name](const external_account_field& each) { return each.name == name; });
        const bool absent = in.peek() == json_kind::null && field != schema.fields.end() && field->required == true;
        if (field == schema.fields.end() || absent) {
            in.skip();
            continue;
        }
        std::erase(missing, &*field);
        if (std::string fault = fault_of_detail(in, *field); !fault.empty())
            report(*field, std::move(fault));
    }
    for (const external_account_field* field : missing)
        report(*field, "is required");
    return problems;
}

}}} // namespace oms::v0_1::detail
