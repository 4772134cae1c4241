#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/http/jitter_source.hpp>
#include <oms/http/retry_verdict.hpp>

#include <memory>
#include <stdexcept>
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
using oms::retry_verdict;

retry_verdict reads_should_retry(int, const oms::http_headers& fields)
{
    const auto told = fields.find("Should-Retry");
    if (!told)
        return retry_verdict::by_status;
    return *told == "true" ? retry_verdict::retry : retry_verdict::stop;
}

} // namespace

TEST_CASE("The service's own verdict goes before the status, read by the client's judge (D12)")
{
    pipeline_bench bench;
    bench.config.retry.judge(reads_should_retry);
    bench.renew_client();

    bench.wire->then(scripted_step::answer(425, "").header("Should-Retry", "true"));
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    CHECK(bench.wire->requests.size() == 2);

    bench.wire->then(scripted_step::answer(503, "").header("Should-Retry", "false"));
    const auto stopped = bench.run(create(bench));
    REQUIRE_FALSE(stopped.has_value());
    CHECK(stopped.error().attempts() == 1);
    CHECK(stopped.error().code() == errc::unavailable);

    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(400, ""));
    const auto by_status = bench.run(create(bench));
    REQUIRE_FALSE(by_status.has_value());
    CHECK(by_status.error().attempts() == 2);
}

TEST_CASE("A call's policy has its own judge, and the number of attempts of a call keeps the client's (D12, D16)")
{
    pipeline_bench bench;
    bench.config.retry.judge(reads_should_retry);
    bench.renew_client();
    int asked = 0;
    const oms::retry_judge never_again = [&asked](int, const oms::http_headers&) {
        ++asked;
        return retry_verdict::stop;
    };
    const auto own = oms::call_options().retry(oms::retry_policy().judge(never_again));
    bench.wire->then(scripted_step::answer(503, "").header("Should-Retry", "true"));
    CHECK(bench.run(create(bench, own)).error().attempts() == 1);
    CHECK(asked == 1);

    bench.wire->then(scripted_step::answer(425, "").header("Should-Retry", "true"));
    bench.wire->then(scripted_step::answer(425, "").header("Should-Retry", "true"));
    CHECK(bench.run(create(bench, oms::call_options().attempts(2))).error().attempts() == 2);
}

TEST_CASE("A judge is asked about error answers only, never about a success, a redirect or a 401 (D12)")
{
    pipeline_bench bench;
    std::vector<int> asked;
    const oms::retry_judge judge = [&asked](int status, const oms::http_headers&) {
        asked.push_back(status);
        return retry_verdict::by_status;
    };
    bench.config.retry.judge(judge);
    bench.renew_client();
    for (const int status : {401, 503, 201})
        bench.wire->then(scripted_step::answer(status, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    bench.wire->then(scripted_step::answer(302, ""));
    CHECK_FALSE(bench.run(create(bench)).has_value());
    CHECK(asked == std::vector<int>{503});
}

TEST_CASE("A judge that throws has said nothing, and an empty one is none (D12)")
{
    pipeline_bench bench;
    const oms::retry_judge broken = [](int, const oms::http_headers&) -> retry_verdict {
        throw std::runtime_error("no idea");
    };
    bench.config.retry.judge(broken);
    bench.renew_client();
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(422, ""));
    const auto refused = bench.run(create(bench));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == errc::unprocessable);
    CHECK(refused.error().attempts() == 2);

    CHECK(oms::retry_policy().judge(oms::retry_judge()).verdict_on(500, oms::http_headers()) ==
          retry_verdict::by_status);
}

TEST_CASE("A PATCH is not sent again because the service says that it may be: it has no key (D8, D12)")
{
    pipeline_bench bench;
    bench.config.retry.judge(reads_should_retry);
    bench.renew_client();
    bench.wire->then(scripted_step::answer(500, "").header("Should-Retry", "true"));
    const auto updated =
        bench.run(bench.client->customers().update(some_customer, oms::customer_update().first_name("Al")));
    REQUIRE_FALSE(updated.has_value());
    CHECK(updated.error().attempts() == 1);
}

TEST_CASE("The waits between attempts are exactly those of the policy: exponential bounds, full jitter, one for each "
          "retry (D10, X1)")
{
    pipeline_bench bench;
    bench.config.retry.attempts(6).base(100ms).cap(1s);
    bench.renew_client();
    std::vector<fake_clock::time_point> sent;
    bench.wire->otherwise([&](const oms::http_request&) {
        sent.push_back(bench.clock->now());
        return scripted_step::failure(errc::connect_failed, exchange_phase::not_connected);
    });
    CHECK_FALSE(bench.run(create(bench)).has_value());
    REQUIRE(sent.size() == 6);

    // The bench seeds the client's jitter with 42, and nothing else draws from it.
    oms::detail::jitter_source jitter(42);
    const std::chrono::milliseconds bounds[] = {100ms, 200ms, 400ms, 800ms, 1000ms};
    for (std::size_t i = 0; i != std::size(bounds); ++i) {
        const auto waited = sent[i + 1] - sent[i];
        CHECK(waited == bench.config.retry.back_off(static_cast<int>(i) + 1, jitter.next()));
        CHECK(waited <= bounds[i]);
    }
}

