#include "common/catch.hpp"
#include "common/child_process.hpp"
#include "common/property_count.hpp"
#include "common/temporary_directory.hpp"

#include "file_guard_bench.hpp"

#include <oms/core/error.hpp>
#include <oms/journal/file_journal.hpp>
#include <oms/webhook/impl/file_guard.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <latch>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <unistd.h>
#include <vector>

using guard_bench::delivery_id;
using guard_bench::file_on;
using guard_bench::handle;
using guard_bench::is_done;
using guard_bench::small_disk;
using oms::file_replay_guard;
using oms::replay_claim;

namespace {

oms::error failure_of_confirm(oms::replay_guard& guard, const oms::event_id& delivery)
{
    try {
        guard.confirm(delivery);
    } catch (const oms::error& why) {
        return why;
    }
    return {};
}

oms::error refusal(const std::string& path)
{
    try {
        const file_replay_guard guard(path);
    } catch (const oms::error& why) {
        return why;
    }
    return {};
}

} // namespace

TEST_CASE("F86 A delivery that was handled is done after the program has started anew, and only that one (G5)")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("deliveries");
    {
        file_replay_guard guard(path);
        CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
        guard.confirm(delivery_id(1));
        CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
        CHECK(guard.claim(delivery_id(2)) == replay_claim::granted);
        guard.release(delivery_id(2));
        CHECK(guard.claim(delivery_id(3)) == replay_claim::granted); // at which the program ends
    }
    file_replay_guard guard(path);
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
    CHECK(guard.claim(delivery_id(2)) == replay_claim::granted);
    CHECK(guard.claim(delivery_id(3)) == replay_claim::granted);
    CHECK(guard.damaged() == 0);
    CHECK_FALSE(guard.failure());
    CHECK(guard.size() == std::filesystem::file_size(path));
}

TEST_CASE("F97 A delivery has one holder at a time, until it is released or confirmed in the file (G5)")
{
    file_replay_guard guard(file_on(std::make_shared<small_disk>()));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
    CHECK(guard.claim(delivery_id(1)) == replay_claim::in_progress);
    guard.release(delivery_id(1));
    guard.release(delivery_id(1));
    guard.release(delivery_id(2));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
    guard.confirm(delivery_id(1));
    guard.release(delivery_id(1));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
    guard.confirm(delivery_id(4)); // without a claim
    CHECK(guard.claim(delivery_id(4)) == replay_claim::done);
}

TEST_CASE("F97 A delivery is not done before it is durable, and nobody waits for the disk who does not confirm (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    file_replay_guard guard(file_on(disk));
    std::latch syncing(1), go(1);
    disk->before = [&](const char* what) {
        if (std::string(what) == "sync") {
            syncing.count_down();
            go.wait();
        }
    };
    REQUIRE(guard.claim(delivery_id(1)) == replay_claim::granted);
    std::thread confirming([&] { guard.confirm(delivery_id(1)); });
    syncing.wait();
    CHECK(guard.claim(delivery_id(1)) == replay_claim::in_progress);
    CHECK(guard.claim(delivery_id(2)) == replay_claim::granted);
    guard.release(delivery_id(2));
    CHECK_FALSE(guard.failure());
    go.count_down();
    confirming.join();
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
}

TEST_CASE("A replay guard's file knows ids of any text and length")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("deliveries");
    std::vector<oms::event_id> ids;
    for (const std::string& text :
         {std::string("evt_1"), std::string("whd_01kv5v6gvnf3tvbxygg7m08syh"), std::string(),
          std::string("\0\n\xF5ORP", 7), std::string("наш"), std::string(std::size_t{1} << 20, 'x'),
          std::string((std::size_t{1} << 20) + 1, 'x')})
        ids.push_back(oms::event_id::from_answer(text));
    {
        file_replay_guard guard(path);
        for (const oms::event_id& id : ids)
            handle(guard, id);
    }
    file_replay_guard guard(path);
    CHECK(guard.damaged() == 0);
    for (const oms::event_id& id : ids)
        CHECK(is_done(guard, id));
    CHECK_FALSE(is_done(guard, delivery_id(2)));
}

