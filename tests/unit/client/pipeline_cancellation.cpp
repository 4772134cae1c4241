#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <string>
#include <utility>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

template <class T>
oms::error cancelled_error(pipeline_bench& bench, const std::shared_ptr<started_call<T>>& call)
{
    const auto before = bench.clock->now();
    call->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    CHECK(bench.clock->now() == before);
    CHECK(bench.clock->sleeping() == 0);
    return call->outcome->error();
}

/// What a caller finds after a cancelled call.
struct aftermath {
    bool threw = false;
    bool throws_if_cancelled = false;
    bool still_cancelled = false;
};

asio::awaitable<oms::customer> look_after(asio::awaitable<oms::customer> call, std::shared_ptr<aftermath> seen,
                                          bool throws)
{
    co_await asio::this_coro::throw_if_cancelled(throws);
    try {
        co_await std::move(call);
    } catch (const oms::error& failure) {
        seen->threw = failure.code() == errc::cancelled;
    }
    seen->throws_if_cancelled = co_await asio::this_coro::throw_if_cancelled();
    const auto state = co_await asio::this_coro::cancellation_state;
    seen->still_cancelled = state.cancelled() != asio::cancellation_type::none;
    co_return oms::customer();
}

} // namespace

TEST_CASE("F101 cancelled in an exchange, a call says what the server may have done by then")
{
    for (const exchange_phase phase :
         {exchange_phase::not_connected, exchange_phase::nothing_written, exchange_phase::partly_written,
          exchange_phase::fully_written, exchange_phase::response_begun}) {
        CAPTURE(to_string(phase));
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(201, customer_body).hanging(phase));
        const auto call = bench.start(create(bench));
        const oms::error failure = cancelled_error(bench, call);
        CHECK(failure.code() == errc::cancelled);
        const bool unheard = phase == exchange_phase::not_connected || phase == exchange_phase::nothing_written;
        CHECK(failure.delivery() == (unheard ? delivery::not_sent : delivery::maybe_applied));
        CHECK_FALSE(failure.idempotency_key().empty());
        CHECK(bench.wire->requests.size() == 1);
    }
}

TEST_CASE("F101 cancelled between attempts, a call keeps the delivery of the attempts before (C4, X23)")
{
    struct row {
        int status;
        oms::delivery delivered;
    };
    for (const row& r : {row{503, delivery::maybe_applied}, row{429, delivery::refused}}) {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(r.status, "").header("Retry-After", "5"));
        const auto call = bench.start(create(bench));
        const oms::error failure = cancelled_error(bench, call);
        CHECK(failure.code() == errc::cancelled);
        CHECK(failure.delivery() == r.delivered);
        CHECK(failure.attempts() == 1);
    }
}

TEST_CASE("F101 cancelled while it waits for a token or in a cool-down, a call was not sent")
{
    pipeline_bench waiting;
    waiting.wire->then_token(scripted_step::answer(503, "").hanging(exchange_phase::fully_written));
    const auto for_token = waiting.start(create(waiting));
    for_token->cancel.emit(asio::cancellation_type::terminal);
    waiting.settle();
    REQUIRE(for_token->outcome);
    REQUIRE_FALSE(for_token->outcome->has_value());
    CHECK(for_token->outcome->error().code() == errc::cancelled);
    CHECK(for_token->outcome->error().delivery() == delivery::not_sent);

    pipeline_bench cooling;
    cooling.wire->then_token(scripted_step::answer(503, ""));
    const auto in_cool_down = cooling.start(create(cooling));
    const oms::error failure = cancelled_error(cooling, in_cool_down);
    CHECK(failure.code() == errc::cancelled);
    CHECK(failure.delivery() == delivery::not_sent);
}

TEST_CASE("F101 cancelled while the token is renewed after a 401, a call was refused")
{
    pipeline_bench bench;
    bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body("old")));
    bench.wire->then_token(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(401, ""));
    const auto call = bench.start(create(bench));
    const oms::error failure = cancelled_error(bench, call);
    CHECK(failure.code() == errc::cancelled);
    CHECK(failure.delivery() == delivery::refused);
}

TEST_CASE("a cancellation leaves the caller's cancellation state and flags as they were")
{
    for (const bool throws : {true, false}) {
        for (const char* const where : {"exchange", "back-off", "token", "cool-down"}) {
            CAPTURE(throws, where);
            pipeline_bench bench;
            const std::string place = where;
            if (place == "token")
                bench.wire->then_token(scripted_step::answer(503, "").hanging(exchange_phase::fully_written));
            if (place == "cool-down")
                bench.wire->then_token(scripted_step::answer(503, ""));
            if (place == "back-off")
                bench.wire->then(scripted_step::answer(503, ""));
            if (place == "exchange")
                bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
            const auto seen = std::make_shared<aftermath>();
            const auto call = bench.start(look_after(create(bench), seen, throws));
            call->cancel.emit(asio::cancellation_type::terminal);
            bench.settle();
            REQUIRE(call->outcome);
            CHECK(seen->threw);
            CHECK(seen->throws_if_cancelled == throws);
            CHECK(seen->still_cancelled);
        }
    }
}

