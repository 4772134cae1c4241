#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/impl/live_core.hpp>

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

asio::awaitable<oms::customer> create_keyed(pipeline_bench& bench, std::string_view key = "key-1")
{
    return bench.client->customers().create(oms::new_customer(), oms::call_options().idempotency_key(key));
}

scripted_step hanging_answer(exchange_phase phase = exchange_phase::fully_written)
{
    return scripted_step::answer(201, customer_body).hanging(phase);
}

/// A transport that cannot be closed.
class stubborn_transport final : public oms::transport {
public:
    explicit stubborn_transport(std::shared_ptr<oms::transport> inner) : inner_(std::move(inner)) {}

    asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                   const oms::exchange_limits& limits) override
    {
        return inner_->exchange(request, limits);
    }
    void close() override { throw std::runtime_error("not now"); }
    oms::pool_metrics metrics() const override { return inner_->metrics(); }

private:
    std::shared_ptr<oms::transport> inner_;
};

} // namespace

TEST_CASE("A client whose transport cannot be closed still ends the calls that wait (I2)")
{
    pipeline_bench bench;
    const auto wire = std::make_shared<scripted_transport>(bench.clock);
    auto channel = std::make_shared<oms::detail::api_channel>(
        bench.io.get_executor(), bench.config, std::make_shared<stubborn_transport>(wire), bench.clock, 42);
    bench.core = std::make_shared<oms::detail::live_core>(std::move(channel));
    bench.client.emplace(bench.core);
    wire->then(scripted_step::answer(503, "").header("Retry-After", "5"));
    const auto retrying = bench.start(create_keyed(bench));
    CHECK_FALSE(retrying->outcome);
    bench.client->close();
    bench.settle();
    CHECK(error_of(retrying).code() == errc::client_closed);
    CHECK(bench.clock->sleeping() == 0);
}

TEST_CASE("A closing with the least time that a duration can hold ends at once (I2)")
{
    pipeline_bench bench;
    bench.wire->then(hanging_answer());
    const auto call = bench.start(create_keyed(bench));
    const auto closing = bench.start(bench.client->close(std::chrono::milliseconds::min()));
    REQUIRE(closing->outcome);
    CHECK(closing->outcome->value().unfinished.size() == 1);
    CHECK(error_of(call).code() == errc::client_closed);
}

TEST_CASE("A closing lets calls in flight end by themselves and refuses new ones meanwhile (I2)")
{
    pipeline_bench bench;
    bench.wire->then(hanging_answer());
    const auto call = bench.start(create_keyed(bench));
    const auto closing = bench.start(bench.client->close(10s));
    CHECK_FALSE(closing->outcome);

    const auto refused = bench.start(create_keyed(bench, "key-2"));
    CHECK(error_of(refused).code() == errc::client_closed);
    CHECK(error_of(refused).delivery() == delivery::not_sent);
    CHECK(error_of(refused).idempotency_key() == "key-2");
    CHECK(bench.wire->requests.size() == 1);

    bench.wire->release();
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    REQUIRE(closing->outcome);
    CHECK(closing->outcome->value().finished == 1);
    CHECK(closing->outcome->value().unfinished.empty());
    CHECK(bench.wire->closed);
    CHECK(bench.io.stopped());
}

TEST_CASE("A call in flight is tried again while the client is closing (I2)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, "").hanging(exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto call = bench.start(create_keyed(bench));
    const auto closing = bench.start(bench.client->close(60s));
    bench.wire->release();
    CHECK(bench.finish(call).has_value());
    CHECK(bench.wire->requests.size() == 2);
    CHECK(bench.finish(closing).value().finished == 1);
}

TEST_CASE("A closing ends at its time and names the calls that it ended, with key, attempts and delivery (I2)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, "").header("Retry-After", "20")); // stands in its back-off
    bench.wire->then(hanging_answer());
    bench.wire->then(hanging_answer(exchange_phase::not_connected));
    const auto backing_off = bench.start(create_keyed(bench, "backing-off"));
    const auto unanswered = bench.start(create_keyed(bench, "unanswered"));
    const auto connecting = bench.start(bench.client->customers().get(oms::customer_id{"cst_1"}));

    const auto before = bench.clock->now();
    const auto closing = bench.start(bench.client->close(5s));
    const oms::result<oms::close_report> ended = bench.finish(closing);
    CHECK(bench.clock->now() - before == 5s);
    REQUIRE(ended.has_value());
    const oms::close_report& report = ended.value();
    CHECK(report.finished == 0);
    REQUIRE(report.unfinished.size() == 3);
    for (const oms::unfinished_call& line : report.unfinished) {
        CAPTURE(line.idempotency_key);
        if (line.idempotency_key == "backing-off" || line.idempotency_key == "unanswered") {
            const oms::error failure = error_of(line.idempotency_key == "unanswered" ? unanswered : backing_off);
            CHECK(line.method == "POST");
            CHECK(line.path_template == "/customers");
            CHECK(line.attempts == 1);
            CHECK(line.delivery == delivery::maybe_applied);
            CHECK(failure.code() == errc::client_closed);
            CHECK(failure.delivery() == line.delivery);
            CHECK(failure.attempts() == line.attempts);
        } else {
            CHECK(line.idempotency_key.empty());
            CHECK(line.method == "GET");
            CHECK(line.path_template == "/customers/{customerId}");
            CHECK(line.delivery == delivery::not_sent);
            CHECK(error_of(connecting).delivery() == delivery::not_sent);
        }
    }
    CHECK(bench.io.stopped());
}

