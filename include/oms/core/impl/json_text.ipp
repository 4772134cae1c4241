#pragma once

#include <oms/core/json_text.hpp>

#include <oms/core/json_reader.hpp>
#include <oms/core/json_string.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL error not_json(const json_reader& in, std::string_view text)
{
    std::string reason = in.reason() + " (at byte " + std::to_string(in.offset()) + ")";
    return error(errc::invalid_json, std::move(reason), text);
}

// Text of a user as a JSON string.
OMS_DECL std::string json_string_of(std::string_view text)
{
    std::string made;
    append_json_string(made, text);
    json_reader in(made);
    in.string();
    if (in.failed())
        throw not_json(in, text);
    return made;
}

} // namespace detail

OMS_DECL bool json_text::read(std::string_view text, error& why)
{
    detail::json_reader in(text);
    in.skip();
    in.finish();
    if (in.failed())
        return why = detail::not_json(in, text), false;
    text_ = text;
    return true;
}

OMS_DECL json_text::json_text(std::string_view text)
{
    detail::parser::read_or_throw(*this, text);
}

OMS_DECL json_object& json_object::add(std::string_view key, std::string_view value) &
{
    return add_literal(key, detail::json_string_of(value));
}

OMS_DECL json_object& json_object::add(std::string_view key, const json_text& value) &
{
    return add_literal(key, value.empty() ? std::string_view("null") : value.view());
}

OMS_DECL json_object& json_object::add(std::string_view key, std::nullptr_t) &
{
    return add_literal(key, "null");
}

OMS_DECL json_object& json_object::add_literal(std::string_view key, std::string_view checked)
{
    std::string longer = members_;
    if (!longer.empty())
        longer += ',';
    longer += detail::json_string_of(key);
    longer += ':';
    longer += checked;
    // The whole once more: a key may be there already, and the nesting may have become too deep.
    const json_text whole("{" + longer + "}");
    members_ = std::move(longer);
    return *this;
}

}} // namespace oms::v0_1
