#pragma once

#include <cstddef>

namespace oms { inline namespace v0_1 { namespace detail {

template <class T>
class intrusive_list;

/// What an element of an `intrusive_list` inherits from. It is in one list at most.
template <class T>
class list_node {
public:
    list_node() = default;
    list_node(const list_node&) = delete;
    list_node& operator=(const list_node&) = delete;

private:
    friend class intrusive_list<T>;
    T* previous_ = nullptr;
    T* next_ = nullptr;
};

/// A doubly linked list of elements that somebody else owns. Nothing allocates, so nothing here can fail.
template <class T>
class intrusive_list {
public:
    intrusive_list() = default;
    intrusive_list(const intrusive_list&) = delete;
    intrusive_list& operator=(const intrusive_list&) = delete;

    bool empty() const noexcept { return first_ == nullptr; }
    std::size_t size() const noexcept { return size_; }
    T* front() const noexcept { return first_; }
    T* back() const noexcept { return last_; }
    /// The element after `element`, or null.
    static T* next(const T& element) noexcept { return static_cast<const list_node<T>&>(element).next_; }
    /// The element before `element`, or null.
    static T* previous(const T& element) noexcept { return static_cast<const list_node<T>&>(element).previous_; }

    void push_back(T& element) noexcept
    {
        list_node<T>& node = element;
        node.previous_ = last_;
        node.next_ = nullptr;
        (last_ ? static_cast<list_node<T>*>(last_)->next_ : first_) = &element;
        last_ = &element;
        ++size_;
    }

    void erase(T& element) noexcept
    {
        list_node<T>& node = element;
        (node.previous_ ? static_cast<list_node<T>*>(node.previous_)->next_ : first_) = node.next_;
        (node.next_ ? static_cast<list_node<T>*>(node.next_)->previous_ : last_) = node.previous_;
        node.previous_ = node.next_ = nullptr;
        --size_;
    }

    /// Takes out the first element; null when there is none.
    T* pop_front() noexcept
    {
        T* const element = first_;
        if (element)
            erase(*element);
        return element;
    }

private:
    T* first_ = nullptr;
    T* last_ = nullptr;
    std::size_t size_ = 0;
};

}}} // namespace oms::v0_1::detail
