#include "common/catch.hpp"

#include "file_journal_bench.hpp"

#include <oms/core/error.hpp>
#include <oms/journal/record.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

using numbers = std::vector<std::uint64_t>;

TEST_CASE("An entry is stored when the sync after it has ended, and told once")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    CHECK(bench.told.empty());
    bench.disk->before = [&](const char* what) {
        if (std::string(what) == "sync")
            CHECK(bench.told.empty());
    };
    bench.run();
    bench.disk->before = nullptr;
    CHECK(bench.is_stored(1));
    bench.lose_power();
    bench.open();
    CHECK(bench.unfinished() == numbers{1});
    CHECK(bench.journal->contents().unfinished.front().idempotency_key == "key-1");
}

TEST_CASE("Entries that come while one sync runs share the next")
{
    file_journal_bench bench;
    bench.open();
    const int before = bench.disk->syncs;
    bench.begin(1);
    bench.disk->before = [&](const char* what) {
        if (std::string(what) == "sync" && bench.told.empty() && bench.disk->syncs == before) {
            for (std::uint64_t number = 2; number <= 100; ++number)
                bench.begin(number);
        }
    };
    bench.run();
    CHECK(bench.disk->syncs == before + 2);
    for (std::uint64_t number = 1; number <= 100; ++number)
        CHECK(bench.is_stored(number));
}

TEST_CASE("An outcome is written without a sync of its own")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.begin(2);
    bench.run();
    const int before = bench.disk->syncs;
    bench.end(1);
    bench.run();
    CHECK(bench.disk->syncs == before);
    bench.kill();
    bench.open();
    CHECK(bench.unfinished() == numbers{2});
}

TEST_CASE("An outcome that the power took is settled again")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.run();
    bench.end(1);
    bench.run();
    bench.lose_power();
    bench.open();
    CHECK(bench.unfinished() == numbers{1});
}

TEST_CASE("F108 An outcome that is to be durable is told when its sync has ended, and the power cannot take it (D6)")
{
    file_journal_bench bench;
    bench.open();
    for (const std::uint64_t number : numbers{1, 2, 3})
        bench.begin(number);
    bench.run();
    const int before = bench.disk->syncs;
    bench.end_durably(1);
    CHECK(bench.ended.empty());
    bench.disk->before = [&](const char* what) {
        if (std::string(what) != "sync" || bench.disk->syncs != before)
            return;
        CHECK(bench.ended.empty());
        bench.end(2);
        bench.end_durably(3); // both share the next
    };
    bench.run();
    bench.disk->before = nullptr;
    CHECK(bench.disk->syncs == before + 2);
    for (const std::uint64_t number : numbers{1, 3}) {
        REQUIRE(bench.ended[number].size() == 1);
        CHECK_FALSE(bench.ended[number].front());
    }
    bench.lose_power();
    bench.open();
    CHECK(bench.unfinished().empty());
}

TEST_CASE(
    "F108 An outcome that cannot be made durable says so: at an error of the disk, after it, and when closed (D6)")
{
    file_journal_bench bench;
    bench.open();
    for (const std::uint64_t number : numbers{1, 2, 3})
        bench.begin(number);
    bench.run();
    bench.disk->before = [](const char* what) {
        if (std::string(what) == "sync")
            test::fake_disk::fail();
    };
    bench.end_durably(1);
    bench.run();
    bench.disk->before = nullptr;
    bench.end_durably(2);
    for (const std::uint64_t number : numbers{1, 2}) {
        REQUIRE(bench.ended[number].size() == 1);
        CHECK(bench.ended[number].front() == boost::system::errc::io_error);
    }
    bench.kill();
    bench.open();
    CHECK(bench.unfinished() == numbers{1, 2, 3});
    bench.end_durably(2); // written by close()
    bench.journal->close();
    bench.end_durably(3);
    REQUIRE(bench.ended[2].size() == 2);
    CHECK_FALSE(bench.ended[2].back());
    REQUIRE(bench.ended[3].size() == 1);
    CHECK(bench.ended[3].front() == boost::system::errc::bad_file_descriptor);
}

TEST_CASE("Contents are what was unfinished at opening, without what has ended since or what began since")
{
    file_journal_bench bench;
    bench.open();
    for (const std::uint64_t number : numbers{1, 2, 3})
        bench.begin(number);
    bench.run();
    bench.kill();
    bench.open();
    bench.begin(4);
    bench.run();
    CHECK(bench.unfinished() == numbers{1, 2, 3});
    bench.end(2);
    CHECK(bench.unfinished() == numbers{1, 3});
    bench.kill();
    bench.open();
    CHECK(bench.unfinished() == numbers{1, 2, 3, 4}); // the outcome was not written before the end
}

