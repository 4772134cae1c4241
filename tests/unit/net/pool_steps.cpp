#include <oms/net/pool_state.hpp>

#include "common/catch.hpp"
#include "common/step_counter.hpp"

#include <deque>
#include <memory>

using namespace std::chrono_literals;
using namespace oms::detail;

// What the pool does for a call takes as many steps with a hundred thousand others as with none. Steps are machine
// instructions, counted, so the numbers do not depend on the machine's speed or load.

namespace {

/// A pool with so many idle connections or so many exchanges that wait.
struct crowd {
    crowd(std::size_t idle, std::size_t waiting)
    {
        oms::pool_config config;
        config.max_connections = idle + 1;
        config.max_waiters = idle + waiting + 2;
        state = std::make_unique<pool_state>(config);
        for (std::size_t i = 0; i <= idle; ++i)
            enter(1h);
        for (std::size_t i = 0; i <= idle; ++i) {
            pool_slot& slot = slots.emplace_back();
            pool_plan plan;
            state->connect_begins(slot);
            state->connected(slot, now, plan);
        }
        for (std::size_t i = 0; waiting == 0 && i < idle; ++i) {
            pool_plan plan;
            state->give_back(slots[i], now, plan);
        }
        for (std::size_t i = 0; i < waiting; ++i)
            enter(60s + std::chrono::milliseconds(i % 5000)); // as in life: calls of the last seconds
        newcomer.call_deadline = now + 60s;
        // The hand of the wheel stands at the present.
        pool_plan plan;
        state->expire(now, plan);
    }

    void enter(std::chrono::milliseconds patience)
    {
        pool_waiter& waiter = waiters.emplace_back();
        waiter.call_deadline = now + patience;
        pool_plan plan;
        state->enqueue(waiter, now, plan);
    }

    std::chrono::steady_clock::time_point now{1000h};
    std::deque<pool_slot> slots;
    std::deque<pool_waiter> waiters;
    pool_waiter newcomer;
    std::unique_ptr<pool_state> state;
};

/// Counts `work` on both crowds. What differs is whether a link is null, not how many there are.
template <class Work>
void check_same(crowd& few, crowd& many, Work work)
{
    const auto count = [&](crowd& in) {
        return test::steps_of([&] { work(in); });
    };
    const auto with_few = count(few);
    const auto with_many = count(many);
    if (!with_few || !with_many) {
        WARN("this system lets no process trace its child: not tested");
        return;
    }
    CHECK(*with_few > 50);
    CHECK(*with_many <= *with_few + *with_few / 10 + 40);
}

} // namespace

TEST_CASE("A lease and its return cost the same with 1 and with 10 000 idle connections (E1)")
{
    crowd few(1, 0);
    crowd many(10'000, 0);
    REQUIRE(many.state->idle().size() == 10'000);
    check_same(few, many, [](crowd& pool) {
        pool_plan plan;
        pool_slot* const slot = pool.state->lease(pool.now + 1s, plan);
        pool.state->give_back(*slot, pool.now + 2s, plan);
    });
}

TEST_CASE("Joining the queue, leaving it and being granted a connection cost the same with 1 and 100 000 waiters (E1)")
{
    crowd few(0, 1);
    crowd many(0, 100'000);
    REQUIRE(many.state->counts().waiting == 100'000);
    check_same(few, many, [](crowd& pool) { // joins at the end; the oldest is granted the connection that comes back
        pool_plan plan;
        pool.state->enqueue(pool.newcomer, pool.now, plan);
        pool.state->give_back(pool.slots.front(), pool.now + 1s, plan);
    });
    check_same(few, many, [](crowd& pool) {
        pool_plan plan;
        pool.state->enqueue(pool.newcomer, pool.now, plan);
        pool.state->give_up(pool.newcomer, pool.now, plan);
    });
    check_same(few, many, [](crowd& pool) { // a connection ends: one connect takes its place
        pool_plan plan;
        pool.state->discard(pool.slots.front(), pool.now, plan);
    });
}

TEST_CASE("A tick of the sweep costs the same with 1 and 100 000 waiters whose time is not over")
{
    crowd few(0, 1);
    crowd many(0, 100'000);
    check_same(few, many, [](crowd& pool) {
        pool_plan plan;
        pool.state->expire(pool.now + 16ms, plan);
    });
}
