#pragma once

#include <oms/config.hpp>
#include <oms/core/errc.hpp>
#include <oms/webhook/order_guard.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

class journal_file;

namespace detail {
class file_guard;
}

/// An order guard that survives the end of the process: the latest state handled of each resource stands in a file.
///
/// Everything about the file, the disk, forks and threads is as with `file_replay_guard`; each guard has a file of its
/// own. What is kept of a resource has the highest sequence and the latest time of all its states that were confirmed,
/// so that events with a sequence alone and events with a time alone do not pass each other. When the newest record of
/// a resource was damaged, the one before counts. After an error of the disk the state that `confirm` could not store
/// is still the latest for as long as this object lives.
class file_order_guard final : public order_guard {
public:
    /// Opens the file at `path`, or makes it. The guard remembers the `capacity` resources that changed latest, about
    /// 400 bytes of memory each, and besides them those in progress, which it never forgets.
    ///
    /// Throws `error{errc::invalid_argument}` when `capacity` is 0, `error{errc::journal_failed}` when the file cannot
    /// be opened, locked or read, is not an order guard's, or is one of a later version; `cause()` is what the system
    /// said.
    explicit file_order_guard(const std::string& path, std::size_t capacity = 100'000);

    /// The same over a file of another make; `file` must not be null.
    explicit file_order_guard(std::unique_ptr<journal_file> file, std::size_t capacity = 100'000);

    ~file_order_guard() override;
    file_order_guard(const file_order_guard&) = delete;
    file_order_guard& operator=(const file_order_guard&) = delete;

    /// Throws `error{errc::wrong_process}` and std::bad_alloc.
    order_claim claim(const resource_version& version) override;

    /// Confirms the version that was claimed. Throws `error{errc::journal_failed}` when it could not be stored
    /// (`cause()`: what the system said), and as `claim` does. The claim then goes on until `release`; what was claimed
    /// is the latest state, whatever was thrown. Without a claim it claims and confirms.
    void confirm(const resource_version& version) override;

    void release(const resource_version& version) noexcept override;

    /// Throws as `claim` does.
    std::optional<resource_version> latest(std::string_view resource) const override;

    /// What the disk said when it was last written to; zero while all is well, and again when it is.
    boost::system::error_code failure() const;

    /// Whether the file could not be written anew and grows: see `file_replay_guard::outgrown`.
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
#include <oms/webhook/impl/file_order_guard.ipp>
#endif
