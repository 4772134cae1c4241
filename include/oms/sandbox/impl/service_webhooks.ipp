#pragma once

#include <oms/core/error.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/event_catalogue.hpp>
#include <oms/sandbox/impl/event_data.hpp>
#include <oms/sandbox/impl/event_samples.hpp>
#include <oms/sandbox/service.hpp>
#include <oms/webhook/secret.hpp>

#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail::emulation {

OMS_DECL bool is_later(sandbox::event_envelope wished, const std::optional<catalogued_event>& what);

OMS_DECL bool is_later(sandbox::event_envelope wished, const std::optional<catalogued_event>& what)
{
    if (wished == sandbox::event_envelope::of_name)
        return what && what->later;
    return wished == sandbox::event_envelope::v0_11;
}

} // namespace detail::emulation

namespace sandbox {

OMS_DECL std::vector<delivery> service::due()
{
    const auto now = emulator_->clock.now();
    emulator_->step(now);
    std::vector<delivery> taken =
        emulator_->deliveries.take_due(emulator_->webhooks, emulator_->settings, now, emulator_->clock.wall_seconds());
    std::vector<delivery> to_send;
    for (delivery& each : taken) {
        if (emulator_->deliveries.fails(each.id))
            report(each.id, std::nullopt, delivery_failure::fault);
        else
            to_send.push_back(std::move(each));
    }
    return to_send;
}

OMS_DECL void service::report(std::uint64_t delivery_id, std::optional<int> http_status, delivery_failure failure)
{
    std::optional<delivery_record> ended =
        emulator_->deliveries.report(delivery_id, http_status, emulator_->settings, emulator_->clock.now());
    if (!ended)
        return;
    ended->failure = http_status ? delivery_failure::none : failure;
    if (ended->sequel == delivery_sequel::disabled) {
        emulator_->deliveries.drop(ended->webhook_id);
        emulator_->deliveries.pause(ended->webhook_id);
        emulator_->webhooks.find(ended->webhook_id)->enabled = false;
    }
    detail::emulation::log(emulator_->attempts, std::move(*ended));
}

OMS_DECL std::optional<timestamp> service::next_due() const
{
    auto next = emulator_->deliveries.next_due(emulator_->settings);
    if (!emulator_->agenda.empty())
        next = std::min(next.value_or(emulator_->agenda.begin()->first), emulator_->agenda.begin()->first);
    if (!next)
        return std::nullopt;
    return timestamp(*next);
}

OMS_DECL void service::inject(const delivery_fault& what)
{
    emulator_->troubles.add(what);
}

OMS_DECL std::string service::trigger(std::string_view event_name, event_envelope envelope)
{
    using namespace detail::emulation;
    const auto what = find_in_catalogue(event_name);
    if (!what)
        throw error(errc::invalid_argument, "the sandbox knows no event of this name: it needs its data");
    const instant now = emulator_->clock.now();
    if (!emulator_->samples)
        emulator_->samples = std::make_unique<event_samples>(emulator_->settings.seed, now);
    const bool later = is_later(envelope, what);
    const std::string data = emulator_->samples->data(*what, later, emulator_->ids, now);
    return emulator_->announce(emulator_->settings.credentials.front().account, event_name, data, now, later);
}

OMS_DECL std::string service::trigger(std::string_view event_name, const json_text& data, event_envelope envelope)
{
    using namespace detail::emulation;
    if (event_name.empty())
        throw error(errc::invalid_argument, "an event has a name");
    if (data.empty())
        throw error(errc::invalid_argument, "an event with data of the caller needs data");
    return emulator_->announce(emulator_->settings.credentials.front().account, event_name, data.view(),
                               emulator_->clock.now(), is_later(envelope, find_in_catalogue(event_name)));
}

OMS_DECL std::string service::trigger(std::string_view event_name, std::string_view resource_id,
                                      event_envelope envelope)
{
    using namespace detail::emulation;
    const auto what = find_in_catalogue(event_name);
    if (!what)
        throw error(errc::invalid_argument, "the sandbox knows no event of this name: it needs its data");
    const instant now = emulator_->clock.now();
    const bool later = is_later(envelope, what);
    const auto seen = data_of(*emulator_, *what, later, resource_id, emulator_->ids, now);
    if (!seen)
        throw error(errc::invalid_argument, "the sandbox has no such resource of the kind that the event is about");
    return emulator_->announce(seen->account, event_name, seen->data, now, later);
}

OMS_DECL std::string service::rotate_webhook_secret(std::string_view webhook_id, std::chrono::milliseconds overlap)
{
    detail::emulation::webhook_record* webhook = emulator_->webhooks.find(webhook_id);
    if (webhook == nullptr)
        throw error(errc::invalid_argument, "the sandbox has no such subscription");
    if (overlap < std::chrono::milliseconds{0})
        throw error(errc::invalid_argument, "two secrets cannot overlap for less than no time");
    std::string made = "whsec_" + emulator_->ids.hexadecimal(64);
    webhook->rotate(webhook_secret(made), emulator_->clock.now(), overlap);
    return made;
}

OMS_DECL std::string service::add_compliance_webhook(std::string_view url, std::string_view secret)
{
    detail::emulation::webhook_record webhook;
    webhook.secrets.push_back({webhook_secret(secret)});
    webhook.id = emulator_->ids.id("whk_", emulator_->clock.now());
    webhook.account = emulator_->settings.credentials.front().account;
    webhook.url = url;
    webhook.compliance_only = true;
    webhook.created_at = emulator_->clock.now();
    return emulator_->webhooks.add(std::move(webhook)).id;
}

OMS_DECL const std::deque<event_record>& service::events() const
{
    return emulator_->events;
}

OMS_DECL const std::deque<delivery_record>& service::deliveries() const
{
    return emulator_->attempts;
}

} // namespace sandbox

}} // namespace oms::v0_1