TEST_CASE("a call that ends by itself leaves the caller's flag as it was")
{
    for (const bool throws : {true, false}) {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(201, customer_body));
        bench.wire->then(scripted_step::answer(404, ""));
        for (int i = 0; i < 2; ++i) {
            const auto seen = std::make_shared<aftermath>();
            CHECK(bench.run(look_after(create(bench), seen, throws)).has_value());
            CHECK(seen->throws_if_cancelled == throws);
            CHECK_FALSE(seen->still_cancelled);
        }
    }
}

TEST_CASE("a call begun by a coroutine that is cancelled already, and does not throw for it, is not sent")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
    const auto first = std::make_shared<aftermath>();
    const auto second = std::make_shared<aftermath>();
    const auto call = bench.start(look_after(look_after(create(bench), first, false), second, false));
    call->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(first->threw);
    CHECK_FALSE(second->threw);
    CHECK(bench.wire->requests.size() == 1);
}

TEST_CASE("total and partial cancellation reach a call whose caller lets them through")
{
    for (const auto type : {asio::cancellation_type::total, asio::cancellation_type::partial}) {
        for (const bool backing_off : {true, false}) {
            pipeline_bench bench;
            if (backing_off)
                bench.wire->then(scripted_step::answer(503, ""));
            else
                bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
            const auto open = [](asio::awaitable<oms::customer> call) -> asio::awaitable<oms::customer> {
                co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
                co_return co_await std::move(call);
            };
            const auto call = bench.start(open(create(bench)));
            call->cancel.emit(type);
            bench.settle();
            REQUIRE(call->outcome);
            REQUIRE_FALSE(call->outcome->has_value());
            CHECK(call->outcome->error().code() == errc::cancelled);
        }
    }
}

TEST_CASE("closing the client ends calls wherever they are with client_closed and their delivery")
{
    pipeline_bench exchanging;
    exchanging.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
    const auto in_exchange = exchanging.start(create(exchanging));
    exchanging.client->close();
    exchanging.settle();
    REQUIRE(in_exchange->outcome);
    REQUIRE_FALSE(in_exchange->outcome->has_value());
    CHECK(in_exchange->outcome->error().code() == errc::client_closed);
    CHECK(in_exchange->outcome->error().delivery() == delivery::maybe_applied);

    pipeline_bench backing_off;
    backing_off.wire->then(scripted_step::answer(503, "").header("Retry-After", "20"));
    const auto in_pause = backing_off.start(create(backing_off));
    backing_off.client->close();
    backing_off.settle();
    REQUIRE(in_pause->outcome);
    REQUIRE_FALSE(in_pause->outcome->has_value());
    CHECK(in_pause->outcome->error().code() == errc::client_closed);
    CHECK(in_pause->outcome->error().delivery() == delivery::maybe_applied);
    CHECK(backing_off.io.stopped());

    pipeline_bench waiting;
    waiting.wire->then_token(scripted_step::answer(503, "").hanging(exchange_phase::fully_written));
    const auto for_token = waiting.start(create(waiting));
    waiting.client->close();
    waiting.settle();
    REQUIRE(for_token->outcome);
    REQUIRE_FALSE(for_token->outcome->has_value());
    CHECK(for_token->outcome->error().code() == errc::client_closed);
    CHECK(for_token->outcome->error().delivery() == delivery::not_sent);
    CHECK(waiting.io.stopped());

    const auto later = waiting.run(create(waiting));
    REQUIRE_FALSE(later.has_value());
    CHECK(later.error().code() == errc::client_closed);
    CHECK(later.error().delivery() == delivery::not_sent);
}

TEST_CASE("a call keeps what it needs when the client is gone")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const auto call = bench.start(create(bench));
    bench.client.reset();
    bench.core.reset();
    CHECK(bench.finish(call).has_value());
}

TEST_CASE("F103 the signal that could have cancelled a call may outlive the context in which the call stood still")
{
    for (const char* const where : {"back-off", "token"}) {
        CAPTURE(where);
        std::shared_ptr<started_call<oms::customer>> call;
        {
            pipeline_bench bench;
            if (where == std::string("token"))
                bench.wire->then_token(scripted_step::answer(503, "").hanging(exchange_phase::fully_written));
            else
                bench.wire->then(scripted_step::answer(503, ""));
            call = bench.start(create(bench));
        }
        CHECK_FALSE(call->outcome);
    }
}

