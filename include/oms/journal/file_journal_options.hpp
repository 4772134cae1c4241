#pragma once

#include <oms/journal/journal_seal.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 {

/// How a `file_journal` keeps its file.
class file_journal_options {
public:
    file_journal_options() = default;

    /// What encrypts the entries. Default: nothing does; the file has mode 0600.
    file_journal_options& seal(std::shared_ptr<journal_seal> cipher)
    {
        seal_ = std::move(cipher);
        return *this;
    }

    /// From how many bytes on the file is written anew, when more than half of it is operations that have ended.
    /// Default: 4 MiB.
    file_journal_options& compact_at(std::uint64_t bytes)
    {
        compact_at_ = bytes;
        return *this;
    }

    /// Drops damaged bytes from the file when it is opened, after they were read for `contents()`. Default: they stay,
    /// and are told again each time, until somebody has looked at them. Records that could not be unsealed stay in any
    /// case.
    file_journal_options& drop_damaged(bool drop)
    {
        drop_damaged_ = drop;
        return *this;
    }

    const std::shared_ptr<journal_seal>& seal() const noexcept { return seal_; }
    std::uint64_t compact_at() const noexcept { return compact_at_; }
    bool drop_damaged() const noexcept { return drop_damaged_; }

private:
    std::shared_ptr<journal_seal> seal_;
    std::uint64_t compact_at_ = std::uint64_t{4} << 20;
    bool drop_damaged_ = false;
};

}} // namespace oms::v0_1
