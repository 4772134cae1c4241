#pragma once

#include <cstddef>

/// What the program that is killed and the test that kills it agree upon.
namespace guard_kill {

inline constexpr int threads = 4;
inline constexpr int resources_each = 3; ///< for each thread
inline constexpr std::size_t deliveries_kept = 120;
inline constexpr std::size_t resources_kept = 12;

} // namespace guard_kill
