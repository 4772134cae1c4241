#pragma once

#include <oms/wire/impl/description.hpp>
#include <oms/wire/impl/problem_list.hpp>

#include <oms/model/cash_location.hpp>
#include <oms/model/filter.hpp>
#include <oms/model/new_external_account.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<list_filter_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"limit", sent<&list_filter_fields::limit>, format::page_size},
        {"startingAfter", sent<&list_filter_fields::starting_after>, format::not_empty},
        {"endingBefore", sent<&list_filter_fields::ending_before>, format::not_empty},
        {"createdAfter", sent<&list_filter_fields::created_after>},
        {"createdBefore", sent<&list_filter_fields::created_before>},
    };
    // clang-format on
    static void one_direction(const void* filter, problem_list& found)
    {
        const auto& asked = *static_cast<const list_filter_fields*>(filter);
        if (asked.starting_after && asked.ending_before)
            found.add("endingBefore", "cannot be together with startingAfter");
    }
    static constexpr description value = checked_by(&one_direction, {fields});
};

template <>
struct described<customer_filter_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"status", sent<&customer_filter_fields::status>, format::known_value},
        {"email", sent<&customer_filter_fields::email>, format::not_empty},
        {"externalId", sent<&customer_filter_fields::external_id>, format::not_empty},
    };
    // clang-format on
    static constexpr description value = description_on<customer_filter_fields, list_filter_fields>(fields);
};

template <>
struct described<transaction_filter_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"senderCustomerId", sent<&transaction_filter_fields::sender_customer_id>},
        {"recipientCustomerId", sent<&transaction_filter_fields::recipient_customer_id>},
        {"status", sent<&transaction_filter_fields::status>},
        {"type", sent<&transaction_filter_fields::type>},
    };
    // clang-format on
    static constexpr description value = description_on<transaction_filter_fields, list_filter_fields>(fields);
};

template <>
struct described<cash_in_filter_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", sent<&cash_in_filter_fields::customer_id>},
        {"status", sent<&cash_in_filter_fields::status>},
    };
    // clang-format on
    static constexpr description value = description_on<cash_in_filter_fields, list_filter_fields>(fields);
};

template <>
struct described<transaction_perspective_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"senderCustomerId", sent<&transaction_perspective_fields::sender_customer_id>},
        {"recipientCustomerId", sent<&transaction_perspective_fields::recipient_customer_id>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<balance_query_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"estimatedBalanceCurrencyCode", sent<&balance_query_fields::estimated_balance_currency_code>,
         format::currency},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_location_query_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"provider", sent<&cash_location_query_fields::provider>, rule::required},
        {"latitude", sent<&cash_location_query_fields::latitude>, format::latitude},
        {"longitude", sent<&cash_location_query_fields::longitude>, format::longitude},
        {"flow", sent<&cash_location_query_fields::flow>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<external_account_query_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"country", sent<&external_account_query_fields::country>, rule::required, format::country},
        {"currency", sent<&external_account_query_fields::currency>, rule::required, format::currency},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
