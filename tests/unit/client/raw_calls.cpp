#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/impl/target_path.hpp>
#include <oms/http/url.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <string>
#include <string_view>

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;

const oms::json_text some_body = oms::json_object().add("a", 1);

std::string fault(std::string_view path)
{
    return std::string(oms::detail::fault_of_path(path));
}

} // namespace

TEST_CASE("A raw call sends any method and path with the token and the headers of every other call (B10, D1)")
{
    pipeline_bench bench;
    for (int i = 0; i < 5; ++i)
        bench.wire->then(scripted_step::answer(200, R"({"ok":true})"));
    const oms::raw raw = bench.client->raw();
    CHECK(bench.run(raw.get("/networks?asset=usdc")).has_value());
    CHECK(bench.run(raw.post("/networks", some_body)).has_value());
    CHECK(bench.run(raw.put("/networks/n1", some_body)).has_value());
    CHECK(bench.run(raw.patch("/networks/n1", some_body)).has_value());
    CHECK(bench.run(raw.remove("/networks/n1")).has_value());

    const auto& sent = bench.wire->requests;
    const oms::http_method methods[] = {oms::http_method::get, oms::http_method::post, oms::http_method::put,
                                        oms::http_method::patch, oms::http_method::del};
    REQUIRE(sent.size() == 5);
    for (std::size_t i = 0; i != 5; ++i) {
        CAPTURE(i);
        CHECK(sent[i].method == methods[i]);
        CHECK(sent[i].headers.find("Authorization") == "Bearer token-1");
        CHECK(sent[i].headers.find("Accept") == "application/json");
        const bool has_body = i >= 1 && i <= 3;
        CHECK(sent[i].body == (has_body ? R"({"a":1})" : ""));
        CHECK(sent[i].headers.find("Content-Type").has_value() == has_body);
        const bool keyed = i == 1 || i == 2;
        CHECK(sent[i].headers.find("Idempotency-Key").has_value() == keyed);
    }
    CHECK(sent[0].target == "/v0.9/networks?asset=usdc");
    CHECK(sent[4].target == "/v0.9/networks/n1");
}

TEST_CASE("The result of a raw call is the whole answer, JSON or not (B10, B5, C9)")
{
    pipeline_bench bench;
    bench.wire->then(
        scripted_step::answer(201, R"({"n": 1.0})").header("X-Request-Id", "req_1").header("X-Rate-Left", "7"));
    const auto made = bench.run(
        bench.client->raw().post("/networks", oms::json_text(), oms::call_options().idempotency_key("order-789")));
    REQUIRE(made.has_value());
    CHECK_FALSE(made->empty());
    CHECK(made->status() == 201);
    CHECK(made->header("x-rate-left") == "7");
    CHECK(made->header("X-Absent").empty());
    CHECK(made->request_id() == "req_1");
    CHECK(made->body() == R"({"n": 1.0})");
    CHECK(made->json().value().view() == R"({"n": 1.0})");
    CHECK(made->attempts() == 1);
    CHECK(made->idempotency_key() == "order-789");

    bench.wire->then(scripted_step::answer(200, "a,b\n1,2\n").header("Content-Type", "text/csv"));
    const auto report = bench.run(bench.client->raw().get("/report"));
    REQUIRE(report.has_value());
    CHECK(report->body() == "a,b\n1,2\n");
    REQUIRE_FALSE(report->json().has_value());
    CHECK(report->json().error().code() == errc::invalid_json);

    bench.wire->then(scripted_step::answer(204, ""));
    const auto nothing = bench.run(bench.client->raw().remove("/networks/n1"));
    REQUIRE(nothing.has_value());
    CHECK(nothing->status() == 204);
    CHECK(nothing->body().empty());
}

TEST_CASE("A raw call is repeated as its method allows, with one key and the same bytes (B10, B12)")
{
    for (const bool put : {false, true}) {
        CAPTURE(put);
        pipeline_bench bench;
        bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
        bench.wire->then(scripted_step::answer(503, ""));
        bench.wire->then(scripted_step::answer(200, "{}"));
        const auto made = bench.run(put ? bench.client->raw().put("/networks", some_body)
                                        : bench.client->raw().post("/networks", some_body));
        REQUIRE(made.has_value());
        CHECK(made->attempts() == 3);
        const auto& sent = bench.wire->requests;
        REQUIRE(sent.size() == 3);
        for (const auto& each : sent) {
            CHECK(each.headers.find("Idempotency-Key") == made->idempotency_key());
            CHECK(each.body == some_body.view());
        }
    }

    pipeline_bench bench;
    bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
    const auto patched = bench.run(bench.client->raw().patch("/networks/n1", some_body));
    REQUIRE_FALSE(patched.has_value());
    CHECK(patched.error().delivery() == delivery::maybe_applied);
    CHECK(bench.wire->requests.size() == 1);

    bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(404, ""));
    const auto removed = bench.run(bench.client->raw().remove("/networks/n1"));
    REQUIRE(removed.has_value());
    CHECK(removed->status() == 404);
}

