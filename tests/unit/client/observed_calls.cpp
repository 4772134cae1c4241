// What an observer is told of the calls of a client, over a transport that is not the client's own.
#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/told_calls.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/client_metrics.hpp>

#include <boost/asio/detached.hpp>

#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;
using lines = std::vector<std::string>;

/// A client that an observer looks at.
class watched_bench : public pipeline_bench {
public:
    watched_bench()
    {
        config.observer = told;
        renew_client();
    }

    /// The client has its token, and what was told of that is forgotten.
    void warm_up()
    {
        wire->then(scripted_step::answer(200, customer_body));
        REQUIRE(run(client->customers().get(some_customer)).has_value());
        told->take();
    }

    auto read() { return client->customers().get(some_customer); }
    auto create() { return client->customers().create(oms::new_customer()); }

    const std::shared_ptr<test::told_calls> told = std::make_shared<test::told_calls>();
};

std::string field(const oms::http_request& of, std::string_view name)
{
    return std::string(of.headers.find(name).value_or("none"));
}

} // namespace

TEST_CASE("An observer is told of a call from its start to its end, with what the call is (F5)")
{
    watched_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body).header("X-Request-Id", "req_1"));
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.told->take() == lines{"call GET /customers/{customerId}", "exchange", "token", "attempt 1 of 0",
                                      "response 1 200 req_1", "end after 1 200 req_1"});
    CHECK(bench.told->last_server == "https api.example.com 443");
    CHECK(bench.told->last_key.empty());
    CHECK(bench.told->last_at_most == 60s);
    CHECK(bench.told->last_delivery == delivery::applied);

    bench.wire->then(scripted_step::answer(201, customer_body));
    REQUIRE(
        bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().timeout(5s))).has_value());
    CHECK(bench.told->take() ==
          lines{"call POST /customers", "token", "attempt 1 of 21", "response 1 201", "end after 1 201"});
    CHECK(bench.told->last_at_most == 5s);
    CHECK(bench.told->last_key == field(bench.wire->requests.back(), "Idempotency-Key"));
    CHECK(bench.told->numbers == std::vector<std::uint64_t>{1, 2});
    CHECK(bench.told->left == 2);
}

TEST_CASE("An observer is told how long a call waited for its token, and the exchange took (F5)")
{
    watched_bench bench;
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("slow")).hanging(exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(200, customer_body));
    const auto call = bench.start(bench.read());
    bench.clock->advance(70ms);
    bench.wire->release();
    REQUIRE(bench.finish(call).has_value());
    CHECK(bench.told->last_exchange == 70ms);
    CHECK(bench.told->last_token_wait == 70ms);
    CHECK(bench.told->last_took == 70ms);
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.told->last_token_wait == 0ms);
}

TEST_CASE("An observer sees each attempt of a retried call, why it failed, and the pause before the next (F3, F5)")
{
    watched_bench bench;
    bench.warm_up();
    bench.wire->then(scripted_step::answer(503, "{}").header("Retry-After", "2").header("X-Request-Id", "req_1"));
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(201, customer_body).header("X-Request-Id", "req_3"));
    const auto call = bench.start(bench.create());
    CHECK(bench.told->last_pause >= 2s);
    REQUIRE(bench.finish(call).has_value());
    CHECK(bench.told->take() == lines{"call POST /customers", "token", "attempt 1 of 21",
                                      "response 1 503 req_1: the service is unavailable",
                                      "retry after 1: the service is unavailable", "token", "attempt 2 of 21",
                                      "response 2: the connection ended before the answer was complete",
                                      "retry after 2: the connection ended before the answer was complete", "token",
                                      "attempt 3 of 21", "response 3 201 req_3", "end after 3 201 req_3"});
}

TEST_CASE("A stale connection that is replaced at once is no attempt of its own to an observer (F5)")
{
    watched_bench bench;
    bench.warm_up();
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true));
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.told->take() ==
          lines{"call GET /customers/{customerId}", "token", "attempt 1 of 0", "response 1 200", "end after 1 200"});
}

