#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/delivery.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/store.hpp>
#include <oms/sandbox/impl/webhooks.hpp>
#include <oms/sandbox/settings.hpp>
#include <oms/sandbox/traffic.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// An event on paper: what every subscription that wants it is sent.
struct letter {
    std::string id;
    std::string name;
    std::shared_ptr<const std::string> body;
};

/// The events on their way to subscriptions: which attempt is due when (contract 12.5).
class outbox {
public:
    /// Queues an event for a subscription; its first attempt is due then.
    std::uint64_t post(std::string_view webhook_id, letter event, instant due);
    /// The same for a copy of what was queued under that number, which it does not overtake.
    void post_copy(std::string_view webhook_id, letter event, instant due, std::uint64_t original);
    /// The same as `post`, held back until a later one for the subscription has been attempted, at most until then. One
    /// at a time for a subscription.
    std::uint64_t hold_back(std::string_view webhook_id, letter event, instant at_most_until);
    bool holds_back(std::string_view webhook_id) const;

    /// So many attempts of a delivery, from its first on, are not to be sent.
    void fail_first(std::uint64_t delivery_id, int attempts) { parcels_.at(delivery_id).failing_attempts = attempts; }
    /// The attempt that is under way is one of these.
    bool fails(std::uint64_t delivery_id) const;

    /// Null for a delivery that has ended, or never was.
    const std::string* subscription_of(std::uint64_t delivery_id) const;
    /// The next attempt is due then, if it was due later. False for a delivery that is not waiting.
    bool hasten(std::uint64_t delivery_id, instant due);

    /// The attempts due by then that the settings allow at a time, oldest first; each is under way until reported.
    std::vector<sandbox::delivery> take_due(const store<webhook_record>& webhooks, const sandbox::settings& settings,
                                            instant at, std::int64_t wall_seconds);

    /// What came of an attempt; nothing when the delivery is not under way.
    std::optional<sandbox::delivery_record> report(std::uint64_t delivery_id, std::optional<int> http_status,
                                                   const sandbox::settings& settings, instant at);

    /// A paused subscription keeps what is queued for it.
    void pause(std::string_view webhook_id);
    void resume(std::string_view webhook_id);
    /// Forgets everything for a subscription.
    void drop(std::string_view webhook_id);

    /// A delivery that has not ended.
    struct pending {
        std::uint64_t id = 0;
        std::string webhook_id, event_id, event_name;
        int attempts = 0; ///< begun
        instant due;
        bool under_way = false;
    };
    /// The latest of them, newest first.
    std::vector<pending> latest_pending(std::size_t at_most) const;
    /// How many deliveries there ever were.
    std::uint64_t count() const { return next_id_ - 1; }

    /// Of what may be attempted now: a report may let more in.
    std::optional<instant> next_due(const sandbox::settings& settings) const;

private:
    struct parcel {
        std::string webhook_id;
        letter event;
        std::optional<std::uint64_t> copy_of;
        int attempts = 0;
        int failing_attempts = 0;
        instant due;
        bool under_way = false;
        bool forgotten = false; ///< while it was under way
        // Of the latest attempt.
        std::string url;
        instant began;
        std::int64_t signed_at = 0;
    };

    /// One subscription's.
    struct lane {
        std::set<std::pair<instant, std::uint64_t>> waiting;
        std::optional<std::uint64_t> held_back;
        int under_way = 0;
        bool paused = false;
    };
    using lanes = std::map<std::string, lane, std::less<>>;

    std::uint64_t queue(std::string_view webhook_id, letter event, instant due);
    void wait(std::uint64_t id, parcel& of, instant due);
    void release_overtaken(lane& of, std::uint64_t by, instant at);
    sandbox::delivery take_first(lanes::iterator from, const webhook_record& webhook, instant at,
                                 std::int64_t wall_seconds);
    /// The lane with the oldest that may be attempted now.
    lanes::const_iterator next_lane(const sandbox::settings& settings) const;

    std::unordered_map<std::uint64_t, parcel> parcels_;
    lanes lanes_;
    int under_way_ = 0;
    std::uint64_t next_id_ = 1;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/outbox.ipp>
#endif
