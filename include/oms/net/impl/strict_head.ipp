#pragma once

#include <oms/net/impl/strict_head.hpp>

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

OMS_DECL bool is_clean_extension(std::string_view extension) noexcept
{
    const auto is_control = [](char c) {
        return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f';
    };
    return std::none_of(extension.begin(), extension.end(), is_control);
}

}}} // namespace oms::v0_1::detail
