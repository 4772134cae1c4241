#pragma once

namespace gauge {

/// What the heap of this process has seen: every malloc, calloc, realloc, aligned_alloc, memalign and posix_memalign of
/// the program and of its libraries, in any thread, operator new and Asio's frames included.
struct heap {
    long long allocations; ///< so far
    long long bytes;       ///< held now, by malloc_usable_size
};

heap heap_now() noexcept;

} // namespace gauge
