#include "endpoint_fixture.hpp"

#include <oms/webhook/change_board.hpp>
#include <oms/webhook/intake.hpp>

#include "common/catch.hpp"

#include <atomic>
#include <barrier>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using fixture::change;
using fixture::delivery;
using oms::detail::turn;

struct intake_and_reports {
    explicit intake_and_reports(oms::endpoint_options options = oms::endpoint_options{})
        : intake{fixture::verifier(), options.observe([this](const oms::webhook_report& report) {
                     lines.push_back(std::string{to_string(report.outcome())} + " " + std::to_string(report.status()));
                 })}
    {
    }

    oms::detail::admission judge(const change& given) { return intake.judge(delivery{given}.request()); }

    std::vector<std::string> lines;
    oms::detail::webhook_intake intake;
};

} // namespace

TEST_CASE("F97 The claims of an admission that is dropped are given back, also after the intake is gone")
{
    const auto replay = std::make_shared<oms::memory_replay_guard>();
    const auto order = std::make_shared<oms::memory_order_guard>();
    std::optional<oms::detail::admission> dropped;
    {
        intake_and_reports first{oms::endpoint_options{}.replay(replay).order(order)};
        dropped.emplace(first.judge({}));
        REQUIRE(first.intake.claim(*dropped) == turn::handle);
    }
    intake_and_reports second{oms::endpoint_options{}.replay(replay).order(order)};
    auto same = second.judge({});
    auto newer = second.judge({.id = "evt_2"});
    CHECK(second.intake.claim(same) == turn::busy);
    CHECK(second.intake.claim(newer) == turn::busy);
    dropped.reset();
    CHECK(second.intake.claim(newer) == turn::handle);
}

TEST_CASE("F97 A handler that outlasts the sender keeps its claims, and what became of it is reported when it ends")
{
    intake_and_reports receiver;
    auto slow = receiver.judge({});
    REQUIRE(receiver.intake.claim(slow) == turn::handle);
    CHECK(receiver.intake.still_running(slow).status == 503);

    auto again = receiver.judge({});
    CHECK(receiver.intake.claim(again) == turn::busy);
    CHECK(receiver.intake.busy(again).status == 503);
    receiver.intake.handled(slow, 503);
    CHECK(receiver.intake.claim(again) == turn::duplicate);
    CHECK(receiver.intake.duplicate(again).status == 204);
    CHECK(receiver.lines == std::vector<std::string>{"busy 503", "busy 503", "handled 503", "duplicate 204"});
}

TEST_CASE("An event stays where it is while its admission moves")
{
    intake_and_reports receiver;
    auto admitted = receiver.judge({});
    const oms::event* const before = &admitted.event();
    const auto moved = std::move(admitted);
    CHECK(&moved.event() == before);
}

TEST_CASE("One that is busy is told when the claim it waits for has ended, or has ended already, and once")
{
    intake_and_reports receiver;
    auto first = receiver.judge({});
    auto same = receiver.judge({});
    auto other = receiver.judge({.id = "evt_2"});
    REQUIRE(receiver.intake.claim(first) == turn::handle);
    REQUIRE(receiver.intake.claim(same) == turn::busy);
    REQUIRE(receiver.intake.claim(other) == turn::busy);
    int told_same = 0, told_other = 0, told_late = 0, told_gone = 0;
    const auto watch_same = receiver.intake.on_change(same, [&] { ++told_same; });
    const auto watch_other = receiver.intake.on_change(other, [&] { ++told_other; });
    {
        const auto gone = receiver.intake.on_change(other, [&] { ++told_gone; });
    }
    CHECK(told_same + told_other == 0);
    receiver.intake.handled(first);
    CHECK(told_same == 1);
    CHECK(told_other == 1);
    const auto late = receiver.intake.on_change(other, [&] { ++told_late; }); // it was busy before
    CHECK(told_late == 1);
    CHECK(told_gone == 0);
    CHECK(receiver.intake.claim(same) == turn::duplicate);
}

TEST_CASE("One that waits for a resource is not woken by giving back its own delivery")
{
    intake_and_reports receiver;
    auto first = receiver.judge({});
    REQUIRE(receiver.intake.claim(first) == turn::handle);
    for (int number = 2; number < 200; ++number) { // ids enough for every place of a board
        auto other = receiver.judge({.id = "evt_" + std::to_string(number)});
        REQUIRE(receiver.intake.claim(other) == turn::busy);
        bool woken = false;
        const auto watch = receiver.intake.on_change(other, [&] { woken = true; });
        CHECK_FALSE(woken);
    }
}

TEST_CASE("One that waits again from within its call waits for the next end")
{
    const auto board = std::make_shared<oms::detail::change_board>();
    int told = 0;
    oms::detail::change_watch first, second;
    first = board->watch("txn_1", board->moment("txn_1"), [&] {
        ++told;
        second = board->watch("txn_1", board->moment("txn_1"), [&] { ++told; });
    });
    board->ended("txn_2");
    CHECK(told == 0);
    board->ended("txn_1");
    CHECK(told == 1);
    board->ended("txn_1");
    CHECK(told == 2);
}

TEST_CASE("No wake-up is lost between threads that end claims and threads that wait for them")
{
    constexpr int rounds = 2000;
    const auto board = std::make_shared<oms::detail::change_board>();
    std::atomic<int> told{0};
    std::barrier together{2};
    std::thread ends{[&] {
        for (int round = 0; round < rounds; ++round) {
            together.arrive_and_wait();
            board->ended("txn_1");
            together.arrive_and_wait();
        }
    }};
    int lost = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto moment = board->moment("txn_1");
        const int before = told;
        together.arrive_and_wait();
        const auto watch = board->watch("txn_1", moment, [&] { ++told; });
        together.arrive_and_wait(); // now it has ended
        lost += told == before;
    }
    ends.join();
    CHECK(lost == 0);
    CHECK(told == rounds);
}

TEST_CASE("Those that wait for one claim are called in the order they came, and none that is gone by then")
{
    const auto board = std::make_shared<oms::detail::change_board>();
    std::vector<int> called;
    std::vector<oms::detail::change_watch> watches(6);
    for (int number = 0; number < 6; ++number)
        watches[static_cast<std::size_t>(number)] =
            board->watch(number == 2 ? "txn_2" : "txn_1", board->moment("txn_1"), [&, number] {
                called.push_back(number);
                if (number == 1)
                    const oms::detail::change_watch gone = std::move(watches[4]);
            });
    board->ended("txn_1");
    CHECK(called == std::vector<int>{0, 1, 3, 5});
}
