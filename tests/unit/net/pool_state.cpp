#include <oms/net/pool_state.hpp>

#include "common/catch.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <random>
#include <vector>

using namespace std::chrono_literals;
using namespace oms::detail;
using oms::errc;

namespace {

/// A driver without sockets: it owns slots and waiters, and does at once what plans say.
class fake_driver {
public:
    explicit fake_driver(oms::pool_config config) : state(config) {}

    pool_waiter& arrive(std::chrono::milliseconds patience = 1h)
    {
        auto& waiter = *waiters.emplace_back(std::make_unique<pool_waiter>());
        waiter.call_deadline = now + patience;
        return enter(waiter);
    }

    /// One whose waiting has limits of its own.
    pool_waiter& arrive(std::chrono::milliseconds connect_limit, std::chrono::milliseconds pool_limit)
    {
        auto& waiter = *waiters.emplace_back(std::make_unique<pool_waiter>());
        waiter.connect_limit = connect_limit;
        waiter.pool_limit = pool_limit;
        return enter(waiter);
    }

    pool_waiter& enter(pool_waiter& waiter)
    {
        pool_plan plan;
        waiter.granted = state.lease(now, plan);
        if (!waiter.granted)
            waiter.failure = state.enqueue(waiter, now, plan);
        follow(plan);
        return waiter;
    }

    pool_slot& connect()
    {
        --planned;
        pool_slot& slot = *slots.emplace_back(std::make_unique<pool_slot>());
        state.connect_begins(slot);
        return slot;
    }

    template <class Change>
    void apply(Change change)
    {
        pool_plan plan;
        change(plan);
        follow(plan);
    }

    void connected(pool_slot& slot)
    {
        apply([&](pool_plan& plan) { state.connected(slot, now, plan); });
    }
    void give_back(pool_slot& slot)
    {
        slot.used = true;
        apply([&](pool_plan& plan) { state.give_back(slot, now, plan); });
    }
    void discard(pool_slot& slot)
    {
        apply([&](pool_plan& plan) { state.discard(slot, now, plan); });
    }
    void fail(pool_slot* slot)
    {
        apply([&](pool_plan& plan) { state.connect_failed(slot, {errc::connect_failed, {}, "refused"}, now, plan); });
    }
    void expire()
    {
        apply([&](pool_plan& plan) { state.expire(now, plan); });
    }

    void follow(pool_plan& plan)
    {
        planned += plan.connects;
        abandoned = plan.abandon_connects;
        while (pool_slot* const slot = plan.close.pop_front())
            closed.push_back(slot);
        while (pool_waiter* const waiter = plan.wake.pop_front())
            woken.push_back(waiter);
    }

    pool_state state;
    std::chrono::steady_clock::time_point now{};
    std::size_t planned = 0; // connects not begun yet
    bool abandoned = false;
    std::vector<pool_slot*> closed;
    std::vector<pool_waiter*> woken;
    std::deque<std::unique_ptr<pool_slot>> slots;
    std::deque<std::unique_ptr<pool_waiter>> waiters;
};

oms::pool_config limited(std::size_t connections, std::size_t waiters = 100)
{
    oms::pool_config config;
    config.max_connections = connections;
    config.max_waiters = waiters;
    return config;
}

/// A driver with this many connections, all idle, opened in the order of `slots`.
std::unique_ptr<fake_driver> with_idle(std::size_t connections, oms::pool_config config)
{
    auto driver = std::make_unique<fake_driver>(config);
    for (std::size_t i = 0; i < connections; ++i)
        driver->arrive();
    while (driver->planned > 0)
        driver->connected(driver->connect());
    for (auto& waiter : driver->waiters)
        driver->give_back(*waiter->granted);
    driver->woken.clear();
    return driver;
}

} // namespace

