#include "common/catch.hpp"

#include "file_guard_bench.hpp"

#include <oms/webhook/impl/guard_log.hpp>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <map>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using guard_bench::disk_with;
using guard_bench::file_on;
using guard_bench::small_disk;
using oms::detail::guard_kind;
using oms::detail::guard_log;

namespace {

using key_list = std::vector<std::string>;

/// A clock that a test sets, so that a broken disk is tried again when the test says.
class hand_clock {
public:
    std::chrono::steady_clock::time_point operator()() const { return *now_; }
    void turn() const { *now_ += guard_log::again_after; }

private:
    std::shared_ptr<std::chrono::steady_clock::time_point> now_ =
        std::make_shared<std::chrono::steady_clock::time_point>();
};

std::unique_ptr<guard_log> open(const std::shared_ptr<small_disk>& disk, std::size_t capacity = 1000,
                                key_list* found = nullptr, const hand_clock& clock = hand_clock())
{
    const auto tell = [&](std::string_view key, std::string_view) {
        if (found)
            found->emplace_back(key);
    };
    return std::make_unique<guard_log>(guard_kind::replay, file_on(disk), capacity, tell, clock);
}

/// What a program finds that starts after the power failed now.
key_list durable_keys(const small_disk& disk, std::size_t capacity = 1000)
{
    key_list found;
    open(disk_with(disk.durable), capacity, &found);
    return found;
}

bool holds(const key_list& all, const std::string& key)
{
    return std::count(all.begin(), all.end(), key) == 1;
}

/// Whether a record could be stored.
boost::system::error_code stored(guard_log& log, const std::string& key)
{
    try {
        log.store(key, {});
        return {};
    } catch (const boost::system::system_error& why) {
        return why.code();
    }
}

std::string key(int number)
{
    return "evt_" + std::to_string(number);
}

} // namespace

TEST_CASE("F97 A record is durable when storing it returns (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk);
    for (int i = 0; i < 20; ++i) {
        log->store(key(i), {});
        CHECK(holds(durable_keys(*disk), key(i)));
    }
    CHECK(log->size() == disk->durable.size());
}

TEST_CASE("Threads that store while the disk is busy share the next fdatasync, and none returns before it (G5)")
{
    constexpr int threads = 16;
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk);
    std::latch first_sync(1), second_sync(1), go(1), go_on(1);
    std::atomic<int> syncs{0}, returned{0};
    disk->before = [&](const char* what) {
        if (std::string(what) != "sync")
            return;
        if (++syncs == 1) {
            first_sync.count_down();
            go.wait();
        } else {
            second_sync.count_down();
            go_on.wait();
        }
    };

    std::vector<std::thread> all;
    all.emplace_back([&] { log->store(key(0), {}), ++returned; });
    first_sync.wait();
    for (int i = 1; i <= threads; ++i)
        all.emplace_back([&, i] { log->store(key(i), {}), ++returned; });
    while (log->waiting() != threads)
        std::this_thread::yield();
    CHECK(returned == 0);
    go.count_down();
    second_sync.wait();
    all.front().join();
    CHECK(returned == 1);
    CHECK(log->waiting() == 0);
    go_on.count_down();
    for (std::size_t i = 1; i < all.size(); ++i)
        all[i].join();
    CHECK(syncs == 2);
    const key_list found = durable_keys(*disk);
    for (int i = 0; i <= threads; ++i)
        CHECK(holds(found, key(i)));
}

TEST_CASE("Threads that store one record after another find each of them stored")
{
    constexpr int threads = 8, each = 200;
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk, threads * each);
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i)
        all.emplace_back([&, i] {
            for (int j = 0; j < each; ++j)
                log->store(key(i * each + j), {});
        });
    for (std::thread& thread : all)
        thread.join();
    CHECK(durable_keys(*disk, threads * each).size() == threads * each);
    CHECK(disk->syncs <= threads * each + 1);
}

TEST_CASE("A guard's file has at most twice as many records as are kept, and is written anew seldom")
{
    constexpr std::size_t capacity = 50;
    const auto disk = std::make_shared<small_disk>();
    auto log = open(disk, capacity);
    std::size_t largest = 0;
    for (int i = 1000; i < 2000; ++i) {
        log->store(key(i), {});
        largest = std::max(largest, disk->written.size());
    }
    const std::size_t record = oms::detail::guard_record_bytes(guard_kind::replay, key(1000), {}).size();
    CHECK(largest <= oms::detail::guard_header_size + 2 * capacity * record);
    CHECK(disk->replacements >= 10);
    CHECK(disk->replacements <= 1000 / static_cast<int>(capacity));
    log.reset();
    key_list found;
    open(disk, capacity, &found);
    REQUIRE(found.size() == capacity);
    for (int i = 0; i < 50; ++i)
        CHECK(found[static_cast<std::size_t>(i)] == key(1950 + i));
}

