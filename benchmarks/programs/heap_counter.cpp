// To be preloaded: counts a program's heap allocations and prints them at its end as `allocations N` on stderr.
#include "../common/heap.hpp"

#include <cstdio>

namespace {

struct printer {
    ~printer() { std::fprintf(stderr, "\nallocations %ld\n", bench::heap::allocations.load()); }
} at_exit;

} // namespace
