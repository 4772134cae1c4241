#include "common/catch.hpp"
#include "wait_bench.hpp"

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

// Waits that are woken by webhook events, over a fake clock.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

} // namespace

TEST_CASE("(C8) an event wakes a wait at once, and the wait gives what it reads")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench));
    CHECK(bench.reads() == 1);
    CHECK(bench.waits() == 1);
    const auto before = bench.clock->now();

    bench.wire->then(shows("completed", 20, R"(,"subStatus":"as read")"));
    bench.notify(tells("completed", 20));
    REQUIRE(call->outcome);
    REQUIRE(call->outcome->has_value());
    CHECK((*call->outcome)->sub_status == "as read");
    CHECK(bench.reads() == 2);
    CHECK(bench.clock->now() == before);
    CHECK(bench.clock->sleeping() == 0);
    CHECK(bench.waits() == 0);
}

TEST_CASE("(C8) an event does not end a wait: what it tells counts only when a read shows it")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench));
    bench.wire->then(shows("processing", 10));
    bench.notify(tells("completed", 20));
    CHECK_FALSE(call->outcome);
    CHECK(bench.reads() == 2);

    // The service is about to show it: the gaps start anew.
    bench.wire->then(shows("completed", 20));
    const auto before = bench.clock->now();
    REQUIRE(bench.finish(call).has_value());
    CHECK(bench.clock->now() - before <= 313ms);
}

TEST_CASE("(C8) a poll that finds the end before the event ends the wait, and the event does no harm")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    bench.wire->then(shows("failed", 20));
    const auto done = bench.run(wait(bench));
    REQUIRE(done.has_value());
    CHECK(done->status == oms::transaction_status::failed);
    CHECK(bench.waits() == 0);
    bench.notify(tells("failed", 20));
    CHECK(bench.reads() == 2);
}

TEST_CASE("(C8) an event and the end of the gap at the same moment make one read")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench));
    bench.wire->then(shows("processing", 10));
    bench.clock->advance_to_next();
    bench.notify(tells("completed", 20));
    CHECK(bench.reads() == 2);
    CHECK_FALSE(call->outcome);
    bench.wire->then(shows("completed", 20));
    CHECK(bench.finish(call).has_value());
    CHECK(bench.reads() == 3);
}

TEST_CASE("(C8) duplicates, older events and the state that was seen cause no read")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench));
    bench.notify(tells("processing", 10));
    bench.notify(tells("processing", 10));
    bench.notify(tells("processing", 12));
    bench.notify(tells("created", 5));
    bench.notify(tells("processing", -1));
    CHECK(bench.reads() == 1);

    bench.wire->then(shows("processing", 10));
    for (int i = 0; i < 5; ++i)
        bench.notify(tells("completed", 20));
    CHECK(bench.reads() == 2);

    bench.wire->then(shows("completed", 20));
    CHECK(bench.finish(call).has_value());
    CHECK(bench.reads() == 3);
}

TEST_CASE("(C8) events out of order cause no read for the older one, and the older state never counts")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench, 30s));
    bench.wire->then(shows("awaitingAction", 30));
    bench.notify(tells("awaitingAction", 30));
    bench.notify(tells("cashPickupReady", 20));
    CHECK(bench.reads() == 2);
    for (int i = 0; i < 40; ++i)
        bench.wire->then(shows("awaitingAction", 30));
    const auto ended = bench.finish(call);
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK_THAT(ended.error().what(), ContainsSubstring("awaitingAction"));
}

TEST_CASE("(C8) an event during a read makes one more read right after it")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10).hanging(exchange_phase::fully_written));
    const auto call = bench.start(wait(bench));
    bench.notify(tells("completed", 20));
    bench.notify(tells("completed", 20));
    CHECK(bench.reads() == 1);

    const auto before = bench.clock->now();
    bench.wire->then(shows("completed", 20));
    bench.wire->release();
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.reads() == 2);
    CHECK(bench.clock->now() == before);
}

TEST_CASE("(C8) an event during a read that shows its state makes no other read")
{
    wait_bench bench;
    bench.wire->then(shows("cashPickupReady", 20).hanging(exchange_phase::fully_written));
    const auto call = bench.start(wait(bench));
    bench.notify(tells("cashPickupReady", 20));
    bench.wire->release();
    bench.settle();
    CHECK(bench.reads() == 1);
    CHECK_FALSE(call->outcome);
    call->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
}

TEST_CASE("(C8) an event before the wait is covered by its first read")
{
    wait_bench bench;
    bench.notify(tells("completed", 20));
    auto written = wait(bench);
    bench.notify(tells("completed", 20));
    CHECK(bench.waits() == 0);
    bench.wire->then(shows("completed", 20));
    CHECK(bench.run(std::move(written)).has_value());
    CHECK(bench.reads() == 1);
}

TEST_CASE("(C8) an unknown state in an event is a reason to read, and is waited on when a read shows it")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench, 2s));
    bench.wire->then(shows("teleporting", 20));
    bench.notify(tells("teleporting", 20));
    CHECK(bench.reads() == 2);
    CHECK_FALSE(call->outcome);
    for (int i = 0; i < 20; ++i)
        bench.wire->then(shows("teleporting", 20));
    const auto ended = bench.finish(call);
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK_THAT(ended.error().what(), ContainsSubstring("teleporting"));
    CHECK(bench.waits() == 0);
}

