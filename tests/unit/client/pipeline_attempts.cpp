#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;
using oms::result;

std::string error_body(const char* code)
{
    return std::string(R"({"code":")") + code + R"(","message":"no","type":"x","requestId":"req_body"})";
}

} // namespace

TEST_CASE("a POST carries the headers of contract section 1.3 and nothing else (D1, F8)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(201, customer_body));
    REQUIRE(bench.run(bench.client->customers().create(oms::new_customer())).has_value());

    const oms::http_request& sent = bench.wire->requests.at(0);
    CHECK(sent.method == oms::http_method::post);
    CHECK(sent.target == "/v0.9/customers");
    CHECK(sent.body == R"({"type":"individual"})");
    CHECK(sent.headers.size() == 6);
    CHECK(sent.headers.find("Host") == std::string_view("api.example.com"));
    CHECK(sent.headers.find("Authorization") == std::string_view("Bearer token-1"));
    CHECK(sent.headers.find("Accept") == std::string_view("application/json"));
    CHECK(sent.headers.find("Content-Type") == std::string_view("application/json"));
    CHECK(sent.headers.find("User-Agent").value_or("").starts_with("oms-cpp/"));
    CHECK(sent.headers.find("Idempotency-Key").value_or("").size() == 36);
}

TEST_CASE("GET, PATCH and DELETE carry no idempotency key, and only what has a body a content type")
{
    pipeline_bench bench;
    const oms::customer_id id{"cst_1"};
    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::answer(200, customer_body));
    const auto options = oms::call_options().idempotency_key("mine");
    REQUIRE(bench.run(bench.client->customers().get(id, options)).has_value());
    REQUIRE(
        bench.run(bench.client->customers().update(id, oms::customer_update().first_name("Al"), options)).has_value());
    REQUIRE(bench.run(bench.client->customers().remove(id, options)).has_value());

    for (const oms::http_request& sent : bench.wire->requests) {
        CHECK_FALSE(sent.headers.find("Idempotency-Key").has_value());
        CHECK(sent.headers.find("Content-Type").has_value() == !sent.body.empty());
        CHECK(sent.target == "/v0.9/customers/cst_1");
    }
    CHECK(bench.wire->requests.at(1).method == oms::http_method::patch);
    CHECK(bench.wire->requests.at(2).method == oms::http_method::del);
}

TEST_CASE("the token exchange carries neither authorization nor key, and the credentials only there (A1, D1)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->customers().get(oms::customer_id{"cst_1"})).has_value());

    REQUIRE(bench.wire->token_requests.size() == 1);
    const oms::http_request& sent = bench.wire->token_requests.at(0);
    CHECK(sent.method == oms::http_method::post);
    CHECK(sent.target == "/v0.9/auth/token");
    CHECK(sent.body == R"({"apiKey":"sk_sdbx_key","apiSecret":"hunter2"})");
    CHECK_FALSE(sent.headers.find("Authorization").has_value());
    CHECK_FALSE(sent.headers.find("Idempotency-Key").has_value());
    CHECK_FALSE(bench.wire->requests.at(0).headers.find("apiKey").has_value());
}

TEST_CASE("every attempt of a call carries the same key and the same bytes (B12, D3)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const result<oms::customer> made =
        bench.run(bench.client->customers().create(oms::new_customer().first_name("Alice")));
    REQUIRE(made.has_value());

    REQUIRE(bench.wire->requests.size() == 3);
    const oms::http_request& first = bench.wire->requests.at(0);
    for (const oms::http_request& sent : bench.wire->requests) {
        CHECK(sent.body == first.body);
        CHECK(sent.target == first.target);
        CHECK(sent.headers.find("Idempotency-Key") == first.headers.find("Idempotency-Key"));
    }
}

