#pragma once

#include <oms/wire/impl/description.hpp>

#include <concepts>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// A T that is being read, with the members that documents of older or later versions have in other places:
///
///     T* value = nullptr;
///     ...                             // what is read elsewhere
///     static constexpr field fields[] // the table of that
///     void complete();                // moves it to where *value has it; what is there already wins
template <class T>
struct incoming;

/// Values of a T that other versions shape differently: read with their members too, written as v0.9 has it.
template <class T>
struct reshaped : table_values<T> {
    static const void* value_of(const void* object) { return static_cast<const incoming<T>*>(object)->value; }

    static constexpr description shapes()
    {
        description made{incoming<T>::fields, {}, &described<T>::value, &value_of};
        made.base_fields = count_of(described<T>::value);
        return made;
    }

    static constexpr description all = shapes();

    static void read(json_reader& in, void* value)
    {
        incoming<T> both;
        both.value = static_cast<T*>(value);
        read_object<all>(in, &both);
        if (!in.failed())
            both.complete();
    }
};

/// Gives `place` the value of another place, unless it has one.
template <class T>
void fill(std::optional<T>& place, std::optional<T>& from)
{
    if (!place)
        place = std::move(from);
}

}}} // namespace oms::v0_1::detail