TEST_CASE("(C8) after news the gaps between reads start anew")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench));
    let_gaps_grow(bench);
    bench.wire->then(shows("underReview", 20));
    bench.notify(tells("underReview", 20));
    const auto before = bench.clock->now();
    bench.wire->then(shows("completed", 30));
    CHECK(bench.finish(call).has_value());
    CHECK(bench.clock->now() - before <= 313ms);
}

TEST_CASE("(C8) an event does not hurry a read before its Retry-After")
{
    wait_bench bench;
    bench.wire->then(scripted_step::answer(429, "").header("Retry-After", "20"));
    const auto call = bench.start(bench.client->transactions().wait<oms::crypto_to_crypto>(
        some_transaction, 10min, oms::call_options().attempts(1)));
    const auto before = bench.clock->now();
    bench.notify(tells("completed", 20));
    CHECK(bench.reads() == 1);
    bench.wire->then(shows("completed", 20));
    CHECK(bench.finish(call).has_value());
    CHECK(bench.clock->now() - before == 20s);
}

TEST_CASE("(C8) an event after a failed read, or during one, makes a read at once")
{
    wait_bench bench;
    const oms::call_options once = oms::call_options().attempts(1);
    bench.wire->then(scripted_step::answer(500, "").hanging(exchange_phase::fully_written));
    const auto call =
        bench.start(bench.client->transactions().wait<oms::crypto_to_crypto>(some_transaction, 10min, once));
    bench.notify(tells("underReview", 20));
    bench.wire->then(scripted_step::answer(500, ""));
    bench.wire->release();
    bench.settle();
    CHECK(bench.reads() == 2);
    bench.wire->then(shows("completed", 30));
    bench.notify(tells("completed", 30));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
}

TEST_CASE("(C8) after the last read a wait goes on listening until its deadline")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench, 400ms));
    bench.clock->advance_to_next();
    bench.settle();
    CHECK(bench.reads() == 2);
    CHECK_FALSE(call->outcome);
    bench.clock->advance(150ms);
    bench.wire->then(shows("completed", 20));
    bench.notify(tells("completed", 20));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.reads() == 3);
}

TEST_CASE("(C8) an event in the last moment before the deadline makes a last read")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    bench.wire->then(shows("processing", 10).hanging(exchange_phase::fully_written));
    const auto call = bench.start(wait(bench, 400ms));
    bench.clock->advance_to_next();
    bench.settle();
    CHECK(bench.reads() == 2);
    bench.clock->advance(100ms);
    bench.notify(tells("completed", 20));
    bench.wire->then(shows("completed", 20));
    bench.wire->release();
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
}

TEST_CASE("(C8) a wait that is cancelled, expired or closed leaves no entry behind, and later events do no harm")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto cancelled = bench.start(wait(bench));
    CHECK(bench.waits() == 1);
    cancelled->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(cancelled->outcome);
    REQUIRE_FALSE(cancelled->outcome->has_value());
    CHECK(cancelled->outcome->error().code() == errc::cancelled);
    CHECK_THAT(cancelled->outcome->error().what(), ContainsSubstring("processing"));
    CHECK(bench.waits() == 0);

    bench.wire->then(scripted_step::answer(404, ""));
    CHECK_FALSE(bench.run(wait(bench)).has_value());
    CHECK(bench.waits() == 0);

    for (int i = 0; i < 5; ++i)
        bench.wire->then(shows("processing", 10));
    CHECK_FALSE(bench.run(wait(bench, 1s)).has_value());
    CHECK(bench.waits() == 0);

    bench.wire->then(shows("processing", 10));
    const auto closed = bench.start(wait(bench));
    bench.client->close();
    bench.settle();
    REQUIRE(closed->outcome);
    CHECK(closed->outcome->error().code() == errc::client_closed);
    CHECK(bench.waits() == 0);
    bench.notify(tells("completed", 20));
    CHECK(bench.clock->sleeping() == 0);
}

TEST_CASE("(C8) a wait cancelled together with an event ends as cancelled")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench));
    call->cancel.emit(asio::cancellation_type::terminal);
    bench.notify(tells("completed", 20));
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    CHECK(call->outcome->error().code() == errc::cancelled);
    CHECK(bench.reads() == 1);
}

TEST_CASE("(C8) a wait is resumed from the id alone, by another client after a restart")
{
    wait_bench bench;
    for (int i = 0; i < 5; ++i)
        bench.wire->then(shows("processing", 10));
    CHECK_FALSE(bench.run(wait(bench, 1s)).has_value());

    bench.restart_client();
    const auto id = oms::transaction_id::from_storage("txn_1");
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(bench.client->transactions().wait(id, 10min));
    bench.wire->then(shows("completed", 20));
    bench.notify(tells("completed", 20));
    REQUIRE(call->outcome);
    REQUIRE(call->outcome->has_value());
    CHECK(oms::status_of(call->outcome->value()).is_success());
}

TEST_CASE("(C8) one event wakes all waits for its id and none for another")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    bench.wire->then(shows("processing", 10));
    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_2","type":"cryptoToCrypto","status":"processing"})"));
    const auto first = bench.start(wait(bench));
    const auto second = bench.start(wait(bench));
    const auto other =
        bench.start(bench.client->transactions().wait<oms::crypto_to_crypto>(oms::transaction_id("txn_2"), 10min));
    CHECK(bench.waits() == 3);
    bench.wire->then(shows("completed", 20));
    bench.wire->then(shows("completed", 20));
    bench.notify(tells("completed", 20));
    CHECK(first->outcome);
    CHECK(second->outcome);
    CHECK_FALSE(other->outcome);
    CHECK(bench.waits() == 1);
    CHECK(bench.reads() == 5);
    other->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    CHECK(bench.waits() == 0);
}