TEST_CASE("A closing with no call in flight, or without time, ends at once (I2)")
{
    pipeline_bench idle;
    const auto at_rest = idle.start(idle.client->close(10s));
    REQUIRE(at_rest->outcome);
    CHECK(at_rest->outcome->value().finished == 0);
    CHECK(idle.wire->closed);

    for (const std::chrono::milliseconds at_most : {0ms, -5ms, std::chrono::milliseconds::min()}) {
        pipeline_bench bench;
        bench.wire->then(hanging_answer());
        const auto call = bench.start(create_keyed(bench));
        const auto before = bench.clock->now();
        const auto closing = bench.start(bench.client->close(at_most));
        bench.settle();
        REQUIRE(closing->outcome);
        CHECK(closing->outcome->value().unfinished.size() == 1);
        CHECK(error_of(call).code() == errc::client_closed);
        CHECK(bench.clock->now() == before);
    }
}

TEST_CASE("close() while a client is closing ends calls and closing, and the report tells (I2)")
{
    pipeline_bench bench;
    bench.wire->then(hanging_answer());
    const auto call = bench.start(create_keyed(bench));
    const auto closing = bench.start(bench.client->close(std::chrono::hours(1)));
    bench.client->close();
    bench.settle();
    REQUIRE(closing->outcome);
    CHECK(closing->outcome->value().finished == 0);
    CHECK(closing->outcome->value().unfinished.size() == 1);
    CHECK(error_of(call).code() == errc::client_closed);
    // And once more: nothing is left to report.
    const auto again = bench.start(bench.client->close(10s));
    REQUIRE(again->outcome);
    CHECK(again->outcome->value().finished == 0);
    CHECK(again->outcome->value().unfinished.empty());
}

TEST_CASE("Of two closings each ends in its time and tells what it saw (I2)")
{
    pipeline_bench bench;
    bench.wire->then(hanging_answer());
    bench.wire->then(hanging_answer());
    const auto first_call = bench.start(create_keyed(bench, "one"));
    const auto second_call = bench.start(create_keyed(bench, "two"));
    const auto patient = bench.start(bench.client->close(60s));
    first_call->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    CHECK(error_of(first_call).code() == errc::cancelled);
    const auto hasty = bench.start(bench.client->close(1s));
    const oms::close_report of_hasty = bench.finish(hasty).value();
    CHECK(of_hasty.finished == 0);
    REQUIRE(of_hasty.unfinished.size() == 1);
    CHECK(of_hasty.unfinished.front().idempotency_key == "two");
    bench.settle();
    REQUIRE(patient->outcome);
    CHECK(patient->outcome->value().finished == 1); // the cancelled one ended by itself
    CHECK(patient->outcome->value().unfinished.size() == 1);
    CHECK(error_of(second_call).code() == errc::client_closed);
}

TEST_CASE("F101 a closing that is cancelled leaves the calls in flight alone, and the client refuses new ones (I2)")
{
    pipeline_bench bench;
    bench.wire->then(hanging_answer());
    const auto call = bench.start(create_keyed(bench));
    const auto closing = bench.start(bench.client->close(60s));
    closing->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(closing->outcome);
    REQUIRE_FALSE(closing->outcome->has_value());
    CHECK(closing->outcome->error().code() == errc::cancelled);
    CHECK_FALSE(bench.wire->closed);
    CHECK_FALSE(call->outcome);
    CHECK(error_of(bench.start(create_keyed(bench, "later"))).code() == errc::client_closed);

    bench.wire->release();
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.start(bench.client->close(1s))->outcome);
}

TEST_CASE("A closing leaves the caller's cancellation state and flags as they were (I2)")
{
    for (const bool throws : {true, false}) {
        for (const bool cancelled : {true, false}) {
            CAPTURE(throws, cancelled);
            pipeline_bench bench;
            bench.wire->then(hanging_answer());
            const auto call = bench.start(create_keyed(bench));
            struct seen {
                bool throws_if_cancelled = false;
                bool cancelled = false;
            };
            const auto found = std::make_shared<seen>();
            const auto close = [](pipeline_bench& on, std::shared_ptr<seen> out, bool flag) -> asio::awaitable<int> {
                co_await asio::this_coro::throw_if_cancelled(flag);
                co_await oms::as_result(on.client->close(5s));
                out->throws_if_cancelled = co_await asio::this_coro::throw_if_cancelled();
                const auto state = co_await asio::this_coro::cancellation_state;
                out->cancelled = state.cancelled() != asio::cancellation_type::none;
                co_return 0;
            };
            const auto closing = bench.start(close(bench, found, throws));
            if (cancelled)
                closing->cancel.emit(asio::cancellation_type::terminal);
            bench.finish(closing);
            CHECK(found->throws_if_cancelled == throws);
            CHECK(found->cancelled == cancelled);
            bench.client->close();
            bench.settle();
        }
    }
}

