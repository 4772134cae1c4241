#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

// What ten thousand callers see of a token that ends: nothing.

namespace {

using namespace std::chrono_literals;
using oms::errc;
using oms::exchange_phase;

constexpr int crowd = 10'000;
using started = std::vector<std::shared_ptr<started_call<oms::customer>>>;

started start_crowd(pipeline_bench& bench)
{
    started calls;
    for (int i = 0; i < crowd; ++i)
        calls.push_back(bench.start(read_one(bench)));
    return calls;
}

void all_succeed(pipeline_bench& bench, const started& calls)
{
    int failed = 0;
    for (const auto& call : calls)
        failed += bench.finish(call).has_value() ? 0 : 1;
    CHECK(failed == 0);
}

} // namespace

TEST_CASE("F55 ten thousand calls at the moment when the token ends make one exchange, and all succeed (A3, X27)")
{
    pipeline_bench bench;
    answer_calls(bench, crowd + 1);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->advance(3600s);
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("newer")).hanging(exchange_phase::fully_written));
    const started calls = start_crowd(bench);
    CHECK(bench.wire->token_requests.size() == 2);
    CHECK(bench.wire->requests.size() == 1);
    bench.wire->release();
    all_succeed(bench, calls);
    CHECK(bench.wire->token_requests.size() == 2);
    CHECK(bench.wire->requests.size() == crowd + 1);
    CHECK(bearer_of(bench.wire->requests.back()) == "Bearer newer");
    CHECK(bench.clock->sleeping() == 0);
}

TEST_CASE("F55 ten thousand calls in the last fifth of a token's life wait for nothing, and one renews it (A3, X27)")
{
    pipeline_bench bench;
    answer_calls(bench, crowd + 1);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->advance(3599s);
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("newer")).hanging(exchange_phase::fully_written));
    const auto before = bench.clock->now();
    const started calls = start_crowd(bench);
    int waiting = 0;
    for (const auto& call : calls)
        waiting += call->outcome ? 0 : 1;
    CHECK(waiting == 0);
    all_succeed(bench, calls);
    CHECK(bench.clock->now() == before);
    CHECK(bench.wire->token_requests.size() == 2);
    CHECK(bearer_of(bench.wire->requests.back()) == "Bearer token-1");
    bench.wire->release();
    bench.settle();
}

TEST_CASE("F56 a burst of ten thousand late 401s makes no second exchange (A5)")
{
    pipeline_bench bench;
    answer_calls(bench, 1);
    REQUIRE(bench.run(read_one(bench)).has_value());

    // All were sent with the first token. Half of them hear of its end while nobody has a newer one, half long after.
    for (int i = 0; i < crowd / 2; ++i)
        bench.wire->then(scripted_step::answer(401, "").hanging(exchange_phase::fully_written));
    started early, late;
    for (int i = 0; i < crowd / 2; ++i)
        early.push_back(bench.start(read_one(bench)));
    answer_calls(bench, crowd / 2);
    bench.wire->release();
    all_succeed(bench, early);
    CHECK(bench.wire->token_requests.size() == 2);
    CHECK(bearer_of(bench.wire->requests.back()) == "Bearer token-2");
}

TEST_CASE("F56 a 401 for a token that somebody has replaced meanwhile uses the newer one, without an exchange (A5)")
{
    pipeline_bench bench;
    answer_calls(bench, 1);
    REQUIRE(bench.run(read_one(bench)).has_value());

    // These hear only after another call has renewed the token.
    constexpr int stragglers = crowd / 2;
    for (int i = 0; i < stragglers; ++i)
        bench.wire->then(scripted_step::answer(401, "").hanging(exchange_phase::fully_written));
    started calls;
    for (int i = 0; i < stragglers; ++i)
        calls.push_back(bench.start(read_one(bench)));
    answer_calls(bench, 1, 401);
    answer_calls(bench, stragglers + 1);
    REQUIRE(bench.run(read_one(bench)).has_value());
    CHECK(bench.wire->token_requests.size() == 2);

    bench.wire->release();
    all_succeed(bench, calls);
    CHECK(bench.wire->token_requests.size() == 2);
    CHECK(bench.wire->requests.size() == 3 + 2 * stragglers);
    CHECK(bearer_of(bench.wire->requests.back()) == "Bearer token-2");
}

