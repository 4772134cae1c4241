#include "common/catch.hpp"

#include <oms/http/circuit_breaker.hpp>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using oms::attempt_ending;
using oms::circuit_breaker;
using permit = circuit_breaker::permit;

constexpr circuit_breaker::time_point breaker_start{1000s};

oms::circuit_breaker_policy policy_of(int least_attempts = 4, int failure_percent = 50)
{
    oms::circuit_breaker_policy policy;
    policy.enabled = true;
    policy.window = 10s;
    policy.cool_down = 5s;
    policy.least_attempts = least_attempts;
    policy.failure_percent = failure_percent;
    return policy;
}

/// Lets one attempt through that ends at once.
bool try_once(circuit_breaker& breaker, attempt_ending how, circuit_breaker::time_point now)
{
    permit leave = breaker.enter(now);
    const bool passed = static_cast<bool>(leave);
    leave.ended(how, now);
    return passed;
}

void open(circuit_breaker& breaker, circuit_breaker::time_point now = breaker_start)
{
    while (!breaker.open())
        REQUIRE(try_once(breaker, attempt_ending::failure, now));
}

} // namespace

TEST_CASE("A circuit breaker is off unless it is asked for (D14)")
{
    CHECK_FALSE(circuit_breaker(oms::circuit_breaker_policy()).enabled());
    CHECK(circuit_breaker(policy_of()).enabled());
}

TEST_CASE("A circuit breaker opens at its share of failures, not before enough attempts have ended (D14)")
{
    circuit_breaker breaker(policy_of(4, 50));
    try_once(breaker, attempt_ending::failure, breaker_start);
    try_once(breaker, attempt_ending::failure, breaker_start);
    try_once(breaker, attempt_ending::failure, breaker_start);
    CHECK_FALSE(breaker.open());
    try_once(breaker, attempt_ending::failure, breaker_start);
    CHECK(breaker.open());

    circuit_breaker half(policy_of(4, 50));
    for (int i = 0; i < 3; ++i)
        try_once(half, attempt_ending::success, breaker_start);
    try_once(half, attempt_ending::failure, breaker_start);
    try_once(half, attempt_ending::failure, breaker_start);
    CHECK_FALSE(half.open()); // 2 of 5
    try_once(half, attempt_ending::failure, breaker_start);
    CHECK(half.open()); // 3 of 6
}

TEST_CASE("Endings that say nothing about the service count for nothing (D14)")
{
    circuit_breaker breaker(policy_of());
    for (int i = 0; i < 100; ++i)
        try_once(breaker, attempt_ending::neither, breaker_start);
    for (int i = 0; i < 3; ++i)
        try_once(breaker, attempt_ending::failure, breaker_start);
    CHECK_FALSE(breaker.open());
    try_once(breaker, attempt_ending::failure, breaker_start);
    CHECK(breaker.open());
}

TEST_CASE("Failures that are older than the window are forgotten (D14)")
{
    circuit_breaker breaker(policy_of());
    for (int i = 0; i < 3; ++i)
        try_once(breaker, attempt_ending::failure, breaker_start);
    try_once(breaker, attempt_ending::failure, breaker_start + 10s);
    CHECK_FALSE(breaker.open());
    for (int i = 0; i < 2; ++i)
        try_once(breaker, attempt_ending::failure, breaker_start + 15s);
    CHECK_FALSE(breaker.open());
    try_once(breaker, attempt_ending::failure, breaker_start + 19s);
    CHECK(breaker.open());
}

TEST_CASE("An open circuit breaker lets nothing pass until its cool-down is over, and says how long that is (D14)")
{
    circuit_breaker breaker(policy_of());
    open(breaker);
    CHECK(breaker.rest(breaker_start) == 5s);
    CHECK(breaker.rest(breaker_start + 4100ms) == 1s);
    CHECK(breaker.refuses(breaker_start + 4999ms));
    CHECK_FALSE(breaker.enter(breaker_start + 4999ms));
    CHECK_FALSE(breaker.refuses(breaker_start + 5s));
    CHECK(breaker.rest(breaker_start + 5s) == 0s);
    CHECK(breaker.enter(breaker_start + 5s));
}

