#pragma once

#include <oms/wire/validate.hpp>

#include <oms/core/server_text.hpp>

#include <oms/wire/impl/describe_external_account.hpp>
#include <oms/wire/impl/describe_filter.hpp>
#include <oms/wire/impl/describe_new_customer.hpp>
#include <oms/wire/impl/describe_quote.hpp>
#include <oms/wire/impl/describe_request.hpp>
#include <oms/wire/impl/describe_route.hpp>
#include <oms/wire/impl/describe_simulation.hpp>
#include <oms/wire/impl/describe_token.hpp>
#include <oms/wire/impl/describe_wallet.hpp>
#include <oms/wire/impl/problem_list.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 {

OMS_DECL error error_of(std::vector<field_problem> problems)
{
    constexpr std::size_t most_named = 10;
    std::string text;
    for (std::size_t i = 0; i < std::min(problems.size(), most_named); ++i)
        text += (i == 0 ? "" : "; ") + detail::shown_field_path(problems[i].field) + " " + problems[i].message;
    if (problems.size() > most_named)
        text += "; and " + std::to_string(problems.size() - most_named) + " more";
    return error::builder(errc::invalid_argument).text(std::move(text)).details(std::move(problems)).build();
}

namespace detail {

OMS_DECL std::vector<field_problem> problems_in(const void* object, const description& what, checks which)
{
    problem_list found(which);
    found.look_over(object, what);
    return std::move(found).take();
}

template <class Fields>
std::vector<field_problem> ruled<Fields>::problems(const Fields& fields, checks which)
{
    return problems_in(&fields, described<Fields>::value, which);
}

#ifdef OMS_SEPARATE_COMPILATION
// All that can be sent: what users of the separate mode find compiled. A test holds it against <oms/model/...>.
template struct ruled<token_request_fields>;
template struct ruled<new_customer_fields>;
template struct ruled<customer_update_fields>;
template struct ruled<identifying_information_fields>;
template struct ruled<postal_address>;
template struct ruled<new_wallet_fields>;
template struct ruled<new_quote_fields>;
template struct ruled<new_transaction_fields>;
template struct ruled<new_cash_in_fields>;
template struct ruled<new_webhook_fields>;
template struct ruled<webhook_update_fields>;
template struct ruled<barcode_auth_fields>;
template struct ruled<auth_commit_fields>;
template struct ruled<virtual_account_transfer_fields>;
template struct ruled<deposit_address_transfer_fields>;
template struct ruled<new_virtual_account_fields>;
template struct ruled<new_deposit_address_fields>;
template struct ruled<route_source_fields>;
template struct ruled<route_destination_fields>;
template struct ruled<route_developer_fee_fields>;
template struct ruled<new_external_account_fields>;
template struct ruled<list_filter_fields>;
template struct ruled<customer_filter_fields>;
template struct ruled<transaction_filter_fields>;
template struct ruled<cash_in_filter_fields>;
template struct ruled<transaction_perspective_fields>;
template struct ruled<balance_query_fields>;
template struct ruled<cash_location_query_fields>;
template struct ruled<external_account_query_fields>;
#endif

} // namespace detail

}} // namespace oms::v0_1
