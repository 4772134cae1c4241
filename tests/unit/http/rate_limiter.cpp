#include "common/catch.hpp"

#include <oms/http/rate_limiter.hpp>

#include <algorithm>
#include <iterator>
#include <list>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using oms::rate_limiter;
using turn = rate_limiter::turn;
using time_point = rate_limiter::time_point;

constexpr time_point limiter_start{1000s};
constexpr time_point never = time_point::max();

oms::rate_limit limit_of(int per_second, int burst = 1)
{
    oms::rate_limit limit;
    limit.per_second = per_second;
    limit.burst = burst;
    return limit;
}

/// When a request that asks now goes.
time_point go(rate_limiter& limiter, time_point now)
{
    turn mine = limiter.take(now, never);
    REQUIRE(mine);
    const time_point at = std::max(mine.at(), now);
    mine.use();
    return at;
}

} // namespace

TEST_CASE("A rate limiter is off unless it is asked for (D15)")
{
    CHECK_FALSE(rate_limiter(oms::rate_limit()).limits());
    CHECK(rate_limiter(limit_of(1)).limits());
    CHECK(rate_limiter(limit_of(2'000'000'000)).limits());
}

TEST_CASE("Requests beyond the rate get turns one after the other, in the order in which they came (D15)")
{
    rate_limiter limiter(limit_of(10));
    CHECK(go(limiter, limiter_start) == limiter_start);
    CHECK(go(limiter, limiter_start) == limiter_start + 100ms);
    CHECK(go(limiter, limiter_start) == limiter_start + 200ms);
    CHECK(go(limiter, limiter_start + 250ms) == limiter_start + 300ms);
    CHECK(go(limiter, limiter_start + 5s) == limiter_start + 5s);
    CHECK(go(limiter, limiter_start + 5s) == limiter_start + 5100ms);
}

TEST_CASE("After a pause a burst goes at once, and not one more (D15)")
{
    rate_limiter limiter(limit_of(10, 5));
    for (int round = 0; round < 3; ++round) {
        const time_point now = limiter_start + round * 10s;
        for (int i = 0; i < 5; ++i)
            CHECK(go(limiter, now) == now);
        CHECK(go(limiter, now) == now + 100ms);
        CHECK(go(limiter, now + 100ms) == now + 200ms);
    }
}

TEST_CASE("A rate that does not divide a second is never exceeded (D15)")
{
    rate_limiter limiter(limit_of(3));
    time_point last = limiter_start;
    for (int i = 0; i < 300; ++i)
        last = go(limiter, limiter_start);
    CHECK(last >= limiter_start + 99s + 666ms);
    CHECK(last <= limiter_start + 99s + 667ms);
}

TEST_CASE("A request whose turn would come at or after its deadline gets none, and takes none from others (D15)")
{
    rate_limiter limiter(limit_of(1));
    CHECK(go(limiter, limiter_start) == limiter_start);
    CHECK_FALSE(limiter.take(limiter_start, limiter_start + 1s));
    CHECK_FALSE(limiter.take(limiter_start, limiter_start + 500ms));
    CHECK(go(limiter, limiter_start) == limiter_start + 1s);
    CHECK_FALSE(limiter.take(limiter_start + 30s, limiter_start + 30s));
}

TEST_CASE("A turn that is given back goes to the next that asks, and delays nobody (D15)")
{
    rate_limiter limiter(limit_of(1));
    go(limiter, limiter_start);
    std::list<turn> waiting;
    for (int i = 1; i <= 5; ++i) {
        waiting.push_back(limiter.take(limiter_start, never));
        REQUIRE(waiting.back().at() == limiter_start + i * 1s);
    }
    waiting.erase(std::next(waiting.begin())); // the one at 2 s is cancelled
    CHECK(go(limiter, limiter_start) == limiter_start + 2s);
    CHECK(go(limiter, limiter_start) == limiter_start + 6s);
}

TEST_CASE("When all who wait are cancelled, the next request goes as if they had never come (D15)")
{
    for (const bool newest_first : {true, false}) {
        CAPTURE(newest_first);
        rate_limiter limiter(limit_of(1));
        go(limiter, limiter_start);
        std::list<turn> waiting;
        for (int i = 0; i < 100; ++i)
            waiting.push_back(limiter.take(limiter_start, never));
        while (!waiting.empty()) {
            if (newest_first)
                waiting.pop_back();
            else
                waiting.pop_front();
        }
        CHECK(go(limiter, limiter_start) == limiter_start + 1s);
        CHECK(go(limiter, limiter_start) == limiter_start + 2s);
    }
}

TEST_CASE("Whoever comes, waits and is cancelled, no second has more requests than rate and burst (D15)")
{
    constexpr int rate = 20, burst = 4;
    std::mt19937 random(15);
    rate_limiter limiter(limit_of(rate, burst));
    std::vector<time_point> gone;
    std::vector<turn> waiting;
    time_point now = limiter_start;
    for (int step = 0; step < 20'000; ++step) {
        now += std::chrono::milliseconds(random() % 40);
        std::vector<turn> still;
        for (turn& each : waiting) {
            if (each.at() <= now) {
                gone.push_back(now);
                each.use();
            } else if (random() % 5 != 0) {
                still.push_back(std::move(each));
            }
        }
        waiting = std::move(still);
        if (turn mine = limiter.take(now, now + 2s)) {
            if (mine.at() <= now) {
                gone.push_back(now);
                mine.use();
            } else {
                waiting.push_back(std::move(mine));
            }
        }
    }
    // Requests go when the test looks, up to 40 ms after their turn: that is one turn more.
    std::size_t most = 0;
    for (auto first = gone.begin(), last = gone.begin(); last != gone.end(); ++last) {
        while (*last - *first >= 1s)
            ++first;
        most = std::max(most, static_cast<std::size_t>(last - first) + 1);
    }
    CHECK(most <= rate + burst + 1);
    // And what was given back is not lost: the rate is used up.
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - limiter_start).count();
    CHECK(gone.size() > static_cast<std::size_t>(seconds) * rate * 9 / 10);
}

TEST_CASE("Threads that ask at the same time get different turns (D15)")
{
    rate_limiter limiter(limit_of(1000));
    std::vector<std::vector<time_point>> taken(4);
    std::vector<std::thread> threads;
    for (auto& mine : taken) {
        threads.emplace_back([&limiter, &mine] {
            for (int i = 0; i < 500; ++i) {
                turn next = limiter.take(limiter_start, never);
                if (i % 3 == 0)
                    continue;
                mine.push_back(next.at());
                next.use();
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    std::vector<time_point> all;
    for (const auto& mine : taken)
        all.insert(all.end(), mine.begin(), mine.end());
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}
