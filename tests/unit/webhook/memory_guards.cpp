#include "file_guard_bench.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/order_guard.hpp>
#include <oms/webhook/replay_guard.hpp>

#include "common/catch.hpp"

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

namespace {

using guard_bench::delivery_id;
using oms::order_claim;
using oms::replay_claim;

oms::resource_version version_in_sequence(std::string resource, std::int64_t sequence)
{
    oms::resource_version made;
    made.delivery_id = oms::event_id{"evt_" + resource + std::to_string(sequence)};
    made.resource = std::move(resource);
    made.sequence = sequence;
    return made;
}

void claim_and_confirm(oms::replay_guard& guard, const oms::event_id& id)
{
    REQUIRE(guard.claim(id) == replay_claim::granted);
    guard.confirm(id);
}

void claim_and_confirm(oms::order_guard& guard, const oms::resource_version& version)
{
    REQUIRE(guard.claim(version) == order_claim::granted);
    guard.confirm(version);
}

} // namespace

TEST_CASE("A delivery is claimed once at a time, and done only when confirmed (G5)")
{
    oms::memory_replay_guard guard;
    CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
    CHECK(guard.claim(delivery_id(1)) == replay_claim::in_progress);
    CHECK(guard.claim(delivery_id(2)) == replay_claim::granted);
    guard.confirm(delivery_id(1));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
    CHECK(guard.claim(delivery_id(2)) == replay_claim::in_progress);
}

TEST_CASE("F97 A delivery that was released may be claimed again (G5)")
{
    oms::memory_replay_guard guard;
    CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
    guard.release(delivery_id(1));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
}

TEST_CASE("Confirming twice, releasing what is done, and releasing what nobody holds change nothing")
{
    oms::memory_replay_guard guard{1};
    claim_and_confirm(guard, delivery_id(1));
    guard.confirm(delivery_id(1));
    guard.release(delivery_id(1));
    guard.release(delivery_id(2));
    guard.confirm(delivery_id(2));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
    CHECK(guard.claim(delivery_id(2)) == replay_claim::granted);
}

TEST_CASE("A replay guard forgets the deliveries confirmed longest ago, never one in progress (G5)")
{
    oms::memory_replay_guard guard{3};
    for (int held = 100; held < 110; ++held) // more in progress than it remembers
        REQUIRE(guard.claim(delivery_id(held)) == replay_claim::granted);
    for (int number = 1; number <= 5; ++number)
        claim_and_confirm(guard, delivery_id(number));
    for (int remembered = 3; remembered <= 5; ++remembered)
        CHECK(guard.claim(delivery_id(remembered)) == replay_claim::done);
    for (int held = 100; held < 110; ++held)
        CHECK(guard.claim(delivery_id(held)) == replay_claim::in_progress);
    for (int forgotten = 1; forgotten <= 2; ++forgotten)
        CHECK(guard.claim(delivery_id(forgotten)) == replay_claim::granted);
}

TEST_CASE("A delivery that was forgotten and handled again counts as new")
{
    oms::memory_replay_guard guard{2};
    for (const int number : {1, 2, 3, 1})
        claim_and_confirm(guard, delivery_id(number)); // 1 is forgotten at 3, 2 at the second 1
    CHECK(guard.claim(delivery_id(3)) == replay_claim::done);
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
    CHECK(guard.claim(delivery_id(2)) == replay_claim::granted);
}

TEST_CASE("Guards that would remember nothing are refused")
{
    CHECK_THROWS_AS(oms::memory_replay_guard{0}, oms::error);
    CHECK_THROWS_AS(oms::memory_order_guard{0}, oms::error);
}

TEST_CASE("F98 Of one resource one event is claimed at a time, and an older one never after a newer one (G15)")
{
    oms::memory_order_guard guard;
    CHECK(guard.claim(version_in_sequence("txn_1", 5)) == order_claim::granted);
    CHECK(guard.claim(version_in_sequence("txn_1", 4)) == order_claim::in_progress);
    CHECK(guard.claim(version_in_sequence("txn_1", 6)) == order_claim::in_progress);
    CHECK(guard.claim(version_in_sequence("txn_2", 1)) == order_claim::granted);
    guard.confirm(version_in_sequence("txn_1", 5));
    CHECK(guard.claim(version_in_sequence("txn_1", 4)) == order_claim::superseded);
    CHECK(guard.claim(version_in_sequence("txn_1", 5)) == order_claim::superseded);
    CHECK(guard.claim(version_in_sequence("txn_1", 6)) == order_claim::granted);
}

