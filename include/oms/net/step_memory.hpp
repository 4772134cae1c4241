#pragma once

#include <cstddef>
#include <new>

namespace oms { inline namespace v0_1 { namespace detail {

/// Where Asio keeps the one operation that a connection has under way: its memory is there before it begins, so that
/// beginning it neither allocates nor fails. One at a time; a larger one comes from the heap.
class step_memory {
public:
    step_memory() = default;
    step_memory(const step_memory&) = delete;
    step_memory& operator=(const step_memory&) = delete;

    void* allocate(std::size_t size)
    {
        if (in_use_ || size > sizeof(bytes_))
            return ::operator new(size);
        in_use_ = true;
        return bytes_;
    }

    void deallocate(void* at) noexcept
    {
        if (at == bytes_)
            in_use_ = false;
        else
            ::operator delete(at);
    }

private:
    alignas(std::max_align_t) unsigned char bytes_[496];
    bool in_use_ = false;
};

/// The same, as an allocator.
template <class T>
class step_allocator {
public:
    using value_type = T;

    explicit step_allocator(step_memory& memory) noexcept : memory_(&memory) {}
    template <class Other>
    step_allocator(const step_allocator<Other>& other) noexcept : memory_(other.memory_)
    {
    }

    T* allocate(std::size_t count) { return static_cast<T*>(memory_->allocate(count * sizeof(T))); }
    void deallocate(T* at, std::size_t) noexcept { memory_->deallocate(at); }

    friend bool operator==(const step_allocator& a, const step_allocator& b) noexcept { return a.memory_ == b.memory_; }

private:
    template <class>
    friend class step_allocator;

    step_memory* memory_;
};

}}} // namespace oms::v0_1::detail