TEST_CASE("After the cool-down one attempt at a time probes the service; its success lets all pass (D14)")
{
    circuit_breaker breaker(policy_of());
    open(breaker);
    permit probe = breaker.enter(breaker_start + 5s);
    REQUIRE(probe);
    CHECK(breaker.open());
    for (int i = 0; i < 10; ++i) {
        CHECK(breaker.refuses(breaker_start + 5s));
        CHECK_FALSE(breaker.enter(breaker_start + 6s));
    }
    probe.ended(attempt_ending::success, breaker_start + 6s);
    CHECK_FALSE(breaker.open());
    CHECK(breaker.enter(breaker_start + 6s));

    // It starts anew: what was counted before does not open it again.
    try_once(breaker, attempt_ending::failure, breaker_start + 6s);
    CHECK_FALSE(breaker.open());
}

TEST_CASE("A probe that fails opens the circuit breaker for another cool-down (D14)")
{
    circuit_breaker breaker(policy_of());
    open(breaker);
    CHECK(try_once(breaker, attempt_ending::failure, breaker_start + 7s));
    CHECK(breaker.refuses(breaker_start + 11'999ms));
    CHECK_FALSE(breaker.refuses(breaker_start + 12s));
}

TEST_CASE("A probe whose call is cancelled, or is never heard of again, makes room for the next one (D14)")
{
    circuit_breaker breaker(policy_of());
    open(breaker);
    CHECK(try_once(breaker, attempt_ending::neither, breaker_start + 5s));
    CHECK(breaker.open());
    {
        const permit forgotten = breaker.enter(breaker_start + 5s);
        CHECK(forgotten);
        CHECK_FALSE(breaker.enter(breaker_start + 5s));
    }
    permit first = breaker.enter(breaker_start + 5s);
    REQUIRE(first);
    permit second = std::move(first);
    CHECK_FALSE(first);
    CHECK_FALSE(breaker.enter(breaker_start + 5s));
    second = permit();
    CHECK(try_once(breaker, attempt_ending::success, breaker_start + 5s));
    CHECK_FALSE(breaker.open());
}

TEST_CASE("Stragglers that were sent before the circuit breaker opened neither close it nor open it again (D14)")
{
    circuit_breaker breaker(policy_of());
    permit good = breaker.enter(breaker_start);
    permit bad = breaker.enter(breaker_start);
    permit late = breaker.enter(breaker_start);
    open(breaker);
    good.ended(attempt_ending::success, breaker_start + 1s);
    CHECK(breaker.refuses(breaker_start + 1s));

    permit probe = breaker.enter(breaker_start + 5s);
    REQUIRE(probe);
    bad.ended(attempt_ending::failure, breaker_start + 5s);
    CHECK_FALSE(breaker.enter(breaker_start + 5s)); // still the probe's turn, and no new cool-down
    probe.ended(attempt_ending::success, breaker_start + 6s);
    CHECK_FALSE(breaker.open());
    late.ended(attempt_ending::failure, breaker_start + 6s);
    CHECK_FALSE(breaker.open());
}

TEST_CASE("Of many threads at a half-open circuit breaker exactly one gets to probe (D14)")
{
    for (int round = 0; round < 200; ++round) {
        circuit_breaker breaker(policy_of());
        open(breaker);
        std::atomic<int> passed = 0;
        std::vector<permit> permits(4);
        std::vector<std::thread> threads;
        for (permit& mine : permits) {
            threads.emplace_back([&breaker, &passed, &mine] {
                mine = breaker.enter(breaker_start + 5s);
                if (mine)
                    ++passed;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        CHECK(passed.load() == 1);
    }
}
