// Counts what a program takes from the heap, at malloc itself: a hook on `operator new` does not see what Asio takes
// with aligned_alloc. For glibc. Included by the one file of a program.
#pragma once

#include <malloc.h>

#include <atomic>
#include <cerrno>
#include <cstddef>

namespace bench::heap {

inline std::atomic<long> allocations{0}; ///< blocks taken, a block that was moved by realloc included
inline std::atomic<long> live{0};        ///< bytes held, as the allocator rounds them up

inline void* taken(void* block) noexcept
{
    if (block) {
        allocations.fetch_add(1, std::memory_order_relaxed);
        live.fetch_add(static_cast<long>(malloc_usable_size(block)), std::memory_order_relaxed);
    }
    return block;
}

inline void given(void* block) noexcept
{
    if (block)
        live.fetch_sub(static_cast<long>(malloc_usable_size(block)), std::memory_order_relaxed);
}

} // namespace bench::heap

extern "C" {

void* __libc_malloc(std::size_t) noexcept;
void* __libc_calloc(std::size_t, std::size_t) noexcept;
void* __libc_realloc(void*, std::size_t) noexcept;
void* __libc_memalign(std::size_t, std::size_t) noexcept;
void __libc_free(void*) noexcept;

void* malloc(std::size_t size) noexcept
{
    return bench::heap::taken(__libc_malloc(size));
}

void* calloc(std::size_t count, std::size_t size) noexcept
{
    return bench::heap::taken(__libc_calloc(count, size));
}

void* realloc(void* block, std::size_t size) noexcept
{
    bench::heap::given(block);
    void* const moved = __libc_realloc(block, size);
    if (!moved && size != 0 && block) // still there
        bench::heap::live.fetch_add(static_cast<long>(malloc_usable_size(block)), std::memory_order_relaxed);
    return bench::heap::taken(moved);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept
{
    return bench::heap::taken(__libc_memalign(alignment, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    return bench::heap::taken(__libc_memalign(alignment, size));
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept
{
    *block = bench::heap::taken(__libc_memalign(alignment, size));
    return *block ? 0 : ENOMEM;
}

void free(void* block) noexcept
{
    bench::heap::given(block);
    __libc_free(block);
}
}
