#pragma once

#include <oms/config.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 {

/// How much a line of the log matters, least first.
enum class log_level {
    debug,   ///< Each step of a call: token, attempt, connection, answer; and token exchanges.
    info,    ///< Calls that ended well, and calls that were cancelled without an effect, as all reads (GET) are.
    warning, ///< Attempts that are to be repeated, failed token exchanges, announcements of the service (`Sunset`),
             ///< once each, and calls that were dropped.
    error,   ///< Calls that failed, and calls that may or may not have had their effect.
    off,     ///< No line has this level: as a threshold, it prints nothing.
};

/// `debug`, `info`, `warning`, `error` or `off`.
constexpr std::string_view to_string(log_level level) noexcept
{
    switch (level) {
    case log_level::debug:
        return "debug";
    case log_level::info:
        return "info";
    case log_level::warning:
        return "warning";
    case log_level::error:
        return "error";
    case log_level::off:
        break;
    }
    return "off";
}

enum class log_format {
    logfmt, ///< `level=info event=end method=POST path=/quotes status=201 …`
    json,   ///< One JSON object a line: `{"level":"info","event":"end",…,"status":201}`.
};

/// What a `logger` prints. Every setter returns the options themselves.
class log_options {
public:
    /// Prints lines of this level and above; `info` by default.
    log_options& level(log_level least) noexcept
    {
        level_ = least;
        return *this;
    }

    /// logfmt by default.
    log_options& format(log_format lines) noexcept
    {
        format_ = lines;
        return *this;
    }

    /// Whether each line begins with `time`, UTC by the system's clock in milliseconds. Yes by default; turn it off
    /// for a log that puts the time there itself.
    log_options& times(bool shown) noexcept
    {
        times_ = shown;
        return *this;
    }

    /// Whether the end of a call shows its idempotency key, which finds the call in the service's books and in yours.
    /// No by default: who has the key and the credentials can repeat the call, and keys that a program makes itself may
    /// hold what should not be in a log.
    log_options& idempotency_keys(bool shown) noexcept
    {
        idempotency_keys_ = shown;
        return *this;
    }

    log_level level() const noexcept { return level_; }
    log_format format() const noexcept { return format_; }
    bool times() const noexcept { return times_; }
    bool idempotency_keys() const noexcept { return idempotency_keys_; }

private:
    log_level level_ = log_level::info;
    log_format format_ = log_format::logfmt;
    bool times_ = true;
    bool idempotency_keys_ = false;
};

}} // namespace oms::v0_1
