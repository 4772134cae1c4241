#pragma once

#include <oms/sandbox/impl/outbox.hpp>
#include <oms/webhook/secret.hpp>
#include <oms/webhook/signature.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void outbox::wait_until(std::uint64_t id, parcel& of, instant due)
{
    of.due = due;
    if (paused_.contains(of.webhook_id)) {
        of.now = parcel::state::held;
        return;
    }
    of.now = parcel::state::waiting;
    waiting_.emplace(due, id);
}

OMS_DECL void outbox::post(const store<webhook_record>& webhooks, std::string_view account, const std::string& event_id,
                           const std::string& event_name, const std::string& body, instant at)
{
    for (const webhook_record& webhook : webhooks.all()) {
        if (webhook.id.empty() || webhook.account != account || !webhook.enabled || !webhook.wants(event_name))
            continue;
        const std::uint64_t id = next_id_++;
        parcel& added = parcels_[id];
        added.webhook_id = webhook.id;
        added.event_id = event_id;
        added.event_name = event_name;
        added.body = body;
        wait_until(id, added, at);
    }
}

OMS_DECL std::vector<sandbox::delivery> outbox::take_due(const store<webhook_record>& webhooks, instant at,
                                                         std::int64_t wall_seconds)
{
    std::vector<sandbox::delivery> result;
    while (!waiting_.empty() && waiting_.begin()->first <= at) {
        const std::uint64_t id = waiting_.begin()->second;
        waiting_.erase(waiting_.begin());
        parcel& taken = parcels_.at(id);
        const webhook_record* webhook = webhooks.find(taken.webhook_id);
        if (webhook == nullptr) {
            parcels_.erase(id);
            continue;
        }
        taken.now = parcel::state::under_way;
        ++taken.attempts;
        sandbox::delivery attempt;
        attempt.id = id;
        attempt.url = webhook->url;
        attempt.body = taken.body;
        attempt.signature = sign(webhook_secret(webhook->secret), wall_seconds, taken.body);
        attempt.webhook_id = taken.webhook_id;
        attempt.event_id = taken.event_id;
        attempt.event_name = taken.event_name;
        attempt.attempt = taken.attempts;
        result.push_back(std::move(attempt));
    }
    return result;
}

OMS_DECL std::optional<std::string> outbox::report(std::uint64_t delivery_id, std::optional<int> http_status,
                                                   const sandbox::settings& settings, instant at)
{
    const auto found = parcels_.find(delivery_id);
    if (found == parcels_.end() || found->second.now != parcel::state::under_way)
        return std::nullopt;
    parcel& sent = found->second;
    if (http_status == 410)
        return sent.webhook_id;
    const bool delivered = http_status && *http_status >= 200 && *http_status < 300;
    if (delivered || sent.attempts >= settings.delivery_attempts) {
        parcels_.erase(found);
        return std::nullopt;
    }
    const auto gap = settings.delivery_first_gap * (std::int64_t{1} << std::min(sent.attempts - 1, 30));
    wait_until(delivery_id, sent, at + gap);
    return std::nullopt;
}

OMS_DECL void outbox::pause(std::string_view webhook_id)
{
    paused_.emplace(webhook_id);
    for (auto& [id, kept] : parcels_) {
        if (kept.webhook_id == webhook_id && kept.now == parcel::state::waiting) {
            waiting_.erase({kept.due, id});
            kept.now = parcel::state::held;
        }
    }
}

OMS_DECL void outbox::resume(std::string_view webhook_id, instant at)
{
    const auto paused = paused_.find(webhook_id);
    if (paused == paused_.end())
        return;
    paused_.erase(paused);
    for (auto& [id, kept] : parcels_)
        if (kept.webhook_id == webhook_id && kept.now == parcel::state::held)
            wait_until(id, kept, std::max(kept.due, at));
}

OMS_DECL void outbox::drop(std::string_view webhook_id)
{
    for (auto kept = parcels_.begin(); kept != parcels_.end();) {
        if (kept->second.webhook_id != webhook_id) {
            ++kept;
            continue;
        }
        waiting_.erase({kept->second.due, kept->first});
        kept = parcels_.erase(kept);
    }
}

OMS_DECL std::optional<instant> outbox::next_due() const
{
    if (waiting_.empty())
        return std::nullopt;
    return waiting_.begin()->first;
}

}}} // namespace oms::v0_1::detail::emulation
