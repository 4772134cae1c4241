#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

struct description;
struct array_sight;

/// What rules and queries see of a value, its type erased. Points into the value.
struct value_view {
    enum class kind : unsigned char {
        nothing, ///< to send: an optional without a value, an id or an amount that was never given
        hollow,  ///< a member that was set, but to a value that holds nothing: an absent amount, an empty id
        cleared, ///< a field of a PATCH that is sent as null
        text,
        word, ///< of an enumeration
        json,
        amount, ///< a decimal
        time,   ///< a timestamp
        whole,  ///< a std::int64_t
        number, ///< a double
        flag,   ///< a bool
        object,
        array,
    };

    bool is(kind one) const noexcept { return what == one; }

    kind what = kind::nothing;
    std::string_view text = {};                   ///< of a text, a word or JSON
    std::span<const std::string_view> known = {}; ///< the words that the contract lists
    const void* place = nullptr;                  ///< of an amount, a time, a number, an object or an array
    const description* table = nullptr;           ///< of an object
    const array_sight* elements = nullptr;        ///< of an array
};

/// Looks at a value of one type.
using sight = value_view (*)(const void* value);

/// Looks at arrays of one type.
struct array_sight {
    std::size_t (*size)(const void* array);
    const void* (*at)(const void* array, std::size_t index);
    sight element;
};

}}} // namespace oms::v0_1::detail
