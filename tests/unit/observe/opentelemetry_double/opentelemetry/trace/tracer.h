#pragma once

// As much of OpenTelemetry's interface for traces as <oms/observe/opentelemetry.hpp> uses, under the same names, with
// spans that remember what was done to them. Where the library is installed, tests/package/opentelemetry uses that.

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace opentelemetry {

namespace nostd {

using std::shared_ptr;
using std::span;

// The library's own has no conversion from std::string_view.
class string_view {
public:
    string_view(const char* text) : text_(text) {}
    string_view(const std::string& text) : text_(text) {}
    string_view(const char* text, std::size_t size) : text_(text, size) {}
    std::string str() const { return std::string(text_); }

private:
    std::string_view text_;
};

} // namespace nostd

namespace common {
using AttributeValue = std::variant<bool, std::int32_t, std::int64_t, double, const char*, nostd::string_view>;
}

namespace trace {

enum class SpanKind { kInternal, kServer, kClient, kProducer, kConsumer };
enum class StatusCode { kUnset, kOk, kError };

/// A number as that many bytes, written in hexadecimal digits.
template <std::size_t Bytes>
class number_of {
public:
    explicit number_of(std::uint64_t value) : value_(value) {}

    void ToLowerBase16(nostd::span<char, 2 * Bytes> out) const
    {
        std::uint64_t left = value_;
        for (std::size_t i = out.size(); i-- != 0; left /= 16)
            out[i] = "0123456789abcdef"[left % 16];
    }
    std::string hexadecimal() const
    {
        std::array<char, 2 * Bytes> digits{};
        ToLowerBase16(digits);
        return std::string(digits.data(), digits.size());
    }
    bool IsValid() const { return value_ != 0; }

private:
    std::uint64_t value_;
};
using TraceId = number_of<16>;
using SpanId = number_of<8>;
using TraceFlags = number_of<1>;

class TraceState {
public:
    explicit TraceState(std::string header) : header_(std::move(header)) {}
    std::string ToHeader() const { return header_; }

private:
    std::string header_;
};

class SpanContext {
public:
    SpanContext(std::uint64_t trace, std::uint64_t span, const std::string& state)
        : trace_(trace), span_(span), state_(std::make_shared<TraceState>(state))
    {
    }
    bool IsValid() const { return trace_.IsValid() && span_.IsValid(); }
    const TraceId& trace_id() const { return trace_; }
    const SpanId& span_id() const { return span_; }
    const TraceFlags& trace_flags() const { return flags_; }
    const nostd::shared_ptr<TraceState>& trace_state() const { return state_; }

private:
    TraceId trace_;
    SpanId span_;
    TraceFlags flags_{1};
    nostd::shared_ptr<TraceState> state_;
};

struct StartSpanOptions {
    SpanContext parent{0, 0, ""};
    SpanKind kind = SpanKind::kInternal;
};

using attribute_list = std::initializer_list<std::pair<nostd::string_view, common::AttributeValue>>;

inline std::string text_of(const common::AttributeValue& value)
{
    if (const auto* text = std::get_if<nostd::string_view>(&value))
        return text->str();
    if (const auto* text = std::get_if<const char*>(&value))
        return *text;
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* number = std::get_if<double>(&value))
        return std::to_string(*number);
    if (const auto* number = std::get_if<std::int32_t>(&value))
        return std::to_string(*number);
    return std::to_string(std::get<std::int64_t>(value));
}

class Span {
public:
    struct event {
        std::string name;
        std::map<std::string, std::string> attributes;
    };

    Span(std::string called, const StartSpanOptions& options, SpanContext own)
        : name(std::move(called)), kind(options.kind), parent(options.parent), context(std::move(own))
    {
    }

    void SetAttribute(nostd::string_view key, const common::AttributeValue& value) noexcept
    {
        attributes[key.str()] = text_of(value);
    }
    void AddEvent(nostd::string_view event_name, attribute_list what) noexcept
    {
        event& added = events.emplace_back();
        added.name = event_name.str();
        for (const auto& [key, value] : what)
            added.attributes[key.str()] = text_of(value);
    }
    void SetStatus(StatusCode code, nostd::string_view = "") noexcept { status = code; }
    void End() noexcept { ++ended; }
    SpanContext GetContext() const noexcept { return context; }

    std::string name;
    SpanKind kind;
    SpanContext parent;
    SpanContext context;
    std::map<std::string, std::string> attributes;
    std::vector<event> events;
    StatusCode status = StatusCode::kUnset;
    int ended = 0;
};

class Tracer {
public:
    nostd::shared_ptr<Span> StartSpan(nostd::string_view name, attribute_list attributes,
                                      const StartSpanOptions& options) noexcept
    {
        const std::uint64_t number = recording ? spans.size() + 1 : 0;
        spans.push_back(std::make_shared<Span>(name.str(), options, SpanContext(number ? 0xabc : 0, number, state)));
        for (const auto& [key, value] : attributes)
            spans.back()->SetAttribute(key, value);
        return spans.back();
    }

    bool recording = true;
    std::string state; ///< what the spans' `tracestate` says
    std::vector<nostd::shared_ptr<Span>> spans;
};

} // namespace trace
} // namespace opentelemetry
