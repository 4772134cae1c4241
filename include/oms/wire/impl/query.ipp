#pragma once

#include <oms/wire/query.hpp>

#include <oms/wire/impl/describe_filter.hpp>

#include <oms/core/error.hpp>

#include <charconv>

namespace oms { inline namespace v0_1 { namespace detail {

/// Degrees in plain notation, the fewest digits that give the same number back.
OMS_DECL std::string plain_text(double number)
{
    char digits[512];
    return std::string(digits, std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed).ptr);
}

OMS_DECL void add_parameter(std::vector<query_parameter>& query, std::string_view name, const value_view& value)
{
    if (std::holds_alternative<nothing>(value))
        return;
    if (const auto* text = std::get_if<std::string_view>(&value); text && !text->empty())
        query.push_back({name, std::string(*text)});
    else if (const auto* word = std::get_if<word_view>(&value))
        query.push_back({name, std::string(word->text)});
    else if (const auto* time = std::get_if<const timestamp*>(&value))
        query.push_back({name, (*time)->str()});
    else if (const auto* whole = std::get_if<std::int64_t>(&value))
        query.push_back({name, std::to_string(*whole)});
    else if (const auto* number = std::get_if<double>(&value))
        query.push_back({name, plain_text(*number)});
    else
        throw error(errc::invalid_argument, std::string(name) + " must not be empty");
}

OMS_DECL void add_parameters(std::vector<query_parameter>& query, const void* object, const description& what)
{
    for (const field& row : what.fields)
        add_parameter(query, row.name, row.member.codec->look(row.member.address(object)));
    if (what.base) // paging comes last
        add_parameters(query, what.to_base(object), *what.base);
}

template <class Fields>
std::vector<query_parameter> queried<Fields>::parameters(const Fields& fields)
{
    std::vector<query_parameter> query;
    add_parameters(query, &fields, described<Fields>::value);
    return query;
}

#ifdef OMS_SEPARATE_COMPILATION
template struct queried<list_filter_fields>;
template struct queried<customer_filter_fields>;
template struct queried<transaction_filter_fields>;
template struct queried<cash_in_filter_fields>;
template struct queried<transaction_perspective_fields>;
template struct queried<balance_query_fields>;
template struct queried<cash_location_query_fields>;
template struct queried<external_account_query_fields>;
#endif

}}} // namespace oms::v0_1::detail
