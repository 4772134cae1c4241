#include "heap.hpp"

#include <errno.h>
#include <malloc.h>

#include <atomic>
#include <cstddef>

// The C library's own functions under the names that it keeps for programs that put theirs in front.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace gauge {

namespace {

constinit std::atomic<long long> allocations{0};
constinit std::atomic<long long> bytes{0};

void* taken(void* block) noexcept
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    bytes.fetch_add(static_cast<long long>(malloc_usable_size(block)), std::memory_order_relaxed);
    return block;
}

void given_back(void* block) noexcept
{
    bytes.fetch_sub(static_cast<long long>(malloc_usable_size(block)), std::memory_order_relaxed);
}

} // namespace

heap heap_now() noexcept
{
    return {allocations.load(std::memory_order_relaxed), bytes.load(std::memory_order_relaxed)};
}

} // namespace gauge

extern "C" {

void* malloc(std::size_t size) noexcept
{
    return gauge::taken(__libc_malloc(size));
}

void* calloc(std::size_t count, std::size_t size) noexcept
{
    return gauge::taken(__libc_calloc(count, size));
}

void* realloc(void* block, std::size_t size) noexcept
{
    gauge::given_back(block);
    return gauge::taken(__libc_realloc(block, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    return gauge::taken(__libc_memalign(alignment, size));
}

void* memalign(std::size_t alignment, std::size_t size) noexcept
{
    return gauge::taken(__libc_memalign(alignment, size));
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept
{
    void* const made = gauge::taken(__libc_memalign(alignment, size));
    if (made == nullptr)
        return ENOMEM;
    *block = made;
    return 0;
}

void free(void* block) noexcept
{
    gauge::given_back(block);
    __libc_free(block);
}

} // extern "C"