TEST_CASE("A cancellation in any of the waits ends the call at that moment, and no more is sent (C4, X1, X23)")
{
    for (std::size_t retry = 1; retry <= 5; ++retry) {
        pipeline_bench bench;
        bench.config.retry.attempts(6).base(1s);
        bench.renew_client();
        bench.wire->otherwise([](const oms::http_request&) {
            return scripted_step::failure(errc::connection_lost, exchange_phase::fully_written);
        });
        const auto call = bench.start(create(bench));
        while (bench.wire->requests.size() < retry) {
            REQUIRE(bench.clock->advance_to_next());
            bench.settle();
        }
        REQUIRE_FALSE(call->outcome);
        const auto now = bench.clock->now();
        call->cancel.emit(asio::cancellation_type::terminal);
        bench.settle();
        REQUIRE(call->outcome);
        REQUIRE_FALSE(call->outcome->has_value());
        CHECK(call->outcome->error().code() == errc::cancelled);
        CHECK(call->outcome->error().attempts() == static_cast<int>(retry));
        CHECK(call->outcome->error().delivery() == delivery::maybe_applied);
        CHECK_THAT(call->outcome->error().what(),
                   ContainsSubstring(oms::make_error_code(errc::connection_lost).message()));
        CHECK(bench.clock->now() == now);
        CHECK_FALSE(bench.clock->advance_to_next());
        CHECK(bench.wire->requests.size() == retry);
    }
}

TEST_CASE("F111 A deadline that leaves no room for the back-off ends the call at once, with the last real error, and "
          "says why (D17)")
{
    for (const bool answered : {true, false}) {
        pipeline_bench bench;
        bench.config.retry.base(10min);
        bench.renew_client();
        if (answered)
            bench.wire->then(scripted_step::answer(500, R"({"code":"internal_error","requestId":"req_9"})"));
        else
            bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written)
                                 .cause(boost::asio::error::connection_reset));
        const auto call = bench.start(create(bench, oms::call_options().timeout(50ms)));
        REQUIRE(call->outcome);
        REQUIRE_FALSE(call->outcome->has_value());
        const oms::error& failure = call->outcome->error();
        CHECK(failure.code() == (answered ? errc::server_error : errc::connection_lost));
        CHECK(failure.attempts() == 1);
        CHECK(failure.delivery() == delivery::maybe_applied);
        CHECK_THAT(failure.what(), ContainsSubstring("deadline"));
        if (answered)
            CHECK(failure.request_id() == "req_9");
        else
            CHECK(failure.cause() == boost::asio::error::connection_reset);
    }
}

TEST_CASE("F53 A call that is not sent again because the retry budget is spent says so (D13)")
{
    pipeline_bench bench;
    bench.wire->otherwise([](const oms::http_request&) { return scripted_step::answer(503, ""); });
    oms::result<oms::customer> last = bench.run(create(bench));
    for (int i = 0; i < 60; ++i)
        last = bench.run(create(bench));
    REQUIRE_FALSE(last.has_value());
    CHECK(last.error().attempts() == 1);
    CHECK_THAT(last.error().what(), ContainsSubstring("retry budget"));
}

TEST_CASE("Each error of a call that was sent again tells how the attempt before ended (D5, D9)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(422, R"({"code":"insufficient_funds"})"));
    const auto refused = bench.run(create(bench, oms::call_options().idempotency_key("order-7")));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().attempts() == 2);
    CHECK(refused.error().idempotency_key() == "order-7");
    CHECK_THAT(refused.error().what(), ContainsSubstring(oms::make_error_code(errc::connection_lost).message()));

    bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected)
                         .cause(boost::asio::error::connection_refused));
    bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
    const auto late = bench.run(create(bench, oms::call_options().timeout(20s)));
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code() == errc::deadline_exceeded);
    CHECK_THAT(late.error().what(), ContainsSubstring(oms::make_error_code(errc::connect_failed).message()));
}

TEST_CASE("A kept answer tells key, attempts and how the attempt before ended (D5, D9)")
{
    pipeline_bench bench;
    oms::raw_answer answer;
    const auto keeping = oms::call_options().keep_answer(answer);
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench, keeping)).has_value());
    CHECK(answer.attempts() == 1);
    CHECK_FALSE(answer.last_cause());
    CHECK(answer.idempotency_key() == bench.wire->requests.at(0).headers.find("Idempotency-Key"));

    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench, keeping)).has_value());
    CHECK(answer.attempts() == 3);
    CHECK(answer.last_cause() == errc::connection_lost);

    bench.wire->then(scripted_step::answer(401, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench, keeping)).has_value());
    CHECK(answer.attempts() == 2);
    CHECK(answer.last_cause() == errc::unauthorized);
}

