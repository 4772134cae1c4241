#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>

#include <sys/resource.h>

namespace test {

/// How many descriptors this process has open, without the one that is needed to look.
inline std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all))) - 1;
}

/// Lets this process open as many as the system allows it.
inline void allow_descriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace test