TEST_CASE("An outcome that comes before its entry is stored ends it")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.end(1);
    bench.run();
    CHECK(bench.is_stored(1));
    bench.kill();
    bench.open();
    CHECK(bench.unfinished().empty());
}

TEST_CASE("After an error of the disk all entries fail until the file is opened anew")
{
    const char* const failing = GENERATE("append", "sync");
    CAPTURE(failing);
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.run();
    bench.disk->before = [&](const char* what) {
        if (std::string(what) == failing)
            test::fake_disk::fail();
    };
    bench.begin(2);
    bench.begin(3);
    bench.run();
    bench.disk->before = nullptr;
    bench.begin(4); // told at once
    for (const std::uint64_t number : numbers{2, 3, 4}) {
        REQUIRE(bench.told[number].size() == 1);
        CHECK(bench.told[number].front() == boost::system::errc::io_error);
    }
    CHECK(bench.journal->failure() == boost::system::errc::io_error);
    bench.end(1);
    CHECK(bench.executor.waiting() == 0);

    bench.kill();
    bench.open();
    CHECK(bench.unfinished() == numbers{1}); // nothing of what failed is there
    CHECK_FALSE(bench.journal->failure());
    bench.begin(5);
    bench.run();
    CHECK(bench.is_stored(5));
}

TEST_CASE("A disk that fails without a reason has failed all the same, and nobody is told that an entry is stored")
{
    file_journal_bench bench;
    bench.open();
    bench.disk->before = [](const char* what) {
        if (std::string(what) == "sync")
            throw boost::system::system_error(boost::system::error_code{});
    };
    bench.begin(1);
    bench.run();
    REQUIRE(bench.told[1].size() == 1);
    CHECK(bench.told[1].front() == boost::system::errc::io_error);
}

TEST_CASE("What a failed write left behind is cut off even when only part of it was written")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.run();
    bool failed = false;
    bench.disk->before = [&](const char* what) {
        if (std::string(what) != "append" || std::exchange(failed, true))
            return;
        bench.disk->written += "half of somethi";
        test::fake_disk::fail(boost::system::errc::no_space_on_device);
    };
    bench.begin(2);
    bench.run();
    CHECK(bench.told[2].front() == boost::system::errc::no_space_on_device);
    CHECK(bench.disk->written.find("half") == std::string::npos);
}

TEST_CASE("A journal whose executor takes no work fails its entries")
{
    const auto disk = std::make_shared<test::fake_disk>();
    oms::file_journal journal(std::make_unique<test::fake_journal_file>(disk),
                              [](const std::function<void()>&) { throw std::runtime_error("stopped"); });
    std::vector<boost::system::error_code> told;
    journal.begin(file_journal_bench::entry(1), [&](boost::system::error_code how) { told.push_back(how); });
    REQUIRE(told.size() == 1);
    CHECK(told.front().failed());
}

TEST_CASE("An executor that runs everything at once does, too")
{
    const auto disk = std::make_shared<test::fake_disk>();
    oms::file_journal journal(std::make_unique<test::fake_journal_file>(disk),
                              [](const std::function<void()>& work) { work(); });
    int stored = 0;
    for (std::uint64_t number = 1; number <= 3; ++number)
        journal.begin(file_journal_bench::entry(number), [&](boost::system::error_code how) { stored += how ? 0 : 1; });
    CHECK(stored == 3);
}

TEST_CASE("F108 An entry is told before the next batch is written, however steadily entries come (D6)")
{
    const auto disk = std::make_shared<test::fake_disk>();
    int depth = 0;
    int deepest = 0;
    oms::file_journal journal(std::make_unique<test::fake_journal_file>(disk),
                              [&](const std::function<void()>& work) { // as a thread of asio's thread_pool does
                                  deepest = std::max(deepest, ++depth);
                                  work();
                                  --depth;
                              });
    std::uint64_t begun = 0;
    std::uint64_t told = 0;
    std::uint64_t told_late = 0;
    const auto begin_one = [&] {
        journal.begin(file_journal_bench::entry(++begun), [&](boost::system::error_code how) { told += how ? 0 : 1; });
    };
    disk->before = [&](const char* what) {
        const std::string step = what;
        if (step == "append")
            told_late += begun - 1 - told; // all before the one that is written now
        if (step == "sync" && begun < 1000)
            begin_one();
    };
    begin_one();
    disk->before = nullptr;
    CHECK(begun == 1000);
    CHECK(told == 1000);
    CHECK(told_late == 0);
    CHECK(deepest == 1);
}

