// Looks at memory in the moment it is given back: replaces operator new and delete of this whole test program.
#include <oms/core/secret.hpp>

#include "common/catch.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

constexpr std::string_view marker = "sk_live_marker_0123456789";

// Only the thread that runs the test writes them.
bool watching = false;
int freed_blocks = 0;
int freed_with_marker = 0;

constexpr std::size_t header = alignof(std::max_align_t);

void* allocate_or_null(std::size_t size) noexcept
{
    char* const block = static_cast<char*>(std::malloc(size + header));
    if (block == nullptr)
        return nullptr;
    std::memcpy(block, &size, sizeof size);
    return block + header;
}

void* allocate(std::size_t size)
{
    void* const memory = allocate_or_null(size);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void release(void* memory) noexcept
{
    if (memory == nullptr)
        return;
    char* const chars = static_cast<char*>(memory);
    if (watching) {
        std::size_t size = 0;
        std::memcpy(&size, chars - header, sizeof size);
        ++freed_blocks;
        if (std::string_view(chars, size).find(marker) != std::string_view::npos)
            ++freed_with_marker;
    }
    std::free(chars - header);
}

} // namespace

void* operator new(std::size_t size)
{
    return allocate(size);
}
void* operator new[](std::size_t size)
{
    return allocate(size);
}
// A sanitizer's own nothrow forms would not come here, while their memory does.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return allocate_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return allocate_or_null(size);
}
void operator delete(void* memory) noexcept
{
    release(memory);
}
void operator delete[](void* memory) noexcept
{
    release(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    release(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept
{
    release(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    release(memory);
}

namespace {

struct watch {
    watch()
    {
        freed_blocks = 0;
        freed_with_marker = 0;
        watching = true;
    }
    ~watch() { watching = false; }
};

TEST_CASE("the watch sees a text that is freed without being overwritten")
{
    {
        const watch on;
        std::string(marker).append(64, 'x');
    }
    CHECK(freed_with_marker > 0);
}

TEST_CASE("F84: no memory of a secret is given back with its text (A8)", "[F84]")
{
    {
        const watch on;
        oms::secret first{marker};
        oms::secret second{first};
        second = first;
        oms::secret third{std::move(first)};
        second = std::move(third);
        second = oms::secret{"other"};
        third = oms::secret{marker};
    }
    CHECK(freed_blocks >= 4);
    CHECK(freed_with_marker == 0);
}

TEST_CASE("F84: a string given away to a secret leaves nothing behind", "[F84]")
{
    std::string text(marker);
    text.reserve(200);
    {
        const watch on;
        const oms::secret taken{std::move(text)};
        std::string().swap(text);
    }
    CHECK(freed_blocks >= 2);
    CHECK(freed_with_marker == 0);
}

} // namespace
