#pragma once

#include <oms/sandbox/impl/window_deliveries.hpp>

#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/outbox.hpp>
#include <oms/sandbox/impl/window_state.hpp>
#include <oms/sandbox/traffic.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// A delivery as the window shows it.
struct shown_delivery {
    std::optional<outbox::pending> pending;
    std::vector<const sandbox::delivery_record*> attempts; ///< newest first
};
using shown_deliveries = std::map<std::uint64_t, shown_delivery, std::greater<>>;

OMS_DECL std::string_view reason_of(const sandbox::delivery_record& attempt);
OMS_DECL std::string_view state_of(const shown_delivery& delivery);
OMS_DECL void show(json_writer& out, const emulator& state, std::uint64_t id, const shown_delivery& delivery);

OMS_DECL std::string_view reason_of(const sandbox::delivery_record& attempt)
{
    using sandbox::delivery_failure;
    switch (attempt.failure) {
    case delivery_failure::none:
        return "";
    case delivery_failure::not_found:
        return "no address";
    case delivery_failure::refused:
        return "no connection";
    case delivery_failure::tls:
        return "no TLS";
    case delivery_failure::broken:
        return "connection broke";
    case delivery_failure::timed_out:
        return "timed out";
    case delivery_failure::not_told:
        return "no answer";
    case delivery_failure::fault:
        return "failed on purpose";
    }
    return "";
}

OMS_DECL std::string_view state_of(const shown_delivery& delivery)
{
    if (delivery.pending)
        return delivery.pending->under_way ? "underWay" : delivery.pending->attempts > 0 ? "retrying" : "waiting";
    using sandbox::delivery_sequel;
    switch (delivery.attempts.front()->sequel) {
    case delivery_sequel::delivered:
        return "delivered";
    case delivery_sequel::disabled:
        return "disabled";
    case delivery_sequel::given_up:
        return "givenUp";
    case delivery_sequel::forgotten:
    case delivery_sequel::retry: // and then the subscription was deleted or disabled
        return "forgotten";
    }
    return "forgotten";
}

OMS_DECL void show(json_writer& out, const emulator& state, std::uint64_t id, const shown_delivery& delivery)
{
    const auto& [pending, attempts] = delivery;
    const std::string& webhook_id = pending ? pending->webhook_id : attempts.front()->webhook_id;
    const webhook_record* webhook = state.webhooks.find(webhook_id);
    const std::string url = webhook ? webhook->url : attempts.empty() ? std::string() : attempts.front()->url;
    out.open_object()
        .text("id", std::to_string(id))
        .text("webhookId", webhook_id)
        .boolean("webhookEnabled", webhook != nullptr && webhook->enabled)
        .text("url", url_to_show(url))
        .text("eventId", pending ? pending->event_id : attempts.front()->event_id)
        .text("event", pending ? pending->event_name : attempts.front()->event_name)
        .text("state", state_of(delivery));
    if (pending && !pending->under_way)
        out.text("due", iso_text(pending->due));
    out.open_array("attempts");
    for (const sandbox::delivery_record* each : attempts) {
        out.open_object().raw("number", std::to_string(each->attempt));
        if (each->status)
            out.raw("status", std::to_string(*each->status));
        out.text("reason", reason_of(*each)).text("at", each->at.str()).close_object();
    }
    out.close_array().close_object();
}

OMS_DECL void show_deliveries(json_writer& out, const emulator& state)
{
    constexpr std::size_t most = 50;
    constexpr std::size_t most_attempts = 2000; // looked at
    shown_deliveries all;
    for (outbox::pending& each : state.deliveries.latest_pending(most))
        all[each.id].pending = std::move(each);
    std::size_t looked_at = 0;
    for (auto each = state.attempts.rbegin(); each != state.attempts.rend() && looked_at < most_attempts; ++each) {
        ++looked_at;
        all[each->delivery_id].attempts.push_back(&*each);
    }
    out.open_object("deliveries").open_array("shown");
    std::size_t shown = 0;
    for (const bool waits : {true, false})
        for (const auto& [id, delivery] : all)
            if (delivery.pending.has_value() == waits && ++shown <= most)
                show(out, state, id, delivery);
    out.close_array().raw("total", std::to_string(state.deliveries.count())).close_object();
}

}}} // namespace oms::v0_1::detail::emulation