TEST_CASE("A replay guard with a file remembers the newest, in memory and in the file, and never forgets a claim")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("deliveries");
    {
        file_replay_guard guard(path, 10);
        REQUIRE(guard.claim(delivery_id(1000)) == replay_claim::granted);
        for (int i = 0; i < 100; ++i) {
            handle(guard, delivery_id(i));
            CHECK(is_done(guard, delivery_id(std::max(0, i - 9))));
            if (i >= 10)
                CHECK_FALSE(is_done(guard, delivery_id(i - 10)));
        }
        CHECK(guard.claim(delivery_id(1000)) == replay_claim::in_progress);
        CHECK(guard.size() < 1000);
    }
    file_replay_guard guard(path, 5);
    for (int i = 0; i < 100; ++i)
        CHECK(is_done(guard, delivery_id(i)) == (i >= 95));
}

TEST_CASE(
    "F97 When the disk fails, a confirmed delivery stays done in memory and the error is told, until it is well (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    {
        file_replay_guard guard(file_on(disk));
        handle(guard, delivery_id(1));
        disk->before = [&](const char*) {
            disk->fail();
        };
        REQUIRE(guard.claim(delivery_id(2)) == replay_claim::granted);
        const oms::error why = failure_of_confirm(guard, delivery_id(2));
        CHECK(why.code() == oms::errc::journal_failed);
        CHECK(why.cause() == boost::system::errc::io_error);
        CHECK(guard.failure() == boost::system::errc::io_error);
        CHECK(guard.claim(delivery_id(2)) == replay_claim::in_progress);
        guard.release(delivery_id(2));
        CHECK(guard.claim(delivery_id(2)) == replay_claim::done);
        CHECK(guard.claim(delivery_id(3)) == replay_claim::granted);
        CHECK(failure_of_confirm(guard, delivery_id(3)).code() == oms::errc::journal_failed);
        guard.release(delivery_id(3));

        disk->before = nullptr;
        CHECK(is_done(guard, delivery_id(3)));
        for (int tries = 0; tries < 3 && guard.failure(); ++tries) { // the disk is not tried each time
            static_cast<void>(guard.claim(delivery_id(4)));
            static_cast<void>(failure_of_confirm(guard, delivery_id(4)));
            guard.release(delivery_id(4));
        }
        CHECK_FALSE(guard.failure());
    }
    disk->crash();
    file_replay_guard guard(file_on(disk));
    for (int i = 1; i <= 4; ++i)
        CHECK(is_done(guard, delivery_id(i)));
}

TEST_CASE("F97 A replay guard whose file cannot be replaced tells that it grows, and heals after an error (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    disk->replaceable = false;
    file_replay_guard guard(file_on(disk), 5);
    for (int i = 0; i < 10; ++i)
        handle(guard, delivery_id(i));
    CHECK_FALSE(guard.outgrown());
    for (int i = 10; i < 40; ++i)
        handle(guard, delivery_id(i));
    CHECK(guard.outgrown());
    CHECK_FALSE(guard.failure());
    disk->before = [&](const char* what) {
        if (std::string(what) == "append")
            disk->fail();
    };
    REQUIRE(guard.claim(delivery_id(40)) == replay_claim::granted);
    CHECK(failure_of_confirm(guard, delivery_id(40)).cause() == boost::system::errc::io_error);
    guard.release(delivery_id(40));
    disk->before = nullptr;
    handle(guard, delivery_id(41));
    CHECK_FALSE(guard.failure());
    file_replay_guard after(file_on(guard_bench::disk_with(disk->durable)), 5);
    for (int i = 36; i <= 41; ++i)
        CHECK(is_done(after, delivery_id(i)) == (i > 36));
}

TEST_CASE("F97 A confirmation that failed can be repeated, and returns when the delivery is durable (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    file_replay_guard guard(file_on(disk));
    REQUIRE(guard.claim(delivery_id(1)) == replay_claim::granted);
    disk->before = [&](const char*) {
        disk->fail();
    };
    CHECK(failure_of_confirm(guard, delivery_id(1)).code() == oms::errc::journal_failed);
    disk->before = nullptr;
    CHECK_FALSE(failure_of_confirm(guard, delivery_id(1)).code());
    CHECK(guard.claim(delivery_id(1)) == replay_claim::done);
    file_replay_guard after(file_on(guard_bench::disk_with(disk->durable)));
    CHECK(is_done(after, delivery_id(1)));
}

