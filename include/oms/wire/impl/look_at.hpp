#pragma once

#include <oms/config.hpp>
#include <oms/wire/impl/value_view.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/secret.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/model/patch.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

template <class T>
struct described;

// What rules and queries see of a value: one function for each kind of value that a request can hold.

OMS_DECL value_view look_at_text(const void* string);
OMS_DECL value_view look_at_secret(const void* secret);
OMS_DECL value_view look_at_json(const void* json_text);
OMS_DECL value_view look_at_amount(const void* decimal);
OMS_DECL value_view look_at_time(const void* timestamp);
OMS_DECL value_view look_at_whole(const void* int64);
OMS_DECL value_view look_at_number(const void* real);
OMS_DECL value_view look_at_flag(const void* boolean);
/// An empty text is nothing.
OMS_DECL value_view view_of_text(std::string_view text);
OMS_DECL value_view view_of_word(std::string_view text, std::span<const std::string_view> known);
OMS_DECL value_view cleared_view();
/// A value that was set: when there is nothing in it, it is hollow. But an empty text may be meant, and an empty JSON
/// text takes the value back.
OMS_DECL value_view view_of_set(sight look, const void* value);

template <class V>
value_view look_at_object(const void* object)
{
    value_view seen;
    seen.what = value_view::kind::object;
    seen.place = object;
    seen.table = &described<V>::value;
    return seen;
}

/// How values of type V are looked at; in the primary template, structs with a table.
template <class V>
inline constexpr sight sight_of = &look_at_object<V>;

template <>
inline constexpr sight sight_of<std::string> = &look_at_text;
template <>
inline constexpr sight sight_of<secret> = &look_at_secret;
template <>
inline constexpr sight sight_of<json_text> = &look_at_json;
template <>
inline constexpr sight sight_of<decimal> = &look_at_amount;
template <>
inline constexpr sight sight_of<timestamp> = &look_at_time;
template <>
inline constexpr sight sight_of<std::int64_t> = &look_at_whole;
template <>
inline constexpr sight sight_of<double> = &look_at_number;
template <>
inline constexpr sight sight_of<bool> = &look_at_flag;

template <class Id>
value_view look_at_id(const void* id)
{
    return view_of_text(static_cast<const Id*>(id)->view());
}

template <fixed_text Prefix>
inline constexpr sight sight_of<basic_id<Prefix>> = &look_at_id<basic_id<Prefix>>;

template <class Enum>
value_view look_at_word(const void* word)
{
    return view_of_word(static_cast<const Enum*>(word)->text(), Enum::known_values);
}

template <class Enum>
    requires std::same_as<typename Enum::open_enum_of, Enum>
inline constexpr sight sight_of<Enum> = &look_at_word<Enum>;

template <class T>
value_view look_at_optional(const void* optional)
{
    const auto& held = *static_cast<const std::optional<T>*>(optional);
    return held ? view_of_set(sight_of<T>, &*held) : value_view();
}

template <class T>
inline constexpr sight sight_of<std::optional<T>> = &look_at_optional<T>;

template <class T>
value_view look_at_patch(const void* patched)
{
    const auto& held = *static_cast<const patch<T>*>(patched);
    if (held.clears())
        return cleared_view();
    return held.value() ? view_of_set(sight_of<T>, held.value()) : value_view();
}

template <class T>
inline constexpr sight sight_of<patch<T>> = &look_at_patch<T>;

template <class Vector>
struct vector_sight {
    static std::size_t size(const void* array) { return static_cast<const Vector*>(array)->size(); }
    static const void* at(const void* array, std::size_t index)
    {
        return static_cast<const Vector*>(array)->data() + index;
    }
    static constexpr array_sight elements{&size, &at, sight_of<typename Vector::value_type>};

    static value_view look(const void* array)
    {
        value_view seen;
        seen.what = value_view::kind::array;
        seen.place = array;
        seen.elements = &elements;
        return seen;
    }
};

template <class T>
inline constexpr sight sight_of<std::vector<T>> = &vector_sight<std::vector<T>>::look;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/look_at.ipp>
#endif
