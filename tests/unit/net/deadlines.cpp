#include <oms/net/body_rate.hpp>
#include <oms/net/deadline_wheel.hpp>
#include <oms/net/phase_guard.hpp>

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <array>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <vector>

using namespace std::chrono_literals;
using namespace oms::detail;

namespace {

struct element : wheel_node<element> {};
using time_point = std::chrono::steady_clock::time_point;
using wheel = deadline_wheel<element>;

std::set<element*> due_at(wheel& turned, time_point now)
{
    std::set<element*> ended;
    turned.expire(now, [&](element& late) { ended.insert(&late); });
    return ended;
}

} // namespace

TEST_CASE("The wheel gives back what is due and nothing else, whatever comes and goes")
{
    const auto seed = GENERATE(1u, 2u, 3u, 4u);
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto reach = std::array{20ms, 2000ms, 70000ms, 400000ms}[seed - 1]; // some beyond a turn of the wheel
    std::vector<std::unique_ptr<element>> inside;
    auto turned = std::make_unique<wheel>();
    time_point now{1h};
    for (int step = 0; step < test::property_count(20000); ++step) {
        switch (random() % 4) {
        case 0:
        case 1: {
            auto& fresh = *inside.emplace_back(std::make_unique<element>());
            const auto patience = std::chrono::microseconds(static_cast<std::int64_t>(random()) %
                                                            std::chrono::microseconds(reach).count());
            fresh.deadline = random() % 20 == 0 ? now - patience : now + patience; // some are late from the start
            if (random() % 20 == 0)
                fresh.deadline = time_point::max();
            turned->insert(fresh);
            break;
        }
        case 2:
            if (!inside.empty()) {
                const auto gone = inside.begin() + static_cast<std::ptrdiff_t>(random() % inside.size());
                turned->erase(**gone);
                turned->erase(**gone); // one that is not inside is left alone
                inside.erase(gone);
            }
            break;
        case 3: {
            now += std::chrono::microseconds(random() % 40000);
            if (random() % 200 == 0)
                now += reach * 2; // nobody looked for a long time
            std::set<element*> expected;
            for (const auto& one : inside)
                if (one->deadline <= now)
                    expected.insert(one.get());
            REQUIRE(due_at(*turned, now) == expected);
            std::erase_if(inside, [&](const auto& one) { return one->deadline <= now; });
            break;
        }
        }
    }
}

TEST_CASE("The wheel keeps to a deadline exactly, within a tick and a turn later")
{
    auto turned = std::make_unique<wheel>();
    const time_point start{10h};
    due_at(*turned, start);
    element soon, next_turn, never;
    soon.deadline = start + 5ms;
    next_turn.deadline = soon.deadline + wheel::tick * wheel::spokes;
    turned->insert(soon);
    turned->insert(next_turn);
    turned->insert(never);
    CHECK(due_at(*turned, start + 5ms - 1ns).empty());
    CHECK(due_at(*turned, start + 5ms) == std::set<element*>{&soon});
    CHECK(due_at(*turned, next_turn.deadline - 1ns).empty());
    CHECK(due_at(*turned, next_turn.deadline) == std::set<element*>{&next_turn});
    CHECK(due_at(*turned, time_point::max() - 1h).empty());
}

TEST_CASE("F25 A body buys time with each byte, and no number overflows (E11)")
{
    const time_point begun{1h};
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    constexpr auto fastest = std::numeric_limits<std::uint32_t>::max();
    CHECK(too_slow_after(begun, 2s, 0, 100) == begun + 2s);
    CHECK(too_slow_after(begun, 2s, 50, 100) == begun + 2500ms);
    CHECK(too_slow_after(begun, 2s, 1'000'000, 1) == begun + 1'000'002s);
    CHECK(too_slow_after(begun, 0ms, 8 << 20, fastest) == begun + 1ms);
    CHECK(too_slow_after(begun, 2s, most, 1) == time_point::max());
    CHECK(too_slow_after(begun, 2s, most, 3) == time_point::max());
    CHECK(too_slow_after(begun, 2s, most, fastest) == time_point::max());
    CHECK(too_slow_after(begun, std::chrono::milliseconds::max(), 1, 1) == time_point::max());
    CHECK(too_slow_after(begun, 99 * 365 * 24h, 99ull * 365 * 24 * 3600, 1) > begun + 198 * 365 * 24h - 1s);
}

TEST_CASE("F102 A guard is tripped or armed anew, never both")
{
    phase_guard guard;
    const time_point start{1h};
    CHECK_FALSE(guard.trip_when_due(start));
    CHECK(guard.arm(trip::first_byte, start + 10ms));
    CHECK_FALSE(guard.trip_when_due(start + 9ms));
    CHECK(guard.arm(trip::read, start + 20ms));
    CHECK_FALSE(guard.trip_when_due(start + 10ms));
    CHECK(guard.trip_when_due(start + 20ms));
    CHECK_FALSE(guard.trip_when_due(start + 21ms));
    CHECK(guard.tripped() == trip::read);
    CHECK_FALSE(guard.arm(trip::deadline, start + 1h));
    CHECK_FALSE(guard.disarm());
    CHECK_FALSE(guard.trip_now(trip::closed));
    CHECK(guard.tripped() == trip::read);
}

TEST_CASE("A guard without a deadline is never due, and one that was disarmed is not either")
{
    phase_guard guard;
    CHECK(guard.arm(trip::deadline, time_point::max()));
    CHECK_FALSE(guard.trip_when_due(time_point(24h * 365 * 100)));
    CHECK(guard.arm(trip::write, time_point(1h)));
    CHECK(guard.disarm());
    CHECK_FALSE(guard.trip_when_due(time_point(2h)));
    CHECK(guard.trip_now(trip::closed));
    CHECK(guard.tripped() == trip::closed);
}

TEST_CASE("A guard forgives only the reason that is named")
{
    phase_guard guard;
    guard.trip_now(trip::address);
    guard.forgive(trip::write);
    CHECK(guard.tripped() == trip::address);
    guard.forgive(trip::address);
    CHECK(guard.tripped() == trip::none);
    CHECK(guard.arm(trip::connect, time_point(1h)));
}
