#pragma once

// For programs with OpenTelemetry C++ (Debian: opentelemetry-cpp-dev): without its headers nothing is declared here.
#if __has_include(<opentelemetry/trace/tracer.h>)

#include <oms/core/delivery.hpp>
#include <oms/core/error.hpp>
#include <oms/observe/impl/shown.hpp>
#include <oms/observe/observer.hpp>

#include <opentelemetry/trace/tracer.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

// All of OpenTelemetry's that is needed, by its own names.
namespace otel {
using ::opentelemetry::nostd::shared_ptr;
using ::opentelemetry::trace::Span;
using ::opentelemetry::trace::SpanContext;
using ::opentelemetry::trace::SpanKind;
using ::opentelemetry::trace::StartSpanOptions;
using ::opentelemetry::trace::StatusCode;
using ::opentelemetry::trace::Tracer;
using text = ::opentelemetry::nostd::string_view;

inline text view(std::string_view of) noexcept
{
    return text(of.data(), of.size());
}

constexpr std::int32_t number(int of) noexcept
{
    return static_cast<std::int32_t>(of);
}

inline double milliseconds(std::chrono::nanoseconds duration) noexcept
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// W3C Trace Context: `traceparent` and, when there is one, `tracestate`.
inline void inject(const SpanContext& context, header_sink& headers)
{
    if (!context.IsValid())
        return;
    std::array<char, 55> parent{'0', '0', '-'};
    context.trace_id().ToLowerBase16(::opentelemetry::nostd::span<char, 32>(parent.data() + 3, 32));
    parent[35] = '-';
    context.span_id().ToLowerBase16(::opentelemetry::nostd::span<char, 16>(parent.data() + 36, 16));
    parent[52] = '-';
    context.trace_flags().ToLowerBase16(::opentelemetry::nostd::span<char, 2>(parent.data() + 53, 2));
    headers.add("traceparent", std::string_view(parent.data(), parent.size()));
    if (const std::string state = context.trace_state()->ToHeader(); !state.empty())
        headers.add("tracestate", state);
}

} // namespace otel

class traced_call final : public call_observer {
public:
    traced_call(otel::shared_ptr<otel::Tracer> tracer, const call_start& call)
        : tracer_(std::move(tracer)), operation_(shown_operations[shown_operation_of(call.method, call.path_template)]),
          scheme_(call.scheme), server_address_(call.server_address), server_port_(call.server_port),
          key_(call.idempotency_key)
    {
        name_ = operation_.method == "_OTHER" ? "HTTP" : operation_.method;
        if (operation_.path != other_path)
            name_.append(" ").append(operation_.path);
        // Conventions want the span of each request to be the only ones of kind CLIENT.
        otel::StartSpanOptions options;
        options.kind = otel::SpanKind::kInternal;
        call_ = start(options);
    }

    ~traced_call() override
    {
        end_attempt("dropped");
        if (call_) {
            fail(*call_, "dropped");
            call_->End();
        }
    }

    void on_token(const token_step& step) noexcept override
    {
        if (step.waited.count() > 0 || step.renewed)
            call_->AddEvent("oms.token", {{"oms.token.wait_ms", otel::milliseconds(step.waited)},
                                          {"oms.token.renewed", step.renewed}});
    }

    void on_attempt(const attempt_start& begin, header_sink& headers) noexcept override
    {
        end_attempt("unknown");
        if (begin.attempt > 1)
            call_->AddEvent("oms.retry", {{"oms.attempt", otel::number(begin.attempt - 1)},
                                          {"error.type", otel::view(reason_)},
                                          {"oms.retry.pause_ms", otel::milliseconds(pause_)}});
        otel::StartSpanOptions options;
        options.kind = otel::SpanKind::kClient;
        options.parent = call_->GetContext();
        attempt_ = start(options);
        if (begin.attempt > 1)
            attempt_->SetAttribute("http.request.resend_count", otel::number(begin.attempt - 1));
        try {
            otel::inject(attempt_->GetContext(), headers);
        } catch (...) {
            // Without memory for the header field the service does not take part in the trace.
        }
    }

    void on_lease(const lease_step& step) noexcept override
    {
        if (!attempt_)
            return;
        attempt_->SetAttribute("oms.connection.reused", step.reused);
        attempt_->SetAttribute("oms.connection.wait_ms", otel::milliseconds(step.waited));
    }

    void on_response(const response_step& step) noexcept override
    {
        if (!attempt_)
            return;
        answered(*attempt_, step.head_status, step.request_id);
        if (step.http_status >= 400)
            fail(*attempt_, status_text(step.http_status).data());
        else if (step.failure)
            fail(*attempt_, shown_name(*step.failure));
        attempt_->End();
        attempt_ = nullptr;
    }

    void on_retry(const retry_step& step) noexcept override
    {
        reason_ = step.reason ? shown_name(*step.reason) : "unknown"; // it need not come to another attempt
        pause_ = step.pause;
    }

