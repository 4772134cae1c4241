// F110: memory that runs out in the states without sockets and clock. What throws has changed nothing.
#include "common/catch.hpp"
#include "short_memory.hpp"

#include <oms/client/impl/key_memory.hpp>
#include <oms/client/token_state.hpp>
#include <oms/http/attempt.hpp>
#include <oms/http/circuit_breaker.hpp>
#include <oms/http/rate_limiter.hpp>
#include <oms/net/pool_state.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using namespace oms::detail;
using namespace std::chrono_literals;
using oms::errc;
using test::fail_each_allocation;
using test::short_memory;

const std::chrono::steady_clock::time_point some_moment{std::chrono::hours{1}};

} // namespace

TEST_CASE("F110 The pool's state needs memory for nothing but the text of a failed connect, and goes on without it")
{
    oms::pool_config config;
    config.max_connections = 1;
    std::deque<pool_waiter> waiters(40);
    connect_failure why{errc::connect_failed, {}, "a text that does not fit into a small string"};
    short_memory none(0, short_memory::manner::lasting);
    std::size_t woken = 0;
    CHECK(none([&] {
        pool_state state(config);
        pool_plan plan;
        for (pool_waiter& waiter : waiters)
            if (state.enqueue(waiter, some_moment, plan) != errc{})
                throw std::logic_error("not taken");
        state.connect_failed(nullptr, std::move(why), some_moment, plan);
        state.expire(some_moment + 2h, plan);
        state.close(some_moment + 2h, plan);
        while (plan.wake.pop_front())
            ++woken;
    }));
    CHECK(none.happened()); // the pool's own copy of the text
    CHECK(woken == waiters.size());
    CHECK(std::any_of(waiters.begin(), waiters.end(),
                      [](const pool_waiter& each) { return each.failure == errc::connect_failed; }));
}

TEST_CASE("F110 An attempt, a breaker and their verdicts need no memory at all")
{
    oms::retry_budget budget;
    oms::circuit_breaker_policy policy;
    policy.enabled = true;
    short_memory none(0, short_memory::manner::lasting);
    CHECK(none([&] {
        oms::attempt attempts(oms::repeat_rule::with_key, oms::retry_policy(), some_moment + 1min, budget);
        for (int i = 0; i != 4; ++i)
            (void)attempts.next(oms::attempt_outcome::answered(503), some_moment + i * 1s, 7);
        oms::circuit_breaker breaker(policy);
        for (int i = 0; i != 200; ++i)
            breaker.enter(some_moment + i * 1ms).ended(oms::attempt_ending::failure, some_moment + i * 1ms);
        (void)breaker.rest(some_moment + 1s);
    }));
    CHECK_FALSE(none.happened());
}

TEST_CASE("F110 A token state that found no memory is as it was, and takes the next token")
{
    const auto seen = fail_each_allocation([](short_memory& memory) {
        token_state state;
        CHECK(state.acquire(some_moment).start_exchange);
        oms::secret token(std::string_view("a-token-of-some-length-that-is-not-short"));
        if (!memory([&] { state.granted(std::move(token), some_moment, 3600s); })) {
            CHECK(state.acquire(some_moment).next == token_plan::step::wait); // the exchange still counts as running
            state.granted(oms::secret(std::string_view("another-token")), some_moment, 3600s);
        }
        CHECK(state.acquire(some_moment).next == token_plan::step::use);
        const oms::error why(errc::connect_failed);
        CHECK(memory([&] {
            state.failed(why, some_moment + 3500s, 7);
            state.refused(why, some_moment + 3500s, 30s);
            (void)state.acquire(some_moment + 3599s);
        }));
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);
}

TEST_CASE("F110 A rate limiter that found no memory gives the next turn as if nobody had asked")
{
    oms::rate_limit limit;
    limit.per_second = 10;
    limit.burst = 1;
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        oms::rate_limiter limiter(limit);
        for (int i = 0; i != 20; ++i) {
            std::optional<oms::rate_limiter::turn> first;
            (void)memory([&] { first.emplace(limiter.take(some_moment, some_moment + 1h)); });
        } // turns that nobody used are given back
        oms::rate_limiter::turn next = limiter.take(some_moment, some_moment + 1h);
        CHECK(next);
        CHECK(next.at() <= some_moment + 100ms);
        next.use();
    });
    CHECK(seen.leaked == 0);
}

TEST_CASE("F110 A key memory that found no memory remembers nothing wrong")
{
    const auto seen = fail_each_allocation([](short_memory& memory) {
        key_memory keys(4);
        for (int i = 0; i != 12; ++i) {
            const std::string key = "a-key-that-does-not-fit-into-a-small-string-" + std::to_string(i);
            std::string scope;
            bool good = false;
            if (memory([&] {
                    scope = key_memory::scope_of("POST", "/customers", key);
                    good = keys.claim(scope, key_memory::number_of("/v0.9/customers", "{}"));
                }))
                CHECK(good);
            CHECK(keys.size() <= 4);
        }
        const std::string scope = key_memory::scope_of("POST", "/customers", "fresh");
        CHECK(keys.claim(scope, 1));
        CHECK(keys.claim(scope, 1));
        CHECK_FALSE(keys.claim(scope, 2));
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);
}