TEST_CASE("two calls have two keys, and a key of the caller's is used as it is (D2)")
{
    pipeline_bench bench;
    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::answer(201, customer_body));
    const auto options = oms::call_options().idempotency_key("order-789");
    REQUIRE(bench.run(bench.client->customers().create(oms::new_customer())).has_value());
    REQUIRE(bench.run(bench.client->customers().create(oms::new_customer())).has_value());
    REQUIRE(bench.run(bench.client->customers().create(oms::new_customer(), options)).has_value());

    const auto& sent = bench.wire->requests;
    CHECK(sent.at(0).headers.find("Idempotency-Key") != sent.at(1).headers.find("Idempotency-Key"));
    CHECK(sent.at(2).headers.find("Idempotency-Key") == std::string_view("order-789"));
}

TEST_CASE("a POST without a body carries a key as every other does (D1, X2)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, R"({"id":"ci_1"})"));
    REQUIRE(bench.run(bench.client->cash_ins().refresh(oms::cash_in_id{"ci_1"})).has_value());

    const oms::http_request& sent = bench.wire->requests.at(0);
    CHECK(sent.method == oms::http_method::post);
    CHECK(sent.body.empty());
    CHECK(sent.headers.find("Idempotency-Key").value_or("").size() == 36);
}

TEST_CASE("each status of a keyed call has its number of attempts, its error and its delivery (C10, D7, D18)")
{
    struct row {
        int status;
        const char* code;
        int attempts;
        errc error;
        oms::delivery delivered;
    };
    const row rows[] = {
        {301, "", 1, errc::unexpected_redirect, delivery::maybe_applied},
        {307, "", 1, errc::unexpected_redirect, delivery::maybe_applied},
        {400, "invalid_field", 1, errc::invalid_request, delivery::refused},
        {403, "forbidden", 1, errc::forbidden, delivery::refused},
        {404, "not_found", 1, errc::not_found, delivery::refused},
        {405, "", 1, errc::unexpected_status, delivery::refused},
        {408, "", 3, errc::unexpected_status, delivery::maybe_applied},
        {409, "idempotency_conflict", 1, errc::idempotency_conflict, delivery::refused},
        {409, "something_else", 1, errc::idempotency_conflict, delivery::refused},
        {409, "idempotency_in_progress", 3, errc::idempotency_in_progress, delivery::maybe_applied},
        {413, "", 1, errc::unexpected_status, delivery::refused},
        {422, "insufficient_funds", 1, errc::unprocessable, delivery::refused},
        {425, "", 1, errc::unexpected_status, delivery::refused},
        {429, "rate_limited", 3, errc::rate_limited, delivery::refused},
        {500, "internal_error", 3, errc::server_error, delivery::maybe_applied},
        {501, "", 1, errc::server_error, delivery::maybe_applied},
        {502, "", 3, errc::unavailable, delivery::maybe_applied},
        {503, "unavailable", 3, errc::unavailable, delivery::maybe_applied},
        {504, "", 3, errc::unavailable, delivery::maybe_applied},
        {505, "", 1, errc::server_error, delivery::maybe_applied},
    };
    for (const row& r : rows) {
        CAPTURE(r.status, r.code);
        pipeline_bench bench;
        for (int i = 0; i < r.attempts; ++i)
            bench.wire->then(scripted_step::answer(r.status, error_body(r.code)).header("X-Request-Id", "req_header"));
        const result<oms::customer> made = bench.run(bench.client->customers().create(oms::new_customer()));
        REQUIRE_FALSE(made.has_value());
        const oms::error& failure = made.error();
        CHECK(failure.code() == r.error);
        CHECK(failure.http_status() == r.status);
        CHECK(failure.attempts() == r.attempts);
        CHECK(failure.delivery() == r.delivered);
        CHECK(failure.method() == "POST");
        CHECK(failure.path_template() == "/customers");
        CHECK(failure.request_id() == "req_body");
        CHECK(failure.idempotency_key() == bench.wire->requests.at(0).headers.find("Idempotency-Key").value_or(""));
        CHECK(failure.document() == error_body(r.code));
        CHECK(static_cast<int>(bench.wire->requests.size()) == r.attempts);
    }
}

