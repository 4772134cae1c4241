#pragma once

#include <functional>
#include <type_traits>

namespace oms { inline namespace v0_1 { namespace detail {

template <class T>
inline constexpr bool is_std_function = false;
template <class Signature>
inline constexpr bool is_std_function<std::function<Signature>> = true;

/// Whether a function object may be passed like this to a call that is awaited in the same expression. GCC 12 destroys
/// the captures of a lambda that is written there twice (PR 99576), and says nothing: refused by all compilers, so that
/// what compiles with one is right with each.
template <class Passed>
inline constexpr bool safe_callback =
    std::is_lvalue_reference_v<Passed> || std::is_trivially_destructible_v<Passed> || is_std_function<Passed>;

}}} // namespace oms::v0_1::detail
