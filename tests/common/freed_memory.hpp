#pragma once

// Looks at memory in the moment it is given back. Replaces operator new and delete of the whole program: for one file
// of a test program only.

#include <malloc.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string_view>

namespace test {

/// Counts the blocks that are given back while one of these lives, and those of them that hold a text.
class freed_memory {
public:
    /// `text` must outlive the watch.
    explicit freed_memory(const std::string_view& text)
    {
        blocks_ = 0;
        with_text_ = 0;
        watched = &text;
    }
    ~freed_memory() { watched = nullptr; }
    freed_memory(const freed_memory&) = delete;
    freed_memory& operator=(const freed_memory&) = delete;

    // What this watch, or the last one, has counted.
    static int blocks() noexcept { return blocks_; }
    static int with_text() noexcept { return with_text_; }

    static void* allocate_or_null(std::size_t size) noexcept
    {
        // Cleared, so that what stood there before is not taken for what is freed now.
        return std::calloc(1, size == 0 ? 1 : size);
    }
    static void* allocate(std::size_t size)
    {
        void* const memory = allocate_or_null(size);
        if (memory == nullptr)
            throw std::bad_alloc();
        return memory;
    }
    static void release(void* memory) noexcept
    {
        const std::string_view* const text = watched.load(std::memory_order_relaxed);
        if (memory && text) {
            ++blocks_;
            const std::string_view block(static_cast<const char*>(memory), ::malloc_usable_size(memory));
            if (block.find(*text) != block.npos)
                ++with_text_;
        }
        std::free(memory);
    }

private:
    static inline std::atomic<int> blocks_{0};
    static inline std::atomic<int> with_text_{0};
    static inline std::atomic<const std::string_view*> watched{nullptr};
};

} // namespace test

void* operator new(std::size_t size)
{
    return test::freed_memory::allocate(size);
}
void* operator new[](std::size_t size)
{
    return test::freed_memory::allocate(size);
}
// A sanitizer's own nothrow forms would not come here, while their memory does.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return test::freed_memory::allocate_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return test::freed_memory::allocate_or_null(size);
}
void operator delete(void* memory) noexcept
{
    test::freed_memory::release(memory);
}
void operator delete[](void* memory) noexcept
{
    test::freed_memory::release(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    test::freed_memory::release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    test::freed_memory::release(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept
{
    test::freed_memory::release(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    test::freed_memory::release(memory);
}
