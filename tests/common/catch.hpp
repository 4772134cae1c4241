#pragma once

// Catch2 3 where the distribution has it, else Catch2 2.13, under the spellings of version 3.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>

namespace Catch {
using Detail::Approx;
namespace Matchers {
inline auto ContainsSubstring(const std::string& text, CaseSensitive::Choice sensitivity = CaseSensitive::Yes)
{
    return Contains(text, sensitivity);
}
} // namespace Matchers
} // namespace Catch
#endif
