#pragma once

#include <oms/sandbox/impl/outbox.hpp>

#include <algorithm>
#include <functional>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void outbox::wait(std::uint64_t id, parcel& of, instant due)
{
    of.due = due;
    lanes_.find(of.webhook_id)->second.waiting.emplace(due, id);
}

OMS_DECL std::uint64_t outbox::queue(std::string_view webhook_id, letter event, instant due)
{
    lanes_.try_emplace(std::string(webhook_id));
    const std::uint64_t id = next_id_++;
    parcel& added = parcels_[id];
    added.webhook_id = webhook_id;
    added.event = std::move(event);
    wait(id, added, due);
    return id;
}

OMS_DECL std::uint64_t outbox::post(std::string_view webhook_id, letter event, instant due)
{
    return queue(webhook_id, std::move(event), due);
}

OMS_DECL void outbox::post_copy(std::string_view webhook_id, letter event, instant due, std::uint64_t original)
{
    parcels_.at(queue(webhook_id, std::move(event), due)).copy_of = original;
}

OMS_DECL std::uint64_t outbox::hold_back(std::string_view webhook_id, letter event, instant at_most_until)
{
    const std::uint64_t id = queue(webhook_id, std::move(event), at_most_until);
    lanes_.find(webhook_id)->second.held_back = id;
    return id;
}

OMS_DECL bool outbox::holds_back(std::string_view webhook_id) const
{
    const auto known = lanes_.find(webhook_id);
    return known != lanes_.end() && known->second.held_back;
}

OMS_DECL bool outbox::fails(std::uint64_t delivery_id) const
{
    const parcel& sent = parcels_.at(delivery_id);
    return sent.attempts <= sent.failing_attempts;
}

OMS_DECL const std::string* outbox::subscription_of(std::uint64_t delivery_id) const
{
    const auto found = parcels_.find(delivery_id);
    return found == parcels_.end() ? nullptr : &found->second.webhook_id;
}

OMS_DECL bool outbox::hasten(std::uint64_t delivery_id, instant due)
{
    const auto found = parcels_.find(delivery_id);
    if (found == parcels_.end() || found->second.under_way)
        return false;
    parcel& waiting = found->second;
    if (waiting.due > due) {
        lanes_.find(waiting.webhook_id)->second.waiting.erase({waiting.due, delivery_id});
        wait(delivery_id, waiting, due);
    }
    return true;
}

OMS_DECL std::vector<outbox::pending> outbox::latest_pending(std::size_t at_most) const
{
    std::vector<std::uint64_t> ids;
    ids.reserve(parcels_.size());
    for (const auto& [id, each] : parcels_)
        ids.push_back(id);
    const std::size_t size = std::min(at_most, ids.size());
    std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(size), ids.end(), std::greater<>());
    ids.resize(size);

    std::vector<pending> latest;
    for (const std::uint64_t id : ids) {
        const parcel& each = parcels_.at(id);
        latest.push_back(
            {id, each.webhook_id, each.event.id, each.event.name, each.attempts, each.due, each.under_way});
    }
    return latest;
}

OMS_DECL void outbox::release_overtaken(lane& of, std::uint64_t by, instant at)
{
    if (!of.held_back || by < *of.held_back || parcels_.at(by).copy_of == of.held_back)
        return;
    const std::uint64_t id = *std::exchange(of.held_back, std::nullopt);
    parcel& released = parcels_.at(id);
    of.waiting.erase({released.due, id});
    wait(id, released, std::min(released.due, at));
}

OMS_DECL outbox::lanes::const_iterator outbox::next_lane(const sandbox::settings& settings) const
{
    auto oldest = lanes_.end();
    if (under_way_ >= settings.delivery_connections)
        return oldest;
    for (auto each = lanes_.begin(); each != lanes_.end(); ++each) {
        const lane& candidate = each->second;
        if (candidate.paused || candidate.waiting.empty() ||
            candidate.under_way >= settings.delivery_connections_per_webhook)
            continue;
        if (oldest == lanes_.end() || *candidate.waiting.begin() < *oldest->second.waiting.begin())
            oldest = each;
    }
    return oldest;
}

