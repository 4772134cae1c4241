#include "common/catch.hpp"
#include "wait_bench.hpp"

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

// How long waits wait, and for what, over a fake clock.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

} // namespace

TEST_CASE("(C8) a wait without any time reads once")
{
    wait_bench bench;
    bench.wire->then(shows("completed", 10));
    CHECK(bench.run(wait(bench, 0ms)).has_value());

    bench.wire->then(shows("processing", 10));
    const auto ended = bench.run(wait(bench, 0ms));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK_THAT(ended.error().what(), ContainsSubstring("processing"));
    CHECK(bench.reads() == 2);

    bench.wire->then(shows("completed", 10).hanging(exchange_phase::fully_written));
    const auto before = bench.clock->now();
    CHECK(bench.run(wait(bench, -5s)).error().code() == errc::wait_expired);
    CHECK(bench.clock->now() - before == 1s);
}

TEST_CASE("(C8) a wait for all time does not end before the transaction does")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto call = bench.start(wait(bench, std::chrono::milliseconds::max()));
    let_gaps_grow(bench);
    bench.clock->advance(24h * 365);
    bench.wire->then(shows("processing", 10));
    bench.settle();
    CHECK_FALSE(call->outcome);
    bench.wire->then(shows("completed", 20));
    bench.notify(tells("completed", 20));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
}

TEST_CASE("(C8) wait_until ends when a read shows enough, or the end")
{
    wait_bench bench;
    const auto ready = [](const oms::transaction_common& seen) {
        return seen.status == oms::transaction_status::cash_pickup_ready;
    };
    bench.wire->then(shows("processing", 10));
    const auto call =
        bench.start(bench.client->transactions().wait_until<oms::crypto_to_crypto>(some_transaction, ready, 10min));
    CHECK_FALSE(call->outcome);
    bench.wire->then(shows("cashPickupReady", 20));
    bench.notify(tells("cashPickupReady", 20));
    REQUIRE(call->outcome);
    REQUIRE(call->outcome->has_value());
    CHECK((*call->outcome)->status == oms::transaction_status::cash_pickup_ready);

    bench.wire->then(shows("failed", 20));
    const auto failed = bench.run(bench.client->transactions().wait_until(some_transaction, ready, 10min));
    REQUIRE(failed.has_value());
    CHECK(oms::status_of(*failed) == oms::transaction_status::failed);
}

TEST_CASE("(C8) wait_until without a condition is wait, and with one it reads at every change that an event tells")
{
    for (const bool with_condition : {false, true}) {
        CAPTURE(with_condition);
        wait_bench bench;
        oms::transaction_condition enough;
        if (with_condition)
            enough = [](const oms::transaction_common& seen) {
                return seen.sub_status == "fundsPulled";
            };
        bench.wire->then(shows("processing", 10));
        const auto call = bench.start(bench.client->transactions().wait_until(some_transaction, enough, 10min));
        bench.wire->then(shows("processing", 20, R"(,"subStatus":"fundsPulled")"));
        bench.notify(tells("processing", 20));
        CHECK(call->outcome.has_value() == with_condition);
        CHECK(bench.reads() == (with_condition ? 2 : 1));
        call->cancel.emit(asio::cancellation_type::terminal);
        bench.settle();
    }
}

TEST_CASE("(C8) what a condition throws ends the wait and leaves the caller's flag alone")
{
    wait_bench bench;
    bench.wire->then(shows("processing", 10));
    const auto flag = std::make_shared<bool>(false);
    const auto look_after = [](auto call, std::shared_ptr<bool> throws) -> asio::awaitable<std::string> {
        std::string what;
        try {
            co_await std::move(call);
        } catch (const std::runtime_error& why) {
            what = why.what();
        }
        *throws = co_await asio::this_coro::throw_if_cancelled();
        co_return what;
    };
    const auto broken = [](const oms::transaction_common&) -> bool {
        throw std::runtime_error("no idea");
    };
    const auto told =
        bench.run(look_after(bench.client->transactions().wait_until(some_transaction, broken, 10min), flag));
    REQUIRE(told.has_value());
    CHECK(*told == "no idea");
    CHECK(*flag);
    CHECK(bench.waits() == 0);
}