TEST_CASE("each phase at which a keyed call breaks off has its number of attempts and its delivery (C10, D18, X3, X8)")
{
    struct row {
        errc why;
        exchange_phase phase;
        int attempts;
        oms::delivery delivered;
    };
    const row rows[] = {
        {errc::connect_failed, exchange_phase::not_connected, 3, delivery::not_sent},
        {errc::connect_timeout, exchange_phase::not_connected, 3, delivery::not_sent},
        {errc::tls_failed, exchange_phase::not_connected, 1, delivery::not_sent},
        {errc::pool_full, exchange_phase::not_connected, 1, delivery::not_sent},
        {errc::connection_lost, exchange_phase::nothing_written, 3, delivery::not_sent},
        {errc::connection_lost, exchange_phase::partly_written, 3, delivery::maybe_applied},
        {errc::write_timeout, exchange_phase::partly_written, 3, delivery::maybe_applied},
        {errc::connection_lost, exchange_phase::fully_written, 3, delivery::maybe_applied},
        {errc::first_byte_timeout, exchange_phase::fully_written, 3, delivery::maybe_applied},
        {errc::read_timeout, exchange_phase::response_begun, 3, delivery::maybe_applied},
        {errc::protocol_error, exchange_phase::response_begun, 3, delivery::maybe_applied},
        {errc::body_too_large, exchange_phase::response_begun, 1, delivery::maybe_applied},
    };
    for (const row& r : rows) {
        CAPTURE(oms::make_error_code(r.why).message(), to_string(r.phase));
        pipeline_bench bench;
        for (int i = 0; i < r.attempts; ++i)
            bench.wire->then(scripted_step::failure(r.why, r.phase).cause(boost::asio::error::connection_reset));
        const result<oms::customer> made = bench.run(bench.client->customers().create(oms::new_customer()));
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().code() == r.why);
        CHECK(made.error().attempts() == r.attempts);
        CHECK(made.error().delivery() == r.delivered);
        CHECK(made.error().cause() == boost::asio::error::connection_reset);
        CHECK_FALSE(made.error().idempotency_key().empty());
    }
}

TEST_CASE("F01 a host name that does not exist is not tried again")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::failure(errc::dns_failed, exchange_phase::not_connected)
                         .cause(boost::asio::error::host_not_found));
    const auto got = bench.run(bench.client->customers().get(oms::customer_id{"cst_1"}));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::dns_failed);
    CHECK(bench.wire->requests.size() == 1);
}

TEST_CASE("F15 a stale pooled connection is replaced without an attempt and without waiting (E2)")
{
    pipeline_bench bench;
    bench.config.retry.attempts(1);
    bench.renew_client();
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto call = bench.start(bench.client->customers().create(oms::new_customer()));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.wire->requests.size() == 2);
}

TEST_CASE("PATCH is repeated after a failed connection, 429 and 503 only (D8, X15)")
{
    const auto update = [](pipeline_bench& bench) {
        return bench.run(
            bench.client->customers().update(oms::customer_id{"cst_1"}, oms::customer_update().first_name("Al")));
    };
    for (const int status : {429, 503}) {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(status, ""));
        bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
        bench.wire->then(scripted_step::answer(200, customer_body));
        CHECK(update(bench).has_value());
    }
    for (const int status : {408, 500, 502, 504}) {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(status, ""));
        const auto updated = update(bench);
        REQUIRE_FALSE(updated.has_value());
        CHECK(updated.error().delivery() == delivery::maybe_applied);
    }
    pipeline_bench bench;
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    const auto updated = update(bench);
    REQUIRE_FALSE(updated.has_value());
    CHECK(updated.error().attempts() == 1);
    CHECK(updated.error().delivery() == delivery::maybe_applied);
}

