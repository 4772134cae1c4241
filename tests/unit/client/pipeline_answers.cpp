#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <string>

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

} // namespace

TEST_CASE("F36 a redirect is never followed, and of its Location only the origin is shown (E8, X21)")
{
    pipeline_bench bench;
    bench.wire->then(
        scripted_step::answer(302, "").header("Location", "http://evil.example/v0.9/customers/cst_1?token=abc#x"));
    const auto got = bench.run(bench.client->customers().get(some_customer));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::unexpected_redirect);
    CHECK(got.error().cause_text() == "Location: http://evil.example");
    CHECK_THAT(got.error().what(), ContainsSubstring("cause Location: http://evil.example;"));
    CHECK(bench.wire->requests.size() == 1);
}

TEST_CASE("F36 a Location that is relative, or whose origin is not plain, is not shown at all")
{
    for (const char* location : {"/customers/alice@example.com", "//evil.example/x", "https://alice:pw@evil.example/",
                                 "https://sk_live_abc/", "ftp://evil.example/", "https:///x", ""}) {
        CAPTURE(location);
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(307, "").header("Location", location));
        const auto got = bench.run(bench.client->customers().get(some_customer));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::unexpected_redirect);
        CHECK(got.error().cause_text().empty());
        CHECK_THAT(got.error().what(), !ContainsSubstring("cause"));
    }
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(307, "").header("Location", "https://[2001:db8::1]:8443?token=abc"));
    CHECK(bench.run(bench.client->customers().get(some_customer)).error().cause_text() ==
          "Location: https://[2001:db8::1]:8443");
}

TEST_CASE("an answer that calls itself JSON and is a page, or empty, is told as not JSON")
{
    for (const char* body : {"<html>alice@example.com</html>", ""}) {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(200, body).header("Content-Type", "application/json"));
        const auto got = bench.run(bench.client->customers().get(some_customer));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::decode_failed);
        CHECK_THAT(got.error().what(),
                   ContainsSubstring("not JSON: no value (at byte 0)") && !ContainsSubstring("alice"));
    }
}

TEST_CASE("F37 a 200 that is not JSON is unexpected content, applied, and not in the text")
{
    pipeline_bench bench;
    bench.wire->then(
        scripted_step::answer(200, "<html>log in to the hotel</html>").header("Content-Type", "text/html"));
    const auto made = bench.run(bench.client->customers().create(oms::new_customer()));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code() == errc::unexpected_content);
    CHECK(made.error().delivery() == delivery::applied);
    CHECK(made.error().document() == "<html>log in to the hotel</html>");
    CHECK_THAT(made.error().what(), !ContainsSubstring("hotel"));
    CHECK(bench.wire->requests.size() == 1);
}

TEST_CASE("F40 an answer with a content encoding that nobody asked for is unexpected content (E15)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body).header("Content-Encoding", "gzip"));
    const auto got = bench.run(bench.client->customers().get(some_customer));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::unexpected_content);
}

TEST_CASE("JSON is read with a charset, as a +json type, and without any content type")
{
    pipeline_bench bench;
    bench.wire->then(
        scripted_step::answer(200, customer_body).header("Content-Type", "Application/JSON ; charset=utf-8"));
    bench.wire->then(scripted_step::answer(200, customer_body).header("Content-Type", "application/hal+json"));
    bench.wire->then(scripted_step::answer(200, customer_body).header("Content-Type", ""));
    for (int i = 0; i < 3; ++i)
        CHECK(bench.run(bench.client->customers().get(some_customer)).has_value());
}

TEST_CASE("F38 a 5xx with HTML or without a body keeps its status and is retried")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(502, "<html>bad gateway</html>").header("Content-Type", "text/html"));
    bench.wire->then(scripted_step::answer(500, ""));
    bench.wire->then(scripted_step::answer(200, customer_body));
    CHECK(bench.run(bench.client->customers().get(some_customer)).has_value());

    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::answer(503, "<html>busy</html>").header("Content-Type", "text/html"));
    const auto got = bench.run(bench.client->customers().get(some_customer));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().http_status() == 503);
    CHECK(got.error().server_code() == oms::server_code::unavailable);
}

TEST_CASE("F65 a 2xx that cannot be decoded is applied and carries key, request id and document")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(201, R"({"id":"cst_1","status":)").header("X-Request-Id", "req_7"));
    const auto options = oms::call_options().idempotency_key("order-789");
    const auto made = bench.run(bench.client->customers().create(oms::new_customer(), options));
    REQUIRE_FALSE(made.has_value());
    const oms::error& failure = made.error();
    CHECK(failure.code() == errc::decode_failed);
    CHECK(failure.delivery() == delivery::applied);
    CHECK(failure.idempotency_key() == "order-789");
    CHECK(failure.request_id() == "req_7");
    CHECK(failure.http_status() == 201);
    CHECK(failure.attempts() == 1);
    CHECK(failure.path_template() == "/customers");
    CHECK(failure.document() == R"({"id":"cst_1","status":)");
}

TEST_CASE("a 204 where a document is due is a decoding error of an applied call")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(204, ""));
    const auto made = bench.run(bench.client->customers().create(oms::new_customer()));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code() == errc::decode_failed);
    CHECK(made.error().delivery() == delivery::applied);
}

