#include "short_memory.hpp"

#include <boost/asio/strand.hpp>

#include <openssl/crypto.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>

namespace {

std::atomic<long> live{0};

// Of this thread: how many allocations go well before one fails; below zero none does.
thread_local long allocations_left = -1;
thread_local bool lasting = false;
thread_local bool allocation_failed = false;
// Boost 1.81 destroys a strand that it has not set up when there is no memory for the count of its owners or for its
// mutex, which it takes right behind the strand itself. So these are spared.
thread_local int strand_begun = 0;

bool memory_is_short(bool spared = false) noexcept
{
    if (allocations_left < 0)
        return false;
    if (allocations_left > 0 || spared)
        return allocations_left -= spared ? 0 : 1, false;
    allocation_failed = true;
    if (!lasting)
        allocations_left = -1;
    return true;
}

void* take(std::size_t size) noexcept
{
    const bool spared = strand_begun == 2 || (strand_begun == 1 && size == sizeof(boost::asio::detail::mutex));
    void* const memory = memory_is_short(spared) ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (memory != nullptr && size == sizeof(boost::asio::detail::strand_executor_service::strand_impl))
        strand_begun = 2;
    else if (strand_begun > 0)
        --strand_begun;
    if (memory != nullptr)
        live.fetch_add(1, std::memory_order_relaxed);
    return memory;
}

void* take_aligned(std::size_t size, std::size_t alignment) noexcept
{
    void* memory = nullptr;
    if (memory_is_short() || posix_memalign(&memory, alignment, size == 0 ? 1 : size) != 0)
        return nullptr;
    live.fetch_add(1, std::memory_order_relaxed);
    return memory;
}

void* or_throw(void* memory)
{
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void give_back(void* memory) noexcept
{
    if (memory != nullptr)
        live.fetch_sub(1, std::memory_order_relaxed);
    std::free(memory);
}

extern "C" void* of_openssl(std::size_t size, const char*, int)
{
    return size == 0 || memory_is_short() ? nullptr : std::malloc(size);
}

extern "C" void* resized_of_openssl(void* before, std::size_t size, const char*, int)
{
    if (size == 0) {
        std::free(before);
        return nullptr;
    }
    return memory_is_short() ? nullptr : std::realloc(before, size);
}

extern "C" void free_of_openssl(void* memory, const char*, int)
{
    std::free(memory);
}

struct openssl_watch {
    bool begun = CRYPTO_set_mem_functions(of_openssl, resized_of_openssl, free_of_openssl) == 1;
};

// First of all objects, since OpenSSL takes other functions only before it has allocated.
[[gnu::init_priority(101)]] const openssl_watch watch_of_openssl;

} // namespace

void* operator new(std::size_t size)
{
    return or_throw(take(size));
}
void* operator new[](std::size_t size)
{
    return or_throw(take(size));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return take(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return take(size);
}
void* operator new(std::size_t size, std::align_val_t alignment)
{
    return or_throw(take_aligned(size, static_cast<std::size_t>(alignment)));
}
void* operator new[](std::size_t size, std::align_val_t alignment)
{
    return or_throw(take_aligned(size, static_cast<std::size_t>(alignment)));
}
void operator delete(void* memory) noexcept
{
    give_back(memory);
}
void operator delete[](void* memory) noexcept
{
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    give_back(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept
{
    give_back(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    give_back(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept
{
    give_back(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept
{
    give_back(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    give_back(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept
{
    give_back(memory);
}

// Given back by free: not counted as live.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    void* memory = nullptr;
    return memory_is_short() || posix_memalign(&memory, alignment, size) != 0 ? nullptr : memory;
}

namespace test {

long live_allocations() noexcept
{
    return live.load(std::memory_order_relaxed);
}

bool openssl_is_watched() noexcept
{
    return watch_of_openssl.begun;
}

void short_memory::begin() noexcept
{
    allocations_left = left_;
    lasting = how_ == manner::lasting;
    allocation_failed = happened_;
    begun_ = true;
}

void short_memory::end() noexcept
{
    if (!begun_)
        return;
    left_ = allocations_left;
    happened_ = allocation_failed;
    allocations_left = -1;
    begun_ = false;
}

} // namespace test
