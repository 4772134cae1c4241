#pragma once

#include <oms/config.hpp>
#include <oms/wire/checks.hpp>

#include <oms/core/error.hpp>

#include <vector>

namespace oms { inline namespace v0_1 {

namespace detail {

// The rules of one type. Bodies are instantiated by users in header-only mode, else in validate.ipp.
template <class Fields>
struct ruled {
    static std::vector<field_problem> problems(const Fields& fields, checks which);
};

} // namespace detail

/// Everything that is wrong with a request, a filter or a query of <oms/model/...>, or with its `..._fields`; empty
/// when it may be sent. Each problem names a field by its path on the wire, such as `identifyingInformation[0].number`,
/// and the rule that it breaks; never a value. Throws nothing but std::bad_alloc.
///
/// A call of the client does this by itself, and ends with `error_of` what it finds.
template <class Request>
std::vector<field_problem> problems_of(const Request& request, checks which = checks::all)
{
    if constexpr (requires { request.fields(); })
        return problems_of(request.fields(), which);
    else
        return detail::ruled<Request>::problems(request, which);
}

/// What a call with these problems ends with: error{errc::invalid_argument}, delivery `not_sent`, with all of them as
/// its details(). what() names the first ten with their rules.
OMS_DECL error error_of(std::vector<field_problem> problems);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/validate.ipp>
#endif
