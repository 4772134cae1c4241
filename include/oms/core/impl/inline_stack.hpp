#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace oms { inline namespace v0_1 { namespace detail {

/// A stack whose first elements stand inside it; when there are more, all stand on the heap. Elements are plain data,
/// and a pushed one has no value yet.
template <class T, std::size_t Inside>
class inline_stack {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_default_constructible_v<T>);

public:
    inline_stack() noexcept {} // not defaulted: what nobody uses is not cleared
    inline_stack(const inline_stack&) = delete;
    inline_stack& operator=(const inline_stack&) = delete;

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
        std::unique_ptr<T[]> larger(new T[2 * held]);
        std::copy_n(begin_, held, larger.get());
        heap_ = std::move(larger);
        begin_ = heap_.get();
        end_ = begin_ + held;
        limit_ = end_ + held;
    }

    T* begin_ = inside_;
    T* end_ = inside_;
    T* limit_ = inside_ + Inside;
    std::unique_ptr<T[]> heap_;
    T inside_[Inside];
};

}}} // namespace oms::v0_1::detail
