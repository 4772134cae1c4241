#pragma once

#include <oms/observe/log_options.hpp>
#include <oms/observe/observer.hpp>

#include <cstdio>
#include <functional>
#include <memory>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {
class log_output;
}

/// Takes one line of a log, without an end of line. The text is valid while the function runs.
using log_write = std::function<void(log_level level, std::string_view line)>;

/// Writes each line, with its end, by one `std::fwrite`, so that lines of several writers do not mix in a stream that
/// is appended to. `stream` stays the caller's, and open. Throws error{errc::invalid_config} for none.
OMS_DECL log_write log_to(std::FILE* stream);

/// Writes a line for what a client does:
///
/// \code
/// config.observer = std::make_shared<oms::logger>(oms::log_to(stderr));
/// // time=2026-06-15T14:30:00.120Z level=info event=end call=7 method=POST path=/quotes status=201 attempts=1 …
/// \endcode
///
/// Lines are made of an allow list: event, number of the call, method, path template of the contract, HTTP status,
/// attempt, durations in milliseconds, delivery, name of the error code, the server's `code` when the contract has it,
/// request id; on request the idempotency key. Paths that a program wrote itself (`client.raw()`) are shown as `other`.
/// No body, header field, query or text of an error is in a line, and no text at all that a server, a request or a
/// configuration put there, with two exceptions. One is the idempotency key, on request. The other is the request id,
/// which the server chooses: it is shown when it is a UUID, or `req_` or `req-` with at most 60 letters, digits, `-`
/// and
/// `_`, and does not repeat the key of its call. A line is printable ASCII.
///
/// Each announcement of the service (`Deprecation`, `Sunset`) has a line once for each path template, and once for all
/// paths that are `other`.
///
/// Thread-safe. Lines are made at once by the threads of their calls, and given to `write` one at a time, under a mutex
/// of the logger: `write` need not be thread-safe, must not block for long, and must not begin a call of a client that
/// has this logger. What it throws is dropped with its line.
class logger final : public observer {
public:
    /// Throws error{errc::invalid_config} for an empty function, std::bad_alloc.
    explicit logger(log_write write, const log_options& options = log_options());

    std::unique_ptr<call_observer> on_call(const call_start& call) noexcept override;
    void on_token_exchange(const token_exchange& exchange) noexcept override;
    void on_drift(const version_drift& drift) noexcept override;

private:
    std::shared_ptr<detail::log_output> output_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/observe/impl/log.ipp>
#endif