TEST_CASE("A raw call that is refused ends with the error of a typed call, its path without the query (B10)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(422, R"({"code":"limit_exceeded","message":"Alice may not",
        "type":"unprocessable","requestId":"req_9"})"));
    const auto made = bench.run(bench.client->raw().post("/limits/raise?email=alice%40example.com", some_body,
                                                         oms::call_options().idempotency_key("order-789")));
    REQUIRE_FALSE(made.has_value());
    const oms::error& failure = made.error();
    CHECK(failure.code() == errc::unprocessable);
    CHECK(failure.server_code() == oms::server_code::limit_exceeded);
    CHECK(failure.method() == "POST");
    CHECK(failure.path_template() == "/limits/raise");
    CHECK(failure.request_id() == "req_9");
    CHECK(failure.idempotency_key() == "order-789");
    CHECK(failure.delivery() == delivery::refused);
    CHECK_THAT(failure.what(), ContainsSubstring("POST /limits/raise;") && !ContainsSubstring("lice"));
}

TEST_CASE("A segment of a raw path that is neither a name nor an id is in no text (B10)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(404, ""));
    const auto got = bench.run(bench.client->raw().get("/people/alice%40example.com/cst_1/a.b/"));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().path_template() == "/people/.../cst_1/.../");
}

TEST_CASE("A raw path that could leave the base URL or the request line is not sent (B10, E14, F80)")
{
    const char* const refused[] = {
        "",
        "networks",
        "https://evil.example/x",
        "//evil.example/x",
        "/a//b",
        "/..",
        "/a/../../admin",
        "/./a",
        "/a/.",
        "/%2e%2e/admin",
        "/a/%2E./b",
        "/a/.%2e",
        "/%2e",
        "/a%2f..%2f..%2fb",
        "/a%5c..%5cb",
        "/%252e%252e/b",
        "/..;/admin",
        "/a/%2e%2e;x=1/b",
        "/a/..%3Fx/b",
        "/%2e%2e%23",
        "/..%00/admin",
        "/a\\..\\b",
        "/a b",
        "/a\r\nX: y",
        "/a\nGET /b",
        "/a?b=c d",
        "/a?b=\r\n",
        "/a#b",
        "/a?b#c",
        "/a%",
        "/a%2",
        "/a%zz",
        "/a?b=%g1",
        "/caf\xC3\xA9",
        "/a\x7f",
        "/<a>",
        "/a|b",
        "/[a]",
        "/a\"b",
        "/{id}",
        "http:/\\evil.example",
        "\\\\evil.example\\x",
    };
    for (const char* const path : refused) {
        CAPTURE(path);
        pipeline_bench bench;
        const auto got = bench.run(bench.client->raw().get(path));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::invalid_argument);
        CHECK(got.error().delivery() == delivery::not_sent);
        REQUIRE(got.error().details().size() == 1);
        CHECK(got.error().details()[0].field == "path");
        CHECK_THAT(got.error().what(), !ContainsSubstring("evil") && !ContainsSubstring("\n"));
        CHECK(bench.wire->requests.empty());
        CHECK(bench.wire->token_requests.empty());
    }
    CHECK(fault(std::string_view("/a\0b", 4)) == "holds a character that must be percent-encoded");
}

TEST_CASE("A raw path that is sent means the same to another reader of URLs (F80)")
{
    for (const char* const path : {"/networks", "/networks/", "/", "/a?", "/a?b=c&d=e", "/a?next=/b/../c",
                                   "/a?u=https://example.com//x", "/a.b/...", "/a/..b", "/a/b..", "/a%20b", "/a%2Fb",
                                   "/a%3Fb", "/caf%C3%A9", "/a:b@c!$&'()*+,;=", "/~a-b_c.d"}) {
        CAPTURE(path);
        CHECK(fault(path) == "");
        const oms::base_url base("https://api.example.com/v0.9");
        const std::string whole = base.origin() + base.target(path);
        boost::urls::url read = boost::urls::parse_uri(whole).value();
        read.normalize();
        CHECK(std::string(read.encoded_host()) == "api.example.com");
        CHECK(std::string(read.encoded_path()).starts_with("/v0.9/"));
        CHECK_FALSE(read.has_fragment());
    }
}

TEST_CASE("A raw GET or DELETE with a body is not sent")
{
    for (const auto method : {oms::http_method::get, oms::http_method::del}) {
        pipeline_bench bench;
        const auto got =
            bench.run(bench.core->raw_call(oms::raw_request(method, "/networks", some_body), oms::call_options()));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::invalid_argument);
        REQUIRE(got.error().details().size() == 1);
        CHECK(got.error().details()[0].field == "body");
        CHECK(bench.wire->requests.empty());
    }
}