TEST_CASE("F106 In a forked child a journal writes nothing, waits for nobody and leaves the lock to the parent (D6)")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.run();
    bench.begin(2); // waits for its executor when the fork comes
    const auto exit_code_of_a_child = [&] {
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(20);
            ::_exit([&] {
                const std::string before = bench.disk->written;
                const int syncs = bench.disk->syncs;
                bench.begin(3);
                if (bench.told[3].size() != 1 || bench.told[3].front() != oms::errc::wrong_process)
                    return 1;
                bench.end(1);
                bench.end_durably(1);
                if (bench.ended[1].size() != 1 || bench.ended[1].front() != oms::errc::wrong_process)
                    return 6;
                bench.run();
                if (!bench.journal->contents().unfinished.empty())
                    return 2;
                if (bench.journal->failure() != oms::errc::wrong_process)
                    return 3;
                bench.journal->close();
                if (bench.disk->open)
                    return 4;
                bench.close();
                return bench.disk->written == before && bench.disk->syncs == syncs && bench.told.size() == 2 ? 0 : 5;
            }());
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    };
    CHECK(exit_code_of_a_child() == 0);

    bool while_writing = false;
    int forked = -1;
    bench.disk->before = [&](const char* what) {
        if (std::string(what) == "sync" && !std::exchange(while_writing, true))
            forked = exit_code_of_a_child(); // the file is busy, and in the child it stays so
    };
    bench.run();
    CHECK(forked == 0);
    CHECK(bench.is_stored(2));
}

TEST_CASE("Two open entries of one number are a mistake, which the second is told")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.run();
    bench.begin(1);
    bench.run();
    REQUIRE(bench.told[1].size() == 2);
    CHECK_FALSE(bench.told[1][0]);
    CHECK(bench.told[1][1] == boost::system::errc::file_exists);
}

TEST_CASE("Closing writes what was handed over, and later entries fail")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.begin(2);
    bench.end(1);
    bench.journal->close();
    CHECK(bench.is_stored(1));
    CHECK(bench.is_stored(2));
    CHECK_FALSE(bench.disk->open);
    bench.begin(3);
    REQUIRE(bench.told[3].size() == 1);
    CHECK(bench.told[3].front() == boost::system::errc::bad_file_descriptor);
    bench.end(2);
    bench.journal->close();
    bench.run(); // work that was handed over before finds nothing to do
    bench.disk->crash();
    bench.open();
    CHECK(bench.unfinished() == numbers{2});
}

TEST_CASE("A journal may be destroyed with work under way, also by whom it tells")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.close();
    CHECK(bench.is_stored(1));
    bench.run();

    bench.open();
    bool told = false;
    bench.journal->begin(file_journal_bench::entry(2), [&](boost::system::error_code how) {
        told = !how;
        bench.close();
    });
    bench.begin(3);
    bench.run();
    CHECK(told);
    CHECK(bench.is_stored(3));
    CHECK_FALSE(bench.disk->open);
}

TEST_CASE("A callback that throws harms no other")
{
    file_journal_bench bench;
    bench.open();
    bench.journal->begin(file_journal_bench::entry(1),
                         [](boost::system::error_code) { throw std::runtime_error("no memory to wake it"); });
    bench.begin(2);
    bench.run();
    CHECK(bench.is_stored(2));
}

TEST_CASE("What cannot be opened is told apart from damage inside")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.begin(2);
    bench.run();
    CHECK_THROWS_AS(test::fake_journal_file(bench.disk), boost::system::system_error); // one at a time
    bench.kill();

    SECTION("damage is reported and the rest read")
    {
        bench.disk->written[60] ^= 1;
        bench.open();
        const oms::journal_contents found = bench.journal->contents();
        REQUIRE(found.corrupted.size() == 1);
        CHECK(found.corrupted.front().offset == oms::detail::journal_header_size);
        CHECK_FALSE(found.corrupted.front().reason.empty());
        CHECK(bench.unfinished() == numbers{2});
    }
    SECTION("what is no journal is left alone")
    {
        bench.disk->written = "[database]\nhost = example.com\n";
        const std::string before = bench.disk->written;
        try {
            bench.open();
            FAIL("it was opened");
        } catch (const oms::error& why) {
            CHECK(why.code() == oms::errc::journal_failed);
        }
        CHECK(bench.disk->written == before);
    }
    SECTION("what cannot be read says why")
    {
        bench.disk->before = [](const char*) {
            test::fake_disk::fail();
        };
        try {
            bench.open();
            FAIL("it was opened");
        } catch (const oms::error& why) {
            CHECK(why.code() == oms::errc::journal_failed);
            CHECK(why.cause() == boost::system::errc::io_error);
        }
    }
}
