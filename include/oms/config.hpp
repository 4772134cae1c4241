#pragma once

/// Build modes.
///
/// Without any macro the library is header-only: every function is `inline`.
/// With OMS_SEPARATE_COMPILATION (the CMake target `oms::separate` sets it) headers hold declarations only,
/// and exactly one file of the program includes <oms/src.hpp>.
///
/// OMS_DECL marks every function whose body stands in an `.ipp` file; it is not for users.
#ifdef OMS_SEPARATE_COMPILATION
#define OMS_DECL
#else
#define OMS_DECL inline
#endif

namespace oms { inline namespace v0_1 { namespace detail {

// Both modes in one program would be two definitions of everything. A linker refuses one name that is thread-local
// in one object file and ordinary in another, so such a program does not link.
#ifdef OMS_SEPARATE_COMPILATION
[[gnu::used]] inline thread_local char one_build_mode_per_program = 0;
#else
[[gnu::used]] inline char one_build_mode_per_program = 0;
#endif

}}} // namespace oms::v0_1::detail
