#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/stop_on.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

asio::awaitable<oms::customer> create_until(pipeline_bench& bench, std::stop_token stop)
{
    return oms::stop_on(std::move(stop), create(bench));
}

asio::awaitable<int> seven()
{
    co_return 7;
}

asio::awaitable<void> fail()
{
    throw oms::error(errc::not_found);
    co_return;
}

/// What a caller finds after a call that was stopped.
struct stopped_aftermath {
    bool throws_if_cancelled = false;
    bool cancelled = false;
    std::optional<errc> ended_with;
};

asio::awaitable<oms::customer> look_after_stopped(asio::awaitable<oms::customer> call,
                                                  std::shared_ptr<stopped_aftermath> seen, bool throws)
{
    co_await asio::this_coro::throw_if_cancelled(throws);
    const auto got = co_await oms::as_result(std::move(call));
    if (!got)
        seen->ended_with = static_cast<errc>(got.error().code().value());
    seen->throws_if_cancelled = co_await asio::this_coro::throw_if_cancelled();
    const auto state = co_await asio::this_coro::cancellation_state;
    seen->cancelled = state.cancelled() != asio::cancellation_type::none;
    co_return oms::customer();
}

} // namespace

TEST_CASE("A call that nobody stops gives its value or its error (C3)")
{
    pipeline_bench bench;
    std::stop_source source;
    CHECK(bench.run(oms::stop_on(source.get_token(), seven())).value() == 7);
    CHECK(bench.run(oms::stop_on(std::stop_token(), seven())).value() == 7);
    CHECK(bench.run(oms::stop_on(source.get_token(), fail())).error().code() == errc::not_found);
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create_until(bench, source.get_token())).has_value());
}

TEST_CASE("A stop ends a call as a cancellation does, with the delivery reached (C3)")
{
    for (const exchange_phase phase : {exchange_phase::nothing_written, exchange_phase::partly_written,
                                       exchange_phase::fully_written, exchange_phase::response_begun}) {
        CAPTURE(to_string(phase));
        pipeline_bench bench;
        std::stop_source source;
        bench.wire->then(scripted_step::answer(201, customer_body).hanging(phase));
        const auto call = bench.start(create_until(bench, source.get_token()));
        CHECK_FALSE(call->outcome);
        source.request_stop();
        bench.settle();
        const oms::error failure = error_of(call);
        CHECK(failure.code() == errc::cancelled);
        CHECK(failure.delivery() ==
              (phase == exchange_phase::nothing_written ? delivery::not_sent : delivery::maybe_applied));
        CHECK(bench.clock->sleeping() == 0);
    }
}

TEST_CASE("A stop that was requested before ends a call that was not sent; one that comes after changes nothing (C3)")
{
    pipeline_bench bench;
    std::stop_source source;
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto call = bench.start(create_until(bench, source.get_token()));
    source.request_stop();
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());

    const auto late = bench.start(create_until(bench, source.get_token()));
    CHECK(error_of(late).code() == errc::cancelled);
    CHECK(error_of(late).delivery() == delivery::not_sent);
    CHECK(bench.wire->requests.size() == 1);
}

TEST_CASE("A stop leaves the caller's cancellation state and flags as they were (C3)")
{
    for (const bool throws : {true, false}) {
        CAPTURE(throws);
        pipeline_bench bench;
        std::stop_source source;
        bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
        const auto seen = std::make_shared<stopped_aftermath>();
        const auto call = bench.start(look_after_stopped(create_until(bench, source.get_token()), seen, throws));
        source.request_stop();
        bench.settle();
        REQUIRE(call->outcome);
        CHECK(seen->ended_with == errc::cancelled);
        CHECK(seen->throws_if_cancelled == throws);
        CHECK_FALSE(seen->cancelled);
    }
}

TEST_CASE("The caller's own cancellation ends the call too, whether or not there is a stop (C3)")
{
    for (const bool stopped_too : {false, true}) {
        for (const bool throws : {true, false}) {
            pipeline_bench bench;
            std::stop_source source;
            bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
            const auto seen = std::make_shared<stopped_aftermath>();
            const auto call = bench.start(look_after_stopped(create_until(bench, source.get_token()), seen, throws));
            call->cancel.emit(asio::cancellation_type::terminal);
            if (stopped_too)
                source.request_stop();
            bench.settle();
            REQUIRE(call->outcome);
            CHECK(seen->ended_with == errc::cancelled);
            CHECK(seen->throws_if_cancelled == throws);
            CHECK(seen->cancelled);
        }
    }
}

TEST_CASE("A wait and a flow are stopped like a call (C3)")
{
    pipeline_bench waiting;
    std::stop_source source;
    waiting.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"cryptoToCrypto","status":"pending"})"));
    const auto wait =
        waiting.start(oms::stop_on(source.get_token(), waiting.client->transactions().wait(oms::transaction_id{"txn_1"},
                                                                                           std::chrono::minutes(5))));
    CHECK_FALSE(wait->outcome);
    source.request_stop();
    waiting.settle();
    REQUIRE(wait->outcome);
    REQUIRE_FALSE(wait->outcome->has_value());
    CHECK(wait->outcome->error().code() == errc::cancelled);
    CHECK(std::string(wait->outcome->error().what()).find("pending") != std::string::npos);
    CHECK(waiting.clock->sleeping() == 0);
}

TEST_CASE("F101 F102 stopped at any step while an exchange ends by itself, a call has exactly one outcome (C3)")
{
    for (const bool before_release : {true, false}) {
        for (int steps = 0; steps < 40; ++steps) {
            CAPTURE(before_release, steps);
            pipeline_bench bench;
            std::stop_source source;
            bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
            const auto call = bench.start(create_until(bench, source.get_token()));
            REQUIRE_FALSE(call->outcome);
            if (before_release)
                source.request_stop();
            else
                bench.wire->release();
            bench.io.restart();
            for (int i = 0; i < steps; ++i)
                bench.io.poll_one();
            if (before_release)
                bench.wire->release();
            else
                source.request_stop();
            bench.settle();
            REQUIRE(call->outcome);
            if (!call->outcome->has_value())
                CHECK(call->outcome->error().code() == errc::cancelled);
            CHECK(bench.clock->sleeping() == 0);
            CHECK(bench.io.stopped());
        }
    }
}

TEST_CASE("F103 a stop may be requested when the context of the call is gone (C3)")
{
    std::stop_source source;
    std::shared_ptr<started_call<oms::customer>> call;
    {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
        call = bench.start(create_until(bench, source.get_token()));
    }
    source.request_stop();
    CHECK_FALSE(call->outcome);
}

TEST_CASE("F105 a stop from another thread ends calls of a context with many threads (C3, I1)")
{
    const auto stand_still = []() -> asio::awaitable<void> {
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        co_await never.async_wait(asio::use_awaitable);
    };
    asio::thread_pool pool(3);
    for (int round = 0; round < 50; ++round) {
        std::stop_source source;
        std::vector<std::future<void>> ended;
        std::thread stopper;
        for (int i = 0; i < 8; ++i) {
            ended.push_back(asio::co_spawn(pool, oms::stop_on(source.get_token(), stand_still()), asio::use_future));
            if (i == round % 8)
                stopper = std::thread([&source] { source.request_stop(); });
        }
        stopper.join();
        for (std::future<void>& one : ended)
            CHECK_THROWS_AS(one.get(), boost::system::system_error);
    }
}
