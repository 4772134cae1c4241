#pragma once

#include "common/catch.hpp"

#include <oms/wire/validate.hpp>

#include <string>
#include <vector>

namespace fixture {

/// The paths of all problems of a request, in their order.
template <class Request>
std::vector<std::string> paths_of(const Request& request, oms::checks which = oms::checks::all)
{
    std::vector<std::string> paths;
    for (const oms::field_problem& each : oms::problems_of(request, which))
        paths.push_back(each.field);
    return paths;
}

/// The one problem of a request, as "path rule"; "none" and "several" when it is not one.
template <class Request>
std::string problem_of(const Request& request, oms::checks which = oms::checks::all)
{
    const std::vector<oms::field_problem> found = oms::problems_of(request, which);
    return found.empty() ? "none" : found.size() > 1 ? "several" : found[0].field + " " + found[0].message;
}

using paths = std::vector<std::string>;

} // namespace fixture
