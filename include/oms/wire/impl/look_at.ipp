#pragma once

#include <oms/wire/impl/look_at.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL value_view view_of_text(std::string_view text)
{
    value_view seen;
    if (!text.empty())
        seen.what = value_view::kind::text;
    seen.text = text;
    return seen;
}

OMS_DECL value_view view_of_word(std::string_view text, std::span<const std::string_view> known)
{
    value_view seen;
    if (!text.empty())
        seen.what = value_view::kind::word;
    seen.text = text;
    seen.known = known;
    return seen;
}

OMS_DECL value_view view_in_place(value_view::kind what, const void* place)
{
    value_view seen;
    seen.what = what;
    seen.place = place;
    return seen;
}

OMS_DECL value_view look_at_text(const void* string)
{
    return view_of_text(*static_cast<const std::string*>(string));
}

OMS_DECL value_view look_at_secret(const void* value)
{
    return view_of_text(static_cast<const secret*>(value)->reveal());
}

OMS_DECL value_view look_at_json(const void* value)
{
    value_view seen = view_of_text(static_cast<const json_text*>(value)->view());
    if (!seen.is(value_view::kind::nothing))
        seen.what = value_view::kind::json;
    return seen;
}

OMS_DECL value_view look_at_amount(const void* value)
{
    const bool absent = static_cast<const decimal*>(value)->absent();
    return view_in_place(absent ? value_view::kind::nothing : value_view::kind::amount, value);
}

OMS_DECL value_view look_at_time(const void* value)
{
    const bool absent = static_cast<const timestamp*>(value)->absent();
    return view_in_place(absent ? value_view::kind::nothing : value_view::kind::time, value);
}

OMS_DECL value_view look_at_whole(const void* value)
{
    return view_in_place(value_view::kind::whole, value);
}

OMS_DECL value_view look_at_number(const void* value)
{
    return view_in_place(value_view::kind::number, value);
}

OMS_DECL value_view look_at_flag(const void* value)
{
    return view_in_place(value_view::kind::flag, value);
}

OMS_DECL value_view cleared_view()
{
    return view_in_place(value_view::kind::cleared, nullptr);
}

OMS_DECL value_view view_of_set(sight look, const void* value)
{
    value_view seen = look(value);
    if (!seen.is(value_view::kind::nothing))
        return seen;
    if (look == &look_at_text)
        seen.what = value_view::kind::text;
    else if (look != &look_at_json)
        seen.what = value_view::kind::hollow;
    return seen;
}

}}} // namespace oms::v0_1::detail
