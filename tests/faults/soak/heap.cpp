#include "faults/soak/heap.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OMS_OTHER_HEAP
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define OMS_OTHER_HEAP
#endif
#endif

namespace test {

namespace {

/// In front of each block.
struct alignas(std::max_align_t) block_head {
    std::size_t size;
    bool counted;
};

thread_local bool counting = false;
std::atomic<std::int64_t> held{0};

void* take(std::size_t size)
{
    auto* const head = static_cast<block_head*>(std::malloc(sizeof(block_head) + size));
    if (head == nullptr)
        return nullptr;
    head->size = size;
    head->counted = counting;
    if (counting)
        held.fetch_add(static_cast<std::int64_t>(size), std::memory_order_relaxed);
    return head + 1;
}

void give_back(void* block)
{
    if (block == nullptr)
        return;
    auto* const head = static_cast<block_head*>(block) - 1;
    if (head->counted)
        held.fetch_sub(static_cast<std::int64_t>(head->size), std::memory_order_relaxed);
    std::free(head);
}

void* take_for_openssl(std::size_t size, const char*, int)
{
    return size == 0 ? nullptr : take(size);
}

void* retake_for_openssl(void* block, std::size_t size, const char*, int)
{
    if (size == 0) {
        give_back(block);
        return nullptr;
    }
    void* const made = take(size);
    if (made != nullptr && block != nullptr) {
        const std::size_t before = (static_cast<block_head*>(block) - 1)->size;
        std::memcpy(made, block, std::min(before, size));
        give_back(block);
    }
    return made;
}

void give_back_for_openssl(void* block, const char*, int)
{
    give_back(block);
}

} // namespace

void count_heap_of_this_thread()
{
    counting = true;
}

std::int64_t counted_heap()
{
    return held;
}

bool counts_heap()
{
#ifdef OMS_OTHER_HEAP
    return false;
#else
    return true;
#endif
}

void count_openssl()
{
    if (counts_heap())
        CRYPTO_set_mem_functions(take_for_openssl, retake_for_openssl, give_back_for_openssl);
}

} // namespace test

#ifndef OMS_OTHER_HEAP

void* operator new(std::size_t size)
{
    if (void* const block = test::take(size))
        return block;
    throw std::bad_alloc();
}

void* operator new[](std::size_t size)
{
    return operator new(size);
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return test::take(size);
}

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return test::take(size);
}

void operator delete(void* block) noexcept
{
    test::give_back(block);
}

void operator delete[](void* block) noexcept
{
    test::give_back(block);
}

void operator delete(void* block, std::size_t) noexcept
{
    test::give_back(block);
}

void operator delete[](void* block, std::size_t) noexcept
{
    test::give_back(block);
}

void operator delete(void* block, const std::nothrow_t&) noexcept
{
    test::give_back(block);
}

void operator delete[](void* block, const std::nothrow_t&) noexcept
{
    test::give_back(block);
}

#endif
