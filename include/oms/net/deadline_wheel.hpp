#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

template <class T>
class deadline_wheel;

/// What an element of a `deadline_wheel` inherits from. It is in one wheel at most.
template <class T>
class wheel_node {
public:
    wheel_node() = default;
    wheel_node(const wheel_node&) = delete;
    wheel_node& operator=(const wheel_node&) = delete;

    /// Does not change while the element is in a wheel.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

private:
    friend class deadline_wheel<T>;
    T* next_ = nullptr;
    T** link_ = nullptr; // what points at this element; null outside a wheel, and in one without a deadline
};

/// A hashed timing wheel of elements that somebody else owns: one spoke for each tick of 16 ms, used again after a turn
/// of 65 s. Joining and leaving are a constant number of steps, and looking for what is due walks the spokes of the
/// time since the last look, not the elements that wait for later ones of the same turn. Nothing allocates.
template <class T>
class deadline_wheel {
public:
    using time_point = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds tick{16};
    static constexpr std::size_t spokes = 4096;

    deadline_wheel() = default;
    deadline_wheel(const deadline_wheel&) = delete;
    deadline_wheel& operator=(const deadline_wheel&) = delete;

    /// An element whose deadline is `time_point::max()` is never due.
    void insert(T& element) noexcept
    {
        wheel_node<T>& node = element;
        if (node.deadline == time_point::max())
            return;
        // What is due already belongs to the spoke that is looked at next.
        const std::uint64_t due = ticks(node.deadline);
        T*& first = spokes_[(due < hand_ ? hand_ : due) % spokes];
        node.next_ = first;
        node.link_ = &first;
        if (first)
            static_cast<wheel_node<T>*>(first)->link_ = &node.next_;
        first = &element;
    }

    void erase(T& element) noexcept
    {
        wheel_node<T>& node = element;
        if (!node.link_)
            return;
        *node.link_ = node.next_;
        if (node.next_)
            static_cast<wheel_node<T>*>(node.next_)->link_ = node.link_;
        node.next_ = nullptr;
        node.link_ = nullptr;
    }

    /// Takes out every element whose deadline is not after `now`, and hands it to `ended`, which may insert and erase
    /// others only after the last one.
    template <class Ended>
    void expire(time_point now, Ended ended)
    {
        const std::uint64_t until = ticks(now);
        if (until < hand_)
            return;
        // Longer than a turn ago: each spoke once is enough. The last one is looked at again: it is not over yet.
        for (std::uint64_t at = until - hand_ < spokes ? hand_ : until - spokes + 1; at <= until; ++at)
            for (T* element = spokes_[at % spokes]; element;) {
                T& reached = *element;
                wheel_node<T>& node = reached;
                element = node.next_;
                if (node.deadline <= now) {
                    erase(reached);
                    ended(reached);
                }
            }
        hand_ = until;
    }

private:
    static std::uint64_t ticks(time_point when) noexcept
    {
        const auto count = when.time_since_epoch() / tick;
        return count < 0 ? 0 : static_cast<std::uint64_t>(count);
    }

    std::array<T*, spokes> spokes_{};
    std::uint64_t hand_ = 0; // the tick looked at last
};

}}} // namespace oms::v0_1::detail