TEST_CASE("A guard's file full of one key's records is written anew, too")
{
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk, 10);
    for (int i = 0; i < 500; ++i)
        log->store("txn_1", std::to_string(i));
    CHECK(disk->replacements > 10);
    CHECK(disk->written.size() < 1000);
}

TEST_CASE("Less capacity than the file has records keeps the newest")
{
    const auto disk = std::make_shared<small_disk>();
    for (int i = 0; i < 30; ++i)
        open(disk)->store(key(i), {});
    key_list found;
    open(disk, 7, &found);
    REQUIRE(found.size() == 7);
    CHECK(found.front() == key(23));
    CHECK(found.back() == key(29));
}

TEST_CASE(
    "F98 A crash at any moment leaves a guard's file with all that was stored, also while it is written anew (G15)")
{
    constexpr std::size_t capacity = 8;
    const auto disk = std::make_shared<small_disk>();
    std::vector<std::string> states;
    disk->could_leave = [&](const std::string& state) {
        states.push_back(state);
    };
    std::unique_ptr<guard_log> log = open(disk, capacity);
    for (int i = 0; i < 60; ++i) {
        log->store(key(i), std::string(static_cast<std::size_t>(i % 5), 'v'));
        for (const std::string& state : states) {
            CAPTURE(i, state.size());
            const auto after = disk_with(state);
            key_list found;
            const auto next = open(after, capacity, &found);
            REQUIRE(next->damaged() == 0);
            for (int before = std::max(0, i - static_cast<int>(capacity) + 1); before < i; ++before)
                REQUIRE(holds(found, key(before)));
            next->store("evt_next", {});
            REQUIRE(holds(durable_keys(*after, capacity), "evt_next"));
            REQUIRE(open(disk_with(after->durable), capacity)->damaged() == 0); // the torn end was cut off
        }
        states.clear();
    }
    CHECK(disk->replacements > 3);
}

TEST_CASE("Damaged records of a guard's file are counted and dropped, every other one is kept")
{
    const auto disk = std::make_shared<small_disk>();
    {
        const auto log = open(disk);
        for (int i = 0; i < 5; ++i)
            log->store(key(i), {});
    }
    const std::string bytes = disk->durable;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        CAPTURE(at);
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        const auto after = disk_with(damaged);
        key_list found;
        CHECK(open(after, 1000, &found)->damaged() == 1);
        REQUIRE(found.size() == (at < oms::detail::guard_header_size ? 5 : 4));
        const auto again = open(after);
        REQUIRE(again->damaged() == 0);
        again->store("evt_next", {});
        found.push_back("evt_next");
        REQUIRE(durable_keys(*after) == found);
    }
}

TEST_CASE("When damage cannot be dropped the guard's file is used as it is")
{
    const auto disk = std::make_shared<small_disk>();
    for (int i = 0; i < 3; ++i)
        open(disk)->store(key(i), {});
    disk->written[40] ^= 1;
    disk->room = 40; // for one record, not for another file
    const auto log = open(disk);
    CHECK(log->damaged() == 1);
    log->store(key(9), {});
    CHECK(durable_keys(*disk) == key_list{key(1), key(2), key(9)});
}

TEST_CASE("A guard's file that cannot be used is refused and left as it was")
{
    for (const std::string& other : {std::string("not a guard's file"), oms::detail::guard_header(guard_kind::order)}) {
        const auto disk = disk_with(other);
        try {
            open(disk);
            FAIL("it was opened");
        } catch (const oms::error& why) {
            CHECK(why.code() == oms::errc::journal_failed);
            CHECK(std::string(why.what()).find("the file is not a replay guard's") != std::string::npos);
        }
        CHECK(disk->written == other);
    }
}

