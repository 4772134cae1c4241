#pragma once

#include <oms/http/headers.hpp>

#include <oms/core/error.hpp>
#include <oms/core/secret.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL bool same_ignoring_case(std::string_view left, std::string_view right) noexcept
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [lower](char a, char b) { return lower(a) == lower(b); });
}

OMS_DECL bool is_header_name(std::string_view text) noexcept
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    const auto is_token = [marks](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               marks.find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token);
}

OMS_DECL bool is_header_value(std::string_view text) noexcept
{
    const auto is_blank = [](char c) {
        return c == ' ' || c == '\t';
    };
    const auto is_allowed = [is_blank](char c) {
        return (c > 0x20 && c < 0x7f) || is_blank(c);
    };
    if (!std::all_of(text.begin(), text.end(), is_allowed))
        return false;
    return text.empty() || (!is_blank(text.front()) && !is_blank(text.back()));
}

} // namespace detail

OMS_DECL http_headers& http_headers::add(std::string_view name, std::string_view value)
{
    if (!detail::is_header_name(name))
        throw error(errc::invalid_argument, "a header name is not a token");
    if (!detail::is_header_value(value))
        throw error(errc::invalid_argument,
                    "the value of header " + std::string(name) + " holds a character that must not be sent");
    add_received(name, value);
    return *this;
}

OMS_DECL http_headers& http_headers::set(std::string_view name, std::string_view value)
{
    erase(name);
    return add(name, value);
}

OMS_DECL void http_headers::add_received(std::string_view name, std::string_view value)
{
    fields_.push_back(http_header{std::string(name), std::string(value)});
}

OMS_DECL void http_headers::erase(std::string_view name)
{
    std::erase_if(fields_, [name](const http_header& field) { return detail::same_ignoring_case(field.name, name); });
}

OMS_DECL void http_headers::wipe(std::string_view name) noexcept
{
    for (http_header& field : fields_) {
        if (detail::same_ignoring_case(field.name, name))
            secret::wipe(field.value);
    }
    erase(name);
}

OMS_DECL std::optional<std::string_view> http_headers::find(std::string_view name) const noexcept
{
    for (const http_header& field : fields_) {
        if (detail::same_ignoring_case(field.name, name))
            return std::string_view(field.value);
    }
    return std::nullopt;
}

OMS_DECL std::vector<std::string_view> http_headers::find_all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const http_header& field : fields_) {
        if (detail::same_ignoring_case(field.name, name))
            values.push_back(field.value);
    }
    return values;
}

}} // namespace oms::v0_1
