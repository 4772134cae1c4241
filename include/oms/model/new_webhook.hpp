#pragma once

#include <oms/model/event_name.hpp>
#include <oms/model/patch.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Body of POST /webhooks, as sent (contract section 11).
struct new_webhook_fields {
    std::string url;
    std::vector<std::string> events;
    std::optional<bool> enabled;
};

/// A subscription to create (contract section 11). Without any event: every event. Checked by the call that sends it,
/// which ends with error{errc::invalid_argument} that names everything wrong.
class new_webhook {
public:
    /// `url` takes the deliveries, over HTTPS; a sandbox on this machine also takes `http` on loopback.
    explicit new_webhook(std::string url) { fields_.url = std::move(url); }

    /// Adds one event, by its exact name or a pattern of contract section 11. Exact names are recommended: patterns
    /// are not confirmed by the service.
    new_webhook& event(std::string v) & { return fields_.events.push_back(std::move(v)), *this; }
    new_webhook&& event(std::string v) && { return std::move(event(std::move(v))); }
    new_webhook& event(const event_name& v) & { return event(std::string(v.text())); }
    new_webhook&& event(const event_name& v) && { return std::move(event(v)); }
    new_webhook& enabled(bool v) & { return fields_.enabled = v, *this; }
    new_webhook&& enabled(bool v) && { return std::move(enabled(v)); }

    /// What will be sent.
    const new_webhook_fields& fields() const noexcept { return fields_; }

private:
    new_webhook_fields fields_;
};

/// Body of PATCH /webhooks/{webhookId}, as sent (contract section 11).
struct webhook_update_fields {
    patch<std::string> url;
    patch<std::vector<std::string>> events;
    patch<bool> enabled;
};

/// A change of a subscription (contract section 11). What is not set stays as it is; nothing of it can be cleared.
/// Checked like `new_webhook`.
class webhook_update {
public:
    webhook_update() = default;

    webhook_update& url(std::string v) & { return fields_.url = std::move(v), *this; }
    webhook_update&& url(std::string v) && { return std::move(url(std::move(v))); }
    /// Adds one event to the list that replaces the old one.
    webhook_update& event(std::string v) & { return detail::append(fields_.events, std::move(v)), *this; }
    webhook_update&& event(std::string v) && { return std::move(event(std::move(v))); }
    webhook_update& event(const event_name& v) & { return event(std::string(v.text())); }
    webhook_update&& event(const event_name& v) && { return std::move(event(v)); }
    /// Replaces the old list by the empty one: every event.
    webhook_update& every_event() & { return fields_.events = std::vector<std::string>{}, *this; }
    webhook_update&& every_event() && { return std::move(every_event()); }
    /// `false` pauses the deliveries.
    webhook_update& enabled(bool v) & { return fields_.enabled = v, *this; }
    webhook_update&& enabled(bool v) && { return std::move(enabled(v)); }

    /// What will be sent.
    const webhook_update_fields& fields() const noexcept { return fields_; }

private:
    webhook_update_fields fields_;
};

}} // namespace oms::v0_1