OMS_DECL std::vector<sandbox::delivery> outbox::take_due(const store<webhook_record>& webhooks,
                                                         const sandbox::settings& settings, instant at,
                                                         std::int64_t wall_seconds)
{
    std::vector<sandbox::delivery> result;
    for (;;) {
        const auto next = next_lane(settings);
        if (next == lanes_.end() || next->second.waiting.begin()->first > at)
            return result;
        result.push_back(take_first(lanes_.find(next->first), *webhooks.find(next->first), at, wall_seconds));
    }
}

OMS_DECL sandbox::delivery outbox::take_first(lanes::iterator from, const webhook_record& webhook, instant at,
                                              std::int64_t wall_seconds)
{
    lane& of = from->second;
    const std::uint64_t id = of.waiting.begin()->second;
    of.waiting.erase(of.waiting.begin());
    if (of.held_back == id)
        of.held_back.reset();
    ++of.under_way;
    ++under_way_;

    parcel& taken = parcels_.at(id);
    taken.under_way = true;
    ++taken.attempts;
    taken.url = webhook.url;
    taken.began = at;
    taken.signed_at = wall_seconds;

    sandbox::delivery attempt;
    attempt.id = id;
    attempt.url = webhook.url;
    attempt.body = *taken.event.body;
    attempt.signature = webhook.signature(attempt.body, wall_seconds, at);
    attempt.webhook_id = taken.webhook_id;
    attempt.event_id = taken.event.id;
    attempt.event_name = taken.event.name;
    attempt.attempt = taken.attempts;
    attempt.signed_at = wall_seconds;
    return attempt;
}

OMS_DECL std::optional<sandbox::delivery_record>
outbox::report(std::uint64_t delivery_id, std::optional<int> http_status, const sandbox::settings& settings, instant at)
{
    const auto found = parcels_.find(delivery_id);
    if (found == parcels_.end() || !found->second.under_way)
        return std::nullopt;
    parcel& sent = found->second;
    sent.under_way = false;
    lane& of = lanes_.find(sent.webhook_id)->second;
    --of.under_way;
    --under_way_;
    release_overtaken(of, delivery_id, at);

    sandbox::delivery_record record;
    record.at = timestamp(at);
    record.webhook_id = sent.webhook_id;
    record.event_id = sent.event.id;
    record.event_name = sent.event.name;
    record.url = sent.url;
    record.attempt = sent.attempts;
    record.status = http_status;
    record.began = timestamp(sent.began);
    record.signed_at = sent.signed_at;
    record.delivery_id = delivery_id;
    if (sent.forgotten) {
        record.sequel = sandbox::delivery_sequel::forgotten;
    } else if (http_status == 410) {
        record.sequel = sandbox::delivery_sequel::disabled;
    } else if (http_status && *http_status >= 200 && *http_status < 300) {
        record.sequel = sandbox::delivery_sequel::delivered;
    } else if (sent.attempts >= settings.delivery_attempts) {
        record.sequel = sandbox::delivery_sequel::given_up;
    } else {
        record.sequel = sandbox::delivery_sequel::retry;
        wait(delivery_id, sent,
             at + settings.delivery_first_gap * (std::int64_t{1} << std::min(sent.attempts - 1, 30)));
        record.next_attempt = timestamp(sent.due);
        return record;
    }
    parcels_.erase(found);
    return record;
}

OMS_DECL void outbox::pause(std::string_view webhook_id)
{
    lanes_.try_emplace(std::string(webhook_id)).first->second.paused = true;
}

OMS_DECL void outbox::resume(std::string_view webhook_id)
{
    lanes_.try_emplace(std::string(webhook_id)).first->second.paused = false;
}

OMS_DECL void outbox::drop(std::string_view webhook_id)
{
    for (auto kept = parcels_.begin(); kept != parcels_.end();) {
        if (kept->second.webhook_id != webhook_id) {
            ++kept;
        } else if (kept->second.under_way) {
            kept->second.forgotten = true;
            ++kept;
        } else {
            kept = parcels_.erase(kept);
        }
    }
    if (const auto emptied = lanes_.find(webhook_id); emptied != lanes_.end()) {
        emptied->second.waiting.clear();
        emptied->second.held_back.reset();
    }
}

OMS_DECL std::optional<instant> outbox::next_due(const sandbox::settings& settings) const
{
    const auto next = next_lane(settings);
    if (next == lanes_.end())
        return std::nullopt;
    return next->second.waiting.begin()->first;
}

}}} // namespace oms::v0_1::detail::emulation
