#pragma once

#include "arguments.hpp"

namespace omsctl {

/// Does what the words ask for, as `main` does: output on standard output, what is for a person on standard error.
int run(const std::vector<std::string>& words);

} // namespace omsctl
