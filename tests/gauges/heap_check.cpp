#include "heap_check.hpp"

#include "heap.hpp"

#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace gauge {

namespace {

constexpr std::size_t size = 1000;

void* from_malloc()
{
    return std::malloc(size);
}

void* from_calloc()
{
    return std::calloc(1, size);
}

void* from_realloc()
{
    return std::realloc(nullptr, size);
}

void* from_aligned_alloc()
{
    return std::aligned_alloc(64, 1024);
}

void* from_memalign()
{
    return ::memalign(64, size);
}

void* from_posix_memalign()
{
    void* block = nullptr;
    return ::posix_memalign(&block, 64, size) == 0 ? block : nullptr;
}

// One that the C library takes for itself.
void* from_strdup()
{
    static char text[size + 1];
    std::memset(text, 'a', size);
    return ::strdup(text);
}

struct way {
    const char* name;
    void* (*take)();
};

constexpr way ways[] = {
    {"malloc", from_malloc},     {"calloc", from_calloc},
    {"realloc", from_realloc},   {"aligned_alloc", from_aligned_alloc},
    {"memalign", from_memalign}, {"posix_memalign", from_posix_memalign},
    {"strdup", from_strdup},
};

bool is_seen(const way& one)
{
    const heap before = heap_now();
    void* const volatile block = one.take();
    const heap with_it = heap_now();
    std::free(block);
    const heap after = heap_now();
    return with_it.allocations - before.allocations == 1 &&
           with_it.bytes - before.bytes >= static_cast<long long>(size) && after.bytes == before.bytes;
}

bool new_is_seen()
{
    const heap before = heap_now();
    void* const volatile block = ::operator new(size);
    const heap with_it = heap_now();
    ::operator delete(block);
    return with_it.allocations == before.allocations + 1 && heap_now().bytes == before.bytes;
}

} // namespace

void check_that_the_heap_is_seen()
{
    bool seen = new_is_seen();
    if (!seen)
        std::fputs("operator new is not counted\n", stderr);
    for (const way& one : ways)
        if (!is_seen(one)) {
            std::fprintf(stderr, "%s is not counted\n", one.name);
            seen = false;
        }
    if (!seen)
        std::_Exit(1);
}

} // namespace gauge
