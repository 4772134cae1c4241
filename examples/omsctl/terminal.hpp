#pragma once

#include <cstddef>

namespace omsctl {

/// Characters in a line of the terminal that standard output is, or as COLUMNS says; 0 when nobody knows.
std::size_t terminal_width();

} // namespace omsctl