TEST_CASE("F97 A delivery that could not be stored may come again after a crash (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    {
        file_replay_guard guard(file_on(disk));
        disk->before = [&](const char* what) {
            if (std::string(what) == "append")
                disk->fail();
        };
        CHECK(failure_of_confirm(guard, delivery_id(1)).code() == oms::errc::journal_failed);
    }
    disk->before = nullptr;
    file_replay_guard guard(file_on(disk));
    CHECK(guard.claim(delivery_id(1)) == replay_claim::granted);
}

TEST_CASE("F97 No delivery that is confirmed is lost and none invented, wherever power and disk fail (G5)")
{
    const int seeds = test::property_count(400);
    for (int seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const std::size_t capacity = 1 + random() % 40;
        auto disk = std::make_shared<small_disk>();
        std::vector<int> sequence; // as confirmed, whether or not that succeeded
        std::set<int> durable;
        int next = 0;
        for (int life = 0; life < 6; ++life) {
            std::optional<file_replay_guard> guard(std::in_place, file_on(disk), capacity);
            REQUIRE(guard->damaged() == 0);
            const std::size_t oldest = sequence.size() > capacity ? sequence.size() - capacity : 0;
            for (std::size_t i = oldest; i < sequence.size(); ++i)
                REQUIRE((!durable.count(sequence[i]) || is_done(*guard, delivery_id(sequence[i]))));
            for (int never = next; never < next + 5; ++never)
                REQUIRE(guard->claim(delivery_id(never)) == replay_claim::granted);
            for (int never = next; never < next + 5; ++never)
                guard->release(delivery_id(never));

            const auto born = static_cast<std::ptrdiff_t>(sequence.size());
            const unsigned long trouble = random() % 4; // in how many of 20 steps the disk fails
            disk->before = [&](const char*) {
                if (random() % 20 < trouble)
                    disk->fail();
            };
            for (auto steps = random() % 60; steps > 0; --steps) {
                const oms::event_id id = delivery_id(next);
                REQUIRE(guard->claim(id) == replay_claim::granted);
                if (random() % 10 == 0) {
                    guard->release(id); // its handler failed
                    continue;
                }
                sequence.push_back(next++);
                const oms::error failed = failure_of_confirm(*guard, id);
                guard->release(id);
                REQUIRE(is_done(*guard, id));
                if (failed.code())
                    REQUIRE(guard->failure());
                else // and whatever failed before in this life
                    durable.insert(sequence.begin() + born, sequence.end());
            }
            disk->before = nullptr;
            guard.reset();
            if (random() % 2) {
                const auto survivor = std::make_shared<small_disk>();
                disk->crash(random() % 200);
                survivor->written = survivor->durable = disk->durable;
                disk = survivor;
            }
        }
    }
}

