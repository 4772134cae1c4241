#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/client_metrics.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

/// A client whose circuit breaker has just been opened by four failures.
void open_breaker(pipeline_bench& bench)
{
    bench.config.breaker.enabled = true;
    bench.config.breaker.least_attempts = 4;
    bench.config.breaker.cool_down = 5s;
    bench.renew_client();
    const auto once = oms::call_options().attempts(1);
    for (int i = 0; i < 4; ++i) {
        bench.wire->then(scripted_step::answer(503, ""));
        CHECK_FALSE(bench.run(create(bench, once)).has_value());
    }
}

void limit_rate(pipeline_bench& bench, int per_second, int burst = 1)
{
    bench.config.rate_limit.per_second = per_second;
    bench.config.rate_limit.burst = burst;
    bench.renew_client();
}

} // namespace

TEST_CASE("A call that begins while the circuit breaker is open is not sent, and knows when to come back (D14)")
{
    pipeline_bench bench;
    open_breaker(bench);
    const auto sent = bench.wire->requests.size();
    const auto call = bench.start(create(bench));
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    const oms::error& failure = call->outcome->error();
    CHECK(failure.code() == errc::circuit_open);
    CHECK(failure.delivery() == delivery::not_sent);
    CHECK(failure.attempts() == 0);
    CHECK(failure.retry_after() == 5s);
    CHECK_FALSE(failure.idempotency_key().empty());
    CHECK(bench.wire->requests.size() == sent);
}

TEST_CASE("A retry that meets an open circuit breaker ends the call with its last real error (D14, D17)")
{
    pipeline_bench bench;
    bench.config.breaker.enabled = true;
    bench.config.breaker.least_attempts = 2;
    bench.renew_client();
    bench.wire->then(scripted_step::answer(503, "").header("X-Request-Id", "req_1").header("Retry-After", "2"));
    const auto retrying = bench.start(create(bench));
    CHECK_FALSE(retrying->outcome);
    bench.wire->then(scripted_step::answer(500, ""));
    CHECK_FALSE(bench.run(create(bench, oms::call_options().attempts(1))).has_value());

    const auto ended = bench.finish(retrying);
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::unavailable);
    CHECK(ended.error().http_status() == 503);
    CHECK(ended.error().request_id() == "req_1");
    CHECK(ended.error().retry_after() == 2s);
    CHECK(ended.error().attempts() == 1);
    CHECK(ended.error().delivery() == delivery::maybe_applied);
    CHECK_THAT(ended.error().what(), ContainsSubstring("circuit breaker"));
    CHECK(bench.wire->requests.size() == 2);
}

TEST_CASE("After the cool-down one call probes the service while the others are held back, and its success frees them "
          "(D14)")
{
    pipeline_bench bench;
    open_breaker(bench);
    bench.clock->advance(5s);
    bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
    const auto probe = bench.start(create(bench));
    CHECK_FALSE(probe->outcome);
    for (int i = 0; i < 3; ++i) {
        const auto held = bench.start(create(bench));
        REQUIRE(held->outcome);
        CHECK(held->outcome->error().code() == errc::circuit_open);
    }
    bench.wire->release();
    CHECK(bench.finish(probe).has_value());
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
}

TEST_CASE("A probe that meets a stale connection goes on another one, and its success closes the breaker (D14)")
{
    pipeline_bench bench;
    open_breaker(bench);
    bench.clock->advance(5s);
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true));
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    CHECK_FALSE(bench.client->metrics().breaker_open);
}

TEST_CASE("A probe that is cancelled leaves the probing to the next call (D14)")
{
    for (const bool in_token_wait : {false, true}) {
        pipeline_bench bench;
        open_breaker(bench);
        if (in_token_wait) {
            bench.clock->advance(2h);
            bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body("late"))
                                       .hanging(exchange_phase::fully_written));
        } else {
            bench.clock->advance(5s);
            bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
        }
        const auto probe = bench.start(create(bench));
        CHECK_FALSE(probe->outcome);
        probe->cancel.emit(asio::cancellation_type::terminal);
        bench.settle();
        REQUIRE(probe->outcome);
        CHECK(probe->outcome->error().code() == errc::cancelled);
        bench.wire->release();
        bench.settle();
        bench.wire->then(scripted_step::answer(201, customer_body));
        CHECK(bench.run(create(bench)).has_value());
    }
}

TEST_CASE("Calls that waited for the same token do not run against an open circuit breaker together (D14)")
{
    pipeline_bench bench;
    open_breaker(bench);
    bench.clock->advance(2h);
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("late")).hanging(exchange_phase::fully_written));
    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 10; ++i)
        calls.push_back(bench.start(create(bench)));
    const auto sent = bench.wire->requests.size();
    bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
    bench.wire->release();
    bench.settle();
    CHECK(bench.wire->requests.size() == sent + 1);
    int held = 0;
    for (const auto& call : calls)
        held += call->outcome ? 1 : 0;
    CHECK(held == 9);
}

