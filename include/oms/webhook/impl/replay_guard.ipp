#pragma once

#include <oms/webhook/replay_guard.hpp>

#include <oms/core/error.hpp>

#include <iterator>

namespace oms { inline namespace v0_1 {

OMS_DECL memory_replay_guard::memory_replay_guard(std::size_t capacity) : capacity_{capacity}
{
    if (capacity == 0)
        throw error{errc::invalid_argument, "a replay guard that remembers nothing"};
}

OMS_DECL replay_claim memory_replay_guard::claim(const event_id& delivery)
{
    const std::scoped_lock lock{mutex_};
    if (const auto found = by_id_.find(delivery); found != by_id_.end())
        return found->second.done ? replay_claim::done : replay_claim::in_progress;
    in_progress_.push_back(delivery);
    try {
        by_id_.emplace(delivery, tracked{std::prev(in_progress_.end())});
    } catch (...) {
        in_progress_.pop_back();
        throw;
    }
    return replay_claim::granted;
}

OMS_DECL void memory_replay_guard::confirm(const event_id& delivery)
{
    const std::scoped_lock lock{mutex_};
    const auto found = by_id_.find(delivery);
    if (found == by_id_.end() || found->second.done)
        return;
    done_.splice(done_.end(), in_progress_, found->second.place);
    found->second.done = true;
    if (done_.size() > capacity_) {
        by_id_.erase(done_.front());
        done_.pop_front();
    }
}

OMS_DECL void memory_replay_guard::release(const event_id& delivery) noexcept
{
    const std::scoped_lock lock{mutex_};
    const auto found = by_id_.find(delivery);
    if (found == by_id_.end() || found->second.done)
        return;
    in_progress_.erase(found->second.place);
    by_id_.erase(found);
}

}} // namespace oms::v0_1