TEST_CASE("F97 After an error of the disk each batch fails until a new file holds all that was not stored (G5)")
{
    const std::string fails = GENERATE("append", "sync", "replace");
    CAPTURE(fails);
    constexpr std::size_t capacity = 10;
    const auto disk = std::make_shared<small_disk>();
    const hand_clock clock;
    const auto log = open(disk, capacity, nullptr, clock);
    for (int i = 0; i < 20; ++i) // the next one writes the file anew
        log->store(key(i), {});
    if (fails != "replace")
        log->store(key(20), {}); // and this time the one after
    CHECK_FALSE(log->failure());

    disk->before = [&](const char* what) {
        if (what == fails)
            disk->fail();
        if (fails != "replace" && std::string(what) == "replace")
            disk->fail(boost::system::errc::no_space_on_device);
    };
    CHECK(stored(*log, key(21)) == boost::system::errc::io_error);
    CHECK(log->failure() == boost::system::errc::io_error);
    for (int i = 22; i < 25; ++i)
        CHECK(stored(*log, key(i)) ==
              (fails == "replace" ? boost::system::errc::io_error : boost::system::errc::no_space_on_device));

    disk->before = nullptr;
    clock.turn();
    CHECK_FALSE(stored(*log, key(25)));
    CHECK_FALSE(log->failure());
    const key_list found = durable_keys(*disk, capacity);
    REQUIRE(found.size() == capacity);
    for (int i = 21; i <= 25; ++i)
        CHECK(found[static_cast<std::size_t>(i - 16)] == key(i));
    const int replacements = disk->replacements;
    CHECK_FALSE(stored(*log, key(26)));
    CHECK(disk->replacements == replacements); // as before the error
    CHECK(holds(durable_keys(*disk, capacity), key(26)));
}

TEST_CASE("F97 A full disk fails what it has no room for, and what was stored stays so (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk);
    CHECK_FALSE(stored(*log, key(1)));
    for (std::size_t room = 0; room < 26; ++room) {
        const auto full = disk_with(disk->durable);
        const hand_clock clock;
        const auto tried = open(full, 1000, nullptr, clock);
        full->room = room;
        CHECK(stored(*tried, key(2)) == boost::system::errc::no_space_on_device);
        CHECK(stored(*tried, key(3)) == boost::system::errc::no_space_on_device);
        CHECK(tried->failure() == boost::system::errc::no_space_on_device);
        CHECK(durable_keys(*full) == key_list{key(1)});
        CHECK(durable_keys(*disk_with(full->written)) == key_list{key(1)}); // the torn record is none

        full->room = 1000;
        clock.turn();
        CHECK_FALSE(stored(*tried, key(4)));
        CHECK(durable_keys(*full) == key_list{key(1), key(2), key(3), key(4)});
    }
}

TEST_CASE("What a disk that stays broken cannot store takes no more memory than a full file")
{
    constexpr std::size_t capacity = 10;
    const auto disk = std::make_shared<small_disk>();
    const hand_clock clock;
    const auto log = open(disk, capacity, nullptr, clock);
    disk->before = [&](const char*) {
        disk->fail();
    };
    for (int i = 0; i < 1000; ++i)
        REQUIRE(stored(*log, key(i)));
    disk->before = nullptr;
    clock.turn();
    REQUIRE_FALSE(stored(*log, key(1000)));
    const key_list found = durable_keys(*disk, capacity);
    REQUIRE(found.size() == capacity);
    CHECK(found.front() == key(991));
    CHECK(found.back() == key(1000));
}

TEST_CASE("A guard's file that cannot be written anew just now is appended to, and that is tried again seldom")
{
    constexpr std::size_t capacity = 10;
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk, capacity);
    const bool memory = GENERATE(true, false);
    bool well = false;
    int reads = 0;
    disk->before = [&](const char* what) {
        if (std::string(what) != "read" || well)
            return;
        ++reads;
        if (memory)
            throw std::bad_alloc();
        disk->fail();
    };
    for (int i = 0; i < 200; ++i)
        REQUIRE_FALSE(stored(*log, key(i)));
    CHECK(reads >= 2);
    CHECK(reads < 10);
    CHECK(disk->replacements == 0);
    CHECK(log->outgrown());
    well = true;
    for (int i = 200; i < 400; ++i)
        REQUIRE_FALSE(stored(*log, key(i)));
    CHECK(disk->replacements > 0);
    CHECK(log->size() < 1000);
    CHECK_FALSE(log->outgrown());
}