TEST_CASE("the request id is taken from any of its three headers when the body has none")
{
    for (const char* const name : {"X-Request-Id", "Request-Id", "X-Correlation-Id"}) {
        CAPTURE(name);
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(404, "").header(name, "req_42"));
        const auto got = bench.run(bench.client->customers().get(some_customer));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().request_id() == "req_42");
    }
}

TEST_CASE("I12 the text of an error names method, path template, attempts, delivery, key and request id")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(422, R"({"code":"insufficient_funds","message":"Alice has 3.50 only",
        "type":"unprocessable","details":[{"field":"source.amount","message":"3.50 < 25"}],"requestId":"req_9"})"));
    const auto options = oms::call_options().idempotency_key("order-789");
    const auto made = bench.run(bench.client->quotes().create(small_order(), options));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().server_code() == oms::server_code::insufficient_funds);
    CHECK(made.error().server_message() == "Alice has 3.50 only");
    const std::string text = made.error().what();
    for (const char* const part :
         {"POST", "/quotes", "1", "refused", "order-789", "req_9", "insufficient_funds", "422", "source.amount"}) {
        CHECK_THAT(text, ContainsSubstring(part));
    }
    CHECK_THAT(text, !ContainsSubstring("Alice") && !ContainsSubstring("3.50"));
}

TEST_CASE("I6 no error text holds a token or the API secret")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(401, ""));
    bench.wire->then(scripted_step::answer(401, R"({"message":"token-2 is bad, secret hunter2"})"));
    const auto got = bench.run(bench.client->customers().get(some_customer));
    REQUIRE_FALSE(got.has_value());
    CHECK_THAT(got.error().what(), !ContainsSubstring("token-") && !ContainsSubstring("hunter2"));
}

TEST_CASE("an answer of another kind than the call promises is unexpected_kind, applied, with its document")
{
    pipeline_bench bench;
    const std::string other = R"({"id":"qt_1","type":"cryptoToFiat","status":"open"})";
    bench.wire->then(scripted_step::answer(201, other).header("X-Request-Id", "req_3"));
    const auto made = bench.run(bench.client->quotes().create(small_order()));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code() == errc::unexpected_kind);
    CHECK(made.error().delivery() == delivery::applied);
    CHECK(made.error().document() == other);
    CHECK(made.error().request_id() == "req_3");

    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"brandNew","status":"processing"})"));
    const auto read = bench.run(bench.client->transactions().get<oms::crypto_to_crypto>(oms::transaction_id{"txn_1"}));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code() == errc::unexpected_kind);
    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"brandNew","status":"processing"})"));
    const auto any = bench.run(bench.client->transactions().get(oms::transaction_id{"txn_1"}));
    CHECK(any.has_value());
}

TEST_CASE("what is wrong with the arguments comes out of the call before anything is sent")
{
    pipeline_bench bench;
    const auto got = bench.run(bench.client->customers().get(oms::customer_id()));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::invalid_argument);
    REQUIRE(got.error().details().size() == 1);
    CHECK(got.error().details()[0].field == "customerId");
    CHECK(got.error().delivery() == delivery::not_sent);
    CHECK(got.error().path_template() == "/customers/{customerId}");
    CHECK(bench.wire->requests.empty());
    CHECK(bench.wire->token_requests.empty());
}

TEST_CASE("lists and balances write their filters as the contract's examples do")
{
    pipeline_bench bench;
    const std::string page = R"({"data":[],"hasMore":false,"nextCursor":null})";
    for (int i = 0; i < 4; ++i)
        bench.wire->then(scripted_step::answer(200, page));
    const auto ask = [&](auto pages) {
        CHECK(bench.run(pages.next()).has_value());
    };
    ask(bench.client->transactions().list(
        oms::transaction_filter().limit(2).created_after(oms::timestamp("2026-06-14T14:30:00Z"))));
    ask(bench.client->customers().list(oms::customer_filter().status(oms::customer_status::active).limit(2)));
    ask(bench.client->customers().transactions(some_customer, oms::customer_transaction_filter().limit(50)));
    ask(bench.client->wallets().list(some_customer));
    bench.wire->then(scripted_step::answer(200, R"({"data":[],"hasMore":false})"));
    CHECK(bench.run(bench.client->cash_locations().find(oms::cash_location_query("greendot", 38.495133, -121.505336)))
              .has_value());
    bench.wire->then(scripted_step::answer(200, R"({"customerId":"cst_1","estimatedBalance":"1.00"})"));
    CHECK(bench.run(bench.client->customers().balance(some_customer, "EUR")).has_value());

    const auto& sent = bench.wire->requests;
    CHECK(sent.at(0).target == "/v0.9/transactions?limit=2&createdAfter=2026-06-14T14%3A30%3A00Z");
    CHECK(sent.at(1).target == "/v0.9/customers?status=active&limit=2");
    CHECK(sent.at(2).target == "/v0.9/customers/cst_1/transactions?limit=50");
    CHECK(sent.at(3).target == "/v0.9/customers/cst_1/wallets");
    CHECK(sent.at(4).target == "/v0.9/cash-locations?provider=greendot&latitude=38.495133&longitude=-121.505336");
    CHECK(sent.at(5).target == "/v0.9/customers/cst_1/balance?estimatedBalanceCurrencyCode=EUR");
}
