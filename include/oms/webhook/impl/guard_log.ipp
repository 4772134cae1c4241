#pragma once

#include <oms/core/error.hpp>
#include <oms/core/result.hpp>
#include <oms/journal/journal_file.hpp>
#include <oms/webhook/impl/guard_log.hpp>

#include <algorithm>
#include <exception>
#include <unordered_set>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL guard_log::guard_log(guard_kind kind, std::unique_ptr<journal_file> file, std::size_t capacity,
                              const found& tell, clock now)
    : kind_(kind), capacity_(capacity), file_(std::move(file)), now_(std::move(now))
{
    open(tell);
}

OMS_DECL void guard_log::open(const found& tell)
{
    const std::string bytes = file_->read();
    const guard_scan scan = scan_guard(kind_, bytes);
    if (scan.what == guard_scan::form::foreign)
        throw error(errc::journal_failed, kind_ == guard_kind::replay ? "the file is not a replay guard's"
                                                                      : "the file is not an order guard's");
    if (scan.what == guard_scan::form::newer)
        throw error(errc::journal_failed, "the file of the guard is of a later version");
    if (scan.what == guard_scan::form::empty)
        return start_new_file();

    std::unordered_set<std::string_view> kept_keys;
    for (const guard_record& each : newest_of_each(scan.records, capacity_))
        kept_keys.insert(each.key);
    for (const guard_record& each : scan.records)
        if (kept_keys.count(each.key) != 0)
            tell(each.key, each.value);
    damaged_ = scan.damaged;
    records_ = scan.records.size();
    size_ = scan.whole;
    if (scan.whole < bytes.size()) {
        file_->cut(scan.whole);
        file_->sync();
    }
    if (damaged_ > 0)
        write_anew({});
}

OMS_DECL void guard_log::start_new_file()
{
    file_->cut(0);
    file_->append(guard_header(kind_));
    file_->sync();
    size_ = guard_header_size;
}

OMS_DECL void guard_log::store(std::string_view key, std::string_view value)
{
    store(records{guard_record_bytes(kind_, key, value)});
}

OMS_DECL void guard_log::store(std::list<std::string> record)
{
    namespace system = boost::system;
    // The content has five bytes besides key and value.
    if (!record.empty() && record.front().size() > guard_head_size + 5 + guard_content_limit)
        throw system::system_error(system::errc::make_error_code(system::errc::file_too_large));
    waiter mine;
    std::unique_lock lock(mutex_);
    next_.items.splice(next_.items.end(), record);
    mine.next = std::exchange(next_.last, &mine);
    while (!mine.ended) {
        if (writing_) {
            ended_.wait(lock);
            continue;
        }
        // Nobody writes, so the batch that gathers is this one.
        writing_ = true;
        batch now = std::exchange(next_, batch());
        lock.unlock();
        const system::error_code failed = write(now.items);
        lock.lock();
        failure_ = failed;
        for (waiter* each = now.last; each != nullptr; each = each->next) {
            each->failure = failed;
            each->ended = true;
        }
        writing_ = false;
        ended_.notify_all();
    }
    if (mine.failure)
        throw system::system_error(mine.failure);
}

OMS_DECL boost::system::error_code guard_log::failure() const
{
    const std::lock_guard lock(mutex_);
    return failure_;
}

OMS_DECL std::size_t guard_log::waiting() const
{
    const std::lock_guard lock(mutex_);
    return next_.items.size();
}

OMS_DECL boost::system::error_code guard_log::write(records& items) noexcept
{
    const boost::system::error_code before = failure_; // whoever writes is the only one to change it
    if (broken_ && !is_time_to_try()) {
        keep_for_later(items);
        return before;
    }
    try {
        std::string bytes;
        for (const records* part : {&unsaved_, &items})
            for (const std::string& each : *part)
                bytes += each;
        const std::size_t count = unsaved_.size() + items.size();
        if ((broken_ || is_due()) && write_anew(bytes))
            return {};
        if (broken_ && in_doubt_) {
            note_failure();
            keep_for_later(items);
            return before;
        }
        if (broken_)
            file_->cut(size_);
        append(bytes, count);
        note_success();
        return {};
    } catch (...) {
        note_failure();
        keep_for_later(items);
        return code_of_failure(std::current_exception());
    }
}

OMS_DECL bool guard_log::is_time_to_try() noexcept
{
    if (skip_ == 0 || now_() - tried_ >= again_after)
        return true;
    --skip_;
    return false;
}

OMS_DECL void guard_log::note_failure() noexcept
{
    broken_ = true;
    tried_ = now_();
    skip_ = skip_next_;
    skip_next_ = skip_ == 0 ? 1 : std::min(2 * skip_, most_skipped);
}

OMS_DECL void guard_log::note_success() noexcept
{
    broken_ = in_doubt_ = false;
    skip_ = skip_next_ = 0;
    unsaved_.clear();
}

OMS_DECL void guard_log::append(std::string_view bytes, std::size_t count)
{
    file_->append(bytes);
    file_->sync();
    records_ += count;
    size_ += bytes.size();
}

OMS_DECL bool guard_log::is_due() const noexcept
{
    return records_ / 2 >= capacity_ && records_ >= not_before_;
}

/// Writes a file that has what this one has that is kept, and more. False: the file is as it was. Throws only what
/// `journal_file::replace` throws.
OMS_DECL bool guard_log::write_anew(std::string_view more)
{
    outgrown_ = records_ / 2 >= capacity_; // until it is done
    not_before_ = records_ + records_ / 2;
    kept fresh;
    try {
        fresh = kept_of(file_->read().append(more));
    } catch (...) {
        return false; // nothing has been touched
    }
    const bool was_in_doubt = std::exchange(in_doubt_, true);
    if (!file_->replace(fresh.bytes)) {
        in_doubt_ = was_in_doubt;
        return false;
    }
    not_before_ = 0;
    records_ = fresh.records;
    size_ = fresh.bytes.size();
    outgrown_ = false;
    note_success();
    return true;
}

OMS_DECL void guard_log::keep_for_later(records& items) noexcept
{
    unsaved_.splice(unsaved_.end(), items);
    if (unsaved_.size() / 2 < capacity_)
        return;
    try {
        std::unordered_set<std::string_view> seen;
        for (auto each = unsaved_.end(); each != unsaved_.begin();) {
            --each;
            if (seen.size() == capacity_ || !seen.insert(guard_key_of(*each)).second)
                each = unsaved_.erase(each);
        }
    } catch (...) {
        // Without memory they stay all until next time.
    }
}

OMS_DECL guard_log::kept guard_log::kept_of(std::string_view bytes) const
{
    kept newest;
    newest.bytes = guard_header(kind_);
    for (const guard_record& each : newest_of_each(scan_guard(kind_, bytes).records, capacity_)) {
        newest.bytes += each.whole;
        ++newest.records;
    }
    return newest;
}

}}} // namespace oms::v0_1::detail
