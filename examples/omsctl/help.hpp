#pragma once

#include "command.hpp"

#include <string>

namespace omsctl {

/// All of omsctl on one screen: 24 lines of 80 columns.
std::string help_of_all();
std::string help_of(const group& in);
std::string help_of(const command& one);

} // namespace omsctl
