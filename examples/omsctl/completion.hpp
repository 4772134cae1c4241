#pragma once

#include "arguments.hpp"

namespace omsctl {

/// What the last of these words may become, one a line: commands, options, their values, and ids seen before.
int complete(const std::vector<std::string>& words);

/// `omsctl completion bash`: the script that calls that.
int print_completion(const arguments& given);

} // namespace omsctl
