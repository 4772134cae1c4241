#pragma once

#include <oms/sandbox/impl/window_state.hpp>

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/cash_locations.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/quotes.hpp>
#include <oms/sandbox/impl/store.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/wallets.hpp>
#include <oms/sandbox/impl/webhooks.hpp>
#include <oms/sandbox/impl/window_deliveries.hpp>
#include <oms/version.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The latest of a store, newest first; those that are under way before the others.
template <class Record, class IsUnderWay, class Show>
void show_latest(json_writer& out, std::string_view name, const store<Record>& records, const IsUnderWay& is_under_way,
                 const Show& show)
{
    constexpr std::size_t most = 50;
    std::vector<const Record*> shown, others;
    std::size_t total = 0;
    for (auto each = records.all().rbegin(); each != records.all().rend(); ++each) {
        if (each->id.empty())
            continue;
        ++total;
        auto& latest = is_under_way(*each) ? shown : others;
        if (latest.size() < most)
            latest.push_back(&*each);
    }
    others.resize(std::min(others.size(), most - shown.size()));
    shown.insert(shown.end(), others.begin(), others.end());
    out.open_object(name).open_array("shown");
    for (const Record* each : shown)
        show(*each);
    out.close_array().raw("total", std::to_string(total)).close_object();
}

OMS_DECL void show(json_writer& out, const emulator& state, const customer_record& customer);
OMS_DECL void show(json_writer& out, const emulator& state, const quote_record& quote, instant now);
OMS_DECL void show(json_writer& out, const emulator& state, const transaction_record& transaction);
OMS_DECL void show(json_writer& out, const emulator& state, const cash_in_record& cash_in);
OMS_DECL void show(json_writer& out, const webhook_record& webhook);
OMS_DECL void show_customer_name(json_writer& out, const emulator& state, const std::optional<std::string>& id);
/// A member of its own for each side of a movement.
OMS_DECL void show_sides(json_writer& out, const emulator& state, const price& amounts, std::string_view from_network,
                         std::string_view to_network, const destination_wallet& to);
OMS_DECL std::optional<std::string> iso_text_of(const std::optional<instant>& at);

OMS_DECL std::optional<std::string> iso_text_of(const std::optional<instant>& at)
{
    if (!at)
        return std::nullopt;
    return iso_text(*at);
}

OMS_DECL std::string url_to_show(std::string_view url)
{
    std::string shown(url.substr(0, url.find_first_of("?#")));
    const std::size_t scheme = shown.find("//");
    if (scheme == std::string::npos)
        return shown;
    const std::size_t authority = scheme + 2;
    const std::size_t user_end = std::string_view(shown).substr(0, shown.find('/', authority)).rfind('@');
    if (user_end != std::string::npos && user_end >= authority)
        shown.erase(authority, user_end + 1 - authority);
    return shown;
}

OMS_DECL void show_customer_name(json_writer& out, const emulator& state, const std::optional<std::string>& id)
{
    const customer_record* customer = id ? state.customers.find(*id) : nullptr;
    out.text("customer", customer ? customer->full_name() : std::nullopt);
}

OMS_DECL void show_sides(json_writer& out, const emulator& state, const price& amounts, std::string_view from_network,
                         std::string_view to_network, const destination_wallet& to)
{
    out.open_object("source")
        .text("amount", money_text(amounts.source_gross))
        .text("asset", amounts.source_asset)
        .text("network", from_network)
        .close_object()
        .text("fees", money_text(amounts.fees.total))
        .open_object("destination")
        .text("amount", money_text(amounts.destination))
        .text("asset", amounts.destination_asset)
        .text("network", to_network)
        .text("to", to.id                   ? to.id
                    : to.blockchain_address ? to.blockchain_address
                                            : to.external_account);
    const wallet_record* wallet = to.id ? state.wallets.find(*to.id) : nullptr;
    show_customer_name(out, state, wallet ? std::optional<std::string>(wallet->customer_id) : std::nullopt);
    out.close_object();
}

OMS_DECL void show(json_writer& out, const emulator& state, const customer_record& customer)
{
    constexpr std::size_t most_wallets = 20;
    out.open_object()
        .text("id", customer.id)
        .text("name", customer.full_name())
        .boolean("active", customer.active)
        .text("createdAt", iso_text(customer.created_at))
        .open_array("endorsements");
    for (const endorsement_record& each : customer.endorsements)
        out.open_object().text("name", each.name).text("status", each.status).close_object();
    out.close_array().open_array("wallets");
    const std::size_t wallets = customer.wallets.size();
    for (std::size_t at = wallets - std::min(wallets, most_wallets); at < wallets; ++at) {
        const wallet_record& wallet = *state.wallets.find(customer.wallets[at]);
        out.open_object()
            .text("id", wallet.id)
            .text("asset", wallet.asset)
            .text("network", wallet.chain)
            .text("status", wallet.status)
            .text("balance", money_text(balance_of(state, wallet)))
            .close_object();
    }
    out.close_array().raw("walletCount", std::to_string(wallets)).close_object();
}

