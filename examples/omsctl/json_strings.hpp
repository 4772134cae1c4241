// Looks into JSON without changing a byte of it: numbers stay as the service wrote them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace omsctl {

/// The text of a member of the outermost object; empty when there is none. The JSON is well formed.
std::string_view member_of(std::string_view json, std::string_view name);

/// All strings in it that are no names of members, without their quotes.
std::vector<std::string_view> strings_in(std::string_view json);

/// The same JSON, with what must not be shown replaced: webhook secrets and access tokens.
std::string without_secrets(std::string_view json);

} // namespace omsctl
