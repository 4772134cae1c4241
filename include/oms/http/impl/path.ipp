#pragma once

#include <oms/http/path.hpp>

#include <oms/core/error.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL std::string_view fault_of_segment(std::string_view value) noexcept
{
    if (value.empty())
        return "must not be empty";
    return value == "." || value == ".." ? "must not be a dot segment" : std::string_view();
}

OMS_DECL void append_percent_encoded(std::string& out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto is_unreserved = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
               c == '.' || c == '~';
    };
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && is_unreserved(text[plain]))
            ++plain;
        out.append(text, 0, plain);
        text.remove_prefix(plain);
        if (text.empty())
            return;
        const auto byte = static_cast<unsigned char>(text.front());
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
        text.remove_prefix(1);
    }
}

} // namespace detail

OMS_DECL void append_path(std::string& out, std::string_view path_template,
                          std::initializer_list<std::string_view> values)
{
    std::size_t size = out.size() + path_template.size();
    for (const std::string_view value : values)
        size += value.size();
    if (size > out.capacity())
        out.reserve(size + 32); // for what comes before it, and what has to be encoded

    auto value = values.begin();
    while (true) {
        const auto open = path_template.find('{');
        out += path_template.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const auto close = path_template.find('}', open);
        if (close == std::string_view::npos || value == values.end())
            throw error(errc::invalid_argument, "a path template needs one value for each of its places");
        if (const std::string_view fault = detail::fault_of_segment(*value); !fault.empty())
            throw error(errc::invalid_id, "an id in a path " + std::string(fault));
        detail::append_percent_encoded(out, *value++);
        path_template.remove_prefix(close + 1);
    }
    if (value != values.end())
        throw error(errc::invalid_argument, "a path template needs one value for each of its places");
}

OMS_DECL std::string expand_path(std::string_view path_template, std::initializer_list<std::string_view> values)
{
    std::string path;
    append_path(path, path_template, values);
    return path;
}

OMS_DECL http_query& http_query::add(std::string_view name, std::string_view value)
{
    if (!text_.empty())
        text_ += '&';
    detail::append_percent_encoded(text_, name);
    text_ += '=';
    detail::append_percent_encoded(text_, value);
    return *this;
}

OMS_DECL std::string http_query::append_to(std::string path) const
{
    if (!text_.empty()) {
        path += '?';
        path += text_;
    }
    return path;
}

}} // namespace oms::v0_1
