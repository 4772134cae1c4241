#pragma once

#include <cstddef>

namespace oms { inline namespace v0_1 {

/// How many objects and arrays may stand inside each other in a JSON document where nobody asks for another limit.
inline constexpr std::size_t default_json_depth = 64;

}} // namespace oms::v0_1
