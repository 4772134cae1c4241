#pragma once

#include <oms/sandbox/impl/window_actions.hpp>

#include <oms/sandbox/delivery_fault.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void move_clock(emulator& state, std::string_view body, instant at);
OMS_DECL void hand_over_cash(emulator& state, std::string_view cash_in_id, std::string_view body, instant at);
OMS_DECL void expire_quote(emulator& state, std::string_view quote_id, instant at);
OMS_DECL void redeliver(emulator& state, std::string_view number, instant at);
OMS_DECL void require_enabled(const emulator& state, std::string_view webhook_id);
/// What stands between the two in the path.
OMS_DECL std::optional<std::string> named_between(std::string_view path, std::string_view before,
                                                  std::string_view after);

OMS_DECL std::optional<std::string> named_between(std::string_view path, std::string_view before,
                                                  std::string_view after)
{
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
        return std::nullopt;
    return percent_decoded(path.substr(before.size(), path.size() - before.size() - after.size()));
}

OMS_DECL void move_clock(emulator& state, std::string_view body, instant at)
{
    constexpr std::int64_t most = 31 * 24 * 3600;
    request_body given(body);
    object_reader fields = given.root();
    const std::optional<std::int64_t> seconds = fields.integer("seconds", presence::required);
    if (seconds && (*seconds < 1 || *seconds > most))
        fields.wrong("seconds", "must be from 1 to " + std::to_string(most));
    fields.finish();
    given.check();
    const std::chrono::seconds by(*seconds);
    if (instant_after(at, by) != at + by)
        throw invalid_request("The clock has come to the end of its years.");
    state.clock.advance(by);
    state.step(state.clock.now());
}

OMS_DECL void hand_over_cash(emulator& state, std::string_view cash_in_id, std::string_view body, instant at)
{
    request_body given(body);
    object_reader fields = given.root();
    const std::optional<decimal> amount = fields.amount("amount", presence::required);
    fields.finish();
    given.check();
    cash_in_record* cash_in = state.cash_ins.find(cash_in_id);
    if (cash_in == nullptr)
        throw not_found();
    pay_cash(state, *cash_in, *amount, at);
}

OMS_DECL void expire_quote(emulator& state, std::string_view quote_id, instant at)
{
    quote_record* quote = state.quotes.find(quote_id);
    if (quote == nullptr)
        throw not_found();
    if (quote->status(at) != "open")
        throw invalid_request("The quote is not open any more.");
    quote->expires_at = at;
}

OMS_DECL void require_enabled(const emulator& state, std::string_view webhook_id)
{
    const webhook_record* webhook = state.webhooks.find(webhook_id);
    if (webhook == nullptr || !webhook->enabled)
        throw invalid_request("The subscription was disabled or deleted.");
}

OMS_DECL void redeliver(emulator& state, std::string_view number, instant at)
{
    std::uint64_t id = 0;
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), id);
    if (failure != std::errc() || end != number.data() + number.size())
        throw not_found();
    if (const std::string* waits_for = state.deliveries.subscription_of(id)) {
        require_enabled(state, *waits_for);
        if (!state.deliveries.hasten(id, at))
            throw invalid_request("The delivery is under way.");
        return;
    }

    const auto& attempts = state.attempts;
    const auto latest = std::find_if(attempts.rbegin(), attempts.rend(),
                                     [id](const sandbox::delivery_record& each) { return each.delivery_id == id; });
    if (latest == attempts.rend())
        throw not_found();
    require_enabled(state, latest->webhook_id);
    const auto event =
        std::find_if(state.events.rbegin(), state.events.rend(),
                     [&latest](const sandbox::event_record& each) { return each.id == latest->event_id; });
    if (event == state.events.rend())
        throw invalid_request("The emulator does not keep this event. It keeps no copy that was made under a new id.");
    state.deliveries.post(latest->webhook_id,
                          {event->id, event->name, std::make_shared<const std::string>(event->body)}, at);
}

OMS_DECL void act_in_window(emulator& state, std::string_view path, std::string_view body, instant at)
{
    if (path == "/_sandbox/clock")
        return move_clock(state, body, at);
    if (path == "/_sandbox/deliveries/fail-next")
        return state.troubles.add(sandbox::delivery_fault::fail());
    if (const auto id = named_between(path, "/_sandbox/cash-ins/", "/deposit"))
        return hand_over_cash(state, *id, body, at);
    if (const auto id = named_between(path, "/_sandbox/quotes/", "/expire"))
        return expire_quote(state, *id, at);
    if (const auto number = named_between(path, "/_sandbox/deliveries/", "/redeliver"))
        return redeliver(state, *number, at);
    throw not_found();
}

}}} // namespace oms::v0_1::detail::emulation
