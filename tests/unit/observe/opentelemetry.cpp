#include "unit/observe/observed_calls.hpp"

#include "common/catch.hpp"

#include <oms/observe/opentelemetry.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// With a double of the library's interface: opentelemetry_double. tests/package/opentelemetry has the library itself.

namespace {

using opentelemetry::trace::Span;
using opentelemetry::trace::SpanKind;
using opentelemetry::trace::StatusCode;
using opentelemetry::trace::Tracer;
using attributes = std::map<std::string, std::string>;
using fields = std::vector<std::pair<std::string, std::string>>;

struct traced {
    std::shared_ptr<Tracer> tracer = std::make_shared<Tracer>();
    oms::opentelemetry_traces traces{tracer};

    const Span& span(std::size_t number) const { return *tracer->spans.at(number); }
};

} // namespace

TEST_CASE("A call is a span, and each attempt one in it, of kind CLIENT, so a retried call shows each (F3)")
{
    traced seen;
    test::run_call(seen.traces, test::new_quote(), {test::unavailable()});

    REQUIRE(seen.tracer->spans.size() == 3);
    const Span &call = seen.span(0), &first = seen.span(1), &second = seen.span(2);
    CHECK(call.kind == SpanKind::kInternal);
    CHECK_FALSE(call.parent.IsValid()); // the library takes the active span
    for (const Span* each : {&first, &second}) {
        CHECK(each->kind == SpanKind::kClient);
        CHECK(each->parent.span_id().hexadecimal() == call.context.span_id().hexadecimal());
    }
    for (const Span* each : {&call, &first, &second}) {
        CHECK(each->name == "POST /quotes");
        CHECK(each->ended == 1);
    }

    const attributes common{{"http.request.method", "POST"},
                            {"url.template", "/quotes"},
                            {"url.scheme", "https"},
                            {"server.address", "api.example.com"},
                            {"server.port", "443"}};
    attributes of_first = common, of_second = common, of_call = common;
    of_first.insert({{"http.response.status_code", "503"},
                     {"error.type", "503"},
                     {"oms.request_id", "req_first"},
                     {"oms.connection.reused", "false"},
                     {"oms.connection.wait_ms", "12.000000"}});
    of_second.insert({{"http.request.resend_count", "1"},
                      {"http.response.status_code", "201"},
                      {"oms.request_id", "req_last"},
                      {"oms.connection.reused", "true"},
                      {"oms.connection.wait_ms", "0.000000"}});
    of_call.insert({{"http.response.status_code", "201"},
                    {"oms.request_id", "req_last"},
                    {"oms.attempts", "2"},
                    {"oms.delivery", "applied"}});
    CHECK(first.attributes == of_first);
    CHECK(second.attributes == of_second);
    CHECK(call.attributes == of_call);
    CHECK(first.status == StatusCode::kError);
    CHECK(second.status == StatusCode::kUnset);
    CHECK(call.status == StatusCode::kUnset);

    REQUIRE(call.events.size() == 3);
    CHECK(call.events[0].name == "oms.token");
    CHECK(call.events[0].attributes == attributes{{"oms.token.wait_ms", "3.000000"}, {"oms.token.renewed", "false"}});
    CHECK(call.events[1].name == "oms.token");
    CHECK(call.events[2].name == "oms.retry");
    CHECK(call.events[2].attributes ==
          attributes{{"oms.attempt", "1"}, {"error.type", "unavailable"}, {"oms.retry.pause_ms", "250.000000"}});
}

TEST_CASE("Each attempt carries the trace context of its own span (F3)")
{
    traced seen;
    seen.tracer->state = "vendor=1";
    const auto sent = test::run_call(seen.traces, test::new_quote(), {test::unavailable()});
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].fields == fields{{"traceparent", "00-00000000000000000000000000000abc-0000000000000002-01"},
                                   {"tracestate", "vendor=1"}});
    CHECK(sent[1].fields == fields{{"traceparent", "00-00000000000000000000000000000abc-0000000000000003-01"},
                                   {"tracestate", "vendor=1"}});

    traced stateless;
    CHECK(test::run_call(stateless.traces, test::new_quote(), {}).at(0).fields.size() == 1);
    traced off; // a tracer that records nothing gives contexts that are not valid
    off.tracer->recording = false;
    CHECK(test::run_call(off.traces, test::new_quote(), {}).at(0).fields.empty());
}

