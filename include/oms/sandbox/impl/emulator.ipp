#pragma once

#include <oms/core/error.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/event_samples.hpp>
#include <oms/version.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void check_settings(const sandbox::settings& settings);
OMS_DECL std::optional<instant> start_of(const sandbox::settings& settings);
OMS_DECL std::string envelope_v0_9(std::string_view id, std::string_view name, std::string_view data, instant at);
OMS_DECL std::string envelope_v0_11(std::string_view id, std::string_view name, std::string_view data, instant at,
                                    std::string_view event_id, std::int64_t sequence);
OMS_DECL letter under_another_id(const letter& event, std::string id);

OMS_DECL void check_settings(const sandbox::settings& settings)
{
    const auto refuse = [](const char* reason) {
        throw error(errc::invalid_config, reason);
    };
    if (settings.credentials.empty())
        refuse("the sandbox has no credentials");
    if (settings.base_path.empty() || settings.base_path.front() != '/' || settings.base_path.back() == '/')
        refuse("the sandbox's base path must begin with a slash and not end with one");
    if (!settings.wall_clock)
        refuse("the sandbox has no wall clock");
    if (settings.delivery_attempts < 1)
        refuse("the sandbox must attempt a delivery at least once");
    if (settings.delivery_connections < 1 || settings.delivery_connections_per_webhook < 1)
        refuse("the sandbox needs a connection to deliver over");
    const sandbox::fee_schedule& fees = settings.fees;
    for (const decimal* fee :
         {&fees.send_developer_rate, &fees.send_oms_rate, &fees.gas_usd, &fees.cash_rate, &fees.cash_fixed})
        if (fee->absent() || fee->is_negative())
            refuse("a fee of the sandbox is absent or below zero");
    const decimal one = decimal::from_integer(1);
    if (fees.send_developer_rate + fees.send_oms_rate >= one || fees.cash_rate >= one)
        refuse("the sandbox's fees must be below the amount they are taken from");
}

OMS_DECL std::optional<instant> start_of(const sandbox::settings& settings)
{
    if (settings.start.absent())
        return std::nullopt;
    return std::chrono::floor<std::chrono::milliseconds>(settings.start.time());
}

OMS_DECL emulator::emulator(sandbox::settings with)
    : settings(std::move(with)), clock(start_of(settings), settings.wall_clock), ids(settings.seed)
{
    check_settings(settings);
    cash_locations = make_cash_locations(ids);
}

OMS_DECL emulator::~emulator() = default;

OMS_DECL void emulator::plan(instant at, planned::kind what, std::string_view id)
{
    agenda.emplace(at, planned{what, std::string(id)});
}

OMS_DECL void emulator::step(instant until)
{
    while (!agenda.empty() && agenda.begin()->first <= until) {
        const auto [at, due] = *agenda.begin();
        agenda.erase(agenda.begin());
        switch (due.what) {
        case planned::kind::evaluate_endorsements:
            evaluate_endorsements(*this, due.id, at);
            break;
        case planned::kind::settle_transaction:
            settle_transaction(*this, due.id, at);
            break;
        case planned::kind::expire_cash_in:
            expire_cash_in(*this, due.id, at);
            break;
        }
    }
}

OMS_DECL std::string envelope_v0_9(std::string_view id, std::string_view name, std::string_view data, instant at)
{
    return json_writer()
        .open_object()
        .text("id", id)
        .text("object", "event")
        .text("event", name)
        .text("createdAt", iso_text(at))
        .text("apiVersion", OMS_API_VERSION_TEXT)
        .raw("data", data)
        .close_object()
        .str();
}

OMS_DECL std::string envelope_v0_11(std::string_view id, std::string_view name, std::string_view data, instant at,
                                    std::string_view event_id, std::int64_t sequence)
{
    return json_writer()
        .open_object()
        .text("id", id)
        .text(name.ends_with(".statusChanged") ? "eventType" : "event", name)
        .text("eventId", event_id)
        .text("createdAt", iso_text(at))
        .text("occurredAt", iso_text(at))
        .raw("sequence", std::to_string(sequence))
        .raw("data", data)
        .close_object()
        .str();
}

OMS_DECL std::string emulator::announce(std::string_view account, std::string_view name, std::string_view data,
                                        instant at, bool later)
{
    sandbox::event_record event;
    event.id = ids.id(later ? "whd_" : "evt_", at);
    event.name = name;
    event.body = later ? envelope_v0_11(event.id, name, data, at, ids.id("evt_", at), ++latest_sequence)
                       : envelope_v0_9(event.id, name, data, at);
    letter posted{event.id, event.name, nullptr};
    for (const webhook_record& webhook : webhooks.all()) {
        if (webhook.id.empty() || webhook.account != account || !webhook.enabled || !webhook.wants(name, later))
            continue;
        if (!posted.body)
            posted.body = std::make_shared<const std::string>(event.body);
        send(posted, webhook.id, at);
    }
    std::string id = event.id;
    log(events, std::move(event));
    return id;
}

/// The same event, announced once more: only the first member of the envelope differs.
OMS_DECL letter under_another_id(const letter& event, std::string id)
{
    constexpr std::size_t begin = std::string_view("{\"id\":\"").size();
    std::string body = *event.body;
    body.replace(begin, event.id.size(), id);
    return {std::move(id), event.name, std::make_shared<const std::string>(std::move(body))};
}

OMS_DECL void emulator::send(const letter& event, std::string_view webhook_id, instant at)
{
    const delivery_troubles struck = troubles.strike(event.name, !deliveries.holds_back(webhook_id));
    const instant due = instant_after(at, struck.delay);
    std::uint64_t original = 0;
    if (struck.held_back)
        original = deliveries.hold_back(webhook_id, event, instant_after(due, *struck.held_back));
    else
        original = deliveries.post(webhook_id, event, due);
    deliveries.fail_first(original, struck.failing_attempts);
    for (const delivery_troubles::copy& each : struck.copies)
        deliveries.post_copy(webhook_id,
                             each.new_id ? under_another_id(event, ids.id(event.id.substr(0, 4), at)) : event,
                             instant_after(due, each.later), original);
}

}}} // namespace oms::v0_1::detail::emulation
