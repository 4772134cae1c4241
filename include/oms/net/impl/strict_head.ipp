#pragma once

#include <oms/net/impl/strict_head.hpp>

#include <oms/http/headers.hpp>

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL const char* strict_head::objection(std::string_view arrived) noexcept
{
    constexpr std::string_view begin = "HTTP/1.";
    if (whole_)
        return nullptr;
    if (taken_ == 0 && arrived.substr(0, begin.size()) != begin.substr(0, arrived.size()))
        return "not HTTP/1.1";
    for (std::size_t end = 0; (end = arrived.find('\n', seen_)) != arrived.npos; line_ = seen_ = end + 1) {
        if (end == 0 || arrived[end - 1] != '\r')
            return "a line of the head ends in a bare LF";
        whole_ = end - line_ == 1;
        if (whole_)
            return nullptr;
        if (arrived[line_] == ' ' || arrived[line_] == '\t')
            return "a folded header field";
    }
    seen_ = arrived.size();
    return nullptr;
}

OMS_DECL void strict_head::consumed(std::size_t bytes) noexcept
{
    line_ -= std::min(bytes, line_);
    seen_ -= std::min(bytes, seen_);
    taken_ += bytes;
}

OMS_DECL const char* framing_objection(const boost::beast::http::response_header<>& head) noexcept
{
    namespace http = boost::beast::http;
    constexpr auto is_digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    int lengths = 0;
    int codings = 0;
    for (const auto& field : head) {
        const std::string_view value(field.value().data(), field.value().size());
        if (field.name() == http::field::content_length) {
            ++lengths;
            if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit))
                return "a Content-Length that is not a number";
        } else if (field.name() == http::field::transfer_encoding) {
            ++codings;
            if (!same_ignoring_case(value, "chunked"))
                return "a transfer coding that is not chunked";
        }
    }
    if (lengths + codings > 1)
        return "more than one field that says where the body ends";
    if (head.version() != 11 && (head.version() != 10 || codings > 0))
        return "a version of HTTP that does not go with its fields";
    return nullptr;
}

OMS_DECL void check_chunk_extension(std::uint64_t, boost::beast::string_view extension,
                                    boost::beast::error_code& problem)
{
    const auto is_control = [](char c) {
        return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f';
    };
    if (std::any_of(extension.begin(), extension.end(), is_control))
        problem = boost::beast::http::error::bad_chunk_extension;
}

}}} // namespace oms::v0_1::detail
