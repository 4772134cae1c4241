#pragma once

#include <oms/core/error.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/version.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void check_settings(const sandbox::settings& settings);
OMS_DECL std::optional<instant> start_of(const sandbox::settings& settings);

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

OMS_DECL void emulator::announce(std::string_view account, std::string_view name, std::string_view data, instant at)
{
    sandbox::event_record event;
    event.id = ids.id("evt_", at);
    event.name = name;
    event.body = json_writer()
                     .open_object()
                     .text("id", event.id)
                     .text("object", "event")
                     .text("event", name)
                     .text("createdAt", iso_text(at))
                     .text("apiVersion", OMS_API_VERSION_TEXT)
                     .raw("data", data)
                     .close_object()
                     .str();
    deliveries.post(webhooks, account, event.id, event.name, event.body, at);
    log(events, std::move(event));
}

}}} // namespace oms::v0_1::detail::emulation