OMS_DECL void show(json_writer& out, const emulator& state, const quote_record& quote, instant now)
{
    out.open_object().text("id", quote.id).text("type", quote.type).text("status", quote.status(now));
    show_customer_name(out, state, quote.customer_id);
    show_sides(out, state, quote.amounts, quote.source_network, quote.destination_network, quote.destination);
    out.text("createdAt", iso_text(quote.created_at)).text("expiresAt", iso_text(quote.expires_at)).close_object();
}

OMS_DECL void show(json_writer& out, const emulator& state, const transaction_record& transaction)
{
    out.open_object()
        .text("id", transaction.id)
        .text("type", transaction.type)
        .text("status", transaction.status)
        .text("subStatus", transaction.sub_status)
        .text("quoteId", transaction.quote_id)
        .text("cashInId", transaction.cash_in_id);
    show_customer_name(out, state, transaction.sender_customer_id);
    show_sides(out, state, transaction.amounts, transaction.source_network, transaction.destination_network,
               transaction.destination);
    out.text("failure", transaction.failure ? std::optional<std::string>(transaction.failure->code) : std::nullopt)
        .text("createdAt", iso_text(transaction.created_at))
        .text("completedAt", iso_text_of(transaction.completed_at))
        .close_object();
}

OMS_DECL void show(json_writer& out, const emulator& state, const cash_in_record& cash_in)
{
    const cash_location_record* location = find_cash_location(state, cash_in.location_id);
    out.open_object()
        .text("id", cash_in.id)
        .text("status", cash_in.status)
        .text("subStatus", cash_in.sub_status)
        .text("code", cash_in.code)
        .text("codeExpiresAt", iso_text(cash_in.code_expires_at))
        .boolean("deposited", cash_in.deposited)
        .text("location", location ? std::optional<std::string>(location->name) : std::nullopt);
    show_customer_name(out, state, cash_in.customer_id);
    show_sides(out, state, cash_in.amounts, "cash", cash_in.destination_network, cash_in.destination);
    out.text("transactionId", cash_in.transaction_id)
        .text("createdAt", iso_text(cash_in.created_at))
        .text("completedAt", iso_text_of(cash_in.completed_at))
        .close_object();
}

OMS_DECL void show(json_writer& out, const webhook_record& webhook)
{
    out.open_object()
        .text("id", webhook.id)
        .text("url", url_to_show(webhook.url))
        .boolean("enabled", webhook.enabled)
        .boolean("complianceOnly", webhook.compliance_only)
        .text("createdAt", iso_text(webhook.created_at))
        .open_array("events");
    for (const std::string& pattern : webhook.events)
        out.element(pattern);
    out.close_array().close_object();
}

OMS_DECL std::string window_state(const emulator& state, instant now)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    json_writer out;
    out.open_object()
        .boolean("clockStands", !state.settings.start.absent())
        .raw("secondsAhead", std::to_string(seconds - state.clock.wall_seconds()))
        .text("version", OMS_VERSION_TEXT)
        .text("basePath", state.settings.base_path);
    const auto none_is = [](const auto&) {
        return false;
    };
    const auto has_not_ended = [](const auto& each) {
        return each.status == "pending" || each.status == "processing";
    };
    const auto is_open = [now](const quote_record& each) {
        return each.status(now) == "open";
    };
    show_latest(out, "customers", state.customers, none_is,
                [&](const customer_record& each) { show(out, state, each); });
    show_latest(out, "quotes", state.quotes, is_open, [&](const quote_record& each) { show(out, state, each, now); });
    show_latest(out, "transactions", state.transactions, has_not_ended,
                [&](const transaction_record& each) { show(out, state, each); });
    show_latest(out, "cashIns", state.cash_ins, has_not_ended,
                [&](const cash_in_record& each) { show(out, state, each); });
    show_latest(out, "webhooks", state.webhooks, none_is, [&](const webhook_record& each) { show(out, each); });
    show_deliveries(out, state);
    out.raw("failingNext", std::to_string(state.troubles.failing_next())).close_object();
    return out.str();
}

}}} // namespace oms::v0_1::detail::emulation
