#pragma once

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// What an element of a `deadline_heap` inherits from.
class heap_node {
public:
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

private:
    template <class T>
    friend class deadline_heap;
    std::size_t position_ = 0;
};

/// A binary heap of elements that somebody else owns, the earliest deadline on top. Every element knows its place, so
/// any of them leaves in logarithmic time. A deadline does not change while its element is inside.
template <class T>
class deadline_heap {
public:
    bool empty() const noexcept { return heap_.empty(); }
    std::size_t size() const noexcept { return heap_.size(); }
    T* top() const noexcept { return heap_.empty() ? nullptr : heap_.front(); }

    /// Throws `std::bad_alloc`, and then has changed nothing.
    void push(T& element)
    {
        heap_.push_back(&element);
        place(heap_.size() - 1, element);
        rise(heap_.size() - 1);
    }

    void erase(T& element) noexcept
    {
        const std::size_t hole = node(element).position_;
        T& last = *heap_.back();
        heap_.pop_back();
        if (&last == &element)
            return;
        place(hole, last);
        rise(hole);
        sink(node(last).position_);
    }

private:
    static heap_node& node(T& element) noexcept { return element; }

    void place(std::size_t position, T& element) noexcept
    {
        heap_[position] = &element;
        node(element).position_ = position;
    }

    bool earlier(std::size_t left, std::size_t right) const noexcept
    {
        return node(*heap_[left]).deadline < node(*heap_[right]).deadline;
    }

    void swap(std::size_t left, std::size_t right) noexcept
    {
        T& moved = *heap_[left];
        place(left, *heap_[right]);
        place(right, moved);
    }

    void rise(std::size_t position) noexcept
    {
        for (; position > 0 && earlier(position, (position - 1) / 2); position = (position - 1) / 2)
            swap(position, (position - 1) / 2);
    }

    void sink(std::size_t position) noexcept
    {
        for (;;) {
            std::size_t first = position;
            for (const std::size_t child : {2 * position + 1, 2 * position + 2})
                if (child < heap_.size() && earlier(child, first))
                    first = child;
            if (first == position)
                return;
            swap(position, first);
            position = first;
        }
    }

    std::vector<T*> heap_;
};

}}} // namespace oms::v0_1::detail
