// Compares ways of doing one thing on one core: they take turns, so that what disturbs the machine disturbs all alike.
#pragma once

#include "load.hpp"

#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>

namespace bench {

/// A way of doing it once.
struct way {
    std::string_view name;
    std::function<void()> once;
};

/// Keeps a value from being optimised away.
template <class T>
void keep(const T& value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

inline double thread_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Prints nanoseconds of CPU for each way, one number a repeat.
inline void compare(std::string_view program, const std::vector<way>& ways, int repeats, int times)
{
    std::vector<std::string> taken(ways.size());
    for (int repeat = -1; repeat != repeats; ++repeat) // the first one warms up
        for (std::size_t i = 0; i != ways.size(); ++i) {
            const double begin = thread_seconds();
            for (int n = 0; n != times; ++n)
                ways[i].once();
            const double nanoseconds = (thread_seconds() - begin) * 1e9 / times;
            if (repeat >= 0)
                taken[i].append(taken[i].empty() ? "" : ",").append(std::to_string(nanoseconds));
        }
    std::string all;
    for (std::size_t i = 0; i != ways.size(); ++i)
        all.append(all.empty() ? "\"" : ",\"").append(ways[i].name).append("\":[").append(taken[i]).append("]");
    std::printf("{\"program\":\"%.*s\",\"ns\":{%s}}\n", static_cast<int>(program.size()), program.data(), all.c_str());
}

/// What the programs that compare take: `FILE REPEATS TIMES`.
struct micro_options {
    std::string document;
    int repeats = 0, times = 0;
};

inline micro_options read_micro_options(int argc, char** argv)
{
    if (argc != 4)
        throw std::invalid_argument("usage: PROGRAM FILE REPEATS TIMES");
    std::ifstream file(argv[1], std::ios::binary);
    if (!file)
        throw std::runtime_error(std::string("cannot read ") + argv[1]);
    micro_options o;
    o.document.assign(std::istreambuf_iterator<char>(file), {});
    o.repeats = static_cast<int>(number(argv[2]));
    o.times = static_cast<int>(number(argv[3]));
    return o;
}

} // namespace bench
