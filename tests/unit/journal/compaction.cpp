#include "common/catch.hpp"

#include "file_journal_bench.hpp"

#include <oms/journal/record.hpp>

#include <algorithm>
#include <cstdlib>
#include <new>

using numbers = std::vector<std::uint64_t>;

namespace {

oms::detail::journal_scan scan_of(const file_journal_bench& bench)
{
    return oms::detail::scan_journal(bench.disk->written);
}

} // namespace

TEST_CASE("Opening leaves out what has ended")
{
    file_journal_bench bench;
    bench.open();
    for (std::uint64_t number = 1; number <= 10; ++number)
        bench.begin(number);
    bench.run();
    for (const std::uint64_t number : numbers{1, 2, 3, 5, 6, 7, 8, 10})
        bench.end(number);
    bench.run();
    bench.kill();
    const std::size_t before = bench.disk->written.size();
    bench.open();
    CHECK(bench.unfinished() == numbers{4, 9});
    CHECK(bench.disk->written.size() < before / 2);
    CHECK(bench.journal->size() == bench.disk->written.size());
    CHECK(scan_of(bench).records.size() == 2);

    bench.begin(11);
    bench.end(4);
    bench.run();
    bench.kill();
    bench.open();
    CHECK(bench.unfinished() == numbers{9, 11});
}

TEST_CASE("A file that grows is written anew when most of it has ended")
{
    file_journal_bench bench;
    bench.options.compact_at(4096);
    bench.open();
    bench.begin(1); // stays open
    std::uint64_t largest = 0;
    for (std::uint64_t number = 2; number <= 400; ++number) {
        bench.begin(number);
        bench.run();
        bench.end(number);
        bench.run();
        largest = std::max(largest, bench.journal->size());
    }
    CHECK(bench.disk->replacements > 3);
    CHECK(largest < 8192);
    bench.kill();
    bench.open();
    CHECK(bench.unfinished() == numbers{1});
}

TEST_CASE("A file full of open operations is not written anew again and again")
{
    file_journal_bench bench;
    bench.options.compact_at(1024);
    bench.open();
    for (std::uint64_t number = 1; number <= 200; ++number) {
        bench.begin(number);
        bench.run();
    }
    CHECK(bench.disk->replacements == 0);
}

TEST_CASE("A crash at any moment of a compaction leaves a valid journal")
{
    std::vector<std::string> states;
    file_journal_bench bench;
    bench.options.compact_at(600);
    bench.open();
    bench.disk->could_leave = [&](const std::string& state) {
        states.push_back(state);
    };
    numbers open;
    for (std::uint64_t number = 1; number <= 30; ++number) {
        bench.begin(number);
        bench.run();
        if (number % 5 == 0)
            open.push_back(number);
        else
            bench.end(number);
        bench.run();

        for (const std::string& state : states) {
            file_journal_bench after;
            after.disk->written = after.disk->durable = state;
            after.open();
            CHECK(after.journal->contents().corrupted.empty());
            const numbers found = after.unfinished();
            // Whatever was stored before this number and has no outcome is there.
            for (const std::uint64_t each : open) {
                if (each < number)
                    CHECK(std::count(found.begin(), found.end(), each) == 1);
            }
            // Nothing else but the one that is just ending.
            for (const std::uint64_t each : found)
                CHECK((each + 1 >= number || std::count(open.begin(), open.end(), each) == 1));
        }
        states.clear();
    }
    CHECK(bench.disk->replacements >= 2);
}

TEST_CASE("A compaction that could not be finished ends the journal, but what was stored before is stored")
{
    file_journal_bench bench;
    bench.options.compact_at(600);
    bench.open();
    bool failed = false;
    bench.disk->before = [&](const char* what) {
        if (std::string(what) == "replace") {
            failed = true;
            test::fake_disk::fail();
        }
    };
    std::uint64_t number = 0;
    while (!failed) {
        bench.begin(++number);
        bench.run();
        bench.end(number);
        bench.run();
    }
    CHECK(bench.is_stored(number));
    bench.begin(++number);
    CHECK(bench.told[number].front() == boost::system::errc::io_error);
}

