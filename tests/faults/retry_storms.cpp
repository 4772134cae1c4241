#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "scripted_client.hpp"

#include <oms/http/attempt.hpp>
#include <oms/http/circuit_breaker.hpp>
#include <oms/http/jitter_source.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <random>
#include <vector>

namespace {

using namespace std::chrono_literals;
using oms::attempt;
using oms::attempt_ending;
using oms::attempt_outcome;
using oms::attempt_step;
using oms::circuit_breaker;
using oms::errc;
using oms::exchange_phase;
using time_point = attempt::time_point;

constexpr time_point storm_start{1000s};

/// What a service of a bad day does with an attempt: succeeds, or how it fails.
using weather = std::function<std::optional<attempt_outcome>(time_point now)>;

/// Many calls of one client, attempt by attempt, in time: the pure states alone. An attempt takes no time.
class storm {
public:
    explicit storm(weather outside, oms::circuit_breaker_policy policy = oms::circuit_breaker_policy())
        : outside_(std::move(outside)), breaker(policy)
    {
    }

    /// `calls` that begin one after the other, `gap` apart.
    void run(int calls, std::chrono::nanoseconds gap)
    {
        for (int i = 0; i < calls; ++i) {
            now_ = storm_start + i * gap;
            retries_until(now_);
            send(std::make_shared<call>(budget), false);
        }
        retries_until(time_point::max());
    }

    int attempts_in(int second) const
    {
        const auto found = attempts_by_second_.find(second);
        return found == attempts_by_second_.end() ? 0 : found->second;
    }

    int first_attempts = 0; ///< that reached the service
    int retries = 0;
    int succeeded = 0;
    int failed = 0;
    int held_back = 0;
    std::chrono::nanoseconds first_success_after{};
    oms::retry_budget budget;

private:
    struct call {
        explicit call(oms::retry_budget& budget)
            : attempts(oms::repeat_rule::with_key, oms::retry_policy(), time_point::max(), budget)
        {
        }
        attempt attempts;
    };
    struct later {
        time_point at;
        std::shared_ptr<call> who;
        bool operator<(const later& other) const { return at > other.at; }
    };

    void retries_until(time_point end)
    {
        while (!waiting_.empty() && waiting_.top().at <= end) {
            const later next = waiting_.top();
            waiting_.pop();
            now_ = next.at;
            send(next.who, true);
        }
    }

    void send(const std::shared_ptr<call>& who, bool again)
    {
        circuit_breaker::permit permit;
        if (breaker.enabled() && !(permit = breaker.enter(now_))) {
            ++held_back;
            ++failed;
            return;
        }
        ++(again ? retries : first_attempts);
        ++attempts_by_second_[static_cast<int>((now_ - storm_start) / 1s)];
        const std::optional<attempt_outcome> bad = outside_(now_);
        permit.ended(bad ? attempt_ending::failure : attempt_ending::success, now_);
        const auto plan = who->attempts.next(bad ? *bad : attempt_outcome::answered(200), now_, random_.next());
        if (plan.step == attempt_step::wait)
            waiting_.push(later{plan.at, who});
        else
            ++(bad ? failed : succeeded);
    }

    weather outside_;
    time_point now_ = storm_start;
    oms::detail::jitter_source random_{54};
    std::priority_queue<later> waiting_;
    std::map<int, int> attempts_by_second_;

public:
    circuit_breaker breaker;
};

/// Independent failures of all kinds that are retried, this many of a hundred.
weather failing(int percent)
{
    return [percent, random = std::make_shared<std::mt19937>(7)](time_point) -> std::optional<attempt_outcome> {
        if (static_cast<int>((*random)() % 100) >= percent)
            return std::nullopt;
        switch ((*random)() % 4) {
        case 0:
            return attempt_outcome::failed(errc::connection_lost, exchange_phase::fully_written, false);
        case 1:
            return attempt_outcome::failed(errc::connect_failed, exchange_phase::not_connected, false);
        case 2:
            return attempt_outcome::answered(500);
        default:
            return attempt_outcome::answered(503);
        }
    };
}

/// Everything fails until `end`.
weather brown_out_until(time_point end)
{
    return [end](time_point now) -> std::optional<attempt_outcome> {
        if (now >= end)
            return std::nullopt;
        return attempt_outcome::answered(503);
    };
}

} // namespace

