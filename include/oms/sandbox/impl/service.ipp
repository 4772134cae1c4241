#pragma once

#include <oms/core/error.hpp>
#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/dispatch.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/text_checks.hpp>
#include <oms/sandbox/impl/window.hpp>
#include <oms/sandbox/service.hpp>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail::emulation {

/// What a test names must exist.
template <class Record>
Record& named(const store<Record>& records, std::string_view id, const char* reason)
{
    Record* found = records.find(id);
    if (found == nullptr)
        throw error(errc::invalid_argument, reason);
    return *found;
}

OMS_DECL void require_amount(const decimal& amount);
/// A route of the wallet's customer to the wallet.
OMS_DECL void lead(funding_route& route, std::string_view asset, std::string_view network, const wallet_record& wallet);
/// Adds an external account for the customer, who must exist.
OMS_DECL std::string place(emulator& state, external_account_record external, std::string_view customer_id,
                           std::string_view prefix);

OMS_DECL void lead(funding_route& route, std::string_view asset, std::string_view network, const wallet_record& wallet)
{
    route.source_asset = asset;
    route.source_network = network;
    route.destination_asset = wallet.asset;
    route.destination_network = wallet.chain;
    route.destination.id = wallet.id;
}

OMS_DECL std::string place(emulator& state, external_account_record external, std::string_view customer_id,
                           std::string_view prefix)
{
    const customer_record& customer = named(state.customers, customer_id, "the sandbox has no such customer");
    external.created_at = state.clock.now();
    external.id = state.ids.id(prefix, external.created_at);
    external.account = customer.account;
    external.customer_id = customer.id;
    return state.external_accounts.add(std::move(external)).id;
}

OMS_DECL void require_amount(const decimal& amount)
{
    if (amount.absent() || amount.is_zero() || amount.is_negative())
        throw error(errc::invalid_argument, "the amount is not above zero");
    if (has_too_many_digits(amount))
        throw error(errc::invalid_argument, "the amount has too many digits");
}

} // namespace detail::emulation

