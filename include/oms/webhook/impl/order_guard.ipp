#pragma once

#include <oms/webhook/order_guard.hpp>

#include <oms/core/error.hpp>

#include <iterator>
#include <utility>

namespace oms { inline namespace v0_1 {

OMS_DECL std::optional<resource_version> order_guard::latest(std::string_view) const
{
    return std::nullopt;
}

OMS_DECL memory_order_guard::memory_order_guard(std::size_t capacity) : capacity_{capacity}
{
    if (capacity == 0)
        throw error{errc::invalid_argument, "an order guard that remembers nothing"};
}

OMS_DECL order_claim memory_order_guard::claim(const resource_version& version)
{
    const std::scoped_lock lock{mutex_};
    const auto found = by_resource_.find(version.resource);
    if (found == by_resource_.end()) {
        in_progress_.push_back({version.resource, std::nullopt, version});
        const place added = std::prev(in_progress_.end());
        try {
            by_resource_.emplace(added->resource, added);
        } catch (...) {
            in_progress_.erase(added);
            throw;
        }
        return order_claim::granted;
    }
    const place known = found->second;
    if (known->claimed)
        return order_claim::in_progress;
    if (known->latest && supersedes(*known->latest, version))
        return order_claim::superseded;
    known->claimed = version;
    in_progress_.splice(in_progress_.end(), idle_, known);
    return order_claim::granted;
}

OMS_DECL void memory_order_guard::confirm(const resource_version& version)
{
    const std::scoped_lock lock{mutex_};
    const auto found = by_resource_.find(version.resource);
    if (found == by_resource_.end() || !found->second->claimed)
        return;
    tracked& held = *found->second;
    held.latest = held.latest ? detail::latest_of(*held.latest, std::move(*held.claimed)) : std::move(*held.claimed);
    put_back(found->second);
}

OMS_DECL void memory_order_guard::release(const resource_version& version) noexcept
{
    const std::scoped_lock lock{mutex_};
    const auto found = by_resource_.find(version.resource);
    if (found == by_resource_.end() || !found->second->claimed)
        return;
    if (found->second->latest) {
        put_back(found->second);
        return;
    }
    const place held = found->second;
    by_resource_.erase(found);
    in_progress_.erase(held);
}

OMS_DECL std::optional<resource_version> memory_order_guard::latest(std::string_view resource) const
{
    const std::scoped_lock lock{mutex_};
    const auto found = by_resource_.find(resource);
    return found == by_resource_.end() ? std::nullopt : found->second->latest;
}

OMS_DECL void memory_order_guard::put_back(place held) noexcept
{
    held->claimed.reset();
    idle_.splice(idle_.end(), in_progress_, held);
    if (idle_.size() > capacity_) {
        by_resource_.erase(idle_.front().resource);
        idle_.pop_front();
    }
}

}} // namespace oms::v0_1