TEST_CASE("F57 a token endpoint that is down for the rest of the old token's life is not noticed by callers (A4)")
{
    pipeline_bench bench;
    answer_calls(bench, 1);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->advance(2880s);

    // One call each second until the last one of the token's life. Every exchange fails, in all the ways there are.
    for (int i = 0; i < 2000; ++i) {
        if (i % 4 == 0)
            bench.wire->then_token(scripted_step::answer(503, ""));
        else if (i % 4 == 1)
            bench.wire->then_token(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
        else if (i % 4 == 2)
            bench.wire->then_token(scripted_step::answer(200, "captive portal").header("Content-Type", "text/html"));
        else
            bench.wire->then_token(scripted_step::failure(errc::first_byte_timeout, exchange_phase::fully_written));
    }
    answer_calls(bench, 719);
    for (int second = 0; second < 719; ++second) {
        bench.clock->advance(1s);
        const auto before = bench.clock->now();
        const auto call = bench.start(read_one(bench));
        REQUIRE(call->outcome);
        REQUIRE(call->outcome->has_value());
        REQUIRE(bench.clock->now() == before);
        REQUIRE(bearer_of(bench.wire->requests.back()) == "Bearer token-1");
    }
    const std::size_t exchanges = bench.wire->token_requests.size() - 1;
    CHECK(exchanges >= 20);
    CHECK(exchanges <= 719); // never two for one call, and cooled down after failures that may pass
    CHECK(bench.clock->sleeping() == 0);
}

TEST_CASE("F58 when the token endpoint recovers after the token's end there is one exchange for the whole crowd")
{
    pipeline_bench bench;
    answer_calls(bench, 1);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->advance(3600s);
    for (int i = 0; i < 3; ++i)
        bench.wire->then_token(scripted_step::answer(503, ""));
    answer_calls(bench, crowd);
    const started calls = start_crowd(bench);
    all_succeed(bench, calls);
    CHECK(bench.wire->token_requests.size() == 1 + 3 + 1);
}

TEST_CASE("F61 F109 wall clocks that jump neither end a token's life nor lengthen it")
{
    for (const auto jump : {std::chrono::hours(1), std::chrono::hours(-1), std::chrono::hours(24 * 365)}) {
        pipeline_bench bench;
        answer_calls(bench, 4);
        REQUIRE(bench.run(read_one(bench)).has_value());
        bench.clock->step_wall(jump);
        REQUIRE(bench.run(read_one(bench)).has_value());
        bench.clock->advance(2843s);
        REQUIRE(bench.run(read_one(bench)).has_value());
        CHECK(bench.wire->token_requests.size() == 1);
        bench.clock->advance(757s);
        REQUIRE(bench.run(read_one(bench)).has_value());
        CHECK(bench.wire->token_requests.size() == 2);
        CHECK(bearer_of(bench.wire->requests.back()) == "Bearer token-2");
    }
}

TEST_CASE("F61 nonsense about a token's life makes neither an exchange for every call nor a token for ever")
{
    struct row {
        const char* life;
        std::chrono::seconds used_for;
        std::chrono::seconds over_after;
    };
    for (const row& r : {row{R"("expiresIn":0)", 7s, 10s}, row{R"("expiresIn":-5)", 7s, 10s},
                         row{R"("expiresIn":9223372036854775807)", 18h, 24h}, row{R"("tokenType":"bearer")", 7s, 10s},
                         row{R"("expiresIn":3600,"expiresAt":"2026-06-15T14:30:00Z")", 23min, 30min},
                         row{R"("expiresIn":600,"expiresAt":"2026-06-15T15:00:00Z")", 7min, 10min},
                         row{R"("expiresAt":"1990-01-01T00:00:00Z")", 7s, 10s}}) {
        CAPTURE(r.life);
        pipeline_bench bench;
        bench.wire->then_token(scripted_step::answer(200, R"({"accessToken":"a",)" + std::string(r.life) + "}"));
        answer_calls(bench, 3);
        REQUIRE(bench.run(read_one(bench)).has_value());
        bench.clock->advance(r.used_for);
        REQUIRE(bench.run(read_one(bench)).has_value());
        CHECK(bench.wire->token_requests.size() == 1);
        bench.clock->advance(r.over_after - r.used_for);
        REQUIRE(bench.run(read_one(bench)).has_value());
        CHECK(bench.wire->token_requests.size() == 2);
        CHECK(bearer_of(bench.wire->requests.back()) == "Bearer token-1");
    }
}

TEST_CASE("F62 a fresh token that is refused too ends the call with a typed error, and nothing loops")
{
    pipeline_bench bench;
    for (int i = 0; i < 3; ++i) {
        answer_calls(bench, 2, 401);
        const auto got = bench.run(read_one(bench));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::unauthorized);
        CHECK(got.error().attempts() == 2);
    }
    CHECK(bench.wire->requests.size() == 6);
    CHECK(bench.wire->token_requests.size() <= 6);
}

TEST_CASE("A token exchange gives up its place behind many calls no sooner than they do (A4)")
{
    pipeline_bench bench;
    bench.config.timeouts.total = 45s;
    bench.config.timeouts.first_byte = 0ms;
    bench.config.timeouts.idle_read = 5s;
    bench.config.timeouts.pool_wait = 1s;
    bench.renew_client();
    answer_calls(bench, 1);
    const auto asked = bench.clock->now();
    REQUIRE(bench.run(read_one(bench)).has_value());
    REQUIRE(bench.wire->limits.size() == 2);
    const oms::exchange_limits& of_exchange = bench.wire->limits.front();
    CHECK(of_exchange.deadline == asked + 45s + 30s);
    CHECK(of_exchange.pool_wait == 0ms);
    // Without a bound of the client's it has one of its own; else the client's is in force.
    CHECK(of_exchange.first_byte == 30s);
    CHECK(of_exchange.idle_read < 0ms);
    CHECK(of_exchange.connect < 0ms);
}