    void on_end(const call_end& end) noexcept override
    {
        const std::string_view why = end.failure ? shown_name(*end.failure) : std::string_view("unknown");
        end_attempt(why);
        answered(*call_, end.http_status, end.request_id);
        call_->SetAttribute("oms.attempts", otel::number(end.attempts));
        call_->SetAttribute("oms.delivery", otel::view(to_string(end.delivery)));
        if (end.failure) {
            fail(*call_, why);
            if (const std::string_view code = shown_server_code(*end.failure); !code.empty())
                call_->SetAttribute("oms.server_code", otel::view(code));
        }
        call_->End();
        call_ = nullptr;
    }

private:
    otel::shared_ptr<otel::Span> start(const otel::StartSpanOptions& options) const noexcept
    {
        otel::shared_ptr<otel::Span> span = tracer_->StartSpan(otel::view(name_),
                                                               {{"http.request.method", otel::view(operation_.method)},
                                                                {"server.address", otel::view(server_address_)},
                                                                {"server.port", otel::number(server_port_)}},
                                                               options);
        if (operation_.path != other_path)
            span->SetAttribute("url.template", otel::view(operation_.path));
        span->SetAttribute("url.scheme", otel::view(scheme_));
        return span;
    }

    void answered(otel::Span& span, int http_status, std::string_view request_id) const noexcept
    {
        if (http_status > 0)
            span.SetAttribute("http.response.status_code", otel::number(http_status));
        if (const std::string_view shown = shown_request_id(request_id, key_); !shown.empty())
            span.SetAttribute("oms.request_id", otel::view(shown));
    }

    static void fail(otel::Span& span, std::string_view type) noexcept
    {
        span.SetAttribute("error.type", otel::view(type));
        span.SetStatus(otel::StatusCode::kError);
    }

    // Three digits and a zero.
    static std::array<char, 4> status_text(int http_status) noexcept
    {
        const auto digit = [http_status](int unit) {
            return static_cast<char>('0' + http_status / unit % 10);
        };
        return {digit(100), digit(10), digit(1), '\0'};
    }

    void end_attempt(std::string_view why) noexcept
    {
        if (!attempt_)
            return;
        fail(*attempt_, why);
        attempt_->End();
        attempt_ = nullptr;
    }

    otel::shared_ptr<otel::Tracer> tracer_;
    shown_operation operation_;
    std::string scheme_;
    std::string server_address_;
    std::uint16_t server_port_;
    std::string key_;
    std::string name_;
    std::string_view reason_ = "unknown"; ///< for another attempt
    std::chrono::nanoseconds pause_{0};
    otel::shared_ptr<otel::Span> call_;
    otel::shared_ptr<otel::Span> attempt_;
};

} // namespace detail

/// Traces of OpenTelemetry: a span for each call, and in it one of kind CLIENT for each attempt, by the semantic
/// conventions for HTTP.
///
/// \code
/// config.observer = std::make_shared<oms::opentelemetry_traces>(provider->GetTracer("payments"));
/// \endcode
///
/// Spans are named `POST /quotes`, by method and path template; for paths that a program wrote itself (`client.raw()`)
/// by the method alone. The one of the call is of kind INTERNAL, a child of the span that is active in the thread that
/// first resumes the call (docs/observability.md says what that asks for), and ends with the call: pauses and waits are
/// in it, as events `oms.token` and, where a retry begins, `oms.retry`. The one of an attempt begins before it waits
/// for a connection and ends when the answer is complete; each attempt sends its own `traceparent`, and `tracestate` if
/// there is one, so that the service continues the trace below it.
///
/// Attributes of both: `http.request.method`, `url.template`, `url.scheme`, `server.address`, `server.port`,
/// `http.response.status_code`, `error.type` (of an attempt: the status from 400 on, else the name of the errc),
/// `oms.request_id`. Of an attempt: `http.request.resend_count` from the second on, `oms.connection.reused`,
/// `oms.connection.wait_ms`. Of a call: `oms.attempts`, `oms.delivery`, `oms.server_code`. Deliberately without
/// `url.full`, which would show ids and queries; the allow list is that of `logger`. An answer that was cut off after
/// its head leaves its attempt both the status and the name of the errc. No baggage is sent.
///
/// Thread-safe, as tracers are. Nothing is looked up globally: the spans go to the tracer given.
class opentelemetry_traces final : public observer {
public:
    /// `tracer` must not be null.
    explicit opentelemetry_traces(::opentelemetry::nostd::shared_ptr<::opentelemetry::trace::Tracer> tracer) noexcept
        : tracer_(std::move(tracer))
    {
    }

    std::unique_ptr<call_observer> on_call(const call_start& call) noexcept override
    {
        try {
            return std::make_unique<detail::traced_call>(tracer_, call);
        } catch (...) {
            return nullptr; // no memory
        }
    }

private:
    ::opentelemetry::nostd::shared_ptr<::opentelemetry::trace::Tracer> tracer_;
};

}} // namespace oms::v0_1

#endif
