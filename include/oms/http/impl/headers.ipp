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
    if (left.size() != right.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (left[i] != right[i] && lower(left[i]) != lower(right[i]))
            return false;
    return true;
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
    const std::size_t after = text_.size() + name.size() + value.size() + 4;
    if (after > text_.capacity()) // before anything is changed: this may throw
        text_.reserve(std::max(after, 2 * text_.capacity()));
    place& field = places_.emplace_back();
    field.begin = static_cast<std::uint32_t>(text_.size());
    field.name = static_cast<std::uint32_t>(name.size());
    field.value = static_cast<std::uint32_t>(value.size());
    text_.append(name).append(": ").append(value).append("\r\n");
}

OMS_DECL void http_headers::add_received_line(std::string_view line, std::size_t name)
{
    const std::size_t after = text_.size() + line.size();
    if (after > text_.capacity()) // before anything is changed: this may throw
        text_.reserve(std::max(after, 2 * text_.capacity()));
    place& field = places_.emplace_back();
    field.begin = static_cast<std::uint32_t>(text_.size());
    field.name = static_cast<std::uint32_t>(name);
    field.value = static_cast<std::uint32_t>(line.size() - name - 4);
    text_.append(line);
}

OMS_DECL http_header http_headers::at(const place& field) const noexcept
{
    const char* const line = text_.data() + field.begin;
    return {{line, field.name}, {line + field.name + 2, field.value}};
}

OMS_DECL http_header http_headers::operator[](std::size_t index) const noexcept
{
    const std::size_t in_front = shared_ ? shared_->size() : 0;
    return index < in_front ? (*shared_)[index] : at(places_[index - in_front]);
}

OMS_DECL void http_headers::erase_own(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < places_.size();) {
        const place gone = places_[i];
        if (!detail::same_ignoring_case(at(gone).name, name)) {
            ++i;
            continue;
        }
        const std::uint32_t line = gone.name + gone.value + 4;
        text_.erase(gone.begin, line);
        places_.erase(places_.begin() + static_cast<std::ptrdiff_t>(i));
        for (std::size_t later = i; later < places_.size(); ++later)
            places_[later].begin -= line;
    }
}

OMS_DECL void http_headers::erase(std::string_view name)
{
    if (shared_ && shared_->find(name)) {
        http_headers own;
        own.reserve(bytes(), size());
        for (const http_header field : *this)
            own.add_received(field.name, field.value);
        *this = std::move(own);
    }
    erase_own(name);
}

OMS_DECL void http_headers::wipe(std::string_view name) noexcept
{
    if (shared_ && shared_->find(name))
        shared_.reset();
    const std::size_t before = text_.size();
    erase_own(name);
    const std::size_t after = text_.size();
    if (after == before)
        return;
    // What stood behind the value has moved over it, or it is what is left behind the end.
    text_.resize(text_.capacity());
    detail::overwrite(text_.data() + after, text_.size() - after);
    text_.resize(after);
}

OMS_DECL void http_headers::clear() noexcept
{
    shared_.reset();
    text_.clear();
    places_.clear();
}

OMS_DECL void http_headers::reserve(std::size_t bytes, std::size_t fields)
{
    text_.reserve(text_.size() + bytes);
    places_.reserve(places_.size() + fields);
}

OMS_DECL std::optional<std::string_view> http_headers::find(std::string_view name) const noexcept
{
    if (shared_)
        if (const auto value = shared_->find(name))
            return value;
    for (const place& field : places_)
        if (field.name == name.size() && detail::same_ignoring_case(at(field).name, name))
            return at(field).value;
    return std::nullopt;
}

OMS_DECL std::vector<std::string_view> http_headers::find_all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const http_header field : *this)
        if (detail::same_ignoring_case(field.name, name))
            values.push_back(field.value);
    return values;
}

OMS_DECL void http_headers::append_to(std::string& head) const
{
    if (shared_)
        shared_->append_to(head);
    head += text_;
}

}} // namespace oms::v0_1
