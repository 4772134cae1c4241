#pragma once

#include <oms/config.hpp>
#include <oms/core/errc.hpp>
#include <oms/journal/journal_file.hpp>
#include <oms/webhook/impl/guard_record.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The file of a guard. Threads that store at the same time share one fdatasync: one of them writes what all have
/// brought, while the next batch gathers. Thread-safe.
///
/// A file that has more than twice as many records as are kept is written anew, which thus comes once in `capacity`
/// records at most. That is also how a disk that failed is tried again, since nobody knows what a failed write or sync
/// has left behind: what could not be stored is kept until a new file holds it. Where a new file cannot take its place,
/// it is cut to the last size that was synced, and what was not stored is appended.
///
/// While the disk stays broken it is tried again after 0, 1, 2, 4, … up to 64 batches, and when `again_after` has gone;
/// the batches between fail at once.
class guard_log {
public:
    using found = std::function<void(std::string_view key, std::string_view value)>;
    using clock = std::function<std::chrono::steady_clock::time_point()>;

    static constexpr unsigned most_skipped = 64;
    static constexpr std::chrono::seconds again_after{5};

    /// Reads the file and tells the records of the `capacity` keys whose newest ones are newest, in their order. Cuts
    /// off a torn end; with damaged records it is written anew. `now` tells when to try a broken disk again.
    ///
    /// Throws `error{errc::journal_failed}` when it is something else, or what the file throws.
    guard_log(guard_kind kind, std::unique_ptr<journal_file> file, std::size_t capacity, const found& tell,
              clock now = std::chrono::steady_clock::now);

    /// Returns when the record is durable. Throws `boost::system::system_error` when it is not.
    void store(std::string_view key, std::string_view value);

    /// The same with a record that `guard_record_bytes` made, or none: then it returns when all before are durable.
    /// What cannot be stored now is not lost for want of memory either.
    void store(std::list<std::string> record);

    /// Closes the file and touches nothing else.
    void abandon() noexcept { file_.reset(); }

    /// What the last batch failed with; zero when it did not.
    boost::system::error_code failure() const;
    std::size_t damaged() const noexcept { return damaged_; }
    /// How large the file is, in bytes.
    std::uint64_t size() const noexcept { return size_; }
    /// Whether it has more records than it should because it could not be written anew.
    bool outgrown() const noexcept { return outgrown_; }
    /// How many records wait for the batch that is being written to end.
    std::size_t waiting() const;

private:
    using records = std::list<std::string>;

    /// Somebody who stores, on their stack.
    struct waiter {
        waiter* next = nullptr;
        bool ended = false;
        boost::system::error_code failure;
    };
    /// Records that become durable together, and who waits for them.
    struct batch {
        records items;
        waiter* last = nullptr;
    };
    /// The records that are kept, as a file.
    struct kept {
        std::string bytes;
        std::size_t records = 0;
    };

    void open(const found& tell);
    void start_new_file();
    boost::system::error_code write(records& items) noexcept;
    bool is_time_to_try() noexcept;
    void append(std::string_view bytes, std::size_t count);
    bool is_due() const noexcept;
    bool write_anew(std::string_view more);
    void keep_for_later(records& items) noexcept;
    void note_failure() noexcept;
    void note_success() noexcept;
    kept kept_of(std::string_view bytes) const;

    const guard_kind kind_;
    const std::size_t capacity_;
    std::size_t damaged_ = 0;

    // Touched by the thread that writes, and while the file is opened.
    std::unique_ptr<journal_file> file_;
    std::size_t records_ = 0;    ///< in the file
    std::size_t not_before_ = 0; ///< so many are there the file is written anew
    bool broken_ = false;        ///< since a write failed
    bool in_doubt_ = false;      ///< which file a crash leaves, since a replacement failed
    records unsaved_;            ///< what failed to be stored since then
    unsigned skip_ = 0;          ///< so many batches fail before the disk is tried again
    unsigned skip_next_ = 0;     ///< the same, when that fails, too
    std::chrono::steady_clock::time_point tried_{};
    const clock now_;
    std::atomic<std::uint64_t> size_{0}; ///< what is synced
    std::atomic<bool> outgrown_{false};

    mutable std::mutex mutex_; // guards what follows
    std::condition_variable ended_;
    batch next_;
    bool writing_ = false;
    boost::system::error_code failure_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/guard_log.ipp>
#endif
