#pragma once

#include <oms/observe/log.hpp>

#include <oms/core/error.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/observe/impl/log_line.hpp>
#include <oms/observe/impl/shown.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// What the logger and the calls that it follows share: a call may outlive its logger.
class log_output {
public:
    log_output(log_write write, const log_options& what) : options(what), write_(std::move(write)) {}

    bool prints(log_level level) const noexcept { return level >= options.level(); }

    /// Prints a line of these fields. Nothing that goes wrong with a log goes wrong with a call.
    template <class Fields>
    void print(log_level level, std::string_view event, Fields fields) noexcept
    {
        if (!prints(level))
            return;
        try {
            log_line line(options.format());
            if (options.times())
                line.text("time", now());
            line.text("level", to_string(level)).text("event", event);
            fields(line);
            const std::string_view whole = line.whole();
            const std::lock_guard one_at_a_time(mutex_);
            write_(level, whole);
        } catch (...) {
        }
    }

    /// Whether this is the first drift of its path and field. There are as many as the allow lists have room for.
    bool is_new(std::size_t path, std::size_t field) noexcept
    {
        return !drifts_[path * std::size(shown_fields) + field].exchange(true, std::memory_order_relaxed);
    }

    const log_options options;

private:
    static std::string now()
    {
        return timestamp(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())).str();
    }

    std::mutex mutex_;
    log_write write_;
    std::array<std::atomic<bool>, shown_operation_count * std::size(shown_fields)> drifts_{};
};

OMS_DECL void log_failure(log_line& line, const error* failure)
{
    if (!failure)
        return;
    line.text("error", shown_name(*failure));
    if (const std::string_view code = shown_server_code(*failure); !code.empty())
        line.text("server_code", code);
}

OMS_DECL void log_status(log_line& line, int http_status)
{
    if (http_status > 0)
        line.number("status", static_cast<std::uint64_t>(http_status));
}

OMS_DECL void log_request_id(log_line& line, std::string_view request_id, std::string_view key)
{
    if (const std::string_view shown = shown_request_id(request_id, key); !shown.empty())
        line.text("request_id", shown);
}

class logged_call final : public call_observer {
public:
    logged_call(std::shared_ptr<log_output> output, const call_start& call)
        : output_(std::move(output)), number_(call.number),
          operation_(shown_operations[shown_operation_of(call.method, call.path_template)]), key_(call.idempotency_key)
    {
        const auto at_most = call.at_most.count();
        print(log_level::debug, "call", [&](log_line& line) {
            line.number("at_most_ms", at_most > 0 ? static_cast<std::uint64_t>(at_most) : 0);
        });
    }

    ~logged_call() override
    {
        if (!ended_)
            print(log_level::warning, "dropped", [&](log_line& line) { key(line); });
    }

    void on_token(const token_step& step) noexcept override
    {
        print(log_level::debug, "token",
              [&](log_line& line) { line.milliseconds("waited_ms", step.waited).flag("renewed", step.renewed); });
    }

    void on_attempt(const attempt_start& start, header_sink&) noexcept override
    {
        print(log_level::debug, "attempt", [&](log_line& line) { attempt(line, start.attempt); });
    }

    void on_lease(const lease_step& step) noexcept override
    {
        print(log_level::debug, "connection", [&](log_line& line) {
            attempt(line, step.attempt);
            line.milliseconds("waited_ms", step.waited).flag("reused", step.reused);
        });
    }

    void on_response(const response_step& step) noexcept override
    {
        print(log_level::debug, "response", [&](log_line& line) {
            attempt(line, step.attempt);
            log_status(line, step.http_status);
            line.milliseconds("took_ms", step.took);
            log_failure(line, step.failure);
            log_request_id(line, step.request_id, key_);
        });
    }

    void on_retry(const retry_step& step) noexcept override
    {
        print(log_level::warning, "retry", [&](log_line& line) {
            attempt(line, step.attempt);
            log_status(line, step.reason ? step.reason->http_status() : 0);
            log_failure(line, step.reason);
            line.milliseconds("pause_ms", step.pause);
            if (step.reason)
                log_request_id(line, step.reason->request_id(), key_);
        });
    }

    void on_end(const call_end& end) noexcept override
    {
        ended_ = true;
        const bool may_have_done = end.delivery == delivery::maybe_applied && operation_.method != "GET";
        const bool harmless = !end.failure || (end.cancelled && !may_have_done);
        print(harmless ? log_level::info : log_level::error, "end", [&](log_line& line) {
            log_status(line, end.http_status);
            line.number("attempts", end.attempts > 0 ? static_cast<std::uint64_t>(end.attempts) : 0);
            line.milliseconds("took_ms", end.took).text("delivery", to_string(end.delivery));
            if (end.cancelled)
                line.flag("cancelled", true);
            log_failure(line, end.failure);
            log_request_id(line, end.request_id, key_);
            key(line);
        });
    }

private:
    template <class Fields>
    void print(log_level level, std::string_view event, Fields fields) noexcept
    {
        output_->print(level, event, [&](log_line& line) {
            line.number("call", number_).text("method", operation_.method).text("path", operation_.path);
            fields(line);
        });
    }

    static void attempt(log_line& line, int number)
    {
        line.number("attempt", number > 0 ? static_cast<std::uint64_t>(number) : 0);
    }

    void key(log_line& line) const
    {
        if (output_->options.idempotency_keys() && !key_.empty())
            line.text("idempotency_key", key_);
    }

    std::shared_ptr<log_output> output_;
    std::uint64_t number_;
    shown_operation operation_;
    std::string key_;
    bool ended_ = false;
};

} // namespace detail

OMS_DECL log_write log_to(std::FILE* stream)
{
    if (!stream)
        throw error(errc::invalid_config, "a log needs a stream");
    return [stream](log_level, std::string_view line) {
        std::string whole(line);
        whole += '\n';
        std::fwrite(whole.data(), 1, whole.size(), stream);
    };
}

OMS_DECL logger::logger(log_write write, const log_options& options)
{
    if (!write)
        throw error(errc::invalid_config, "a logger needs a function that writes its lines");
    output_ = std::make_shared<detail::log_output>(std::move(write), options);
}

OMS_DECL std::unique_ptr<call_observer> logger::on_call(const call_start& call) noexcept
{
    if (output_->options.level() == log_level::off)
        return nullptr;
    try {
        return std::make_unique<detail::logged_call>(output_, call);
    } catch (...) {
        return nullptr; // no memory
    }
}

OMS_DECL void logger::on_token_exchange(const token_exchange& exchange) noexcept
{
    const log_level level = exchange.failure ? log_level::warning : log_level::debug;
    output_->print(level, "token_exchange", [&](detail::log_line& line) {
        detail::log_status(line, exchange.failure ? exchange.failure->http_status() : 0);
        line.milliseconds("took_ms", exchange.took);
        detail::log_failure(line, exchange.failure);
        if (exchange.failure)
            detail::log_request_id(line, exchange.failure->request_id(), {});
    });
}

OMS_DECL void logger::on_drift(const version_drift& drift) noexcept
{
    const std::size_t path = detail::shown_template_of(drift.path_template);
    const std::size_t field = detail::shown_field_of(drift.where);
    if (!output_->is_new(path, field))
        return;
    output_->print(log_level::warning, "drift", [&](detail::log_line& line) {
        line.text("path", detail::shown_operations[path].path).text("field", detail::shown_fields[field]);
    });
}

}} // namespace oms::v0_1
