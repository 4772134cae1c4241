#pragma once

#include <oms/config.hpp>
#include <oms/journal/executor_function.hpp>
#include <oms/journal/file_journal_options.hpp>
#include <oms/journal/journal.hpp>
#include <oms/journal/journal_file.hpp>
#include <oms/journal/record.hpp>

#include <boost/system/error_code.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a journal's file holds that is still needed, and where. Pure: knows bytes, not files.
class journal_index {
public:
    journal_index() = default;

    /// Reads what was found in a file. Gives the contents as they are told to the user.
    journal_contents take(const journal_scan& scan, journal_seal* seal, bool drop_damaged);

    void began(std::uint64_t number, std::uint64_t from, std::uint64_t to);
    void ended(std::uint64_t number);

    /// How large a file would be that holds only what is needed.
    std::uint64_t needed() const noexcept { return needed_; }
    bool is_open(std::uint64_t number) const { return open_.count(number) != 0; }

    /// The bytes of such a file, made of those of the present one; `moved` becomes its index.
    std::string compacted(std::string_view bytes, journal_index& moved) const;

private:
    struct place {
        std::uint64_t from;
        std::uint64_t to;
    };

    void keep(std::uint64_t from, std::uint64_t to);

    std::unordered_map<std::uint64_t, place> open_;
    std::vector<place> kept_; ///< what could not be read, in the file's order
    std::uint64_t needed_ = journal_header_size;
};

/// Writes a journal's file, one batch after another, on an executor of the user's. Work under way keeps it alive.
class journal_writer : public std::enable_shared_from_this<journal_writer> {
public:
    /// Opens the file: reads it, cuts off a torn end, leaves out what has ended.
    journal_writer(std::unique_ptr<journal_file> file, executor_function run, const file_journal_options& options);

    void begin(journal_entry entry, journal::stored done);
    /// With `done` it is synced before that is called.
    void end(const journal_outcome& outcome, journal::stored done = {});
    journal_contents contents() const;
    void close();
    boost::system::error_code failure() const;
    std::uint64_t size() const noexcept { return size_; }
    /// False in the child of a fork, where nothing is touched: the mutex may be held there for ever.
    bool in_its_process() const noexcept { return ::getpid() == process_; }

private:
    /// Something to be written, and who waits for it.
    struct item {
        bool is_entry = false;
        journal_entry entry;
        journal_outcome outcome;
        journal::stored done; ///< may be empty for an outcome
        boost::system::error_code failure;
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };
    using batch = std::vector<item>;

    void open();
    void add(item next);
    void schedule();
    void work();
    void run_batch(std::unique_lock<std::mutex>& lock);
    void compact_when_due(std::unique_lock<std::mutex>& lock);
    batch release(boost::system::error_code failed);
    boost::system::error_code write(batch& items) noexcept;
    std::string bytes_of(item& what);
    void note(const batch& items);
    void cut_off() noexcept;
    void compact();
    static void fail(batch& items, boost::system::error_code why);
    static void tell(batch items) noexcept;

    const executor_function run_;
    const file_journal_options options_;
    const ::pid_t process_ = ::getpid();

    // Touched by whoever is busy, and while the file is opened.
    std::unique_ptr<journal_file> file_;
    journal_index index_;
    std::uint64_t compact_at_;
    std::atomic<std::uint64_t> size_{0};

    mutable std::mutex mutex_; // guards what follows
    std::condition_variable idle_;
    batch waiting_;
    journal_contents found_;
    std::unordered_set<std::uint64_t> found_open_; ///< of those found, what has not ended since
    boost::system::error_code failure_;
    bool closed_ = false;
    bool scheduled_ = false; ///< somebody comes, or is here, to see to what waits
    bool busy_ = false;      ///< with the file
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/journal/impl/journal_index.ipp>
#include <oms/journal/impl/journal_writer.ipp>
#endif
