#pragma once

#include <oms/journal/journal_file.hpp>

#include <boost/system/errc.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// The disk of a machine that may lose its power: what was synced stays, of the rest any first part may.
class fake_disk {
public:
    std::string durable; ///< survives
    std::string written; ///< what a running program reads

    int syncs = 0;
    int replacements = 0;
    bool open = false;

    /// Called before each operation with its name; what it throws is the operation's error, and it may change bytes.
    std::function<void(const char*)> before;
    /// Called with every state that a crash could leave now, whenever that changes.
    std::function<void(const std::string&)> could_leave;

    /// The power fails, and `unsynced` bytes of what was not synced have made it.
    void crash(std::size_t unsynced = 0)
    {
        if (written.size() > durable.size() && written.compare(0, durable.size(), durable) == 0)
            durable += written.substr(durable.size(), unsynced);
        written = durable;
    }

    void step(const char* what)
    {
        if (before)
            before(what);
        note();
    }
    void note()
    {
        if (!could_leave)
            return;
        could_leave(durable);
        if (written.size() > durable.size() && written.compare(0, durable.size(), durable) == 0) {
            for (std::size_t size = durable.size() + 1; size <= written.size(); ++size)
                could_leave(written.substr(0, size));
        }
    }

    [[noreturn]] static void fail(boost::system::errc::errc_t why = boost::system::errc::io_error)
    {
        throw boost::system::system_error(boost::system::errc::make_error_code(why));
    }
};

class fake_journal_file final : public oms::journal_file {
public:
    explicit fake_journal_file(std::shared_ptr<fake_disk> disk) : disk_(std::move(disk))
    {
        if (std::exchange(disk_->open, true))
            fake_disk::fail(boost::system::errc::resource_unavailable_try_again);
    }
    ~fake_journal_file() override { disk_->open = false; }

    std::string read() override
    {
        disk_->step("read");
        return disk_->written;
    }
    void append(std::string_view bytes) override
    {
        disk_->step("append");
        disk_->written += bytes;
        disk_->note();
    }
    void sync() override
    {
        disk_->step("sync");
        disk_->durable = disk_->written;
        ++disk_->syncs;
        disk_->note();
    }
    void cut(std::uint64_t size) override
    {
        disk_->step("cut");
        disk_->written.resize(size);
        disk_->note();
    }
    bool replace(std::string_view bytes) override
    {
        disk_->step("replace");
        disk_->written = bytes;
        disk_->durable = bytes;
        ++disk_->replacements;
        disk_->note();
        return true;
    }

private:
    std::shared_ptr<fake_disk> disk_;
};

/// Runs what it is given when the test says so.
class manual_executor {
public:
    void execute(std::function<void()> work) const { queue_->push_back(std::move(work)); }

    /// False when there was nothing to run.
    bool run_one() const
    {
        if (queue_->empty())
            return false;
        const std::function<void()> work = std::move(queue_->front());
        queue_->erase(queue_->begin());
        work();
        return true;
    }
    void run() const
    {
        while (run_one()) {
        }
    }
    void drop() const { queue_->clear(); }
    std::size_t waiting() const { return queue_->size(); }

private:
    std::shared_ptr<std::vector<std::function<void()>>> queue_ = std::make_shared<std::vector<std::function<void()>>>();
};

} // namespace test
