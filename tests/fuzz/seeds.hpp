#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

/// Inputs to begin with: the contract's examples, in the form that the target reads. Throws for a name that is none.
std::vector<std::string> seeds(std::string_view target);

} // namespace fuzz
