#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/delivery.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/store.hpp>
#include <oms/sandbox/impl/webhooks.hpp>
#include <oms/sandbox/settings.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The events on their way to subscriptions: which attempt is due when (contract 12.5).
class outbox {
public:
    /// Queues the event for every enabled subscription of the account that wants it.
    void post(const store<webhook_record>& webhooks, std::string_view account, const std::string& event_id,
              const std::string& event_name, const std::string& body, instant at);

    /// The attempts due by then, in the order of their times; each is under way until reported.
    std::vector<sandbox::delivery> take_due(const store<webhook_record>& webhooks, instant at,
                                            std::int64_t wall_seconds);

    /// Gives the id of the subscription when the receiver said 410.
    std::optional<std::string> report(std::uint64_t delivery_id, std::optional<int> http_status,
                                      const sandbox::settings& settings, instant at);

    /// A paused subscription keeps what is queued for it.
    void pause(std::string_view webhook_id);
    void resume(std::string_view webhook_id, instant at);
    /// Forgets everything for a subscription.
    void drop(std::string_view webhook_id);

    std::optional<instant> next_due() const;

private:
    struct parcel {
        std::string webhook_id;
        std::string event_id;
        std::string event_name;
        std::string body;
        int attempts = 0;
        instant due;
        enum class state { waiting, under_way, held } now = state::waiting;
    };

    void wait_until(std::uint64_t id, parcel& of, instant due);

    std::map<std::uint64_t, parcel> parcels_;
    std::set<std::pair<instant, std::uint64_t>> waiting_;
    std::set<std::string, std::less<>> paused_;
    std::uint64_t next_id_ = 1;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/outbox.ipp>
#endif
