// A retried call of a real client, traced by OpenTelemetry itself: prints the spans, and ends with 1 where one is
// wrong.
#include <oms/client/make_client.hpp>
#include <oms/observe/opentelemetry.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include <boost/asio.hpp>

#include <opentelemetry/exporters/memory/in_memory_span_data.h>
#include <opentelemetry/exporters/memory/in_memory_span_exporter_factory.h>
#include <opentelemetry/sdk/trace/simple_processor_factory.h>
#include <opentelemetry/sdk/trace/tracer_provider.h>

#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace memory = opentelemetry::exporter::memory;
namespace sdk = opentelemetry::sdk;
using sdk::trace::SpanData;

namespace {

int wrong = 0;

void check(bool right, const char* what)
{
    if (right)
        return;
    std::cout << "WRONG: " << what << '\n';
    ++wrong;
}

template <class Id>
std::string text_of_id(const Id& id)
{
    std::string digits(2 * Id::kSize, '0');
    id.ToLowerBase16(opentelemetry::nostd::span<char, 2 * Id::kSize>(digits.data(), digits.size()));
    return digits;
}

std::string text(const sdk::common::OwnedAttributeValue& value)
{
    if (const auto* words = opentelemetry::nostd::get_if<std::string>(&value))
        return *words;
    if (const auto* number = opentelemetry::nostd::get_if<std::int32_t>(&value))
        return std::to_string(*number);
    if (const auto* number = opentelemetry::nostd::get_if<double>(&value))
        return std::to_string(*number);
    if (const auto* flag = opentelemetry::nostd::get_if<bool>(&value))
        return *flag ? "true" : "false";
    return "of another type";
}

std::string attribute(const SpanData& span, const std::string& name)
{
    const auto found = span.GetAttributes().find(name);
    return found == span.GetAttributes().end() ? std::string() : text(found->second);
}

void print(const SpanData& span)
{
    std::cout << text_of_id(span.GetSpanId()) << " in " << text_of_id(span.GetParentSpanId()) << ' '
              << std::string(span.GetName().data(), span.GetName().size()) << '\n';
    for (const auto& [name, value] : span.GetAttributes())
        std::cout << "    " << name << " = " << text(value) << '\n';
    for (const auto& event : span.GetEvents()) {
        std::cout << "    event " << event.GetName();
        for (const auto& [name, value] : event.GetAttributes())
            std::cout << ' ' << name << '=' << text(value);
        std::cout << '\n';
    }
}

/// Sees what the attempts send, between the client and the traces.
class header_watch final : public oms::observer {
public:
    explicit header_watch(std::shared_ptr<oms::observer> next) : next_(std::move(next)) {}

    std::unique_ptr<oms::call_observer> on_call(const oms::call_start& call) noexcept override
    {
        return std::make_unique<follower>(*this, next_->on_call(call));
    }

    std::vector<std::string> traceparents;

private:
    class follower final : public oms::call_observer, public oms::header_sink {
    public:
        follower(header_watch& by, std::unique_ptr<oms::call_observer> next) : by_(by), next_(std::move(next)) {}

        bool add(std::string_view name, std::string_view value) override
        {
            if (name == "traceparent")
                by_.traceparents.emplace_back(value);
            return sink_->add(name, value);
        }
        void on_token(const oms::token_step& step) noexcept override { next_->on_token(step); }
        void on_attempt(const oms::attempt_start& start, oms::header_sink& headers) noexcept override
        {
            sink_ = &headers;
            next_->on_attempt(start, *this);
        }
        void on_lease(const oms::lease_step& step) noexcept override { next_->on_lease(step); }
        void on_response(const oms::response_step& step) noexcept override { next_->on_response(step); }
        void on_retry(const oms::retry_step& step) noexcept override { next_->on_retry(step); }
        void on_end(const oms::call_end& end) noexcept override { next_->on_end(end); }

    private:
        header_watch& by_;
        std::unique_ptr<oms::call_observer> next_;
        oms::header_sink* sink_ = nullptr;
    };

    std::shared_ptr<oms::observer> next_;
};

asio::awaitable<void> read_customers(oms::client client)
{
    co_await client.customers().list().collect(1);
}

} // namespace

int main()
{
    std::shared_ptr<memory::InMemorySpanData> spans;
    const auto provider = std::make_shared<sdk::trace::TracerProvider>(
        sdk::trace::SimpleSpanProcessorFactory::Create(memory::InMemorySpanExporterFactory::Create(spans)));
    const auto tracer = provider->GetTracer("payments");

    asio::io_context io;
    oms::sandbox::server sandbox(io.get_executor());
    sandbox.inject(oms::sandbox::fault::answer(503).on("GET", "/customers").retry_after("0"));
    oms::client_config config = sandbox.client_config();
    const auto watch = std::make_shared<header_watch>(std::make_shared<oms::opentelemetry_traces>(tracer));
    config.observer = watch;
    std::string request; // the span that the program itself is in
    {
        auto span = tracer->StartSpan("handle a request");
        const auto active = opentelemetry::trace::Tracer::WithActiveSpan(span);
        request = text_of_id(span->GetContext().span_id());
        asio::co_spawn(io, read_customers(oms::make_client(io.get_executor(), config)),
                       [&sandbox](std::exception_ptr failure) {
                           sandbox.stop();
                           if (failure)
                               std::rethrow_exception(failure);
                       });
        io.run();
    }

    const auto ended = spans->GetSpans();
    for (const auto& span : ended)
        print(*span);
    check(ended.size() == 4, "two attempts, the call and the program's own span");
    if (ended.size() != 4)
        return 1;
    const SpanData &first = *ended[0], &second = *ended[1], &call = *ended[2];
    using opentelemetry::trace::SpanKind;
    using opentelemetry::trace::StatusCode;
    check(first.GetSpanKind() == SpanKind::kClient && second.GetSpanKind() == SpanKind::kClient, "kind of an attempt");
    check(call.GetSpanKind() == SpanKind::kInternal, "kind of the call");
    for (const auto* attempt : {&first, &second}) {
        check(attempt->GetParentSpanId() == call.GetSpanId(), "parent of an attempt");
        check(attempt->GetName() == "GET /customers", "name of an attempt");
        check(attribute(*attempt, "url.template") == "/customers", "template");
        check(attribute(*attempt, "server.address") == "localhost", "server");
    }
    check(text_of_id(call.GetParentSpanId()) == request, "parent of the call");
    check(attribute(first, "http.response.status_code") == "503", "status of the first attempt");
    check(attribute(first, "error.type") == "503", "error of the first attempt");
    check(first.GetStatus() == StatusCode::kError, "outcome of the first attempt");
    check(attribute(second, "http.response.status_code") == "200", "status of the second attempt");
    check(attribute(second, "http.request.resend_count") == "1", "resend count of the second attempt");
    check(second.GetStatus() == StatusCode::kUnset, "outcome of the second attempt");
    check(attribute(call, "oms.attempts") == "2" && attribute(call, "oms.delivery") == "applied", "end of the call");

    const std::string trace = text_of_id(call.GetTraceId());
    check(watch->traceparents == std::vector<std::string>{"00-" + trace + '-' + text_of_id(first.GetSpanId()) + "-01",
                                                          "00-" + trace + '-' + text_of_id(second.GetSpanId()) + "-01"},
          "traceparent of each attempt");
    return wrong == 0 ? 0 : 1;
}
