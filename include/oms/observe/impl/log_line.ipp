#pragma once

#include <oms/observe/impl/log_line.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void log_line::begin(std::string_view name)
{
    if (format_ == log_format::json) {
        line_ += line_.empty() ? "{\"" : ",\"";
        line_.append(name).append("\":");
    } else {
        if (!line_.empty())
            line_ += ' ';
        line_.append(name).append("=");
    }
}

OMS_DECL void log_line::quoted(std::string_view value)
{
    line_ += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\')
            line_ += '\\';
        line_ += c < 0x20 || c > 0x7e ? '?' : c;
    }
    line_ += '"';
}

OMS_DECL log_line& log_line::text(std::string_view name, std::string_view value)
{
    constexpr std::size_t longest = 256;
    value = value.substr(0, longest);
    bool bare = format_ == log_format::logfmt && !value.empty();
    for (const char c : value)
        bare = bare && c > 0x20 && c <= 0x7e && c != '"' && c != '\\' && c != '=';
    begin(name);
    if (bare)
        line_ += value;
    else
        quoted(value);
    return *this;
}

OMS_DECL log_line& log_line::number(std::string_view name, std::uint64_t value)
{
    begin(name);
    line_ += std::to_string(value);
    return *this;
}

OMS_DECL log_line& log_line::flag(std::string_view name, bool value)
{
    begin(name);
    line_ += value ? "true" : "false";
    return *this;
}

OMS_DECL log_line& log_line::milliseconds(std::string_view name, std::chrono::nanoseconds value)
{
    const auto microseconds = value.count() > 0 ? static_cast<std::uint64_t>(value.count()) / 1000 : 0;
    const std::string rest = std::to_string(microseconds % 1000);
    number(name, microseconds / 1000);
    line_.append(".").append(3 - rest.size(), '0').append(rest);
    return *this;
}

OMS_DECL std::string_view log_line::whole()
{
    if (format_ == log_format::json)
        line_ += line_.empty() ? "{}" : "}";
    return line_;
}

}}} // namespace oms::v0_1::detail