TEST_CASE("a DELETE whose first answer was lost is done when the second one is 404")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(404, error_body("not_found")));
    CHECK(bench.run(bench.client->webhooks().remove(oms::webhook_id{"whk_1"})).has_value());

    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(404, error_body("not_found")));
    const auto left = bench.run(bench.client->customers().remove(oms::customer_id{"cst_1"}));
    REQUIRE(left.has_value());
    CHECK(left->id == oms::customer_id{"cst_1"});

    bench.wire->then(scripted_step::answer(404, error_body("not_found")));
    const auto never_there = bench.run(bench.client->webhooks().remove(oms::webhook_id{"whk_1"}));
    REQUIRE_FALSE(never_there.has_value());
    CHECK(never_there.error().code() == errc::not_found);
    CHECK(never_there.error().delivery() == delivery::refused);
}

TEST_CASE("a DELETE takes 204 and any body of a 2xx")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(204, ""));
    CHECK(bench.run(bench.client->webhooks().remove(oms::webhook_id{"whk_1"})).has_value());
    bench.wire->then(scripted_step::answer(200, "<p>gone</p>").header("Content-Type", "text/html"));
    CHECK(bench.run(bench.client->webhooks().remove(oms::webhook_id{"whk_1"})).has_value());
}

TEST_CASE("F41 a call waits as long as Retry-After asks before it sends again (D11, H4)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(429, "").header("Retry-After", "7"));
    bench.wire->then(scripted_step::answer(200, customer_body));
    const auto before = bench.clock->now();
    REQUIRE(bench.run(bench.client->customers().get(oms::customer_id{"cst_1"})).has_value());
    CHECK(bench.clock->now() - before >= 7s);
    CHECK(bench.clock->now() - before <= 7250ms);
}

TEST_CASE(
    "F44 F111 a Retry-After beyond the deadline ends the call at once with the answer and the hint (D11, D17, X14)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, "").header("Retry-After", "1000000000000000000"));
    const auto call =
        bench.start(bench.client->customers().create(oms::new_customer(), oms::call_options().timeout(5s)));
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    const oms::error& failure = call->outcome->error();
    CHECK(failure.code() == errc::unavailable);
    CHECK(failure.http_status() == 503);
    CHECK(failure.retry_after() == 60s);
}

TEST_CASE("a deadline that passes while the answer is awaited is deadline_exceeded and leaves the call in doubt")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
    const auto before = bench.clock->now();
    const auto made =
        bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().timeout(20s)));
    REQUIRE_FALSE(made.has_value());
    CHECK(bench.clock->now() - before == 20s);
    CHECK(made.error().code() == errc::deadline_exceeded);
    CHECK(made.error().delivery() == delivery::maybe_applied);
    CHECK(made.error().attempts() == 2);
    CHECK_THAT(made.error().what(), ContainsSubstring(oms::make_error_code(errc::unavailable).message()));
}

TEST_CASE("a call without any time is not sent")
{
    pipeline_bench bench;
    const auto call =
        bench.start(bench.client->customers().create(oms::new_customer(), oms::call_options().timeout(0ms)));
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    CHECK(call->outcome->error().code() == errc::deadline_exceeded);
    CHECK(call->outcome->error().delivery() == delivery::not_sent);
    CHECK(bench.wire->requests.empty());
}

TEST_CASE("the longest possible timeout is no deadline rather than one in the past")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body));
    const auto forever = oms::call_options().timeout(std::chrono::milliseconds::max());
    CHECK(bench.run(bench.client->customers().get(oms::customer_id{"cst_1"}, forever)).has_value());
}

TEST_CASE("a client whose retry budget is spent makes first attempts only (D13)")
{
    pipeline_bench bench;
    for (int i = 0; i < 200; ++i) {
        for (int j = 0; j < 3; ++j)
            bench.wire->then(scripted_step::answer(503, ""));
    }
    for (int i = 0; i < 150; ++i)
        REQUIRE_FALSE(bench.run(bench.client->customers().get(oms::customer_id{"cst_1"})).has_value());
    CHECK(bench.wire->requests.size() == 150 + 100);
}
