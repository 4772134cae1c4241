#pragma once

#include "unit/journal/fake_disk.hpp"

#include <oms/webhook/file_order_guard.hpp>
#include <oms/webhook/file_replay_guard.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// What the files of guards on a fake disk are made of.
namespace guard_bench {

/// A disk with so much room left.
class small_disk : public test::fake_disk {
public:
    std::size_t room = std::numeric_limits<std::size_t>::max();
    bool replaceable = true; ///< else the file is a mount of its own, or its directory cannot be written to
};

/// A file on it: it writes as much as there is room for, and can be replaced only when the new file finds room, too.
class guard_file final : public oms::journal_file {
public:
    explicit guard_file(std::shared_ptr<small_disk> disk) : disk_(std::move(disk)), file_(disk_) {}

    std::string read() override { return file_.read(); }
    void append(std::string_view bytes) override
    {
        const std::size_t fits = std::min(bytes.size(), disk_->room);
        file_.append(bytes.substr(0, fits));
        disk_->room -= fits;
        if (fits < bytes.size())
            test::fake_disk::fail(boost::system::errc::no_space_on_device);
    }
    void sync() override { file_.sync(); }
    void cut(std::uint64_t size) override { file_.cut(size); }
    bool replace(std::string_view bytes) override
    {
        return disk_->replaceable && bytes.size() <= disk_->room && file_.replace(bytes);
    }

private:
    std::shared_ptr<small_disk> disk_;
    test::fake_journal_file file_;
};

inline std::unique_ptr<oms::journal_file> file_on(const std::shared_ptr<small_disk>& disk)
{
    return std::make_unique<guard_file>(disk);
}

/// A disk with this file on it.
inline std::shared_ptr<small_disk> disk_with(const std::string& bytes)
{
    auto disk = std::make_shared<small_disk>();
    disk->written = disk->durable = bytes;
    return disk;
}

inline oms::event_id delivery_id(int number)
{
    return oms::event_id("evt_" + std::to_string(number));
}

inline void handle(oms::replay_guard& guard, const oms::event_id& delivery)
{
    if (guard.claim(delivery) == oms::replay_claim::granted)
        guard.confirm(delivery);
}

/// Whether a delivery counts as handled. A claim that this is granted is given back.
inline bool is_done(oms::replay_guard& guard, const oms::event_id& delivery)
{
    const oms::replay_claim said = guard.claim(delivery);
    if (said == oms::replay_claim::granted)
        guard.release(delivery);
    return said == oms::replay_claim::done;
}

inline oms::resource_version version(const std::string& resource, std::int64_t sequence)
{
    oms::resource_version made;
    made.delivery_id = oms::event_id("evt_" + std::to_string(sequence));
    made.resource = resource;
    made.sequence = sequence;
    return made;
}

inline void handle(oms::order_guard& guard, const oms::resource_version& version)
{
    if (guard.claim(version) == oms::order_claim::granted)
        guard.confirm(version);
}

inline oms::order_claim ask(oms::order_guard& guard, const oms::resource_version& version)
{
    const oms::order_claim said = guard.claim(version);
    if (said == oms::order_claim::granted)
        guard.release(version);
    return said;
}

} // namespace guard_bench