TEST_CASE("An observer is told when the token is renewed after a 401 (F5)")
{
    watched_bench bench;
    bench.warm_up();
    bench.wire->then(scripted_step::answer(401));
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.told->take() == lines{"call GET /customers/{customerId}", "token", "attempt 1 of 0",
                                      "response 1 401: the service did not accept the access token",
                                      "retry after 1: the service did not accept the access token", "exchange",
                                      "token renewed", "attempt 2 of 0", "response 2 200", "end after 2 200"});

    bench.wire->then_token(scripted_step::answer(401));
    bench.wire->then(scripted_step::answer(401));
    CHECK_FALSE(bench.run(bench.read()).has_value());
    const lines refused = bench.told->take();
    CHECK(refused.at(5) == "exchange: the service did not accept the API key and secret");
    CHECK(refused.back() == "end after 1 401: the service did not accept the API key and secret");
}

TEST_CASE("An observer is told once of the end of a call, whatever ended it (F5)")
{
    watched_bench bench;
    bench.warm_up();
    const std::string began = "call GET /customers/{customerId}";

    SECTION("cancelled in flight")
    {
        bench.wire->then(scripted_step::answer(200, customer_body).hanging(exchange_phase::fully_written));
        const auto call = bench.start(bench.read());
        call->cancel.emit(asio::cancellation_type::terminal);
        bench.settle();
        CHECK(bench.told->take() == lines{began, "token", "attempt 1 of 0", "response 1: the call was cancelled",
                                          "end after 1: the call was cancelled (by the caller)"});
    }
    SECTION("its deadline comes before its answer")
    {
        bench.wire->then(scripted_step::answer(200, customer_body).hanging(exchange_phase::not_connected));
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.told->take() == lines{began, "token", "attempt 1 of 0", "response 1: the time for the call is over",
                                          "end after 1: the time for the call is over"});
        CHECK(bench.told->last_took == 60s);
    }
    SECTION("its arguments are refused")
    {
        CHECK_FALSE(bench.run(bench.client->raw().get("/../admin")).has_value());
        CHECK(bench.told->take() == lines{"call GET ", "end after 0: invalid argument"});
        CHECK(bench.told->last_delivery == delivery::not_sent);
    }
    SECTION("its answer cannot be read")
    {
        bench.wire->then(scripted_step::answer(200, "{"));
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.told->take() == lines{began, "token", "attempt 1 of 0", "response 1 200",
                                          "end after 1 200: the document cannot be read"});
    }
    SECTION("its answer is of another content type")
    {
        bench.wire->then(scripted_step::answer(200, "<p>").header("Content-Type", "text/html"));
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.told->take().back() == "end after 1 200: unexpected content type or encoding");
    }
    SECTION("its answer is of another kind")
    {
        bench.wire->then(scripted_step::answer(200, quote_body));
        CHECK_FALSE(bench.run(bench.client->quotes().get<oms::fiat_to_crypto>(oms::quote_id("qt_1"))).has_value());
        CHECK(bench.told->take().back() == "end after 1 200: the answer is of another kind of movement than expected");
    }
    SECTION("the service refuses it")
    {
        bench.wire->then(scripted_step::answer(422, R"({"error":{"requestId":"req_9","message":"no"}})"));
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.told->take() == lines{began, "token", "attempt 1 of 0",
                                          "response 1 422 req_9: the service cannot process the request",
                                          "end after 1 422 req_9: the service cannot process the request"});
    }
    SECTION("its transport throws")
    {
        bench.wire->otherwise(
            [](const oms::http_request&) -> scripted_step { throw std::runtime_error("a transport of one's own"); });
        asio::co_spawn(bench.io, bench.create(),
                       [](const std::exception_ptr& thrown, const oms::customer&) { CHECK(thrown); });
        bench.settle();
        CHECK(bench.told->take() == lines{"call POST /customers", "token", "attempt 1 of 21",
                                          "response 1: not available", "end after 1: not available"});
        CHECK(bench.told->last_delivery == delivery::maybe_applied);
    }
    SECTION("its transport throws after an answer that was retried")
    {
        bench.wire->then(scripted_step::answer(503, "{}").header("X-Request-Id", "req_1"));
        bench.wire->otherwise(
            [](const oms::http_request&) -> scripted_step { throw std::runtime_error("a transport of one's own"); });
        std::exception_ptr ended;
        asio::co_spawn(bench.io, bench.create(),
                       [&](const std::exception_ptr& thrown, const oms::customer&) { ended = thrown; });
        bench.settle();
        while (!ended && bench.clock->advance_to_next())
            bench.settle();
        REQUIRE(ended);
        const lines told = bench.told->take();
        REQUIRE(told.size() == 9);
        CHECK(told.at(6) == "attempt 2 of 21");
        CHECK(told.at(7) == "response 2: not available");
        CHECK(told.at(8) == "end after 2: not available");
        CHECK(bench.told->last_delivery == delivery::maybe_applied);
    }
    SECTION("the client is closed")
    {
        bench.client->close();
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.told->take() == lines{began, "end after 0: the client is closed"});
    }
    CHECK(bench.told->ended == bench.told->begun);
    CHECK(bench.told->left == bench.told->begun);
}

