#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/wire/codec.hpp>

#include <string>

namespace {

using oms::errc;

} // namespace

TEST_CASE("An answer that is kept holds status, header fields, request id, body, attempts and key (B5, C9, D9)")
{
    pipeline_bench bench;
    const std::string body = R"({"id":"cst_1","status":"active","brandNew":{"x":1.50}})";
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, body)
                         .header("x-request-id", "req_7")
                         .header("Idempotency-Replayed", "true")
                         .header("Set-Cookie", "a")
                         .header("Set-Cookie", "b"));
    oms::raw_answer answer;
    CHECK(answer.empty());
    CHECK(answer.status() == 0);
    const auto made =
        bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().keep_answer(answer)));
    REQUIRE(made.has_value());
    CHECK_FALSE(answer.empty());
    CHECK(answer.status() == 201);
    CHECK(answer.header("IDEMPOTENCY-REPLAYED") == "true");
    CHECK(answer.header("Set-Cookie") == "a");
    CHECK(answer.request_id() == "req_7");
    CHECK(answer.body() == body);
    CHECK(answer.attempts() == 2);
    CHECK(answer.idempotency_key() == bench.wire->requests.at(1).headers.find("Idempotency-Key"));
    CHECK(answer.idempotency_key().size() == 36);

    CHECK(answer.json().value().view() == body);
    CHECK(oms::decode<oms::customer>(answer.body()).value().id == some_customer);
}

TEST_CASE("Copies of a kept answer share it, and a call without the option leaves it alone (B5)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    const oms::raw_answer copy = answer;
    bench.wire->then(scripted_step::answer(200, customer_body).header("X-Request-Id", "req_1"));
    CHECK(bench.run(bench.client->customers().get(some_customer, oms::call_options().keep_answer(answer))).has_value());
    CHECK(copy.request_id() == "req_1");
    CHECK(copy.idempotency_key().empty());
    bench.wire->then(scripted_step::answer(200, customer_body).header("X-Request-Id", "req_2"));
    CHECK(bench.run(bench.client->customers().get(some_customer)).has_value());
    CHECK(copy.request_id() == "req_1");
}

TEST_CASE("The answer of a call that ends with an error is kept too (B5, C9, D9)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    const auto options = oms::call_options().keep_answer(answer).idempotency_key("order-789");

    const std::string refusal = R"({"code":"compliance_required","message":"no","requestId":"req_in_body"})";
    bench.wire->then(scripted_step::answer(403, refusal).header("Retry-Note", "never"));
    const auto refused = bench.run(bench.client->customers().create(oms::new_customer(), options));
    REQUIRE_FALSE(refused.has_value());
    CHECK(answer.status() == 403);
    CHECK(answer.header("retry-note") == "never");
    CHECK(answer.body() == refusal);
    CHECK(answer.request_id() == "req_in_body");
    CHECK(answer.attempts() == 1);
    CHECK(answer.idempotency_key() == "order-789");
    CHECK(refused.error().request_id() == answer.request_id());

    bench.wire->then(scripted_step::answer(201, R"({"id":7})"));
    const auto odd = bench.run(bench.client->customers().create(oms::new_customer(), options));
    REQUIRE_FALSE(odd.has_value());
    CHECK(odd.error().code() == errc::decode_failed);
    CHECK(answer.status() == 201);
    CHECK(answer.body() == R"({"id":7})");
}

TEST_CASE("Of several attempts the last complete answer is kept (C9, D9)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    const auto options = oms::call_options().keep_answer(answer);
    bench.wire->then(scripted_step::answer(503, "").header("X-Request-Id", "req_busy"));
    bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
    bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
    const auto lost = bench.run(bench.client->customers().create(oms::new_customer(), options));
    REQUIRE_FALSE(lost.has_value());
    CHECK(lost.error().attempts() == 3);
    CHECK(answer.status() == 503);
    CHECK(answer.request_id() == "req_busy");
    CHECK(answer.attempts() == 1);
}

TEST_CASE("A call that gets no answer leaves a kept one empty, whatever was in it (C9)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    const auto options = oms::call_options().keep_answer(answer).attempts(1);
    bench.wire->then(scripted_step::answer(200, customer_body));
    CHECK(bench.run(bench.client->customers().get(some_customer, options)).has_value());
    CHECK(answer.status() == 200);
    bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
    CHECK_FALSE(bench.run(bench.client->customers().get(some_customer, options)).has_value());
    CHECK(answer.empty());

    bench.wire->then(scripted_step::answer(200, customer_body));
    CHECK(bench.run(bench.client->customers().get(some_customer, options)).has_value());
    CHECK_FALSE(bench.run(bench.client->customers().get(oms::customer_id(), options)).has_value());
    CHECK(answer.empty());
}

TEST_CASE("The answer of the token exchange is never kept: it holds a secret (A8, B5)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    bench.wire->then_token(scripted_step::answer(401, R"({"message":"who?"})"));
    const auto got = bench.run(bench.client->customers().get(some_customer, oms::call_options().keep_answer(answer)));
    REQUIRE_FALSE(got.has_value());
    CHECK(answer.empty());

    pipeline_bench other;
    other.wire->then(scripted_step::answer(200, customer_body));
    CHECK(other.run(other.client->customers().get(some_customer, oms::call_options().keep_answer(answer))).has_value());
    CHECK(answer.body() == customer_body);
}

TEST_CASE("Of a list, the answer of its last page is kept (B5, C9)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    bench.wire->then(scripted_step::answer(200, R"({"data":[{"id":"cst_1"}],"hasMore":true,"cursor":"c1"})"));
    bench.wire->then(scripted_step::answer(200, R"({"data":[{"id":"cst_2"}],"hasMore":false})"));
    auto pages = bench.client->customers().list({}, oms::call_options().keep_answer(answer));
    CHECK(bench.run(pages.next()).value()->data.at(0).id == some_customer);
    CHECK(answer.json().value().view().find("cst_1") != std::string_view::npos);
    CHECK(bench.run(pages.next()).has_value());
    CHECK(answer.json().value().view().find("cst_2") != std::string_view::npos);
}

TEST_CASE("A raw call gives its own answer, also when one is kept (B10, C9)")
{
    pipeline_bench bench;
    oms::raw_answer kept;
    bench.wire->then(scripted_step::answer(200, "[1]"));
    const auto first = bench.run(bench.client->raw().get("/a", oms::call_options().keep_answer(kept)));
    bench.wire->then(scripted_step::answer(200, "[2]"));
    CHECK(bench.run(bench.client->raw().get("/a", oms::call_options().keep_answer(kept))).has_value());
    CHECK(first.value().body() == "[1]");
    CHECK(kept.body() == "[2]");
}