TEST_CASE("Answers that refuse a call do not open the circuit breaker, silence and broken connections do (D14)")
{
    const auto opens = [](const scripted_step& step) {
        pipeline_bench bench;
        bench.config.breaker.enabled = true;
        bench.config.breaker.least_attempts = 3;
        bench.renew_client();
        for (int i = 0; i < 3; ++i) {
            bench.wire->then(step);
            CHECK_FALSE(bench.run(create(bench, oms::call_options().attempts(1).timeout(1s))).has_value());
        }
        bench.wire->then(step);
        return bench.run(create(bench, oms::call_options().attempts(1).timeout(1s))).error().code() ==
               errc::circuit_open;
    };
    for (const int status : {400, 404, 408, 409, 422, 429, 501})
        CHECK_FALSE(opens(scripted_step::answer(status, "")));
    for (const int status : {500, 502, 503, 504})
        CHECK(opens(scripted_step::answer(status, "")));
    for (const errc why : {errc::pool_full, errc::pool_timeout, errc::tls_failed, errc::pin_mismatch})
        CHECK_FALSE(opens(scripted_step::failure(why, exchange_phase::not_connected)));
    CHECK(opens(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected)));
    CHECK(opens(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written)));
    CHECK(opens(scripted_step::failure(errc::first_byte_timeout, exchange_phase::fully_written)));
    CHECK(opens(scripted_step::answer(201, "").hanging(exchange_phase::fully_written)));       // until the deadline
    CHECK_FALSE(opens(scripted_step::answer(201, "").hanging(exchange_phase::not_connected))); // in the pool's queue
}

TEST_CASE("Calls beyond the rate wait their turn, retries too (D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 2);
    std::vector<oms::http_request> seen;
    const auto begun = bench.clock->now();
    std::vector<std::chrono::nanoseconds> times;
    bench.wire->otherwise([&](const oms::http_request&) {
        times.push_back(bench.clock->now() - begun);
        return times.size() == 1 ? scripted_step::answer(429, "").header("Retry-After", "0")
                                 : scripted_step::answer(201, customer_body);
    });
    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 4; ++i)
        calls.push_back(bench.start(create(bench)));
    for (const auto& call : calls)
        CHECK(bench.finish(call).has_value());
    REQUIRE(times.size() == 5);
    for (std::size_t i = 1; i < times.size(); ++i)
        CHECK(times[i] - times[i - 1] >= 500ms);
    CHECK(times.back() <= 2500ms);
}

TEST_CASE("A burst goes at once, and a call whose turn would come too late ends at once (D15, D17)")
{
    pipeline_bench bench;
    limit_rate(bench, 1, 3);
    bench.wire->otherwise([](const oms::http_request&) { return scripted_step::answer(201, customer_body); });
    for (int i = 0; i < 3; ++i) {
        const auto call = bench.start(create(bench));
        REQUIRE(call->outcome);
        CHECK(call->outcome->has_value());
    }
    const auto late = bench.start(create(bench, oms::call_options().timeout(900ms)));
    REQUIRE(late->outcome);
    REQUIRE_FALSE(late->outcome->has_value());
    CHECK(late->outcome->error().code() == errc::rate_limit_wait);
    CHECK(late->outcome->error().delivery() == delivery::not_sent);
    CHECK(late->outcome->error().attempts() == 0);

    const auto in_time = bench.start(create(bench, oms::call_options().timeout(1100ms)));
    CHECK_FALSE(in_time->outcome);
    CHECK(bench.finish(in_time).has_value());
}

TEST_CASE("A retry that gets no turn before the deadline ends the call with its last real error (D15, D17)")
{
    pipeline_bench bench;
    limit_rate(bench, 1);
    bench.wire->then(scripted_step::answer(503, "").header("X-Request-Id", "req_1"));
    const auto call = bench.start(create(bench, oms::call_options().timeout(900ms)));
    const auto ended = bench.finish(call);
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::unavailable);
    CHECK(ended.error().request_id() == "req_1");
    CHECK(ended.error().delivery() == delivery::maybe_applied);
    CHECK_THAT(ended.error().what(), ContainsSubstring("rate limit"));
    CHECK(bench.wire->requests.size() == 1);
}