namespace sandbox {

OMS_DECL service::service(sandbox::settings with)
    : emulator_(std::make_unique<detail::emulation::emulator>(std::move(with)))
{
}

OMS_DECL service::~service() = default;
OMS_DECL service::service(service&&) noexcept = default;
OMS_DECL service& service::operator=(service&&) noexcept = default;

OMS_DECL const sandbox::settings& service::settings() const
{
    return emulator_->settings;
}

OMS_DECL handled service::handle(const http_request& request)
{
    return handle(to_string(request.method), request.target, request.headers, request.body);
}

OMS_DECL handled service::handle(std::string_view method, std::string_view target, const http_headers& headers,
                                 std::string_view body)
{
    const detail::emulation::incoming request{method, target, headers, body};
    if (emulator_->settings.window && detail::emulation::is_of_window(target))
        return {detail::emulation::serve_window(*emulator_, request), std::chrono::milliseconds{0}};
    detail::emulation::outgoing answer = detail::emulation::dispatch(*emulator_, request);
    return {std::move(answer.response), answer.delay};
}

OMS_DECL timestamp service::now() const
{
    return timestamp(emulator_->clock.now());
}

OMS_DECL void service::advance(std::chrono::milliseconds by)
{
    if (by < std::chrono::milliseconds{0})
        throw error(errc::invalid_argument, "the clock only goes forward");
    emulator_->clock.advance(by);
    step();
}

OMS_DECL void service::step()
{
    emulator_->step(emulator_->clock.now());
}

OMS_DECL void service::inject(const fault& what)
{
    emulator_->faults.push_back({what, what.after(), what.times() > 0 ? what.times() : -1});
}

OMS_DECL void service::clear_faults()
{
    emulator_->faults.clear();
    emulator_->troubles.clear();
}

OMS_DECL void service::limit_rate(int requests, std::chrono::milliseconds window)
{
    emulator_->rate.set(requests, window);
}

OMS_DECL void service::revoke_tokens()
{
    emulator_->tokens.clear();
}

OMS_DECL void service::fail_next_transaction(std::string_view error_code, bool recoverable)
{
    emulator_->next.failing_transaction = detail::emulation::transaction_failure{
        std::string(error_code), "The transfer could not be broadcast.", {}, recoverable};
}

OMS_DECL void service::hold_next_transaction()
{
    emulator_->next.held_transaction = true;
}

OMS_DECL void service::review_next_transaction(std::chrono::milliseconds how_long)
{
    emulator_->next.reviewed_transaction = how_long;
}

OMS_DECL void service::refuse_next_endorsement(std::string_view name, std::string_view status)
{
    emulator_->next.refused_endorsement = detail::emulation::endorsement_record{std::string(name), std::string(status)};
}

OMS_DECL void service::set_wallet_status(std::string_view wallet_id, std::string_view status)
{
    auto& wallet = detail::emulation::named(emulator_->wallets, wallet_id, "the sandbox has no such wallet");
    if (status != "active" && status != "suspended" && status != "closed")
        throw error(errc::invalid_argument, "a wallet is active, suspended or closed");
    wallet.status = status;
    wallet.updated_at = emulator_->clock.now();
}

OMS_DECL void service::fund(std::string_view wallet_id, const decimal& amount)
{
    const auto& wallet = detail::emulation::named(emulator_->wallets, wallet_id, "the sandbox has no such wallet");
    detail::emulation::require_amount(amount);
    emulator_->books.move(detail::emulation::places::outside, wallet.id, wallet.asset, amount);
}

OMS_DECL void service::deposit(std::string_view wallet_id, const decimal& amount, std::string_view from_address)
{
    const auto& wallet = detail::emulation::named(emulator_->wallets, wallet_id, "the sandbox has no such wallet");
    detail::emulation::require_amount(amount);
    detail::emulation::detect_deposit(*emulator_, wallet, amount, from_address, "0x" + emulator_->ids.hexadecimal(64),
                                      emulator_->clock.now());
}

OMS_DECL std::string service::place_virtual_account(std::string_view wallet_id)
{
    const auto& wallet = detail::emulation::named(emulator_->wallets, wallet_id, "the sandbox has no such wallet");
    detail::emulation::virtual_account_record route;
    detail::emulation::lead(route, "usd", "usBank", wallet);
    return detail::emulation::add_virtual_account(
               *emulator_, std::move(route), *emulator_->customers.find(wallet.customer_id), emulator_->clock.now())
        .id;
}

OMS_DECL std::string service::place_deposit_address(std::string_view wallet_id, std::string_view asset,
                                                    std::string_view network)
{
    const auto& wallet = detail::emulation::named(emulator_->wallets, wallet_id, "the sandbox has no such wallet");
    detail::emulation::deposit_address_record route;
    detail::emulation::lead(route, asset, network, wallet);
    return detail::emulation::add_deposit_address(
               *emulator_, std::move(route), *emulator_->customers.find(wallet.customer_id), emulator_->clock.now())
        .id;
}

OMS_DECL std::string service::place_bank_account(std::string_view customer_id)
{
    detail::emulation::external_account_record external;
    external.type = "usBank";
    external.asset = "usd";
    external.networks = {"ach", "wire"};
    external.bank_name = "Example Bank";
    external.masked_number = "****6789";
    return detail::emulation::place(*emulator_, std::move(external), customer_id, "cpUsBank_");
}

OMS_DECL std::string service::place_debit_card(std::string_view customer_id)
{
    detail::emulation::external_account_record external;
    external.type = "debitCard";
    external.asset = "usd";
    external.networks = {"card"};
    external.masked_number = "****4242";
    return detail::emulation::place(*emulator_, std::move(external), customer_id, "pmCard_");
}

OMS_DECL std::string service::place_blockchain_account(std::string_view customer_id, std::string_view asset,
                                                       std::string_view network, std::string_view address)
{
    if (!detail::emulation::is_pair(asset, network) || detail::emulation::is_fiat(asset) || address.empty())
        throw error(errc::invalid_argument, "the sandbox knows no such asset on a chain");
    detail::emulation::external_account_record external;
    external.type = "blockchainAddress";
    external.asset = asset;
    external.networks = {std::string(network)};
    external.address = address;
    return detail::emulation::place(*emulator_, std::move(external), customer_id, "cpBcAddr_");
}

OMS_DECL sandbox::oracle service::oracle() const
{
    sandbox::oracle seen;
    for (const auto& wallet : emulator_->wallets.all())
        seen.balances[wallet.id] = balance_of(*emulator_, wallet);
    seen.assets = emulator_->books.totals();
    seen.effects = emulator_->effects;
    return seen;
}

OMS_DECL const std::deque<request_record>& service::requests() const
{
    return emulator_->requests;
}

} // namespace sandbox

}} // namespace oms::v0_1