TEST_CASE("The connects to start are the waiters without one, as far as the limit leaves room (E1)")
{
    struct row {
        std::size_t waiting, connecting, open, limit, expected;
    };
    for (const row& r : {row{0, 0, 0, 1, 0}, row{1, 0, 0, 1, 1}, row{1, 1, 0, 1, 0}, row{2, 1, 0, 1, 0},
                         row{5, 0, 1, 1, 0}, row{5, 2, 4, 10, 3}, row{9, 2, 4, 10, 4}, row{3, 4, 0, 10, 0},
                         row{9, 0, 12, 10, 0}, row{9, 5, 5, 10, 0}, row{100000, 0, 0, 256, 256}}) {
        CAPTURE(r.waiting, r.connecting, r.open, r.limit);
        CHECK(connects_to_start(r.waiting, r.connecting, r.open, r.limit) == r.expected);
    }
}

TEST_CASE("The connection that became idle last is leased first")
{
    const auto driver = with_idle(3, limited(3));
    pool_slot* const last = driver->slots[2].get();
    CHECK(driver->arrive().granted == last);
    CHECK(driver->arrive().granted == driver->slots[1].get());
    driver->give_back(*last);
    CHECK(driver->arrive().granted == last);
    CHECK(driver->arrive().granted == driver->slots[0].get());
}

TEST_CASE("A connection that comes back goes to the oldest waiter and never to who comes new")
{
    const auto driver = with_idle(1, limited(1));
    pool_slot& only = *driver->arrive().granted;
    pool_waiter& first = driver->arrive();
    pool_waiter& second = driver->arrive();
    pool_waiter& third = driver->arrive();
    CHECK(driver->state.counts().waiting == 3);
    for (pool_waiter* next : {&first, &second, &third}) {
        driver->give_back(only);
        CHECK(driver->state.idle().empty());
        CHECK(next->granted == &only);
        CHECK(driver->woken.back() == next);
    }
    CHECK(driver->woken.size() == 3);
}

TEST_CASE("F05 A failed connect fails one waiter, the oldest, and another connect takes its place")
{
    fake_driver driver(limited(2));
    pool_waiter& first = driver.arrive();
    pool_waiter& second = driver.arrive();
    pool_waiter& third = driver.arrive();
    CHECK(driver.planned == 2);
    driver.fail(&driver.connect());
    CHECK(first.failure == errc::connect_failed);
    CHECK(first.details->text == "refused");
    CHECK_FALSE(first.queued);
    CHECK(second.queued);
    CHECK(third.queued);
    CHECK(driver.planned == 2);
    CHECK(driver.state.last_connect_error() == "refused");
    --driver.planned;
    driver.fail(nullptr); // one that could not even begin
    CHECK(second.failure == errc::connect_failed);
    CHECK(driver.planned == 1);
}

TEST_CASE("F104 A full queue refuses the next waiter and names what the pool holds (E1)")
{
    fake_driver driver(limited(1, 2));
    driver.arrive();
    driver.arrive();
    pool_waiter& refused = driver.arrive();
    CHECK(refused.failure == errc::pool_full);
    CHECK_FALSE(refused.queued);
    CHECK(driver.state.metrics().waits_refused == 1);
    CHECK(describe(driver.state.counts(), "") == "idle 0, leased 0, connecting 1, waiting 2");
}

TEST_CASE("F104 A waiter whose time is over fails alone, whatever its place in the queue")
{
    const auto driver = with_idle(1, limited(1));
    driver->arrive();
    pool_waiter& patient = driver->arrive(100ms);
    pool_waiter& hasty = driver->arrive(10ms);
    driver->now += 9ms;
    driver->expire();
    CHECK(driver->woken.empty());
    driver->now += 1ms;
    driver->expire();
    CHECK(hasty.failure == errc::pool_timeout);
    CHECK(hasty.details->counts.leased == 1);
    CHECK(hasty.details->counts.waiting == 2);
    CHECK(patient.queued);
    CHECK(driver->state.metrics().waits_expired == 1);
}

