#pragma once

#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/page.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/store.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// What GET /customers/{customerId}/… answers: a page of what the customer owns. `list` names the list in its cursors.
template <class Records, class Render>
answer list_of_customer(emulator& state, const call& request, const Records& records, std::string_view list,
                        const Render& render)
{
    query_parameters query(request.query);
    const page_request asked = read_page_request(query, list);
    query.finish();
    const std::string& owner = existing_customer(state, request.account, request.ids[0]).id;
    const auto page = cut_page(records.all(), asked, [&](const auto& record) { return record.customer_id == owner; });
    return {200, render_page(page, list, render)};
}

}}} // namespace oms::v0_1::detail::emulation
