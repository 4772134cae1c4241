#pragma once

#include <functional>

namespace oms { inline namespace v0_1 {

/// Runs a function later, on a thread that may block, once.
using executor_function = std::function<void(std::function<void()>)>;

}} // namespace oms::v0_1
