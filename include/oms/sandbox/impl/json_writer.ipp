#pragma once

#include <oms/sandbox/impl/json_writer.hpp>

#include <cstdio>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void json_writer::begin(std::string_view name)
{
    if (!text_.empty() && text_.back() != '{' && text_.back() != '[')
        text_ += ',';
    if (!name.empty()) {
        quoted(name);
        text_ += ':';
    }
}

OMS_DECL void json_writer::quoted(std::string_view value)
{
    text_ += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            text_ += '\\';
            text_ += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            text_ += escaped;
        } else {
            text_ += c;
        }
    }
    text_ += '"';
}

OMS_DECL json_writer& json_writer::open_object(std::string_view name)
{
    begin(name);
    text_ += '{';
    return *this;
}

OMS_DECL json_writer& json_writer::open_array(std::string_view name)
{
    begin(name);
    text_ += '[';
    return *this;
}

OMS_DECL json_writer& json_writer::close_object()
{
    text_ += '}';
    return *this;
}

OMS_DECL json_writer& json_writer::close_array()
{
    text_ += ']';
    return *this;
}

OMS_DECL json_writer& json_writer::text(std::string_view name, std::string_view value)
{
    begin(name);
    quoted(value);
    return *this;
}

OMS_DECL json_writer& json_writer::text(std::string_view name, const std::optional<std::string>& value)
{
    return value ? text(name, std::string_view(*value)) : null(name);
}

OMS_DECL json_writer& json_writer::element(std::string_view value)
{
    begin({});
    quoted(value);
    return *this;
}

OMS_DECL json_writer& json_writer::boolean(std::string_view name, bool value)
{
    return raw(name, value ? "true" : "false");
}

OMS_DECL json_writer& json_writer::null(std::string_view name)
{
    return raw(name, "null");
}

OMS_DECL json_writer& json_writer::raw(std::string_view name, std::string_view json)
{
    begin(name);
    text_ += json;
    return *this;
}

}}} // namespace oms::v0_1::detail::emulation
