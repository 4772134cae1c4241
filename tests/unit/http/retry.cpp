#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/http/jitter_source.hpp>
#include <oms/http/retry_budget.hpp>
#include <oms/http/retry_policy.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

TEST_CASE("back-off doubles its bound up to the cap and takes a random part of it (D10)")
{
    const oms::retry_policy policy;
    oms::detail::jitter_source random(7);
    const std::chrono::milliseconds bounds[] = {250ms, 500ms, 1000ms, 2000ms, 4000ms, 8000ms, 8000ms, 8000ms};
    int retry = 0;
    for (const auto bound : bounds) {
        ++retry;
        std::chrono::microseconds longest = 0us;
        std::chrono::microseconds shortest = 1h;
        for (int i = 0; i < 2000; ++i) {
            const auto wait = policy.back_off(retry, random.next());
            CHECK(wait <= bound);
            longest = std::max(longest, wait);
            shortest = std::min(shortest, wait);
        }
        CHECK(longest > bound * 9 / 10);
        CHECK(shortest < bound / 10);
    }
    CHECK(policy.back_off(1000, std::numeric_limits<std::uint64_t>::max()) <= 8s);
}

TEST_CASE("a retry policy refuses values that make no sense")
{
    CHECK(oms::retry_policy().attempts() == 3);
    CHECK(oms::retry_policy().attempts(1).base(10ms).cap(20ms).cap() == 20ms);
    CHECK_THROWS_AS(oms::retry_policy().attempts(0), oms::error);
    CHECK_THROWS_AS(oms::retry_policy().attempts(11), oms::error);
    CHECK_THROWS_AS(oms::retry_policy().base(0ms), oms::error);
    CHECK_THROWS_AS(oms::retry_policy().base(100ms).cap(99ms), oms::error);
}

template <class Time>
concept waits_for = requires(oms::retry_policy policy, Time time) {
    policy.base(time);
    policy.cap(time);
};

TEST_CASE("the waits of a retry policy have a unit, and numbers without one are none (X9)")
{
    STATIC_REQUIRE(waits_for<std::chrono::milliseconds>);
    STATIC_REQUIRE(waits_for<std::chrono::seconds>);
    STATIC_REQUIRE_FALSE(waits_for<int>);
    STATIC_REQUIRE_FALSE(waits_for<double>);
    STATIC_REQUIRE_FALSE(waits_for<std::chrono::microseconds>); // would be cut
    CHECK(oms::retry_policy().base(1s).cap(1min).base() == 1000ms);
}

TEST_CASE("the retry budget pays until it is empty and never holds more than its capacity (D13)")
{
    oms::retry_budget budget(12);
    CHECK(budget.take(5));
    CHECK(budget.take(5));
    CHECK_FALSE(budget.take(5));
    CHECK(budget.tokens() == 2);
    budget.give_back(5);
    CHECK(budget.tokens() == 7);
    budget.give_back(100);
    CHECK(budget.tokens() == 12);
}

TEST_CASE("the retry budget neither loses nor invents tokens between threads")
{
    oms::retry_budget budget(500);
    std::atomic<int> held = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&budget, &held] {
            for (int round = 0; round < 1000; ++round) {
                if (!budget.take(5))
                    continue;
                if (round % 3 == 0)
                    ++held;
                else
                    budget.give_back(5);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(held.load() > 0);
    CHECK(budget.tokens() + 5 * held.load() == 500);
}
