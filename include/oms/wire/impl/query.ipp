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
    using kind = value_view::kind;
    if (value.is(kind::nothing))
        return;
    if ((value.is(kind::text) && !value.text.empty()) || value.is(kind::word))
        query.push_back({name, std::string(value.text)});
    else if (value.is(kind::time))
        query.push_back({name, static_cast<const timestamp*>(value.place)->str()});
    else if (value.is(kind::whole))
        query.push_back({name, std::to_string(*static_cast<const std::int64_t*>(value.place))});
    else if (value.is(kind::number))
        query.push_back({name, plain_text(*static_cast<const double*>(value.place))});
    else
        throw error(errc::invalid_argument, std::string(name) + " must not be empty");
}

OMS_DECL void add_parameters(std::vector<query_parameter>& query, const void* object, const description& what)
{
    for (const field& row : what.fields)
        add_parameter(query, row.name, row.member.look(row.member.address(object)));
    if (what.base) // paging comes last
        add_parameters(query, what.to_base(object), *what.base);
}

OMS_DECL std::vector<query_parameter> parameters_in(const void* object, const description& what)
{
    std::vector<query_parameter> query;
    add_parameters(query, object, what);
    return query;
}

template <class Fields>
std::vector<query_parameter> queried<Fields>::parameters(const Fields& fields)
{
    return parameters_in(&fields, described<Fields>::value);
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
