#pragma once

#include <oms/core/decimal.hpp>
#include <oms/core/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

struct description;
struct value_codec;

template <class T>
struct described;

/// Nothing to send: an optional without a value, an id or an amount that was never given.
struct nothing {};

/// A member that was set, but to a value that holds nothing: an absent amount, an empty id.
struct hollow {};

/// A field of a PATCH that is sent as null.
struct cleared {};

/// A value of a type that is only read, not sent.
struct unseen {};

/// A word of an enumeration, and the words that the contract lists.
struct word_view {
    std::string_view text;
    std::span<const std::string_view> known;
};

struct json_view {
    std::string_view text;
};

struct object_view {
    const void* object;
    const description* what;
};

struct array_view {
    const void* array;
    std::size_t size;
    const void* (*at)(const void* array, std::size_t index);
    const value_codec* element;
};

/// What rules and queries see of a value, its type erased. Points into the value.
using value_view = std::variant<nothing, hollow, cleared, unseen, std::string_view, word_view, json_view,
                                const decimal*, const timestamp*, std::int64_t, double, bool, object_view, array_view>;

}}} // namespace oms::v0_1::detail
