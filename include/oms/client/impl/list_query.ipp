#pragma once

#include <oms/client/impl/list_query.hpp>
#include <oms/core/error.hpp>

#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string_view query_text(const std::string& value) noexcept
{
    return value;
}

OMS_DECL std::string query_text(int value)
{
    return std::to_string(value);
}

OMS_DECL std::string query_text(const timestamp& value)
{
    if (value.absent())
        throw error(errc::absent_value, "a filter of time holds no time");
    return value.str();
}

/// Degrees in plain notation, the fewest digits that give the same number back.
OMS_DECL std::string query_text(double degrees)
{
    char digits[512];
    const auto written = std::to_chars(digits, digits + sizeof digits, degrees, std::chars_format::fixed);
    if (!std::isfinite(degrees) || written.ec != std::errc())
        throw error(errc::invalid_argument, "a coordinate is not a finite number");
    return std::string(digits, written.ptr);
}

template <class Value>
    requires requires(const Value& value) { value.view(); }
std::string_view query_text(const Value& id) noexcept
{
    return id.view();
}

template <class Value>
    requires requires(const Value& value) { value.known(); }
std::string_view query_text(const Value& word) noexcept
{
    return word.text();
}

template <class Value>
void add_parameter(http_query& query, std::string_view name, const std::optional<Value>& value)
{
    if (value)
        query.add(name, query_text(*value));
}

OMS_DECL void add_paging(http_query& query, const list_filter_fields& fields)
{
    add_parameter(query, "limit", fields.limit);
    add_parameter(query, "startingAfter", fields.starting_after);
    add_parameter(query, "endingBefore", fields.ending_before);
    add_parameter(query, "createdAfter", fields.created_after);
    add_parameter(query, "createdBefore", fields.created_before);
}

OMS_DECL http_query query_of(const list_filter& filter)
{
    http_query query;
    add_paging(query, filter.fields());
    return query;
}

OMS_DECL http_query query_of(const customer_filter& filter)
{
    http_query query;
    add_parameter(query, "status", filter.fields().status);
    add_parameter(query, "email", filter.fields().email);
    add_parameter(query, "externalId", filter.fields().external_id);
    add_paging(query, filter.fields());
    return query;
}

OMS_DECL http_query query_of(const transaction_filter& filter)
{
    http_query query;
    add_parameter(query, "senderCustomerId", filter.fields().sender_customer_id);
    add_parameter(query, "recipientCustomerId", filter.fields().recipient_customer_id);
    add_parameter(query, "status", filter.fields().status);
    add_parameter(query, "type", filter.fields().type);
    add_paging(query, filter.fields());
    return query;
}

OMS_DECL http_query query_of(const cash_in_filter& filter)
{
    http_query query;
    add_parameter(query, "customerId", filter.fields().customer_id);
    add_parameter(query, "status", filter.fields().status);
    add_paging(query, filter.fields());
    return query;
}

OMS_DECL http_query query_of(const cash_location_query& where)
{
    http_query query;
    query.add("provider", where.fields().provider);
    query.add("latitude", query_text(where.fields().latitude));
    query.add("longitude", query_text(where.fields().longitude));
    add_parameter(query, "flow", where.fields().flow);
    return query;
}

OMS_DECL http_query query_of(const transaction_perspective& seen_from)
{
    http_query query;
    add_parameter(query, "senderCustomerId", seen_from.fields().sender_customer_id);
    add_parameter(query, "recipientCustomerId", seen_from.fields().recipient_customer_id);
    return query;
}

OMS_DECL http_query query_of(std::string_view estimate_currency)
{
    http_query query;
    if (!estimate_currency.empty())
        query.add("estimatedBalanceCurrencyCode", estimate_currency);
    return query;
}

}}} // namespace oms::v0_1::detail
