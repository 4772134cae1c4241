#pragma once

#include <oms/core/error.hpp>
#include <oms/journal/impl/journal_writer.hpp>

#include <boost/system/errc.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL journal_writer::journal_writer(std::unique_ptr<journal_file> file, executor_function run,
                                        const file_journal_options& options)
    : run_(std::move(run)), options_(options), file_(std::move(file)), compact_at_(options.compact_at())
{
    open();
}

OMS_DECL void journal_writer::open()
{
    const std::string bytes = file_->read();
    const journal_scan scan = scan_journal(bytes);
    if (scan.what == journal_scan::form::foreign)
        throw error(errc::journal_failed, "the file is not a journal");
    if (scan.what == journal_scan::form::newer)
        throw error(errc::journal_failed, "the journal is of a later version");
    if (scan.what == journal_scan::form::empty) {
        file_->cut(0);
        file_->append(journal_header());
        file_->sync();
        size_ = journal_header_size;
        return;
    }

    found_ = index_.take(scan, options_.seal().get(), options_.drop_damaged());
    if (scan.whole < bytes.size()) {
        file_->cut(scan.whole);
        file_->sync();
    }
    size_ = scan.whole;
    for (const journal_entry& each : found_.unfinished)
        found_open_.insert(each.number);
    const bool damaged_header = bytes.compare(0, journal_header_size, journal_header()) != 0;
    if (index_.needed() < size_ || damaged_header)
        compact();
}

OMS_DECL void journal_writer::begin(journal_entry entry, journal::stored done)
{
    item next;
    next.is_entry = true;
    next.entry = std::move(entry);
    next.done = std::move(done);
    add(std::move(next));
}

OMS_DECL void journal_writer::end(const journal_outcome& outcome, journal::stored done)
{
    item next;
    next.outcome = outcome;
    next.done = std::move(done);
    add(std::move(next));
}

OMS_DECL journal_contents journal_writer::contents() const
{
    if (!in_its_process())
        return {};
    const std::lock_guard lock(mutex_);
    journal_contents now = found_;
    std::erase_if(now.unfinished, [this](const journal_entry& each) { return !found_open_.count(each.number); });
    return now;
}

OMS_DECL boost::system::error_code journal_writer::failure() const
{
    if (!in_its_process())
        return make_error_code(errc::wrong_process);
    const std::lock_guard lock(mutex_);
    return failure_;
}

OMS_DECL void journal_writer::add(item next)
{
    bool first = false;
    if (!in_its_process()) {
        next.failure = make_error_code(errc::wrong_process);
    } else {
        const std::lock_guard lock(mutex_);
        if (!next.is_entry)
            found_open_.erase(next.outcome.number);
        next.failure = failure_;
        if (closed_ && !failure_)
            next.failure = boost::system::errc::make_error_code(boost::system::errc::bad_file_descriptor);
        if (!next.failure) {
            waiting_.push_back(std::move(next));
            first = !std::exchange(scheduled_, true);
        }
    }
    if (first)
        schedule();
    else if (next.failure && next.done)
        next.done(next.failure);
}

OMS_DECL void journal_writer::schedule()
{
    try {
        run_([self = shared_from_this()] { self->work(); });
    } catch (...) {
        batch stranded;
        {
            const std::lock_guard lock(mutex_);
            scheduled_ = false;
            stranded.swap(waiting_);
        }
        fail(stranded, code_of_failure(std::current_exception()));
        tell(std::move(stranded));
    }
}

OMS_DECL void journal_writer::work()
{
    if (!in_its_process())
        return;
    std::unique_lock lock(mutex_);
    // One batch after another here, not one task after another: an executor may run a task that is handed over by a
    // task at once, within it.
    while (!busy_ && !waiting_.empty())
        run_batch(lock);
    scheduled_ = false;
}

OMS_DECL void journal_writer::run_batch(std::unique_lock<std::mutex>& lock)
{
    batch items;
    items.swap(waiting_);
    busy_ = true;
    lock.unlock();

    const boost::system::error_code failed = write(items);

    lock.lock();
    batch late = release(failed);
    lock.unlock();
    tell(std::move(items)); // who is told may close the journal
    tell(std::move(late));
    lock.lock();
    if (!failed)
        compact_when_due(lock);
}

