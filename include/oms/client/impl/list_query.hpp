#pragma once

#include <oms/config.hpp>
#include <oms/http/path.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/filter.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The query of a list by its filter (contract sections 1.5, 4.4, 8.3, 9.3, 9.4): the filter's own parameters, then
/// those of paging. Throws errc::absent_value for a time that holds none.
OMS_DECL http_query query_of(const list_filter& filter);
OMS_DECL http_query query_of(const customer_filter& filter);
OMS_DECL http_query query_of(const transaction_filter& filter);
OMS_DECL http_query query_of(const cash_in_filter& filter);
OMS_DECL http_query query_of(const cash_location_query& query);

/// The query of one transaction: from whose side it is read (contract section 8.3).
OMS_DECL http_query query_of(const transaction_perspective& seen_from);

/// The query of a balance: the currency of the estimate, or nothing (contract section 4.4).
OMS_DECL http_query query_of(std::string_view estimate_currency);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/list_query.ipp>
#endif
