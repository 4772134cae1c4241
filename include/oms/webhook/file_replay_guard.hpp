#pragma once

#include <oms/config.hpp>
#include <oms/core/errc.hpp>
#include <oms/webhook/replay_guard.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 {

class journal_file;

namespace detail {
class file_guard;
}

/// A replay guard that survives the end of the process: the deliveries that were handled stand in a file.
///
/// \code
/// options.replay(std::make_shared<oms::file_replay_guard>("/var/lib/shop/deliveries"));
/// \endcode
///
/// `confirm` returns when the delivery is durable: after a crash, also one of the machine, it is `done`. Threads that
/// confirm at the same time share one fdatasync. Claims are in memory alone, so that a crash frees them. `claim` and
/// `release` never wait for the disk. What `confirm` needs in memory is allocated by `claim`, so that no shortage makes
/// a delivery that was handled count as one that was not.
///
/// One file is for one guard of one process at a time: it is locked, and has mode 0600; see `open_journal_file` for
/// both. In a rolling restart the constructor of the new process throws (`cause()` is `resource_unavailable_try_again`)
/// until the old one has destroyed its guard or ended: try again for as long as the old one may take, or stop it first.
/// Where two processes take deliveries at the same time, implement `replay_guard` over a database they share.
///
/// The directory must be writable: a new file is made beside the old one and renamed over it. The file must therefore
/// not be a mount of its own (a single file bound into a container): mount its directory. The file is append-only with
/// checksums, and is written anew when it has more than twice as many records as the guard remembers, each about 60
/// bytes. Where that cannot be done it is appended to and grows without bound, and `outgrown()` says so. The torn end
/// of a last write is cut off when the file is opened; damaged records are skipped, counted in `damaged()` and dropped:
/// their deliveries count as not handled, every other one is kept.
///
/// After an error of the disk `confirm` throws, but the delivery is `done` for as long as this object lives. A later
/// `confirm` tries to write a new file with everything in it that is not stored yet, since nobody knows what a failed
/// write or fsync has left behind; where no new file can be made it cuts the file to what was synced and appends the
/// rest. When that succeeds, all of it is durable and the guard goes on as before. The next `confirm` tries, and while
/// that fails every second, every third, every fifth and so on down to every 65th, and one after five seconds in any
/// case; those between throw at once. `failure()` says how it stands.
///
/// Not for the child of a fork: there `claim` and `confirm` throw `error{errc::wrong_process}`, `release` does nothing,
/// and the destructor only closes the descriptor, without giving memory back. The lock is shared with the child until
/// then, or until it exits or calls exec.
///
/// Thread-safe, but for the destructor. `confirm` and the constructors block.
class file_replay_guard final : public replay_guard {
public:
    /// Opens the file at `path`, or makes it. The guard remembers the latest `capacity` deliveries that were handled,
    /// about 250 bytes of memory each, and besides them the claims in progress, which it never forgets.
    ///
    /// Throws `error{errc::invalid_argument}` when `capacity` is 0, `error{errc::journal_failed}` when the file cannot
    /// be opened, locked or read, is not a replay guard's, or is one of a later version; `cause()` is what the system
    /// said.
    explicit file_replay_guard(const std::string& path, std::size_t capacity = 100'000);

    /// The same over a file of another make; `file` must not be null.
    explicit file_replay_guard(std::unique_ptr<journal_file> file, std::size_t capacity = 100'000);

    ~file_replay_guard() override;
    file_replay_guard(const file_replay_guard&) = delete;
    file_replay_guard& operator=(const file_replay_guard&) = delete;

    /// Throws `error{errc::wrong_process}` and std::bad_alloc.
    replay_claim claim(const event_id& delivery) override;

    /// Throws `error{errc::journal_failed}` when it could not be stored (`cause()`: what the system said), and as
    /// `claim` does. The claim then goes on until `release`; after that the delivery is `done`, whatever was thrown.
    /// Without a claim it claims and confirms.
    void confirm(const event_id& delivery) override;

    void release(const event_id& delivery) noexcept override;

    /// What the disk said when it was last written to; zero while all is well, and again when it is.
    boost::system::error_code failure() const;

    /// Whether the file has more records than it should because it could not be written anew when that was last tried:
    /// the directory cannot be written to, the file is a mount of its own, or the disk has no room for another file. It
    /// works, but grows. Tried again whenever the file has grown by half.
    bool outgrown() const noexcept;

    /// How many damaged places were found in the file when it was opened.
    std::size_t damaged() const noexcept;

    /// How large the file is, in bytes.
    std::uint64_t size() const noexcept;

private:
    std::unique_ptr<detail::file_guard> guard_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/file_replay_guard.ipp>
#endif