TEST_CASE("F97 Where no new file can take its place, a guard's file is cut and appended to after an error (G5)")
{
    const std::string fails = GENERATE("append", "sync", "torn");
    CAPTURE(fails);
    constexpr std::size_t capacity = 10;
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk, capacity);
    disk->replaceable = false;
    for (int i = 0; i < 15; ++i)
        REQUIRE_FALSE(stored(*log, key(i)));
    CHECK_FALSE(log->outgrown());
    bool again = true;
    disk->before = [&](const char* what) {
        if (!again || std::string(what) != (fails == "torn" ? "append" : fails))
            return;
        again = false;
        if (fails == "torn")
            disk->written += std::string("\xF5ORP\x09", 5);
        disk->fail();
    };
    CHECK(stored(*log, key(15)) == boost::system::errc::io_error);
    CHECK(log->failure() == boost::system::errc::io_error);
    CHECK_FALSE(stored(*log, key(16)));
    CHECK_FALSE(log->failure());
    CHECK(disk->written == disk->durable);
    CHECK(log->size() == disk->durable.size());
    key_list all;
    CHECK(open(disk_with(disk->durable), 1000, &all)->damaged() == 0);
    REQUIRE(all.size() == 17);
    for (int i = 0; i < 17; ++i)
        CHECK(all[static_cast<std::size_t>(i)] == key(i));

    for (int i = 17; i < 100; ++i)
        REQUIRE_FALSE(stored(*log, key(i)));
    CHECK(log->outgrown());
    CHECK_FALSE(log->failure());
    disk->replaceable = true;
    for (int i = 100; i < 200; ++i)
        REQUIRE_FALSE(stored(*log, key(i)));
    CHECK_FALSE(log->outgrown());
    CHECK(durable_keys(*disk, capacity).size() == capacity);
}

TEST_CASE("F97 When it is not known which file a crash leaves, nothing counts as stored before a new one is (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    const hand_clock clock;
    const auto log = open(disk, 2, nullptr, clock);
    for (int i = 0; i < 4; ++i)
        REQUIRE_FALSE(stored(*log, key(i)));
    disk->before = [&](const char* what) {
        if (std::string(what) == "replace")
            disk->fail();
    };
    CHECK(stored(*log, key(4)) == boost::system::errc::io_error);
    disk->before = nullptr;
    disk->replaceable = false;
    const std::string left = disk->written;
    for (int i = 5; i < 10; ++i) {
        clock.turn();
        CHECK(stored(*log, key(i)) == boost::system::errc::io_error);
        CHECK(disk->written == left);
    }
    disk->replaceable = true;
    clock.turn();
    CHECK_FALSE(stored(*log, key(10)));
    CHECK(durable_keys(*disk, 2) == key_list{key(9), key(10)});
}

TEST_CASE("F97 A disk that stays broken is tried again ever more seldom, and after a time in any case (G5)")
{
    const auto disk = std::make_shared<small_disk>();
    const hand_clock clock;
    const auto log = open(disk, 1000, nullptr, clock);
    REQUIRE_FALSE(stored(*log, key(0)));
    int reads = 0;
    disk->before = [&](const char* what) {
        reads += std::string(what) == "read" ? 1 : 0;
        disk->fail();
    };
    std::vector<int> tried;
    for (int i = 1; i <= 400; ++i) {
        const int before = reads;
        REQUIRE(stored(*log, key(i)) == boost::system::errc::io_error);
        if (reads > before)
            tried.push_back(i);
    }
    CHECK(tried == std::vector<int>{2, 4, 7, 12, 21, 38, 71, 136, 201, 266, 331, 396});
    CHECK(reads == static_cast<int>(tried.size()));

    disk->before = nullptr;
    CHECK(stored(*log, key(401)) == boost::system::errc::io_error); // not tried
    clock.turn();
    CHECK_FALSE(stored(*log, key(402)));
    CHECK_FALSE(log->failure());
    const key_list found = durable_keys(*disk);
    CHECK(found.size() == 403);
    CHECK(holds(found, key(401)));

    disk->before = [&](const char*) {
        disk->fail();
    };
    CHECK(stored(*log, key(403)) == boost::system::errc::io_error);
    disk->before = nullptr;
    CHECK_FALSE(stored(*log, key(404))); // at once, as the first time
}

TEST_CASE("Whatever a disk throws is a failure of the batch")
{
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk);
    const int what = GENERATE(0, 1, 2);
    disk->before = [&](const char*) {
        if (what == 0)
            throw std::bad_alloc();
        if (what == 1)
            throw std::runtime_error("odd");
        throw boost::system::system_error(boost::system::error_code());
    };
    CHECK(stored(*log, key(1)) == (what == 0 ? boost::system::errc::not_enough_memory : boost::system::errc::io_error));
    disk->before = nullptr;
    CHECK_FALSE(stored(*log, key(2)));
    CHECK(durable_keys(*disk) == key_list{key(1), key(2)});
}

TEST_CASE("A text that no record takes is refused alone")
{
    const auto disk = std::make_shared<small_disk>();
    const auto log = open(disk);
    CHECK(stored(*log, std::string(oms::detail::guard_content_limit + 1, 'x')) == boost::system::errc::file_too_large);
    CHECK_FALSE(log->failure());
    CHECK_FALSE(stored(*log, key(1)));
    CHECK(durable_keys(*disk) == key_list{key(1)});
}