TEST_CASE("The times for the phases of a call reach each of its exchanges, and no token exchange (C2)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto begun = bench.clock->now();
    const auto options = oms::call_options()
                             .connect_timeout(1s)
                             .first_byte_timeout(2s)
                             .idle_read_timeout(3s)
                             .pool_wait(4s)
                             .first_byte_timeout(0s)
                             .timeout(30s);
    CHECK(bench.run(create(bench, options)).has_value());
    REQUIRE(bench.wire->limits.size() == 3);
    const oms::exchange_limits& token = bench.wire->limits[0];
    CHECK(token.connect < 0ms);
    CHECK(token.first_byte < 0ms);
    for (std::size_t i = 1; i != 3; ++i) {
        const oms::exchange_limits& given = bench.wire->limits[i];
        CHECK(given.connect == 1s);
        CHECK(given.first_byte == 0s); // the last word
        CHECK(given.idle_read == 3s);
        CHECK(given.pool_wait == 4s);
        CHECK(given.deadline == begun + 30s);
    }

    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    CHECK(bench.wire->limits.back().connect < 0ms);
    CHECK(bench.wire->limits.back().pool_wait < 0ms);
}

TEST_CASE("F47 A 408 is answered with another attempt under the same key (D3)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(408, "").header("Connection", "close"));
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create(bench)).has_value());
    REQUIRE(bench.wire->requests.size() == 2);
    CHECK(bench.wire->requests[0].headers.find("Idempotency-Key") ==
          bench.wire->requests[1].headers.find("Idempotency-Key"));
    CHECK(bench.wire->requests[0].body == bench.wire->requests[1].body);
}

TEST_CASE("F79 A key that was sent with one request is refused for another before anything is sent")
{
    pipeline_bench bench;
    const auto keyed = oms::call_options().idempotency_key("order-1");
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(bench.client->customers().create(oms::new_customer().first_name("Al"), keyed)).has_value());
    const auto clash = bench.run(bench.client->customers().create(oms::new_customer().first_name("Bo"), keyed));
    REQUIRE_FALSE(clash.has_value());
    CHECK(clash.error().code() == errc::idempotency_conflict);
    CHECK(clash.error().http_status() == 0);
    CHECK(clash.error().delivery() == delivery::not_sent);
    CHECK(clash.error().attempts() == 0);
    CHECK(clash.error().idempotency_key() == "order-1");
    CHECK_THAT(clash.error().what(), ContainsSubstring("nothing was sent"));
    CHECK(bench.wire->requests.size() == 1);

    // The same request again is what keys are for; another path is another scope.
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(bench.client->customers().create(oms::new_customer().first_name("Al"), keyed)).has_value());
    bench.wire->then(scripted_step::answer(200, R"({"id":"ci_1"})"));
    CHECK(bench.run(bench.client->cash_ins().refresh(oms::cash_in_id{"ci_1"}, keyed)).has_value());
}

TEST_CASE("F79 A key that nothing was sent with may be used for another request")
{
    pipeline_bench bench;
    const auto keyed = oms::call_options().idempotency_key("order-1").attempts(1);
    bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    CHECK_FALSE(bench.run(bench.client->customers().create(oms::new_customer().first_name("Al"), keyed)).has_value());
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    CHECK_FALSE(bench.run(bench.client->customers().create(oms::new_customer().first_name("Bo"), keyed)).has_value());
    const auto clash = bench.run(bench.client->customers().create(oms::new_customer().first_name("Cy"), keyed));
    REQUIRE_FALSE(clash.has_value());
    CHECK(clash.error().code() == errc::idempotency_conflict);
    CHECK(bench.wire->requests.size() == 2);
}

TEST_CASE("F79 A key that the client made is guarded once an error has shown it to the caller")
{
    for (const bool lost : {true, false}) {
        pipeline_bench bench;
        if (lost)
            bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
        else
            bench.wire->then(scripted_step::answer(201, R"({"id":7})")); // applied, and cannot be read
        const auto shown = bench.run(
            bench.client->customers().create(oms::new_customer().first_name("Al"), oms::call_options().attempts(1)));
        REQUIRE_FALSE(shown.has_value());
        const auto again = oms::call_options().idempotency_key(shown.error().idempotency_key());
        const auto clash = bench.run(bench.client->customers().create(oms::new_customer().first_name("Bo"), again));
        REQUIRE_FALSE(clash.has_value());
        CHECK(clash.error().code() == errc::idempotency_conflict);
        bench.wire->then(scripted_step::answer(201, customer_body));
        CHECK(bench.run(bench.client->customers().create(oms::new_customer().first_name("Al"), again)).has_value());
    }
}
