#pragma once

#include <oms/config.hpp>
#include <oms/webhook/impl/guard_entries.hpp>
#include <oms/webhook/impl/guard_log.hpp>

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// What the guards on files share: entries in memory, and their file. Thread-safe; memory is not locked while the file
/// is written.
class file_guard {
public:
    enum class answer { granted, in_progress, passed };

    /// Of two values of a key that were confirmed one after the other, what is known by both.
    using join = std::string (*)(std::string_view key, std::string_view earlier, std::string_view later);

    /// Throws `error{errc::invalid_argument}` when `capacity` is 0, `error{errc::journal_failed}`.
    file_guard(guard_kind kind, const std::string& path, std::size_t capacity, join both);
    file_guard(guard_kind kind, std::unique_ptr<journal_file> file, std::size_t capacity, join both);

    /// `next` gives the value that a confirmation leaves; it is given the confirmed one, or null, and gives nothing
    /// when that leaves nothing to do. All that `confirm` needs is allocated here, where nothing has happened yet.
    template <class Next>
    answer claim(std::string_view key, const Next& next)
    {
        check_process();
        const std::lock_guard lock(mutex_);
        const guard_entries::entry* known = entries_.find(key);
        if (known && known->claimed)
            return answer::in_progress;
        return prepare(key, next) ? answer::granted : answer::passed;
    }

    /// What the claim has prepared becomes the value; `next` is asked only without a claim. With one that cannot fail
    /// in memory, whatever becomes of the file. The claim ends when it returns; after an exception it goes on.
    template <class Next>
    void confirm(std::string_view key, const Next& next)
    {
        check_process();
        std::list<std::string> record;
        {
            const std::lock_guard lock(mutex_);
            if (!entries_.can_confirm(key))
                prepare(key, next);
            record = entries_.confirm(key);
        }
        store(std::move(record));
        release(key);
    }

    void release(std::string_view key) noexcept;
    std::optional<std::string> value_of(std::string_view key) const;

    boost::system::error_code failure() const;
    std::size_t damaged() const noexcept { return log_->damaged(); }
    std::uint64_t size() const noexcept { return log_->size(); }
    std::size_t waiting() const { return log_->waiting(); }
    bool outgrown() const noexcept { return log_->outgrown(); }

    /// Destroys it. In the child of a fork, where the mutexes may be held for ever and threads that are not there may
    /// wait, only the descriptor is closed.
    static void close(std::unique_ptr<file_guard> guard) noexcept;

private:
    bool in_its_process() const noexcept { return ::getpid() == process_; }
    void check_process() const;
    void open(std::size_t capacity, join both, const std::function<std::unique_ptr<journal_file>()>& file);
    void store(std::list<std::string> record);

    /// With the entries locked. False when nothing is left to do.
    template <class Next>
    bool prepare(std::string_view key, const Next& next)
    {
        const guard_entries::entry* known = entries_.find(key);
        std::optional<std::string> value = next(known && known->confirmed ? &known->value : nullptr);
        if (!value)
            return false;
        auto ready = std::make_unique<guard_entries::prepared>();
        ready->record.push_back(guard_record_bytes(kind_, key, *value));
        ready->value = std::move(*value);
        entries_.claim(key, std::move(ready));
        return true;
    }

    const guard_kind kind_;

    const ::pid_t process_ = ::getpid();
    mutable std::mutex mutex_; // guards the entries
    guard_entries entries_;
    std::unique_ptr<guard_log> log_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/file_guard.ipp>
#endif
