#pragma once

#include <optional>
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
    patch(T value) : value_(std::move(value)) {}
    /// Cleared: sent as `null`.
    static patch cleared()
    {
        patch made;
        made.clears_ = true;
        return made;
    }

    bool unchanged() const noexcept { return !clears_ && !value_; }
    bool clears() const noexcept { return clears_; }
    /// The value to set; null when unchanged or cleared.
    const T* value() const noexcept { return value_ ? &*value_ : nullptr; }

private:
    std::optional<T> value_;
    bool clears_ = false;
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
