#pragma once

#include <oms/net/impl/response_reader.hpp>

#include <oms/net/impl/plain_head.hpp>
#include <oms/net/impl/strict_head.hpp>

#include <oms/http/headers.hpp>

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL response_reader::response_reader(http_response& into, const response_limits& limits) : into_(into)
{
    eager(false); // a head by itself, so that its status is known whatever follows
    header_limit(limits.head);
    body_limit(limits.body);
}

OMS_DECL const char* response_reader::framing_objection() const noexcept
{
    if (objection_)
        return objection_;
    if (framing_fields_ > 1)
        return "more than one field that says where the body ends";
    if (version_ != 11 && (version_ != 10 || coded_))
        return "a version of HTTP that does not go with its fields";
    return nullptr;
}

OMS_DECL void response_reader::on_response_impl(int code, text, int version, error_code&)
{
    status_ = static_cast<unsigned>(code);
    version_ = version;
}

// A trailer is no field of the head, and nobody reads it.
OMS_DECL void response_reader::on_field_impl(field_name name, text name_as_sent, text value, error_code&)
{
    constexpr auto is_digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    if (!in_head_)
        return;
    const std::string_view content(value.data(), value.size());
    if (name == field_name::content_length) {
        ++framing_fields_;
        if (!objection_ && (content.empty() || !std::all_of(content.begin(), content.end(), is_digit)))
            objection_ = "a Content-Length that is not a number";
    } else if (name == field_name::transfer_encoding) {
        ++framing_fields_;
        coded_ = true;
        if (!objection_ && !same_ignoring_case(content, "chunked"))
            objection_ = "a transfer coding that is not chunked";
    }
    into_.headers.add_received(std::string_view(name_as_sent.data(), name_as_sent.size()), content);
}

OMS_DECL void response_reader::on_header_impl(error_code&)
{
    in_head_ = false;
}

OMS_DECL void response_reader::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&)
{
    if (length)
        into_.body.reserve(static_cast<std::size_t>(std::min(*length, body_room_ahead)));
}

OMS_DECL std::size_t response_reader::on_body_impl(text part, error_code&)
{
    into_.body.append(part.data(), part.size());
    return part.size();
}

OMS_DECL void response_reader::on_chunk_header_impl(std::uint64_t, text extension, error_code& problem)
{
    if (!is_clean_extension(std::string_view(extension.data(), extension.size())))
        problem = boost::beast::http::error::bad_chunk_extension;
}

OMS_DECL std::size_t response_reader::on_chunk_body_impl(std::uint64_t, text part, error_code&)
{
    into_.body.append(part.data(), part.size());
    return part.size();
}

OMS_DECL void response_reader::on_finish_impl(error_code&) {}

}}} // namespace oms::v0_1::detail