TEST_CASE("The spans of a call that failed say how, by the error's name and the server's code (F3)")
{
    traced seen;
    const oms::error refused = test::quote_expired();
    test::run_call(seen.traces, test::new_quote(), {}, &refused);
    const Span &call = seen.span(0), &attempt = seen.span(1);
    CHECK(attempt.status == StatusCode::kError);
    CHECK(attempt.attributes.at("error.type") == "422");
    CHECK(call.status == StatusCode::kError);
    CHECK(call.attributes.at("error.type") == "unprocessable");
    CHECK(call.attributes.at("oms.server_code") == "quote_expired");
    CHECK(call.attributes.at("oms.delivery") == "refused");

    traced broken;
    const oms::error lost = oms::error::builder(oms::errc::connection_lost).delivery(oms::delivery::maybe_applied);
    test::run_call(broken.traces, test::new_quote(), {}, &lost);
    CHECK(broken.span(1).attributes.at("error.type") == "connection_lost");
    CHECK(broken.span(1).attributes.count("http.response.status_code") == 0);
    CHECK(broken.span(0).attributes.at("oms.delivery") == "maybe_applied");
}

TEST_CASE("A retry that never came is no event of a span (F3)")
{
    traced seen;
    test::header_fields sink;
    const oms::error unavailable = test::unavailable();
    const auto call = seen.traces.on_call(test::new_quote());
    call->on_attempt(test::attempt(1), sink);
    call->on_response(test::response(1, 503, &unavailable));
    call->on_retry(test::retry(1, unavailable));
    call->on_end(test::end(1, 503, oms::delivery::refused, &unavailable));
    CHECK(seen.span(0).events.empty());
}

TEST_CASE("The span of an attempt has the status of an answer that was cut off after its head (F3)")
{
    traced seen;
    test::header_fields sink;
    const oms::error lost = oms::error::builder(oms::errc::connection_lost).delivery(oms::delivery::maybe_applied);
    const auto call = seen.traces.on_call(test::new_quote());
    call->on_attempt(test::attempt(1), sink);
    oms::response_step step = test::response(1, 0, &lost);
    step.head_status = 201;
    call->on_response(step);
    CHECK(seen.span(1).attributes.at("http.response.status_code") == "201");
    CHECK(seen.span(1).attributes.at("error.type") == "connection_lost");
    CHECK(seen.span(1).status == StatusCode::kError);
}

TEST_CASE("The key of a call is no attribute of a span, not even as the request id of its answer (F3) (F2)")
{
    traced seen;
    const oms::error refused =
        oms::error::builder(oms::errc::unprocessable).http_status(422).request_id("req_order-4711");
    test::run_call(seen.traces, test::new_quote("order-4711"), {}, &refused);
    for (const auto& span : seen.tracer->spans)
        CHECK(span->attributes.count("oms.request_id") == 0);
}

TEST_CASE("A path that a program wrote itself is neither name nor attribute of a span (F3) (F2)")
{
    traced seen;
    oms::call_start call = test::get_customer();
    call.path_template = "/customers/cst_1?name=Alice";
    test::run_call(seen.traces, call, {});
    call.method = "BREW";
    test::run_call(seen.traces, call, {});
    CHECK(seen.span(0).name == "GET");
    CHECK(seen.span(1).name == "GET");
    CHECK(seen.span(0).attributes.count("url.template") == 0);
    CHECK(seen.span(2).name == "HTTP"); // as the conventions have it
    CHECK(seen.span(2).attributes.at("http.request.method") == "_OTHER");
}

TEST_CASE("The spans of a call that is dropped with its context end, as failed (F3)")
{
    traced seen;
    test::header_fields sink;
    auto call = seen.traces.on_call(test::new_quote());
    call->on_attempt(test::attempt(1), sink);
    call.reset();
    REQUIRE(seen.tracer->spans.size() == 2);
    for (const auto& span : seen.tracer->spans) {
        CHECK(span->ended == 1);
        CHECK(span->status == StatusCode::kError);
        CHECK(span->attributes.at("error.type") == "dropped");
    }
}