TEST_CASE("with no call in flight nothing is pending, so that the context's run returns")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    REQUIRE(bench.run(create(bench)).has_value());
    bench.settle();
    CHECK(bench.clock->sleeping() == 0);
    CHECK(bench.io.stopped());
}

TEST_CASE("F101 F102 cancelled at any step while a pause or an exchange ends by itself, a call has exactly one outcome")
{
    for (const char* const where : {"back-off", "exchange", "token", "cool-down"}) {
        for (int steps = 0; steps < 40; ++steps) {
            CAPTURE(where, steps);
            pipeline_bench bench;
            const std::string place = where;
            if (place == "token")
                bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body("t"))
                                           .hanging(exchange_phase::fully_written));
            if (place == "cool-down")
                bench.wire->then_token(scripted_step::answer(503, ""));
            if (place == "back-off")
                bench.wire->then(scripted_step::answer(503, ""));
            if (place == "exchange")
                bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
            else
                bench.wire->then(scripted_step::answer(201, customer_body));

            const auto call = bench.start(create(bench));
            REQUIRE_FALSE(call->outcome);
            if (place == "back-off" || place == "cool-down")
                bench.clock->advance_to_next();
            else
                bench.wire->release();
            bench.io.restart();
            for (int i = 0; i < steps; ++i)
                bench.io.poll_one();
            call->cancel.emit(asio::cancellation_type::terminal);
            bench.settle();
            REQUIRE(call->outcome);
            if (!call->outcome->has_value())
                CHECK(call->outcome->error().code() == errc::cancelled);
            CHECK(bench.clock->sleeping() == 0);
        }
    }
}

TEST_CASE("F109 a wall clock that jumps moves neither a back-off nor a deadline (C4)")
{
    for (const auto jump : {std::chrono::hours(1), std::chrono::hours(-1), std::chrono::hours(24 * 3650)}) {
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(503, "").header("Retry-After", "5"));
        bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
        const auto before = bench.clock->now();
        const auto call = bench.start(bench.client->customers().create(
            oms::new_customer(), oms::call_options().timeout(std::chrono::seconds(30))));
        bench.clock->step_wall(jump);
        bench.settle();
        CHECK(bench.wire->requests.size() == 1);
        while (bench.wire->requests.size() == 1 && bench.clock->advance_to_next())
            bench.settle();
        CHECK(bench.clock->now() - before >= 5s);
        CHECK(bench.clock->now() - before < 6s);
        bench.clock->step_wall(-2 * jump);
        const auto ended = bench.finish(call);
        REQUIRE_FALSE(ended.has_value());
        CHECK(ended.error().code() == errc::deadline_exceeded);
        CHECK(bench.clock->now() - before == 30s);
    }
}

TEST_CASE("F102 an answer and the deadline in one tick give one outcome")
{
    for (const bool answer_first : {true, false}) {
        for (int steps = 0; steps < 30; ++steps) {
            CAPTURE(answer_first, steps);
            pipeline_bench bench;
            bench.wire->then(scripted_step::answer(201, customer_body).hanging(exchange_phase::fully_written));
            const auto call = bench.start(bench.client->customers().create(
                oms::new_customer(), oms::call_options().timeout(std::chrono::seconds(2))));
            REQUIRE_FALSE(call->outcome);
            if (answer_first)
                bench.wire->release();
            else
                bench.clock->advance(2s);
            bench.io.restart();
            for (int i = 0; i < steps; ++i)
                bench.io.poll_one();
            if (answer_first)
                bench.clock->advance(2s);
            else
                bench.wire->release();
            bench.settle();
            REQUIRE(call->outcome);
            if (!call->outcome->has_value()) {
                CHECK(call->outcome->error().code() == errc::deadline_exceeded);
                CHECK(call->outcome->error().delivery() == delivery::maybe_applied);
            }
            CHECK(bench.clock->sleeping() == 0);
            CHECK(bench.wire->requests.size() == 1);
        }
    }
}

TEST_CASE("F101 a wait that is cancelled between two reads ends with the state seen last (X23)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"cryptoToCrypto","status":"pending"})"));
    const auto wait =
        bench.start(bench.client->transactions().wait(oms::transaction_id{"txn_1"}, std::chrono::minutes(5)));
    REQUIRE_FALSE(wait->outcome);
    const oms::error failure = cancelled_error(bench, wait);
    CHECK(failure.code() == errc::cancelled);
    CHECK(std::string(failure.what()).find("pending") != std::string::npos);
    CHECK(bench.io.stopped());
}
