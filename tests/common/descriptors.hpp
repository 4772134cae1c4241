#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>

namespace test {

/// How many descriptors this process has open, without the one that is needed to look.
inline std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all))) - 1;
}

} // namespace test