TEST_CASE("A waiter that expires while its connection is being opened reports the deadline, not the pool")
{
    fake_driver driver(limited(4));
    pool_waiter& waiter = driver.arrive(10ms);
    driver.now += 10ms;
    driver.expire();
    CHECK(waiter.failure == errc::deadline_exceeded);
    CHECK(waiter.details->counts.connecting == 1);
}

TEST_CASE("F104 While a connection is opened for it a waiter has the connect limit, else the pool's (C2)")
{
    fake_driver driver(limited(1));
    pool_waiter& connecting = driver.arrive(30ms, 10ms);
    pool_waiter& behind = driver.arrive(10ms, 40ms);
    driver.now += 29ms;
    driver.expire();
    CHECK(connecting.queued); // not 10 ms: the pool is not what it waits for
    driver.now += 1ms;
    driver.expire();
    CHECK(connecting.failure == errc::connect_timeout);
    CHECK(behind.connect_under_way); // the connect is its own now, and its limit begins
    driver.now += 9ms;
    driver.expire();
    CHECK(behind.queued);
    driver.now += 1ms;
    driver.expire();
    CHECK(behind.failure == errc::connect_timeout);

    pool_slot& slot = driver.connect();
    driver.connected(slot);
    CHECK(driver.arrive().granted == &slot);
    pool_waiter& exhausted = driver.arrive(10ms, 40ms);
    driver.now += 39ms;
    driver.expire();
    CHECK(exhausted.queued);
    driver.now += 1ms;
    driver.expire();
    CHECK(exhausted.failure == errc::pool_timeout);
}

TEST_CASE("A waiter whose connect went to another waits for the pool again, with all of its limit")
{
    const auto driver = with_idle(1, limited(2));
    pool_slot& busy = *driver->arrive().granted;
    pool_waiter& first = driver->arrive(10ms, 50ms);
    pool_waiter& second = driver->arrive(10ms, 50ms);
    CHECK(first.connect_under_way);
    CHECK_FALSE(second.connect_under_way);
    driver->fail(&driver->connect()); // fails the first; the next connect is for the second
    CHECK(second.connect_under_way);
    driver->apply([&](pool_plan& plan) { driver->state.connect_dropped(nullptr, driver->now, plan); });
    --driver->planned;
    CHECK(second.connect_under_way); // another one has been planned for it
    driver->give_back(busy);
    CHECK(second.granted == &busy);
}

TEST_CASE("The error of the last connect tells how many succeeded since")
{
    fake_driver driver(limited(3));
    CHECK(driver.state.last_connect_error().empty());
    driver.arrive();
    driver.fail(&driver.connect());
    CHECK(driver.state.last_connect_error() == "refused");
    driver.arrive();
    driver.connected(driver.connect());
    CHECK(driver.state.last_connect_error() == "refused (1 connected since)");
}

TEST_CASE("Aged connections are closed two at a time, so that no exchange pays for all of them")
{
    oms::pool_config config = limited(100);
    config.max_idle = 45s;
    const auto driver = with_idle(100, config);
    driver->now += 44s;
    pool_slot& used = *driver->arrive().granted;
    driver->now += 2s;
    driver->give_back(used);
    CHECK(driver->closed.size() == 2);
    CHECK(driver->arrive().granted == &used);
    CHECK(driver->closed.size() == 4);
}

TEST_CASE("A connection idle for too long is closed when another is taken or comes back, not used (E1)")
{
    oms::pool_config config = limited(3);
    config.max_idle = 45s;
    const auto driver = with_idle(3, config);
    driver->now += 44s;
    pool_slot& kept = *driver->arrive().granted;
    driver->now += 1s;
    driver->give_back(kept);
    CHECK(driver->closed.size() == 2);
    CHECK(driver->state.idle().size() == 1);
    driver->now += 45s;
    CHECK(driver->arrive().granted == nullptr);
    CHECK(driver->closed.size() == 3);
    CHECK(driver->planned == 1);
}