TEST_CASE("A call whose executor does not run is reported after a second with what is known of it (I2)")
{
    pipeline_bench bench;
    asio::io_context asleep;
    bench.wire->then(hanging_answer());
    std::optional<oms::result<oms::customer>> outcome;
    asio::co_spawn(asleep, oms::as_result(create_keyed(bench, "asleep")),
                   [&](std::exception_ptr, oms::result<oms::customer> ended) { outcome = std::move(ended); });
    asleep.poll(); // asks for the token
    bench.settle();
    asleep.restart();
    asleep.poll(); // sends
    REQUIRE(bench.wire->requests.size() == 1);

    const auto before = bench.clock->now();
    const oms::close_report report = bench.run(bench.client->close(3s)).value();
    CHECK(bench.clock->now() - before == 4s);
    CHECK_FALSE(outcome);
    CHECK(report.finished == 0);
    REQUIRE(report.unfinished.size() == 1);
    CHECK(report.unfinished.front().idempotency_key == "asleep");
    CHECK(report.unfinished.front().attempts == 1);
    CHECK(report.unfinished.front().delivery == delivery::maybe_applied);

    asleep.restart();
    asleep.poll();
    REQUIRE(outcome);
    CHECK(outcome->error().code() == errc::client_closed);
}

TEST_CASE("F103 a call that went with its context is reported with what is known of it (I2)")
{
    pipeline_bench bench;
    bench.wire->then(hanging_answer());
    std::optional<std::shared_ptr<started_call<oms::close_report>>> closing;
    {
        asio::io_context doomed;
        asio::co_spawn(doomed, oms::as_result(create_keyed(bench, "doomed")),
                       [](std::exception_ptr, oms::result<oms::customer>) {});
        doomed.poll();
        bench.settle();
        doomed.restart();
        doomed.poll();
        REQUIRE(bench.wire->requests.size() == 1);
        closing = bench.start(bench.client->close(60s));
        CHECK_FALSE((*closing)->outcome);
    }
    bench.settle();
    REQUIRE((*closing)->outcome);
    const oms::close_report& report = (*closing)->outcome->value();
    REQUIRE(report.unfinished.size() == 1);
    CHECK(report.unfinished.front().idempotency_key == "doomed");
    CHECK(report.unfinished.front().delivery == delivery::maybe_applied);
}

TEST_CASE("A wait and a flow end with a closing at their next request (I2)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"cryptoToCrypto","status":"pending"})"));
    const auto wait =
        bench.start(bench.client->transactions().wait(oms::transaction_id{"txn_1"}, std::chrono::minutes(5)));
    CHECK_FALSE(wait->outcome);
    // It stands between two reads, so that no call is in flight.
    const auto closing = bench.start(bench.client->close(10s));
    REQUIRE(closing->outcome);
    CHECK(closing->outcome->value().unfinished.empty());
    bench.settle();
    REQUIRE(wait->outcome);
    REQUIRE_FALSE(wait->outcome->has_value());
    CHECK(wait->outcome->error().code() == errc::client_closed);
    CHECK(bench.clock->sleeping() == 0);
    CHECK(bench.io.stopped());
}

TEST_CASE("A client counts what it holds and has done (I2)")
{
    pipeline_bench bench;
    CHECK(bench.client->metrics().calls == 0);
    CHECK(bench.client->metrics().retry_budget == 500);
    bench.wire->then_token(scripted_step::answer(500, ""));
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    REQUIRE(bench.run(create_keyed(bench)).has_value());
    const oms::client_metrics after = bench.client->metrics();
    CHECK(after.calls == 1);
    CHECK(after.calls_in_flight == 0);
    CHECK(after.attempts == 2);
    CHECK(after.retries == 1);
    CHECK(after.token_exchanges == 2);
    CHECK(after.token_failures == 1);
    CHECK(after.retry_budget == 500); // taken, and given back by the retry's success
    CHECK_FALSE(after.breaker_open);

    bench.wire->then(hanging_answer());
    const auto call = bench.start(create_keyed(bench, "key-2"));
    CHECK(bench.client->metrics().calls_in_flight == 1);
    bench.wire->release();
    CHECK(bench.finish(call).has_value());
    CHECK(bench.client->metrics().calls_in_flight == 0);
}