TEST_CASE("A transport's own oms::error once it has the request leaves the call in doubt, its key taken (F5)")
{
    watched_bench bench;
    if (GENERATE(false, true)) {
        bench.config.observer.reset(); // the call goes the same way when nobody looks
        bench.renew_client();
    }
    const oms::idempotency_key key("order-7");
    bench.wire->otherwise([](const oms::http_request&) -> scripted_step { throw oms::error(errc::tls_failed); });
    const auto failed =
        bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().idempotency_key(key)));
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code() == errc::tls_failed);
    CHECK(failed.error().delivery() == delivery::maybe_applied);
    CHECK(failed.error().attempts() == 1);
    CHECK(failed.error().idempotency_key() == key.view());
    CHECK(failed.error().path_template() == "/customers");
    CHECK(bench.wire->requests.size() == 1);
    if (bench.config.observer) {
        CHECK(bench.told->last_delivery == delivery::maybe_applied);
        CHECK(bench.told->take().back().starts_with("end after 1: "));
    }

    // The same request may be sent again under that key, another one may not.
    bench.wire->otherwise([](const oms::http_request&) { return scripted_step::answer(201, customer_body); });
    oms::new_customer other;
    other.external_id("another");
    const auto refused = bench.run(bench.client->customers().create(other, oms::call_options().idempotency_key(key)));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == errc::idempotency_conflict);
    CHECK(bench.wire->requests.size() == 1);
    CHECK(bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().idempotency_key(key)))
              .has_value());
}

TEST_CASE("An observer is told of calls that the client itself holds back (F5)")
{
    watched_bench bench;
    bench.config.breaker.enabled = true;
    bench.config.breaker.failure_percent = 1;
    bench.config.breaker.least_attempts = 1;
    bench.config.retry.attempts(1);
    bench.renew_client();
    bench.warm_up();
    SECTION("for its circuit breaker")
    {
        bench.wire->then(scripted_step::answer(500));
        CHECK_FALSE(bench.run(bench.read()).has_value());
        bench.told->take();
        CHECK_FALSE(bench.run(bench.read()).has_value());
        CHECK(bench.told->take() ==
              lines{"call GET /customers/{customerId}", "end after 0: the circuit breaker holds requests back"});
    }
    SECTION("for its rate limit")
    {
        bench.config.rate_limit.per_second = 1;
        bench.config.rate_limit.burst = 1;
        bench.renew_client();
        bench.warm_up();
        CHECK_FALSE(
            bench.run(bench.client->customers().get(some_customer, oms::call_options().timeout(500ms))).has_value());
        CHECK(bench.told->take() == lines{"call GET /customers/{customerId}",
                                          "end after 0: the rate limit allows the request only after the deadline"});
    }
}