TEST_CASE("A compaction that was not possible is none, and the journal goes on")
{
    class full_disk_file final : public oms::journal_file {
    public:
        explicit full_disk_file(std::shared_ptr<test::fake_disk> disk) : file_(std::move(disk)) {}
        std::string read() override { return file_.read(); }
        void append(std::string_view bytes) override { file_.append(bytes); }
        void sync() override { file_.sync(); }
        void cut(std::uint64_t size) override { file_.cut(size); }
        bool replace(std::string_view) override { return tried = true, false; }
        bool tried = false;

    private:
        test::fake_journal_file file_;
    };
    const auto disk = std::make_shared<test::fake_disk>();
    auto file = std::make_unique<full_disk_file>(disk);
    const full_disk_file& seen = *file;
    oms::file_journal journal(
        std::move(file), [](const std::function<void()>& work) { work(); },
        oms::file_journal_options().compact_at(600));
    int stored = 0;
    for (std::uint64_t number = 1; number <= 50; ++number) {
        journal.begin(file_journal_bench::entry(number), [&](boost::system::error_code how) { stored += how ? 0 : 1; });
        oms::journal_outcome outcome;
        outcome.number = number;
        journal.end(outcome);
    }
    CHECK(seen.tried);
    CHECK(stored == 50);
}

TEST_CASE("F108 What a batch stored is told before the file is written anew (D6)")
{
    file_journal_bench bench;
    bench.options.compact_at(600);
    bench.open();
    std::uint64_t number = 0;
    std::size_t compactions = 0;
    std::size_t told_by_then = 0;
    bench.disk->before = [&](const char* what) {
        if (std::string(what) != "replace")
            return;
        ++compactions;
        told_by_then += bench.is_stored(number);
    };
    while (number < 50) {
        bench.end(number);
        bench.begin(++number);
        bench.run();
    }
    CHECK(compactions > 2);
    CHECK(told_by_then == compactions);
}

TEST_CASE("F108 A compaction that fails before the file is touched is tried again later, and the journal goes on (D6)")
{
    const bool memory = GENERATE(true, false);
    file_journal_bench bench;
    bench.options.compact_at(600);
    bench.open();
    int reads = 0;
    bool fails = true;
    bench.disk->before = [&](const char* what) {
        if (std::string(what) != "read")
            return;
        ++reads;
        if (fails && memory)
            throw std::bad_alloc();
        if (fails)
            test::fake_disk::fail();
    };
    std::uint64_t number = 0;
    const auto one_more = [&] {
        bench.begin(++number);
        bench.end(number);
        bench.run();
        CHECK(bench.is_stored(number));
    };
    while (number < 100)
        one_more();
    CHECK_FALSE(bench.journal->failure());
    CHECK(reads >= 2);
    CHECK(reads < 10); // not with each batch
    CHECK(bench.disk->replacements == 0);
    fails = false;
    while (bench.disk->replacements == 0 && number < 1000)
        one_more();
    CHECK(bench.disk->replacements == 1);
    CHECK(bench.journal->size() < 600);
}

TEST_CASE("F108 A damaged header of the file alone is told once: the file gets a good one (D6)")
{
    const bool drop = GENERATE(true, false);
    file_journal_bench bench;
    bench.options.drop_damaged(drop);
    bench.open();
    bench.begin(1);
    bench.run();
    bench.kill();
    bench.disk->written[3] ^= 1;
    bench.disk->durable = bench.disk->written;

    bench.open();
    CHECK(bench.journal->contents().corrupted.size() == 1);
    CHECK(bench.unfinished() == numbers{1});
    bench.begin(2);
    bench.run();
    bench.lose_power();
    bench.open();
    CHECK(bench.journal->contents().corrupted.empty());
    CHECK(bench.unfinished() == numbers{1, 2});
}

TEST_CASE("Damage stays in the file and is told each time, until it is to be dropped")
{
    file_journal_bench bench;
    bench.open();
    for (const std::uint64_t number : numbers{1, 2, 3, 4})
        bench.begin(number);
    bench.run();
    bench.end(4);
    bench.run();
    bench.kill();
    bench.disk->written[bench.disk->written.find("key-2")] = 'K';

    for (int times = 0; times < 3; ++times) {
        bench.open();
        CHECK(bench.journal->contents().corrupted.size() == 1);
        CHECK(bench.unfinished() == numbers{1, 3});
        bench.kill();
    }
    bench.options.drop_damaged(true);
    bench.open();
    CHECK(bench.journal->contents().corrupted.size() == 1);
    bench.kill();
    bench.open();
    CHECK(bench.journal->contents().corrupted.empty());
    CHECK(bench.unfinished() == numbers{1, 3});
}

TEST_CASE("A number that is used again after its operation has ended is a new operation")
{
    file_journal_bench bench;
    bench.open();
    bench.begin(1);
    bench.end(1);
    bench.begin(1, R"({"second":true})");
    bench.run();
    bench.kill();
    bench.open();
    REQUIRE(bench.unfinished() == numbers{1});
    CHECK(bench.journal->contents().unfinished.front().body == R"({"second":true})");
}
