#pragma once

#include <oms/config.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Puts `value` (JSON) into the JSON object `body`, as the member that `path` names with dots between the names.
/// Objects on the way that are not there are made. Gives why it cannot, with `body` as it was: the member is there
/// already, a part of the path is no object, or the outcome is no JSON (nested too deep, a path that is not UTF-8);
/// else nothing.
OMS_DECL std::string_view add_field(std::string& body, std::string_view path, std::string_view value);

/// Appends a query parameter to a request target, percent-encoded. Gives false, and leaves the target as it was, when
/// `sent`, a target to begin with, has a parameter of that name.
OMS_DECL bool add_parameter(std::string& target, std::string_view sent, std::string_view name, std::string_view value);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/extra_field.ipp>
#endif