TEST_CASE("Threads that claim and confirm the same deliveries handle each once (G5)")
{
    constexpr int threads = 6, deliveries = 300;
    const test::temporary_directory directory;
    const std::string path = directory.file("deliveries");
    std::vector<std::atomic<int>> handled(deliveries);
    {
        file_replay_guard guard(path, 100'000);
        std::vector<std::thread> all;
        for (int i = 0; i < threads; ++i)
            all.emplace_back([&, i] {
                std::mt19937 random(static_cast<unsigned>(i));
                for (int left = deliveries; left > 0;) {
                    const int number = static_cast<int>(random() % deliveries);
                    switch (guard.claim(delivery_id(number))) {
                    case replay_claim::granted:
                        ++handled[static_cast<std::size_t>(number)];
                        guard.confirm(delivery_id(number));
                        break;
                    case replay_claim::in_progress:
                        break;
                    case replay_claim::done:
                        --left;
                    }
                }
            });
        for (std::thread& thread : all)
            thread.join();
    }
    file_replay_guard guard(path);
    int done = 0;
    for (int i = 0; i < deliveries; ++i) {
        const int times = handled[static_cast<std::size_t>(i)];
        CHECK(times <= 1);
        CHECK(is_done(guard, delivery_id(i)) == (times == 1));
        done += times;
    }
    CHECK(done > deliveries / 2);
}

TEST_CASE("A replay guard's file is its owner's alone and held by one guard at a time")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("deliveries");
    std::optional<file_replay_guard> guard(std::in_place, path);
    CHECK(std::filesystem::status(path).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    const oms::error held = refusal(path);
    CHECK(held.code() == oms::errc::journal_failed);
    CHECK(held.cause() == boost::system::errc::resource_unavailable_try_again);
    guard.reset();
    CHECK_FALSE(refusal(path).code());
}

TEST_CASE("A replay guard refuses a file that is another one's, a path that is none, and to remember nothing")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("file");
    {
        oms::file_order_guard order(path);
        guard_bench::handle(order, guard_bench::version("txn_1", 1));
    }
    CHECK_THAT(refusal(path).what(), Catch::Matchers::ContainsSubstring("the file is not a replay guard's"));
    CHECK(oms::file_order_guard(path).damaged() == 0);

    const std::string journal = directory.file("journal");
    const auto inline_executor = [](const std::function<void()>& work) {
        work();
    };
    oms::file_journal(oms::open_journal_file(journal), inline_executor).close();
    CHECK(refusal(journal).code() == oms::errc::journal_failed);
    std::filesystem::remove(path);
    {
        file_replay_guard guard(path);
    }
    CHECK_THROWS_AS(oms::file_journal(oms::open_journal_file(path), inline_executor), oms::error);

    const oms::error nowhere = refusal(directory.file("no/such/place"));
    CHECK(nowhere.code() == oms::errc::journal_failed);
    CHECK(nowhere.cause() == boost::system::errc::no_such_file_or_directory);

    const std::string fresh = directory.file("fresh");
    try {
        const file_replay_guard guard(fresh, 0);
        FAIL("it remembers nothing");
    } catch (const oms::error& why) {
        CHECK(why.code() == oms::errc::invalid_argument);
    }
    CHECK_FALSE(std::filesystem::exists(fresh));
}

TEST_CASE("F106 In a forked child a replay guard refuses, and its end there unlocks nothing (G5)")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("deliveries");
    auto guard = std::make_unique<file_replay_guard>(path);
    handle(*guard, delivery_id(1));
    const int verdict = test::in_a_child([&] {
        try {
            guard->claim(delivery_id(1));
            return 1;
        } catch (const oms::error& why) {
            if (why.code() != oms::errc::wrong_process)
                return 2;
        }
        if (failure_of_confirm(*guard, delivery_id(1)).code() != oms::errc::wrong_process)
            return 3;
        guard->release(delivery_id(1));
        if (guard->failure() != oms::errc::wrong_process)
            return 4;
        guard.reset();
        return refusal(path).cause() == boost::system::errc::resource_unavailable_try_again ? 0 : 5;
    });
    CHECK(verdict == 0);
    handle(*guard, delivery_id(2));
    CHECK(is_done(*guard, delivery_id(2)));
}

TEST_CASE("F106 The end of a guard in a forked child does not wait for threads that stayed with the parent (G5)")
{
    using oms::detail::file_guard;
    const auto disk = std::make_shared<small_disk>();
    auto guard = std::make_unique<file_guard>(oms::detail::guard_kind::replay, file_on(disk), 10, nullptr);
    const auto nothing_known = [](const std::string*) {
        return std::optional<std::string>(std::in_place);
    };
    std::latch syncing(1), go(1);
    std::atomic<bool> first{true};
    disk->before = [&](const char* what) {
        if (std::string(what) == "sync" && first.exchange(false)) {
            syncing.count_down();
            go.wait();
        }
    };
    std::thread writer([&] { guard->confirm("evt_1", nothing_known); });
    syncing.wait();
    std::thread waiter([&] { guard->confirm("evt_2", nothing_known); });
    while (guard->waiting() == 0)
        std::this_thread::yield();
    const int verdict = test::in_a_child([&] {
        file_guard::close(std::move(guard));
        return disk->open ? 1 : 0;
    });
    CHECK(verdict == 0);
    go.count_down();
    writer.join();
    waiter.join();
    CHECK(guard->value_of("evt_2"));
}
