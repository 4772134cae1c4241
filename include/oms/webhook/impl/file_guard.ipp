#pragma once

#include <oms/core/error.hpp>
#include <oms/core/result.hpp>
#include <oms/webhook/impl/file_guard.hpp>

#include <boost/system/errc.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL error guard_file_error(std::string_view what, boost::system::error_code why)
{
    return error::builder(errc::journal_failed).text(std::string(what)).cause(why).build();
}

OMS_DECL std::size_t at_least_one(std::size_t capacity)
{
    if (capacity == 0)
        throw error(errc::invalid_argument, "a webhook guard must remember at least one");
    return capacity;
}

OMS_DECL file_guard::file_guard(guard_kind kind, const std::string& path, std::size_t capacity, join both)
    : kind_(kind), entries_(at_least_one(capacity))
{
    open(capacity, both, [&] { return open_journal_file(path); });
}

OMS_DECL file_guard::file_guard(guard_kind kind, std::unique_ptr<journal_file> file, std::size_t capacity, join both)
    : kind_(kind), entries_(at_least_one(capacity))
{
    open(capacity, both, [&] { return std::move(file); });
}

OMS_DECL void file_guard::open(std::size_t capacity, join both,
                               const std::function<std::unique_ptr<journal_file>()>& file)
{
    try {
        log_ = std::make_unique<guard_log>(kind_, file(), capacity, [&](std::string_view key, std::string_view value) {
            const guard_entries::entry* known = entries_.find(key);
            entries_.restore(key, known && both ? both(key, known->value, value) : std::string(value));
        });
    } catch (const boost::system::system_error& why) {
        const bool held = why.code() == boost::system::errc::resource_unavailable_try_again;
        throw guard_file_error(held ? "the file of the webhook guard is held by another guard or process"
                                    : "the file of the webhook guard cannot be opened",
                               why.code());
    }
}

OMS_DECL void file_guard::store(std::list<std::string> record)
{
    try {
        log_->store(std::move(record));
    } catch (const boost::system::system_error& why) {
        throw guard_file_error("the file of the webhook guard cannot be written", why.code());
    }
}

OMS_DECL void file_guard::release(std::string_view key) noexcept
{
    if (!in_its_process())
        return;
    const std::lock_guard lock(mutex_);
    entries_.release(key);
}

OMS_DECL std::optional<std::string> file_guard::value_of(std::string_view key) const
{
    check_process();
    const std::lock_guard lock(mutex_);
    const guard_entries::entry* known = entries_.find(key);
    if (!known || !known->confirmed)
        return std::nullopt;
    return known->value;
}

OMS_DECL boost::system::error_code file_guard::failure() const
{
    return in_its_process() ? log_->failure() : make_error_code(errc::wrong_process);
}

OMS_DECL void file_guard::close(std::unique_ptr<file_guard> guard) noexcept
{
    if (guard && !guard->in_its_process()) {
        guard->log_->abandon();
        static_cast<void>(guard.release());
    }
}

OMS_DECL void file_guard::check_process() const
{
    if (!in_its_process())
        throw error(errc::wrong_process, "a webhook guard is not for the child of a fork");
}

}}} // namespace oms::v0_1::detail