TEST_CASE("F97 A resource that was released keeps the state that was handled before (G15)")
{
    oms::memory_order_guard guard;
    CHECK(guard.claim(version_in_sequence("txn_1", 5)) == order_claim::granted);
    guard.release(version_in_sequence("txn_1", 5));
    CHECK(guard.claim(version_in_sequence("txn_1", 4)) == order_claim::granted);
    guard.confirm(version_in_sequence("txn_1", 4));
    CHECK(guard.claim(version_in_sequence("txn_1", 6)) == order_claim::granted);
    guard.release(version_in_sequence("txn_1", 6));
    CHECK(guard.claim(version_in_sequence("txn_1", 4)) == order_claim::superseded);
    CHECK(guard.claim(version_in_sequence("txn_1", 5)) == order_claim::granted);
}

TEST_CASE("An order guard tells the latest state handled of a resource")
{
    oms::memory_order_guard guard;
    CHECK_FALSE(guard.latest("txn_1").has_value());
    REQUIRE(guard.claim(version_in_sequence("txn_1", 5)) == order_claim::granted);
    CHECK_FALSE(guard.latest("txn_1").has_value());
    guard.confirm(version_in_sequence("txn_1", 5));
    REQUIRE(guard.latest("txn_1").has_value());
    CHECK(guard.latest("txn_1")->sequence == 5);
    CHECK(guard.latest("txn_1")->delivery_id.view() == "evt_txn_15");
}

TEST_CASE("Confirming and releasing what nobody holds change nothing in an order guard")
{
    oms::memory_order_guard guard;
    guard.confirm(version_in_sequence("txn_1", 5));
    guard.release(version_in_sequence("txn_1", 5));
    CHECK_FALSE(guard.latest("txn_1").has_value());
    claim_and_confirm(guard, version_in_sequence("txn_1", 2));
    guard.confirm(version_in_sequence("txn_1", 9));
    guard.release(version_in_sequence("txn_1", 2));
    CHECK(guard.latest("txn_1")->sequence == 2);
}

TEST_CASE("An order guard forgets the resources that changed longest ago, never one in progress (G15)")
{
    oms::memory_order_guard guard{2};
    claim_and_confirm(guard, version_in_sequence("txn_held", 1));
    REQUIRE(guard.claim(version_in_sequence("txn_held", 2)) == order_claim::granted);
    for (int number = 0; number < 10; ++number)
        REQUIRE(guard.claim(version_in_sequence("txn_new" + std::to_string(number), 1)) == order_claim::granted);
    for (const std::string resource : {"a", "b", "a", "c"}) // "b" changed longest ago
        claim_and_confirm(guard, version_in_sequence(resource, guard.latest(resource) ? 2 : 1));
    CHECK(guard.latest("a").has_value());
    CHECK_FALSE(guard.latest("b").has_value());
    CHECK(guard.latest("c").has_value());
    CHECK(guard.latest("txn_held")->sequence == 1);
    CHECK(guard.claim(version_in_sequence("txn_held", 3)) == order_claim::in_progress);
    for (int number = 0; number < 10; ++number)
        CHECK(guard.claim(version_in_sequence("txn_new" + std::to_string(number), 1)) == order_claim::in_progress);
}

TEST_CASE("Of many threads that claim the same delivery and resource, one holds each at a time")
{
    constexpr int threads = 8, deliveries = 200;
    oms::memory_replay_guard replay{64};
    oms::memory_order_guard order{2};
    std::atomic<int> granted{0}, holders{0}, most{0};
    std::barrier together{threads};
    std::vector<std::thread> all;
    for (int each = 0; each < threads; ++each)
        all.emplace_back([&] {
            for (int number = 0; number < deliveries; ++number) {
                together.arrive_and_wait();
                if (replay.claim(delivery_id(number)) == replay_claim::granted) {
                    ++granted;
                    replay.confirm(delivery_id(number));
                }
                const auto next = version_in_sequence("txn_" + std::to_string(number % 3), number);
                if (order.claim(next) == order_claim::granted) {
                    const int now = ++holders;
                    if (now > most)
                        most = now;
                    --holders;
                    order.confirm(next);
                }
            }
        });
    for (std::thread& each : all)
        each.join();
    CHECK(granted == deliveries);
    CHECK(most == 1); // all threads are at one resource at a time
}
