// What metrics and traces say of the calls of a client, over a transport that answers from a script.
#include "unit/client/pipeline_bench.hpp"

#include "common/catch.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/observe/metrics.hpp>
#include <oms/observe/opentelemetry.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace asio = boost::asio;
using oms::errc;
using oms::exchange_phase;
using opentelemetry::trace::Span;
using opentelemetry::trace::SpanKind;
using opentelemetry::trace::StatusCode;
using opentelemetry::trace::Tracer;

class bench_with : public pipeline_bench {
public:
    explicit bench_with(std::shared_ptr<oms::observer> observer)
    {
        config.observer = std::move(observer);
        renew_client();
    }

    auto read() { return client->customers().get(some_customer); }

    std::string sent(std::size_t request, std::string_view name) const
    {
        return std::string(wire->requests.at(request).headers.find(name).value_or("none"));
    }
};

std::string retries_in(const std::string& text)
{
    std::string samples;
    for (std::size_t at = text.find("oms_retries_total{"); at != text.npos;
         at = text.find("oms_retries_total{", at + 1))
        samples += text.substr(at, text.find('\n', at) - at) + ';';
    return samples;
}

} // namespace

TEST_CASE(
    "A retried call of a client shows its 503 and its 200 as two spans, each sent with its own trace context (F3)")
{
    const auto tracer = std::make_shared<Tracer>();
    bench_with bench(std::make_shared<oms::opentelemetry_traces>(tracer));
    bench.wire->then(scripted_step::answer(503, "{}").header("X-Request-Id", "req_1"));
    bench.wire->then(scripted_step::answer(200, customer_body).header("X-Request-Id", "req_2"));
    REQUIRE(bench.run(bench.read()).has_value());

    REQUIRE(tracer->spans.size() == 3);
    const Span &call = *tracer->spans[0], &first = *tracer->spans[1], &second = *tracer->spans[2];
    for (const Span* attempt : {&first, &second}) {
        CHECK(attempt->name == "GET /customers/{customerId}");
        CHECK(attempt->kind == SpanKind::kClient);
        CHECK(attempt->parent.span_id().hexadecimal() == call.context.span_id().hexadecimal());
        CHECK(attempt->attributes.at("server.address") == "api.example.com");
        CHECK(attempt->ended == 1);
    }
    CHECK(first.attributes.at("http.response.status_code") == "503");
    CHECK(first.attributes.at("error.type") == "503");
    CHECK(first.attributes.at("oms.request_id") == "req_1");
    CHECK(first.attributes.count("http.request.resend_count") == 0);
    CHECK(first.status == StatusCode::kError);
    CHECK(second.attributes.at("http.response.status_code") == "200");
    CHECK(second.attributes.at("http.request.resend_count") == "1");
    CHECK(second.attributes.at("oms.request_id") == "req_2");
    CHECK(second.attributes.count("error.type") == 0);
    CHECK(second.status == StatusCode::kUnset);
    CHECK(call.kind == SpanKind::kInternal);
    CHECK(call.attributes.at("oms.attempts") == "2");
    CHECK(call.attributes.at("oms.delivery") == "applied");
    CHECK(call.attributes.at("http.response.status_code") == "200");
    CHECK(call.status == StatusCode::kUnset);
    CHECK(call.ended == 1);
    REQUIRE(call.events.size() == 1);
    CHECK(call.events[0].name == "oms.retry");
    CHECK(call.events[0].attributes.at("error.type") == "unavailable");

    REQUIRE(bench.wire->requests.size() == 2);
    for (const Span* attempt : {&first, &second})
        CHECK(bench.sent(attempt == &first ? 0 : 1, "traceparent") ==
              "00-" + attempt->context.trace_id().hexadecimal() + '-' + attempt->context.span_id().hexadecimal() +
                  "-01");
}

TEST_CASE("An answer of a client that is cut off after its head has its status in the span of its attempt (F3)")
{
    const auto tracer = std::make_shared<Tracer>();
    bench_with bench(std::make_shared<oms::opentelemetry_traces>(tracer));
    scripted_step cut = scripted_step::failure(errc::connection_lost, exchange_phase::response_begun);
    cut.result.response.status = 200;
    bench.wire->then(cut);
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());

    REQUIRE(tracer->spans.size() == 4);
    const Span &first = *tracer->spans[1], &second = *tracer->spans[2];
    CHECK(first.attributes.at("http.response.status_code") == "200");
    CHECK(first.attributes.at("error.type") == "connection_lost");
    CHECK(second.attributes.count("http.response.status_code") == 0); // without a head, that of no other attempt
    CHECK(second.attributes.at("error.type") == "connection_lost");
}

TEST_CASE("Retries that were announced and never came are in no metric, as the client's own count has it (F4)")
{
    const auto metrics = std::make_shared<oms::metrics>();
    bench_with bench(metrics);
    bench.config.retry.attempts(3);
    bench.renew_client();
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    bench.wire->then(scripted_step::answer(503));

    SECTION("the circuit breaker opens")
    {
        bench.config.breaker.enabled = true;
        bench.config.breaker.failure_percent = 1;
        bench.config.breaker.least_attempts = 1;
        bench.renew_client();
        bench.wire->then(scripted_step::answer(503));
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.client->metrics().held_by_breaker == 1);
    }
    SECTION("the call is cancelled while it pauses")
    {
        const auto call = bench.start(bench.read());
        call->cancel.emit(asio::cancellation_type::terminal);
        CHECK(bench.finish(call).error().code() == errc::cancelled);
    }
    SECTION("the client is closed while it pauses")
    {
        const auto call = bench.start(bench.read());
        bench.client->close();
        CHECK_FALSE(bench.finish(call).has_value());
    }
    SECTION("the renewal of its token is refused")
    {
        bench.wire->then(scripted_step::answer(401));
        bench.wire->then_token(scripted_step::answer(401));
        CHECK_FALSE(bench.run(bench.read()).has_value()); // its 503 is retried
        CHECK(bench.client->metrics().retries == 1);
        CHECK(retries_in(metrics->text()) == "oms_retries_total{reason=\"unavailable\"} 1;");
        return;
    }
    CHECK(bench.client->metrics().retries == 0);
    CHECK(retries_in(metrics->text()) == "");
}

TEST_CASE("Each retry of a client is in the metrics under the reason of the attempt before (F4)")
{
    const auto metrics = std::make_shared<oms::metrics>();
    bench_with bench(metrics);
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true)); // no retry
    bench.wire->then(scripted_step::answer(503));
    bench.wire->then(scripted_step::answer(401)); // with a new token
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(retries_in(metrics->text()) ==
          "oms_retries_total{reason=\"unauthorized\"} 1;oms_retries_total{reason=\"unavailable\"} 1;");
    CHECK(bench.client->metrics().retries == 2);
}

TEST_CASE("An answer of a client with both a Deprecation and a Sunset is one in the metrics (F9)")
{
    const auto metrics = std::make_shared<oms::metrics>();
    bench_with bench(metrics);
    for (int answer = 0; answer != 2; ++answer) {
        bench.wire->then(scripted_step::answer(200, customer_body)
                             .header("Deprecation", "@1767225600")
                             .header("Sunset", "Wed, 30 Dec 2026 23:59:59 GMT"));
        REQUIRE(bench.run(bench.read()).has_value());
    }
    CHECK(metrics->text().find("\noms_version_drift_total 2\n") != std::string::npos);
}
