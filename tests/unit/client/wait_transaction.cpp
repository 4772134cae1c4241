#include "common/catch.hpp"
#include "wait_bench.hpp"

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::errc;
using oms::exchange_phase;

scripted_step state(const char* status, const char* type = "cryptoToCrypto")
{
    return scripted_step::answer(200,
                                 std::string(R"({"id":"txn_1","type":")") + type + R"(","status":")" + status + "\"}");
}

auto wait(pipeline_bench& bench, std::chrono::milliseconds at_most)
{
    return bench.client->transactions().wait<oms::crypto_to_crypto>(some_transaction, at_most);
}

} // namespace

TEST_CASE("(C8) a wait reads until the transaction is completed, and gives it")
{
    pipeline_bench bench;
    bench.wire->then(state("processing"));
    bench.wire->then(state("processing"));
    bench.wire->then(state("completed"));
    const auto done = bench.run(wait(bench, 30s));
    REQUIRE(done.has_value());
    CHECK(done->status.is_success());
    CHECK(bench.wire->requests.size() == 3);
    for (const oms::http_request& sent : bench.wire->requests)
        CHECK(sent.target == "/v0.9/transactions/txn_1");
    CHECK(bench.clock->sleeping() == 0);
}

TEST_CASE("(C8) a wait gives a failed transaction too, for failure is an end")
{
    pipeline_bench bench;
    bench.wire->then(state("failed"));
    const auto done = bench.run(wait(bench, 30s));
    REQUIRE(done.has_value());
    CHECK(done->status == oms::transaction_status::failed);
}

TEST_CASE("(C8) a wait goes on in a state that it does not know, and outlives short failures")
{
    pipeline_bench bench;
    bench.wire->then(state("teleporting"));
    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::failure(errc::body_too_large, exchange_phase::response_begun));
    const auto ended = bench.run(wait(bench, 5min));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::body_too_large);
    CHECK(bench.wire->requests.size() == 5);

    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    bench.wire->then(state("completed"));
    CHECK(bench.run(wait(bench, 5min)).has_value());
}

TEST_CASE("(C8) a wait that finds nothing to wait for ends at once with that error")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(404, ""));
    const auto ended = bench.run(wait(bench, 30s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::not_found);
}

TEST_CASE("(C8) a wait whose time is over says so and tells the state seen last")
{
    pipeline_bench bench;
    for (int i = 0; i < 200; ++i)
        bench.wire->then(state("cashPickupReady", "cryptoToCrypto"));
    const auto before = bench.clock->now();
    const auto ended = bench.run(wait(bench, 30s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK_THAT(ended.error().what(), ContainsSubstring("cashPickupReady"));
    CHECK(ended.error().path_template() == "/transactions/{transactionId}");
    CHECK(ended.error().delivery() == oms::delivery::applied); // of its reads
    CHECK(bench.clock->now() - before == 30s);
    CHECK(bench.wire->requests.size() > 8);
    CHECK(bench.wire->requests.size() < 20);
}

TEST_CASE("(C8) a read that hangs ends with the time of the wait")
{
    pipeline_bench bench;
    bench.wire->then(state("processing"));
    bench.wire->then(state("completed").hanging(exchange_phase::fully_written));
    const auto before = bench.clock->now();
    const auto ended = bench.run(wait(bench, 10s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK_THAT(ended.error().what(), ContainsSubstring("processing"));
    CHECK(bench.clock->now() - before == 10s);
}

TEST_CASE("F101 a wait cancelled in a gap or in a read says what it saw last and leaves the caller's flag alone")
{
    for (const bool in_read : {true, false}) {
        CAPTURE(in_read);
        pipeline_bench bench;
        bench.wire->then(state("processing"));
        bench.wire->then(state("completed").hanging(exchange_phase::fully_written));
        auto flag = std::make_shared<bool>(false);
        const auto look_after = [](auto call, std::shared_ptr<bool> throws) -> boost::asio::awaitable<int> {
            std::optional<oms::error> failure;
            try {
                co_await std::move(call);
            } catch (const oms::error& why) {
                failure = why;
            }
            *throws = co_await boost::asio::this_coro::throw_if_cancelled();
            if (failure)
                throw *failure;
            co_return 0;
        };
        const auto call = bench.start(look_after(wait(bench, 1min), flag));
        if (in_read) {
            bench.clock->advance_to_next();
            bench.settle();
        }
        CHECK(bench.wire->requests.size() == (in_read ? 2 : 1));
        call->cancel.emit(boost::asio::cancellation_type::terminal);
        bench.settle();
        REQUIRE(call->outcome);
        REQUIRE_FALSE(call->outcome->has_value());
        CHECK(call->outcome->error().code() == errc::cancelled);
        CHECK_THAT(call->outcome->error().what(), ContainsSubstring("processing"));
        CHECK(*flag);
        CHECK(bench.clock->sleeping() == 0);
    }
}

TEST_CASE("(C8) closing the client ends a wait in its gap")
{
    pipeline_bench bench;
    bench.wire->then(state("processing"));
    const auto call = bench.start(wait(bench, 1min));
    bench.client->close();
    bench.settle();
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    CHECK(call->outcome->error().code() == errc::client_closed);
}

TEST_CASE("(C8) a wait for a kind ends when the transaction turns out to be of another")
{
    pipeline_bench bench;
    bench.wire->then(state("processing", "cryptoToFiat"));
    const auto ended = bench.run(wait(bench, 30s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::unexpected_kind);

    bench.wire->then(state("completed", "cryptoToFiat"));
    CHECK(bench.run(bench.client->transactions().wait_outcome(some_transaction, 30s)).has_value());
}