TEST_CASE("F39 What the peer announced as its idle limit is kept to")
{
    const auto driver = with_idle(1, limited(1));
    pool_slot& only = *driver->arrive().granted;
    only.idle_limit = 4s;
    driver->give_back(only);
    driver->now += 4s;
    CHECK(driver->arrive().granted == nullptr);
}

TEST_CASE("F04 A connection of too great an age is closed when it comes back, and a waiter gets a new one (E1)")
{
    oms::pool_config config = limited(1);
    config.max_age = 10min;
    const auto driver = with_idle(1, config);
    pool_slot& old = *driver->arrive().granted;
    pool_waiter& waiter = driver->arrive();
    driver->now += 10min;
    driver->give_back(old);
    CHECK(driver->closed == std::vector<pool_slot*>{&old});
    CHECK(waiter.queued);
    CHECK(driver->planned == 1);
    pool_slot& fresh = driver->connect();
    driver->connected(fresh);
    CHECK(waiter.granted == &fresh);
}

TEST_CASE("A pool without idle time and age still serves who waits")
{
    oms::pool_config config = limited(1);
    config.max_idle = 0ms;
    config.max_age = 0ms;
    fake_driver driver(config);
    pool_waiter& waiter = driver.arrive();
    pool_slot& slot = driver.connect();
    driver.connected(slot);
    CHECK(waiter.granted == &slot);
    driver.give_back(slot);
    CHECK(driver.closed == std::vector<pool_slot*>{&slot});
}

TEST_CASE("Connects are abandoned when no exchange is left, and only then")
{
    fake_driver driver(limited(2));
    pool_waiter& first = driver.arrive();
    pool_waiter& second = driver.arrive();
    pool_slot& one = driver.connect();
    driver.apply([&](pool_plan& plan) { driver.state.give_up(first, driver.now, plan); });
    CHECK_FALSE(driver.abandoned);
    driver.connected(one);
    CHECK(second.granted == &one);
    CHECK_FALSE(driver.abandoned);
    CHECK(driver.state.connect_wanted());
    driver.give_back(one);
    CHECK(driver.abandoned);
    CHECK_FALSE(driver.state.connect_wanted());
    driver.apply([&](pool_plan& plan) { driver.state.connect_dropped(nullptr, driver.now, plan); });
    CHECK_FALSE(driver.state.busy());
}

TEST_CASE("Closing fails the waiters, closes what is idle, and gives out nothing more")
{
    const auto driver = with_idle(2, limited(2));
    pool_slot& leased = *driver->arrive().granted;
    pool_slot& idle = *driver->state.idle().front();
    driver->apply([&](pool_plan& plan) { driver->state.close(driver->now, plan); });
    CHECK(driver->closed == std::vector<pool_slot*>{&idle});
    CHECK(driver->arrive().failure == errc::client_closed);
    driver->give_back(leased);
    CHECK(driver->closed.back() == &leased);

    fake_driver waiting(limited(1));
    pool_waiter& waiter = waiting.arrive();
    pool_slot& opening = waiting.connect();
    waiting.apply([&](pool_plan& plan) { waiting.state.close(waiting.now, plan); });
    CHECK(waiter.failure == errc::client_closed);
    CHECK(waiting.abandoned);
    waiting.connected(opening);
    CHECK(waiting.closed == std::vector<pool_slot*>{&opening});
    CHECK_FALSE(waiting.state.busy());
}

