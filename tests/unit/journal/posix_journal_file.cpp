#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/temporary_directory.hpp"

#include <oms/core/error.hpp>
#include <oms/journal/file_journal.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

unsigned mode_of(const std::string& path)
{
    struct ::stat found = {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 07777u;
}

class umask_of_test {
public:
    explicit umask_of_test(mode_t mask) : before_(::umask(mask)) {}
    ~umask_of_test() { ::umask(before_); }

private:
    mode_t before_;
};

struct inline_executor {
    void execute(const std::function<void()>& work) const { work(); }
};

oms::journal_entry numbered_entry(std::uint64_t number)
{
    oms::journal_entry made;
    made.number = number;
    made.method = "POST";
    made.idempotency_key = "key-" + std::to_string(number);
    return made;
}

} // namespace

TEST_CASE("A journal's file is its owner's alone, whatever the umask is and whoever opened it up")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("payments.journal");
    for (const mode_t mask : {0000u, 0777u, 0022u}) {
        CAPTURE(mask);
        std::filesystem::remove(path);
        const umask_of_test odd(mask);
        const auto file = oms::open_journal_file(path);
        CHECK(mode_of(path) == 0600u);
        file->append("something");
        REQUIRE(file->replace("something else"));
        CHECK(mode_of(path) == 0600u);
    }
    REQUIRE(::chmod(path.c_str(), 0644) == 0);
    const auto file = oms::open_journal_file(path);
    CHECK(mode_of(path) == 0600u);
}

TEST_CASE("A file is appended to, cut and replaced, and found as it was left")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("j");
    {
        const auto file = oms::open_journal_file(path);
        CHECK(file->read().empty());
        file->append("one ");
        file->append("two ");
        file->sync();
        file->cut(4);
        file->append("three");
        CHECK(file->read() == "one three");
    }
    {
        const auto file = oms::open_journal_file(path);
        CHECK(file->read() == "one three");
        CHECK(file->replace("new"));
        file->append("er");
        file->sync();
        CHECK(file->read() == "newer");
    }
    CHECK(oms::open_journal_file(path)->read() == "newer");
    CHECK(directory.files() == 1);
}

TEST_CASE("A second journal on one file is refused, in the process and out of it, also after the file was replaced")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("j");
    auto first = oms::open_journal_file(path);
    const auto is_refused = [&] {
        try {
            oms::open_journal_file(path);
        } catch (const boost::system::system_error& why) {
            return why.code() == boost::system::errc::resource_unavailable_try_again;
        }
        return false;
    };
    const auto is_refused_elsewhere = [&] {
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(is_refused() ? 7 : 1);
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 7;
    };
    CHECK(is_refused());
    CHECK(is_refused_elsewhere());
    REQUIRE(first->replace("new"));
    CHECK(is_refused());
    CHECK(is_refused_elsewhere());
    first.reset();
    CHECK_FALSE(is_refused());

    const oms::file_journal journal(directory.file("k"), inline_executor());
    try {
        const oms::file_journal second(directory.file("k"), inline_executor());
        FAIL("it was opened twice");
    } catch (const oms::error& why) {
        CHECK(why.code() == oms::errc::journal_failed);
        CHECK(why.cause() == boost::system::errc::resource_unavailable_try_again);
    }
}

TEST_CASE("What cannot be a journal's file is refused: a directory, a link, a place that is not there")
{
    const test::temporary_directory directory;
    std::filesystem::create_symlink(directory.file("elsewhere"), directory.file("link"));
    for (const char* name : {"", "link", "no/such/place"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(oms::open_journal_file(directory.file(name)), boost::system::system_error);
        try {
            const oms::file_journal journal(directory.file(name), inline_executor());
            FAIL("it was opened");
        } catch (const oms::error& why) {
            CHECK(why.code() == oms::errc::journal_failed);
            CHECK(why.cause().failed());
        }
    }
    CHECK_FALSE(std::filesystem::exists(directory.file("elsewhere")));
}

TEST_CASE("What a crash left beside the file is removed")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("j");
    std::ofstream(path + ".new") << "half a compaction";
    const auto file = oms::open_journal_file(path);
    CHECK(directory.files() == 1);
}

TEST_CASE("A file that cannot be written anew stays as it is")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("j");
    const auto file = oms::open_journal_file(path);
    file->append("old");
    std::filesystem::create_directory(path + ".new");
    CHECK_FALSE(file->replace("new"));
    file->append(" and good");
    CHECK(file->read() == "old and good");
}

TEST_CASE("F106 A child of a fork that ends its journal leaves the lock and every record to the parent (D6)")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("j");
    const auto append = [](oms::file_journal& to, std::uint64_t number) {
        std::promise<boost::system::error_code> told;
        to.begin(numbered_entry(number), [&](boost::system::error_code how) { told.set_value(how); });
        return told.get_future().get();
    };
    {
        boost::asio::thread_pool disk(1);
        auto journal = std::make_unique<oms::file_journal>(path, disk.get_executor());
        REQUIRE_FALSE(append(*journal, 1));
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(20);
            const bool refused = append(*journal, 2) == oms::errc::wrong_process;
            journal->end(oms::journal_outcome());
            journal.reset();
            ::_exit(refused ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);

        try {
            oms::open_journal_file(path);
            FAIL("the child has unlocked it");
        } catch (const boost::system::system_error& why) {
            CHECK(why.code() == boost::system::errc::resource_unavailable_try_again);
        }
        CHECK_FALSE(append(*journal, 3));
    }
    oms::file_journal journal(path, inline_executor());
    const oms::journal_contents found = journal.contents();
    CHECK(found.corrupted.empty());
    REQUIRE(found.unfinished.size() == 2);
    CHECK(found.unfinished[0].number == 1);
    CHECK(found.unfinished[1].number == 3);
}

TEST_CASE("Many threads write into one journal while it is written anew, and nothing is lost")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("j");
    const int each = test::property_count(400);
    std::set<std::uint64_t> open;
    {
        boost::asio::thread_pool disk(1);
        oms::file_journal journal(path, disk.get_executor(), oms::file_journal_options().compact_at(2048));
        std::mutex mutex;
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (std::uint64_t thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(each); ++i) {
                    const std::uint64_t number = thread * 1'000'000 + i;
                    std::promise<boost::system::error_code> told;
                    journal.begin(numbered_entry(number), [&](boost::system::error_code how) { told.set_value(how); });
                    failures += told.get_future().get() ? 1 : 0;
                    oms::journal_outcome outcome;
                    outcome.number = number;
                    if (i % 50 == 0) {
                        const std::lock_guard lock(mutex);
                        open.insert(number);
                    } else {
                        journal.end(outcome);
                    }
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        CHECK(failures == 0);
    }
    oms::file_journal journal(path, inline_executor());
    std::set<std::uint64_t> found;
    for (const oms::journal_entry& unfinished : journal.contents().unfinished)
        found.insert(unfinished.number);
    CHECK(found == open);
    CHECK(journal.contents().corrupted.empty());
}