OMS_DECL void journal_writer::compact_when_due(std::unique_lock<std::mutex>& lock)
{
    if (busy_ || !file_ || size_ < compact_at_ || index_.needed() >= size_ / 2)
        return;
    busy_ = true;
    lock.unlock();
    boost::system::error_code failed;
    try {
        compact();
    } catch (...) {
        failed = code_of_failure(std::current_exception());
    }
    lock.lock();
    batch late = release(failed);
    lock.unlock();
    tell(std::move(late));
    lock.lock();
}

/// Lets go of the file, with the mutex held; after a failure it gives those who waited and cannot be served.
OMS_DECL journal_writer::batch journal_writer::release(boost::system::error_code failed)
{
    batch late;
    if (failed) {
        failure_ = failed;
        late.swap(waiting_);
        fail(late, failed);
    }
    busy_ = false;
    idle_.notify_all();
    return late;
}

OMS_DECL void journal_writer::close()
{
    if (!in_its_process()) {
        file_.reset();
        return;
    }
    batch items;
    std::unique_lock lock(mutex_);
    closed_ = true;
    idle_.wait(lock, [this] { return !busy_; });
    if (!file_)
        return;
    items.swap(waiting_);
    busy_ = true;
    lock.unlock();

    // Whatever was only written, outcomes, is made durable too; nobody hears of it when that fails.
    write(items);
    try {
        file_->sync();
    } catch (...) {
    }
    file_.reset();

    lock.lock();
    busy_ = false;
    lock.unlock();
    idle_.notify_all();
    tell(std::move(items));
}

OMS_DECL void journal_writer::fail(batch& items, boost::system::error_code why)
{
    for (item& each : items)
        each.failure = why;
}

OMS_DECL void journal_writer::tell(batch items) noexcept
{
    for (item& each : items) {
        try {
            if (each.done)
                each.done(each.failure);
        } catch (...) {
            // Who cannot be told finds out at the deadline.
        }
    }
}

OMS_DECL boost::system::error_code journal_writer::write(batch& items) noexcept
{
    try {
        std::string bytes;
        bool durable = false;
        for (item& each : items) {
            each.from = size_ + bytes.size();
            bytes += bytes_of(each);
            each.to = size_ + bytes.size();
            durable = durable || (each.done && each.to > each.from);
        }
        if (bytes.empty())
            return {};
        file_->append(bytes);
        if (durable)
            file_->sync();
        note(items);
        size_ += bytes.size();
        return {};
    } catch (...) {
        const boost::system::error_code failed = code_of_failure(std::current_exception());
        cut_off();
        fail(items, failed);
        return failed;
    }
}

/// What is written for an item; nothing when it fails by itself, which concerns no other.
OMS_DECL std::string journal_writer::bytes_of(item& what)
{
    if (!what.is_entry)
        return outcome_record(what.outcome);
    try {
        std::string content = entry_content(what.entry);
        if (options_.seal())
            content = options_.seal()->seal(what.entry.number, content);
        if (index_.is_open(what.entry.number))
            what.failure = boost::system::errc::make_error_code(boost::system::errc::file_exists);
        else if (content.size() > record_content_limit)
            what.failure = boost::system::errc::make_error_code(boost::system::errc::file_too_large);
        else
            return entry_record(what.entry.number, content);
    } catch (...) {
        what.failure = make_error_code(errc::journal_failed);
    }
    return {};
}

OMS_DECL void journal_writer::note(const batch& items)
{
    for (const item& each : items) {
        if (!each.is_entry)
            index_.ended(each.outcome.number);
        else if (each.to > each.from)
            index_.began(each.entry.number, each.from, each.to);
    }
}

OMS_DECL void journal_writer::cut_off() noexcept
{
    try {
        file_->cut(size_);
        file_->sync();
    } catch (...) {
        // The disk does not let us; who opens the file next may find these entries.
    }
}

/// Throws only what `journal_file::replace` throws.
OMS_DECL void journal_writer::compact()
{
    std::string fresh;
    journal_index moved;
    bool made = false;
    try {
        const std::string bytes = file_->read();
        if (bytes.size() >= size_) {
            fresh = index_.compacted(bytes, moved);
            made = true;
        }
    } catch (...) {
        // Nothing has been touched: later, when the file is larger.
    }
    if (made && file_->replace(fresh)) {
        index_ = std::move(moved);
        size_ = fresh.size();
    }
    compact_at_ = std::max(options_.compact_at(), 2 * size_);
}

}}} // namespace oms::v0_1::detail