TEST_CASE("F101 Cancelled while it waits for its turn, a call was not sent, and its turn goes to another (C4, D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 1);
    const auto begun = bench.clock->now();
    std::vector<std::chrono::nanoseconds> times;
    bench.wire->otherwise([&](const oms::http_request&) {
        times.push_back(bench.clock->now() - begun);
        return scripted_step::answer(201, customer_body);
    });
    CHECK(bench.start(create(bench))->outcome->has_value());
    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 3; ++i)
        calls.push_back(bench.start(create(bench)));
    calls[0]->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(calls[0]->outcome);
    REQUIRE_FALSE(calls[0]->outcome->has_value());
    CHECK(calls[0]->outcome->error().code() == errc::cancelled);
    CHECK(calls[0]->outcome->error().delivery() == delivery::not_sent);

    const auto another = bench.start(create(bench));
    for (const auto& call : {calls[1], calls[2], another})
        CHECK(bench.finish(call).has_value());
    REQUIRE(times.size() == 4);
    CHECK(times[1] == 1s);
    CHECK(times[3] == 3s);
}

TEST_CASE("F101 Cancelled while a retry waits for its turn, a call keeps the delivery of the attempts before (C4, D18)")
{
    struct row {
        int status;
        oms::delivery delivered;
    };
    for (const row& r : {row{503, delivery::maybe_applied}, row{429, delivery::refused}}) {
        pipeline_bench bench;
        limit_rate(bench, 1);
        bench.config.retry.base(1ms);
        bench.renew_client();
        bench.wire->then(scripted_step::answer(r.status, ""));
        const auto call = bench.start(create(bench));
        CHECK_FALSE(call->outcome);
        bench.clock->advance(10ms); // the back-off is over, the turn is at 1 s
        bench.settle();
        call->cancel.emit(asio::cancellation_type::terminal);
        bench.settle();
        REQUIRE(call->outcome);
        REQUIRE_FALSE(call->outcome->has_value());
        CHECK(call->outcome->error().code() == errc::cancelled);
        CHECK(call->outcome->error().delivery() == r.delivered);
        CHECK(call->outcome->error().attempts() == 1);
        CHECK(bench.wire->requests.size() == 1);
        CHECK(bench.clock->sleeping() == 0);
    }
}

TEST_CASE("Calls that waited for the same token take their turns after it, not before (D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 2);
    const auto begun = bench.clock->now();
    std::vector<std::chrono::nanoseconds> times;
    bench.wire->otherwise([&](const oms::http_request&) {
        times.push_back(bench.clock->now() - begun);
        return scripted_step::answer(201, customer_body);
    });
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("late")).hanging(exchange_phase::fully_written));
    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 10; ++i)
        calls.push_back(bench.start(create(bench)));
    bench.clock->advance(20s);
    bench.settle();
    CHECK(times.empty());
    bench.wire->release();
    for (const auto& call : calls)
        CHECK(bench.finish(call).has_value());
    REQUIRE(times.size() == 10);
    for (std::size_t i = 1; i < times.size(); ++i)
        CHECK(times[i] - times[i - 1] >= 500ms);
}

TEST_CASE("A call whose turn comes late sends the token of then (D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 1);
    bench.wire->otherwise([](const oms::http_request&) { return scripted_step::answer(201, customer_body); });
    bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body("first", 10)));
    bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body("second")));
    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 14; ++i)
        calls.push_back(bench.start(create(bench)));
    for (const auto& call : calls)
        CHECK(bench.finish(call).has_value());
    CHECK(bench.wire->requests.front().headers.find("Authorization") == "Bearer first");
    CHECK(bench.wire->requests.back().headers.find("Authorization") == "Bearer second");
}

TEST_CASE("A stale connection is replaced within the same turn, and is no retry of its own (D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 1);
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto call = bench.start(create(bench));
    REQUIRE(call->outcome); // no second turn was waited for
    CHECK(call->outcome->has_value());
    CHECK(bench.client->metrics().retries == 0);

    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true));
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    CHECK(bench.client->metrics().retries == 1);
}

TEST_CASE("Closing the client ends the waits for a turn (D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 1);
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    const auto waiting = bench.start(create(bench));
    CHECK_FALSE(waiting->outcome);
    bench.client->close();
    bench.settle();
    REQUIRE(waiting->outcome);
    REQUIRE_FALSE(waiting->outcome->has_value());
    CHECK(waiting->outcome->error().code() == errc::client_closed);
    CHECK(waiting->outcome->error().delivery() == delivery::not_sent);
    CHECK(bench.io.stopped());
}

TEST_CASE("An exchange of the access token neither waits for a turn nor probes for the circuit breaker (D14, D15)")
{
    pipeline_bench bench;
    limit_rate(bench, 1);
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto call = bench.start(create(bench));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.wire->token_requests.size() == 1);
}
