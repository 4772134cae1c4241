#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace omsctl {

/// `, did you mean NAME?` when one of the names is close to the word; else nothing.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& names);

} // namespace omsctl
