#pragma once

#include <cstddef>
#include <type_traits>

namespace oms { inline namespace v0_1 { namespace detail {

/// A stack whose first elements stand inside it; when there are more, all stand on the heap. Elements are plain data,
/// and a pushed one has no value yet. Owns with new and delete itself: std::unique_ptr and <algorithm> would be
/// compiled by every file that includes the SDK.
template <class T, std::size_t Inside>
class inline_stack {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_default_constructible_v<T>);

public:
    inline_stack() noexcept {} // not defaulted: what nobody uses is not cleared
    inline_stack(const inline_stack&) = delete;
    inline_stack& operator=(const inline_stack&) = delete;
    ~inline_stack() { delete[] heap_; }

    bool empty() const noexcept { return end_ == begin_; }
    bool is_full() const noexcept { return end_ == limit_; }
    std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - begin_); }
    T* begin() noexcept { return begin_; }
    T* end() noexcept { return end_; }
    const T* begin() const noexcept { return begin_; }
    const T* end() const noexcept { return end_; }
    T& back() noexcept { return end_[-1]; }
    const T& back() const noexcept { return end_[-1]; }

    T& push()
    {
        if (end_ == limit_)
            grow();
        return *end_++;
    }
    void pop() noexcept { --end_; }
    void shrink(std::size_t size) noexcept { end_ = begin_ + size; }

private:
    void grow()
    {
        const std::size_t held = size();
        T* const larger = new T[2 * held];
        for (std::size_t i = 0; i != held; ++i)
            larger[i] = begin_[i];
        delete[] heap_;
        heap_ = larger;
        begin_ = heap_;
        end_ = begin_ + held;
        limit_ = end_ + held;
    }

    T* begin_ = inside_;
    T* end_ = inside_;
    T* limit_ = inside_ + Inside;
    T* heap_ = nullptr;
    T inside_[Inside];
};

}}} // namespace oms::v0_1::detail