TEST_CASE("F54 With one failure in ten, three attempts bring more than 99.8 % of the calls through (D8, D13)")
{
    const int calls = test::property_count(200'000);
    storm day(failing(10));
    day.run(calls, 1ms);
    CHECK(day.succeeded + day.failed == calls);
    CHECK(day.succeeded > calls * 0.998);
    CHECK(day.retries < calls * 0.13); // 0.1 + 0.01 are due
    CHECK(day.retries > calls * 0.09);
    CHECK(day.budget.tokens() > day.budget.capacity() * 9 / 10);
}

TEST_CASE("F54 When every second attempt fails, the retries stay inside what the budget has and earns (D13)")
{
    const int calls = test::property_count(200'000);
    storm day(failing(50));
    day.run(calls, 1ms);
    // Half of the calls put one token in; a retry takes 5, and half of them bring theirs back: one retry in five calls.
    CHECK(day.retries < calls * 0.22 + 500);
    CHECK(day.retries > calls * 0.15);
    CHECK(day.succeeded > calls / 2);
    CHECK(day.budget.tokens() >= 0);
}

TEST_CASE(
    "F53 In five minutes in which all fails, 1000 calls a second make no more retries than the budget holds (D13)")
{
    storm day(brown_out_until(storm_start + 300s));
    day.run(330'000, 1ms);
    CHECK(day.first_attempts == 330'000);
    // 500 tokens at 5 each, and not one more while nothing succeeds.
    int most = 0, while_down = 0;
    for (int second = 0; second < 330; ++second) {
        most = std::max(most, day.attempts_in(second));
        while_down += second < 300 ? day.attempts_in(second) : 0;
    }
    CHECK(while_down <= 300'000 + 100);
    CHECK(most <= 1000 + 100); // and nothing bursts when the service is back
    CHECK(day.attempts_in(301) == 1000);
    CHECK(day.succeeded >= 30'000);
    CHECK(day.budget.tokens() == day.budget.capacity());
}

TEST_CASE("F53 A circuit breaker keeps a brown-out from the service but for single probes, and opens the way again "
          "without a burst (D14)")
{
    oms::circuit_breaker_policy policy;
    policy.enabled = true;
    storm day(brown_out_until(storm_start + 300s), policy);
    day.run(330'000, 1ms);
    int while_down = 0, after = 0;
    for (int second = 0; second < 330; ++second) {
        if (second >= 1 && second < 300)
            while_down += day.attempts_in(second);
        if (second >= 300) {
            CHECK(day.attempts_in(second) <= 1000 + 1);
            after += day.attempts_in(second);
        }
    }
    CHECK(day.attempts_in(0) <= 20 + 1); // 20 failures open it
    CHECK(while_down <= 300 / 5 + 1);    // one probe for each cool-down
    CHECK(after >= 24'000);              // back after one cool-down at the latest
    CHECK_FALSE(day.breaker.open());
    CHECK(day.held_back >= 299'000);
}

TEST_CASE("F53 F54 A client in a brown-out sends each call once when its budget is spent, and is well soon after "
          "(D13, D14, X12)")
{
    for (const bool with_breaker : {false, true}) {
        CAPTURE(with_breaker);
        oms::client_config config;
        config.breaker.enabled = with_breaker;
        test::scripted_client bench(config);
        const auto end = bench.clock->now() + 60s;
        bench.wire->otherwise([&bench, end](const oms::http_request&) {
            return bench.clock->now() < end ? scripted_step::answer(503, "")
                                            : scripted_step::answer(200, test::smallest_customer);
        });

        // Ten calls a second for 80 seconds.
        int ended = 0, good = 0, circuit_open = 0;
        std::size_t when_over = 0;
        for (int tick = 0; tick < 800; ++tick) {
            if (tick == 600)
                when_over = bench.wire->requests.size();
            boost::asio::co_spawn(bench.io, oms::as_result(bench.client->customers().get(oms::customer_id{"cst_1"})),
                                  [&](std::exception_ptr, oms::result<oms::customer> outcome) {
                                      ++ended;
                                      good += outcome.has_value() ? 1 : 0;
                                      if (!outcome.has_value() && outcome.error().code() == errc::circuit_open) {
                                          ++circuit_open;
                                          CHECK(outcome.error().delivery() == oms::delivery::not_sent);
                                      }
                                  });
            bench.io.restart();
            bench.io.poll();
            bench.clock->advance(100ms);
        }
        bench.pass_time();
        CHECK(ended == 800); // I2
        if (with_breaker) {
            CHECK(when_over <= 20 + 3 + 60 / 5 + 1);
            CHECK(circuit_open > 500);
            CHECK(good >= 145);
            CHECK(bench.wire->requests.size() - when_over <= 200 + 1);
        } else {
            CHECK(when_over <= 600 + 100);
            CHECK(circuit_open == 0);
            CHECK(good >= 200);
            CHECK(bench.wire->requests.size() - when_over <= 200 + 3);
        }
    }
}
