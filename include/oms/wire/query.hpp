#pragma once

#include <oms/config.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One parameter of a query, not encoded.
struct query_parameter {
    std::string_view name; ///< of the contract; lives as long as the program
    std::string value;
};

namespace detail {

// The query of one type. Bodies are instantiated by users in header-only mode, else in query.ipp.
template <class Fields>
struct queried {
    static std::vector<query_parameter> parameters(const Fields& fields);
};

} // namespace detail

/// What a filter or a query of <oms/model/...>, or its `..._fields`, adds to a path, in the order of the contract; what
/// is not set is left out. Throws error{errc::invalid_argument} that names a parameter which is set but holds no value
/// (an absent time): leaving it out would ask for more than was meant.
template <class Query>
std::vector<query_parameter> parameters_of(const Query& query)
{
    if constexpr (requires { query.fields(); })
        return parameters_of(query.fields());
    else
        return detail::queried<Query>::parameters(query);
}

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/query.ipp>
#endif
