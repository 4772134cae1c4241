#pragma once

#include <oms/wire/impl/look_at.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL value_view view_of_text(std::string_view text)
{
    if (text.empty())
        return nothing();
    return text;
}

OMS_DECL value_view view_of(const std::string& value)
{
    return view_of_text(value);
}

OMS_DECL value_view view_of(const bool& value)
{
    return value;
}

OMS_DECL value_view view_of(const std::int64_t& value)
{
    return value;
}

OMS_DECL value_view view_of(const double& value)
{
    return value;
}

OMS_DECL value_view view_of(const decimal& value)
{
    if (value.absent())
        return nothing();
    return &value;
}

OMS_DECL value_view view_of(const timestamp& value)
{
    if (value.absent())
        return nothing();
    return &value;
}

OMS_DECL value_view view_of(const json_text& value)
{
    if (value.empty())
        return nothing();
    return json_view{value.view()};
}

OMS_DECL value_view view_of(const secret& value)
{
    return view_of_text(value.reveal());
}

OMS_DECL value_view view_of_word(std::string_view text, std::span<const std::string_view> known)
{
    if (text.empty())
        return nothing();
    return word_view{text, known};
}

OMS_DECL value_view set_view(value_view held)
{
    if (std::holds_alternative<nothing>(held))
        return hollow();
    return held;
}

}}} // namespace oms::v0_1::detail
