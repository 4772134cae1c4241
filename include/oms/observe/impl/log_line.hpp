#pragma once

#include <oms/observe/log_options.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// One line of a log, put together a field at a time. Names are ours: letters and `_`.
///
/// A text cannot end the line or its field: what is not printable ASCII becomes `?`, quotes and backslashes are
/// escaped, and what is over 256 characters is cut off.
class log_line {
public:
    explicit log_line(log_format format) noexcept : format_(format) {}

    log_line& text(std::string_view name, std::string_view value);
    log_line& number(std::string_view name, std::uint64_t value);
    log_line& flag(std::string_view name, bool value);

    /// Of three decimals; a negative duration is 0.
    log_line& milliseconds(std::string_view name, std::chrono::nanoseconds value);

    /// The line, valid as long as this object lives. Nothing is added after it.
    std::string_view whole();

private:
    void begin(std::string_view name);
    void quoted(std::string_view value);

    log_format format_;
    std::string line_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/observe/impl/log_line.ipp>
#endif