TEST_CASE("Raw calls, deletions, pages and the reads of a wait are calls to an observer (F5)")
{
    watched_bench bench;
    bench.warm_up();
    bench.wire->then(scripted_step::answer(200, "whatever"));
    REQUIRE(bench.run(bench.client->raw().get("/networks/n%2Fa?limit=2")).has_value());
    CHECK(bench.told->take() ==
          lines{"call GET /networks/...", "token", "attempt 1 of 0", "response 1 200", "end after 1 200"});

    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->raw().get("/customers/cst_1?expand=email")).has_value());
    CHECK(bench.told->take().front() == "call GET /customers/cst_1");

    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(404));
    REQUIRE(bench.run(bench.client->customers().remove(some_customer)).has_value());
    const lines removed = bench.told->take();
    CHECK(removed.front() == "call DELETE /customers/{customerId}");
    CHECK(removed.at(removed.size() - 2) == "response 2 404");
    CHECK(removed.back() == "end after 2 404");

    const std::string of_list = R"(,"data":[{"id":"cst_1"}]})";
    bench.wire->then(scripted_step::answer(200, R"({"hasMore":true,"nextCursor":"cst_1")" + of_list));
    bench.wire->then(scripted_step::answer(200, R"({"hasMore":false)" + of_list));
    auto pages = bench.client->customers().list();
    REQUIRE(bench.run(pages.collect(10)).has_value());
    CHECK(bench.told->take() == lines{"call GET /customers", "token", "attempt 1 of 0", "response 1 200",
                                      "end after 1 200", "call GET /customers", "token", "attempt 1 of 0",
                                      "response 1 200", "end after 1 200"});

    bench.wire->then(scripted_step::answer(200, R"({"id":"ci_1","status":"pending"})"));
    bench.wire->then(scripted_step::answer(200, R"({"id":"ci_1","status":"completed"})"));
    REQUIRE(bench.run(bench.client->cash_ins().wait(oms::cash_in_id("ci_1"), 60s)).has_value());
    const lines waited = bench.told->take();
    CHECK(waited.size() == 10);
    CHECK(waited.at(0) == "call GET /cash-ins/{cashInId}");
    CHECK(waited.at(5) == waited.at(0));
}

TEST_CASE("An observer adds header fields to an attempt, of four names and of nothing that breaks a head (F3, F6)")
{
    watched_bench bench;
    bench.warm_up();
    bench.told->at_attempt = [](int attempt, oms::header_sink& fields) {
        if (attempt == 1) {
            CHECK(fields.add("baggage", "a=1"));
            CHECK(fields.add("traceparent", "00-1-1-00"));
            CHECK(fields.add("TraceParent", "00-1-1-01"));
            CHECK(fields.add("tracestate", std::string(8192, 'x')));
            CHECK_FALSE(fields.add("tracestate", std::string(8193, 'x')));
        } else {
            CHECK(fields.add("X-Correlation-Id", "order 7"));
        }
        CHECK_FALSE(fields.add("Authorization", "Bearer mine"));
        CHECK_FALSE(fields.add("X-Other", "1"));
        CHECK_FALSE(fields.add("", "1"));
        CHECK_FALSE(fields.add("tracestate", ""));
        for (const char* const broken : {"a\r\nX-Evil: 1", "a\n", "\x7f", "\xc3\xa9", " a", "a\t"})
            CHECK_FALSE(fields.add("traceparent", broken));
    };
    bench.wire->then(scripted_step::answer(503));
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    const oms::http_request& first = bench.wire->requests.at(1);
    CHECK(field(first, "traceparent") == "00-1-1-01");
    CHECK(first.headers.find_all("traceparent").size() == 1);
    CHECK(field(first, "tracestate").size() == 8192);
    CHECK(field(first, "baggage") == "a=1");
    CHECK(field(first, "x-correlation-id") == "none");
    CHECK(field(first, "Authorization") == "Bearer token-1");
    const oms::http_request& second = bench.wire->requests.at(2);
    CHECK(field(second, "x-correlation-id") == "order 7");
    for (const char* const gone : {"traceparent", "tracestate", "baggage", "X-Other"})
        CHECK(field(second, gone) == "none");
    CHECK(field(second, "Authorization") == "Bearer token-1");
}

