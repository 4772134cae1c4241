#pragma once

#include <oms/config.hpp>
#include <oms/webhook/resource_version.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace oms { inline namespace v0_1 {

/// What an order guard says to one who wants to handle an event.
enum class order_claim : std::uint8_t {
    granted,     ///< handle it, then `confirm` or `release` it
    in_progress, ///< another event of the same resource is being handled
    superseded   ///< a newer state of the resource, or this one, was handled: see `supersedes`
};

/// Remembers the latest state handled of each resource, so that an older one never comes after a newer one.
///
/// One event of a resource is handled at a time: that is what keeps two handlers from overtaking each other. Remember
/// at least as many resources as change in the three days for which OMS repeats deliveries (contract section 12.5).
/// Beside the guard, a handler that stores a state best compares `updatedAt` or `sequence` in its own transaction.
///
/// Implementations are thread-safe and may block. An endpoint survives what they throw, as with `replay_guard`.
class order_guard {
public:
    virtual ~order_guard() = default;

    /// Asks to handle an event that shows this version. Claims need not survive the process.
    virtual order_claim claim(const resource_version& version) = 0;

    /// The holder has handled it: the latest state from now on. Where one event has a sequence and another a time
    /// alone, keep the highest sequence and the latest time, or an older event is taken for a newer one.
    virtual void confirm(const resource_version& version) = 0;

    /// The holder has not handled it: the resource may be claimed again. Also called when `confirm` threw; does nothing
    /// to a resource that nobody holds.
    virtual void release(const resource_version& version) noexcept = 0;

    /// The latest state handled of a resource: none when it is not known, or not told. For reports; and an event that
    /// is superseded and is this state itself is a duplicate. What it throws counts as none.
    virtual std::optional<resource_version> latest(std::string_view resource) const;
};

/// An order guard in memory: it forgets the resources that changed longest ago. `claim` takes all the memory that a
/// version needs, so `confirm` throws nothing; it notes the version that was claimed.
class memory_order_guard final : public order_guard {
public:
    /// Remembers `capacity` resources, about 500 bytes each, and besides them those in progress, which it never
    /// forgets. Throws `error{errc::invalid_argument}` when `capacity` is 0.
    explicit memory_order_guard(std::size_t capacity = 100'000);

    order_claim claim(const resource_version& version) override;
    void confirm(const resource_version& version) override;
    void release(const resource_version& version) noexcept override;
    std::optional<resource_version> latest(std::string_view resource) const override;

private:
    struct tracked {
        std::string resource;
        std::optional<resource_version> latest;
        std::optional<resource_version> claimed; // while in progress
    };
    using place = std::list<tracked>::iterator;

    void put_back(place held) noexcept;

    mutable std::mutex mutex_;
    std::size_t capacity_;
    std::list<tracked> idle_; // those that changed longest ago first
    std::list<tracked> in_progress_;
    std::unordered_map<std::string_view, place> by_resource_; // views of what the lists hold
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/order_guard.ipp>
#endif
