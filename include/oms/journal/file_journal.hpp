#pragma once

#include <oms/config.hpp>
#include <oms/journal/executor_function.hpp>
#include <oms/journal/file_journal_options.hpp>
#include <oms/journal/journal.hpp>
#include <oms/journal/journal_file.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {
class journal_writer;
}

/// The journal that comes with this library: one append-only file with checksums.
///
/// \code
/// boost::asio::thread_pool disk{1};
/// config.journal = std::make_shared<oms::file_journal>("payments.journal", disk.get_executor());
/// \endcode
///
/// Writing and fdatasync run on the executor that you hand in; it should have a thread that may block, since a slow
/// disk holds that thread up. Entries that come while one fdatasync runs share the next. An entry is stored when the
/// fdatasync after it has ended, and so is an outcome of `end_durably`; one of `end` is only written, and becomes
/// durable with the next that is.
///
/// One file is for one program at a time and one account of the service. It is locked; see `open_journal_file` for that
/// and for its mode. The torn end of a last write is cut off when the file is opened: nobody was told that it is
/// stored. Damage anywhere else is in `contents().corrupted`; every other record is read all the same. An operation
/// whose outcome was in a damaged record counts as unfinished. A damaged header of the file alone is told once: the
/// file gets a good one.
///
/// After an error of the disk the journal is at its end: the entries of that batch and all later ones fail with this
/// error until the file is opened anew, since nobody knows what a failed fsync has left behind. What the batch wrote is
/// cut off again as far as the disk lets it: if it does not, an entry whose call ended with `errc::journal_failed` may
/// be found unfinished later.
///
/// Not for the child of a fork: there `begin` and `end_durably` fail with `errc::wrong_process`, `end` does nothing,
/// `contents` is empty, and `close` and the destructor only let go of the descriptor; nothing is written and nobody is
/// waited for. The lock is shared with the child until it closes the journal, exits or calls exec: as long as it holds
/// the descriptor, nobody can open the file anew, also when the parent has ended.
///
/// Thread-safe. The executor must outlive the journal or drop no work before `close()`.
class file_journal final : public journal {
public:
    /// Opens the file at `path`, or makes it. Blocks while it reads.
    ///
    /// Throws `error{errc::journal_failed}` when it cannot be opened, locked or read, is no journal, or is one of a
    /// later version; `cause()` is what the system said. The file is as it was then.
    template <class Executor>
    file_journal(const std::string& path, Executor executor, const file_journal_options& options = {})
        : file_journal(path, runner([on = std::move(executor)](std::function<void()> work) mutable {
                           on.execute(std::move(work));
                       }),
                       options)
    {
    }

    /// The same over a file of another make; `file` must not be null.
    file_journal(std::unique_ptr<journal_file> file, executor_function run,
                 const file_journal_options& options = file_journal_options());

    /// Closes it.
    ~file_journal() override;
    file_journal(const file_journal&) = delete;
    file_journal& operator=(const file_journal&) = delete;

    void begin(journal_entry entry, stored done) override;
    void end(const journal_outcome& outcome) noexcept override;
    void end_durably(const journal_outcome& outcome, stored done) override;
    journal_contents contents() override;

    /// Writes what is still to be written, on the calling thread, and lets go of the file. Waits for a write that is
    /// under way. Entries that come later fail; outcomes that come later are lost, and are settled by `recover`. May be
    /// called more than once, and from within `stored`.
    void close() noexcept;

    /// What the disk said when the journal came to its end; zero while all is well.
    boost::system::error_code failure() const;

    /// How large the file is, in bytes.
    std::uint64_t size() const;

private:
    class runner {
    public:
        explicit runner(executor_function function) : run(std::move(function)) {}
        executor_function run;
    };
    file_journal(const std::string& path, runner on, const file_journal_options& options);

    std::shared_ptr<detail::journal_writer> writer_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/journal/impl/file_journal.ipp>
#endif