TEST_CASE("The User-Agent names the application before the library, to the token endpoint too (F7)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->customers().get(some_customer)).has_value());
    const std::string plain = field(bench.wire->requests.at(0), "User-Agent");
    CHECK(plain.starts_with("oms-cpp/"));
    CHECK(field(bench.wire->token_requests.at(0), "User-Agent") == plain);

    bench.config.application = oms::application_info("shop", "1.4", "https://shop.example/about");
    bench.config.validate();
    bench.renew_client();
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->customers().get(some_customer)).has_value());
    CHECK(field(bench.wire->requests.at(0), "User-Agent") == "shop/1.4 (https://shop.example/about) " + plain);
    CHECK(field(bench.wire->token_requests.at(0), "User-Agent") == "shop/1.4 (https://shop.example/about) " + plain);
}

TEST_CASE("An application whose name or version is no product token is refused with the configuration (F7)")
{
    const auto refuses = [](const oms::application_info& application) {
        pipeline_bench bench;
        bench.config.application = application;
        try {
            bench.config.validate();
            return false;
        } catch (const oms::error& why) {
            return why.code() == errc::invalid_config;
        }
    };
    using application = oms::application_info;
    CHECK_FALSE(refuses(application("shop")));
    CHECK_FALSE(refuses(application("shop", "1.4-rc+2")));
    CHECK(refuses(application("a shop")));
    CHECK(refuses(application("shop/1")));
    CHECK(refuses(application("shop", "1.4 beta")));
    CHECK(refuses(application("shop", "1\r\nX: 1")));
    CHECK(refuses(application("", "1.4")));
    CHECK(refuses(application("", "", "https://shop.example")));
    CHECK(refuses(application("shop", "1", "https://shop.example/(a)")));
    CHECK(refuses(application("shop", "1", "https://shop.example/\n")));
    CHECK(refuses(application(std::string(1025, 's'))));
}

TEST_CASE("An observer is told that what was called is deprecated or has a sunset, and the call succeeds (F9)")
{
    watched_bench bench;
    bench.warm_up();
    bench.wire->then(scripted_step::answer(200, customer_body)
                         .header("Deprecation", "@1767225600")
                         .header("sunset", "Wed, 30 Dec 2026 23:59:59 GMT"));
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.told->take() == lines{"call GET /customers/{customerId}", "token", "attempt 1 of 0", "response 1 200",
                                      "drift /customers/{customerId} Deprecation: @1767225600",
                                      "drift /customers/{customerId} Sunset: Wed, 30 Dec 2026 23:59:59 GMT",
                                      "end after 1 200"});
}

TEST_CASE("An observer that follows no call still hears of drift and of token exchanges (F9)")
{
    class drift_only final : public oms::observer {
    public:
        void on_drift(const oms::version_drift&) noexcept override { ++drifts; }
        void on_token_exchange(const oms::token_exchange&) noexcept override { ++exchanges; }
        int drifts = 0;
        int exchanges = 0;
    };
    pipeline_bench bench;
    const auto told = std::make_shared<drift_only>();
    bench.config.observer = told;
    bench.renew_client();
    bench.wire->then(scripted_step::answer(200, customer_body).header("Deprecation", "@1767225600"));
    REQUIRE(bench.run(bench.client->customers().get(some_customer)).has_value());
    CHECK(told->drifts == 1);
    CHECK(told->exchanges == 1);
}

TEST_CASE("An observer may use the client and begin calls from each of its functions (F5)")
{
    watched_bench bench;
    bench.wire->otherwise([](const oms::http_request&) { return scripted_step::answer(200, customer_body); });
    int more = 6;
    const auto uses_the_client = [&] {
        bench.client->metrics();
        if (more-- > 0)
            asio::co_spawn(bench.io, bench.read(), asio::detached);
    };
    bench.told->at_call = uses_the_client;
    bench.told->at_attempt = [&](int, oms::header_sink&) {
        uses_the_client();
    };
    bench.told->at_end = uses_the_client;
    REQUIRE(bench.run(bench.read()).has_value());
    bench.settle();
    CHECK(bench.told->begun == 7);
    CHECK(bench.told->ended == 7);
}

