#include <oms/net/deadline_heap.hpp>
#include <oms/net/phase_guard.hpp>

#include "common/catch.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

using namespace std::chrono_literals;
using namespace oms::detail;

namespace {

struct element : heap_node {};
using time_point = std::chrono::steady_clock::time_point;

} // namespace

TEST_CASE("The heap has the earliest deadline on top, whatever comes and goes")
{
    std::mt19937 random(7);
    std::vector<std::unique_ptr<element>> inside;
    deadline_heap<element> heap;
    for (int step = 0; step < 5000; ++step) {
        if (inside.empty() || random() % 5 < 3) {
            inside.push_back(std::make_unique<element>());
            inside.back()->deadline = time_point(std::chrono::milliseconds(random() % 1000));
            heap.push(*inside.back());
        } else {
            const auto gone = inside.begin() + static_cast<std::ptrdiff_t>(random() % inside.size());
            heap.erase(**gone);
            inside.erase(gone);
        }
        REQUIRE(heap.size() == inside.size());
        const auto earliest = std::min_element(inside.begin(), inside.end(), [](const auto& left, const auto& right) {
            return left->deadline < right->deadline;
        });
        REQUIRE((inside.empty() ? heap.top() == nullptr : heap.top()->deadline == (*earliest)->deadline));
    }
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
