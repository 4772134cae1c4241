#pragma once

#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One field of a PATCH: left as it is, cleared (sent as `null`), or set (contract section 1.7).
template <class T>
class patch {
public:
    /// Unchanged: not sent.
    patch() = default;
    /// Set to `value`.
    patch(T value) : value_(std::move(value)), state_(state::set) {}
    /// Cleared: sent as `null`.
    static patch cleared()
    {
        patch made;
        made.state_ = state::cleared;
        return made;
    }

    bool unchanged() const noexcept { return state_ == state::unchanged; }
    bool clears() const noexcept { return state_ == state::cleared; }
    /// The value to set; null when unchanged or cleared.
    const T* value() const noexcept { return state_ == state::set ? &value_ : nullptr; }

private:
    enum class state : unsigned char { unchanged, cleared, set };

    T value_{}; // no std::optional: every file that uses a client would compile one for each type
    state state_ = state::unchanged;
};

namespace detail {

// Lists of a PATCH replace the old list: the first element starts the new one.
template <class T>
void append(patch<std::vector<T>>& list, T element)
{
    std::vector<T> longer = list.value() ? *list.value() : std::vector<T>{};
    longer.push_back(std::move(element));
    list = std::move(longer);
}

} // namespace detail
}} // namespace oms::v0_1