TEST_CASE("A client holds its observer until its last call has ended, and a call that is dropped has no end (F5)")
{
    auto io = std::make_unique<asio::io_context>();
    std::weak_ptr<test::told_calls> held;
    int ended = -1;
    {
        watched_bench bench;
        held = bench.told;
        bench.config.observer.reset();
        bench.wire->then(scripted_step::answer(200, customer_body).hanging(exchange_phase::fully_written));
        const auto call = bench.start(bench.read());
        const auto wire = bench.wire;
        bench.client.reset();
        bench.core.reset();
        CHECK(held.use_count() > 1);
        wire->release();
        bench.settle();
        CHECK(held.use_count() == 1);
        ended = bench.told->ended;
    }
    CHECK(ended == 1);
    CHECK(held.expired());

    const auto told = std::make_shared<test::told_calls>();
    {
        pipeline_bench bench;
        bench.config.observer = told;
        bench.renew_client();
        bench.wire->then(scripted_step::answer(200, customer_body).hanging(exchange_phase::fully_written));
        bench.start(bench.client->customers().get(some_customer));
    }
    CHECK(told->begun == 1);
    CHECK(told->left == 1);
    CHECK(told->ended == 0);
    CHECK(told.use_count() == 1);
}

TEST_CASE(
    "Each of many calls with faults and cancellations tells of one end, and of one response for each attempt (F5)")
{
    const int calls = test::property_count(1000);
    std::mt19937 random(20261121);
    const auto one_of = [&random](unsigned most) {
        return std::uniform_int_distribution<unsigned>(0, most - 1)(random);
    };
    watched_bench bench;
    bench.config.retry.attempts(4);
    bench.renew_client();
    bench.wire->otherwise([&](const oms::http_request&) {
        constexpr errc failures[] = {errc::connection_lost, errc::first_byte_timeout, errc::protocol_error,
                                     errc::connect_failed, errc::pool_timeout};
        constexpr int statuses[] = {200, 200, 200, 400, 401, 404, 429, 500, 503};
        const auto phase = static_cast<exchange_phase>(one_of(static_cast<unsigned>(exchange_phase::complete)));
        scripted_step step = scripted_step::answer(statuses[one_of(9)], one_of(8) == 0 ? "{" : customer_body);
        if (one_of(4) == 0)
            step = scripted_step::failure(failures[one_of(5)], phase, one_of(2) == 0);
        if (one_of(4) == 0)
            step.hanging(phase);
        if (one_of(16) == 0)
            throw oms::error(errc::protocol_error); // a transport of one's own
        return step;
    });
    for (int i = 0; i < calls; ++i) {
        bench.told->at_attempt = [&](int attempt, oms::header_sink& fields) {
            CHECK(fields.add("x-correlation-id", std::to_string(attempt)));
        };
        const auto call = bench.start(one_of(2) == 0 ? bench.read() : bench.create());
        for (unsigned step = one_of(4); step > 0 && !call->outcome; --step) {
            if (one_of(3) == 0)
                bench.wire->release();
            else
                bench.clock->advance_to_next();
            bench.settle();
        }
        if (one_of(3) == 0)
            call->cancel.emit(asio::cancellation_type::terminal);
        bench.settle();
        if (one_of(2) == 0)
            bench.wire->release();
        const auto outcome = bench.finish(call);
        const lines told = bench.told->take();
        const std::string last = told.empty() ? "" : told.back();
        CAPTURE(i, last);
        REQUIRE(bench.told->begun == i + 1);
        REQUIRE(bench.told->ended == i + 1);
        REQUIRE(bench.told->left == i + 1);
        CHECK(last.starts_with("end after"));
        CHECK((last.find(':') == last.npos) == outcome.has_value());
        CHECK((outcome ? delivery::applied : outcome.error().delivery()) == bench.told->last_delivery);
        for (const std::string& each : told) {
            CHECK(each != "a response without an attempt");
            CHECK(each != "an attempt without a response");
        }
    }
    CHECK(bench.told->ended_twice == 0);
    const std::set<std::uint64_t> numbers(bench.told->numbers.begin(), bench.told->numbers.end());
    CHECK(numbers.size() == static_cast<std::size_t>(calls));
    CHECK(*numbers.rbegin() == static_cast<std::uint64_t>(calls));
}