TEST_CASE("The pool's invariants hold after every step of a long random run")
{
    const auto seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u);
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::size_t limit = 1 + random() % 6;
    const std::size_t queue = 1 + random() % 20;
    oms::pool_config config = limited(limit, queue);
    config.max_idle = 200ms;
    config.max_age = 2s;
    fake_driver driver(config);
    std::vector<pool_waiter*> waiting; // oldest first, as the test sees it
    std::vector<pool_slot*> leased;
    std::vector<pool_slot*> opening;

    const auto pick = [&](auto& from) {
        const auto at = from.begin() + static_cast<std::ptrdiff_t>(random() % from.size());
        const auto taken = *at;
        from.erase(at);
        return taken;
    };
    for (int step = 0; step < 20000; ++step) {
        driver.now += std::chrono::milliseconds(random() % 20);
        switch (random() % 9) {
        case 0:
        case 1: {
            const std::chrono::milliseconds some(1 + random() % 300);
            pool_waiter& waiter = random() % 2 ? driver.arrive(some) : driver.arrive(some, some / 2);
            if (waiter.granted)
                leased.push_back(waiter.granted);
            else if (waiter.queued)
                waiting.push_back(&waiter);
            else
                REQUIRE(waiter.failure == errc::pool_full);
            break;
        }
        case 2:
            if (!leased.empty())
                driver.give_back(*pick(leased));
            break;
        case 3:
            if (!leased.empty())
                driver.discard(*pick(leased));
            break;
        case 4:
            if (driver.planned > 0)
                opening.push_back(&driver.connect());
            break;
        case 5:
            if (!opening.empty())
                driver.connected(*pick(opening));
            break;
        case 6:
            if (!opening.empty())
                driver.fail(pick(opening));
            break;
        case 7:
            if (!waiting.empty()) {
                pool_waiter* const gone = pick(waiting);
                driver.apply([&](pool_plan& plan) { driver.state.give_up(*gone, driver.now, plan); });
            }
            break;
        case 8:
            driver.expire();
            break;
        }

        // Who was woken has an outcome, and slots went out in the order of the queue.
        std::size_t last_granted = 0;
        for (pool_waiter* const woken : driver.woken) {
            const auto at = std::find(waiting.begin(), waiting.end(), woken);
            REQUIRE(at != waiting.end());
            REQUIRE_FALSE(woken->queued);
            REQUIRE((woken->granted != nullptr) != (woken->failure != errc{}));
            if (woken->granted) {
                REQUIRE(static_cast<std::size_t>(at - waiting.begin()) == last_granted);
                leased.push_back(woken->granted);
            }
            waiting.erase(at);
        }
        driver.woken.clear();
        for (pool_slot* const closed : driver.closed)
            REQUIRE(std::find(leased.begin(), leased.end(), closed) == leased.end());
        driver.closed.clear();

        const pool_counts counts = driver.state.counts();
        REQUIRE(counts.leased == leased.size());
        REQUIRE(counts.waiting == waiting.size());
        REQUIRE(counts.connecting == opening.size() + driver.planned);
        REQUIRE(counts.idle + counts.leased + counts.connecting <= limit);
        REQUIRE(counts.waiting <= queue);
        REQUIRE((counts.waiting == 0 || counts.idle == 0));
        REQUIRE(connects_to_start(counts.waiting, counts.connecting, counts.idle + counts.leased, limit) == 0);
        if (counts.waiting > 0) // nobody waits for nothing
            REQUIRE(counts.connecting + counts.leased > 0);
        std::size_t served = 0;
        bool behind = false; // the first waiters, as many as there are connects, wait for these
        for (const pool_waiter* waiter : waiting) {
            REQUIRE_FALSE((behind && waiter->connect_under_way));
            behind = behind || !waiter->connect_under_way;
            served += waiter->connect_under_way;
        }
        REQUIRE(served == std::min(waiting.size(), counts.connecting));
        const oms::pool_metrics metrics = driver.state.metrics();
        REQUIRE(metrics.connections_opened - metrics.connections_closed == counts.idle + counts.leased);
        REQUIRE(metrics.leases >= metrics.leases_reused);
        REQUIRE(driver.state.busy() == (counts.waiting + counts.leased + counts.connecting > 0));
        REQUIRE(driver.abandoned == (counts.connecting > 0 && counts.waiting + counts.leased == 0));
    }
}
