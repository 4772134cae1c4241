#pragma once

#include <oms/config.hpp>
#include <oms/wire/impl/value_codec.hpp>
#include <oms/wire/impl/value_view.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

// What rules and queries see of a value: view_of, one for each kind of value that a request can hold.

OMS_DECL value_view view_of(const std::string& value);
OMS_DECL value_view view_of(const bool& value);
OMS_DECL value_view view_of(const std::int64_t& value);
OMS_DECL value_view view_of(const double& value);
OMS_DECL value_view view_of(const decimal& value);
OMS_DECL value_view view_of(const timestamp& value);
OMS_DECL value_view view_of(const json_text& value);
OMS_DECL value_view view_of(const secret& value);
OMS_DECL value_view view_of_text(std::string_view text);
OMS_DECL value_view view_of_word(std::string_view text, std::span<const std::string_view> known);
/// A value that was set: when there is nothing in it, it is hollow.
OMS_DECL value_view set_view(value_view held);

template <fixed_text Prefix>
value_view view_of(const basic_id<Prefix>& value)
{
    return view_of_text(value.view());
}

template <class Enum>
    requires std::same_as<typename Enum::open_enum_of, Enum>
value_view view_of(const Enum& value)
{
    return view_of_word(value.text(), Enum::known_values);
}

template <class T>
value_view view_of_set(const T& value)
{
    if constexpr (std::same_as<T, std::string>)
        return std::string_view(value); // an empty text may be meant
    else if constexpr (std::same_as<T, json_text>)
        return view_of(value); // an empty one takes the value back
    else
        return set_view(look_at<T>(&value));
}

template <class T>
value_view view_of(const std::optional<T>& value)
{
    return value ? view_of_set(*value) : nothing();
}

template <class T>
value_view view_of(const patch<T>& value)
{
    if (value.clears())
        return cleared();
    return value.value() ? view_of_set(*value.value()) : nothing();
}

template <class T>
value_view view_of(const std::vector<T>& value)
{
    return array_view{&value, value.size(),
                      [](const void* array, std::size_t i) -> const void* {
                          return &(*static_cast<const std::vector<T>*>(array))[i];
                      },
                      &codec_of<T>};
}

template <class V>
value_view look_at(const void* value)
{
    if constexpr (requires(const V& typed) { view_of(typed); })
        return view_of(*static_cast<const V*>(value));
    else if constexpr (requires { described<V>::value; })
        return object_view{value, &described<V>::value};
    else
        return unseen();
}

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/look_at.ipp>
#endif
