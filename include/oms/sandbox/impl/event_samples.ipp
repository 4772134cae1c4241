#pragma once

#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/event_data.hpp>
#include <oms/sandbox/impl/event_samples.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/ledger.hpp>
#include <oms/sandbox/impl/pricing.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL sandbox::settings settings_of_samples(std::uint64_t seed);
OMS_DECL customer_record sample_customer(identifiers& ids, instant at);
OMS_DECL transaction_record sample_transaction(std::string_view type, const price& amounts, std::string_view customer);
OMS_DECL std::string endorsement_data(std::string_view customer_id, std::string_view status);

OMS_DECL sandbox::settings settings_of_samples(std::uint64_t seed)
{
    sandbox::settings settings;
    settings.seed = ~seed; // other ids than the emulator's
    return settings;
}

OMS_DECL customer_record sample_customer(identifiers& ids, instant at)
{
    customer_record made;
    made.id = ids.id("cst_", at);
    made.first_name = "Alice";
    made.last_name = "Nguyen";
    made.email = "alice@example.com";
    made.phone = "+12125550123";
    made.birth_date = "1990-04-12";
    made.nationality = "US";
    made.external_id = "usr_12345";
    made.residential_address = postal_address{"350 Fifth Avenue", {}, "New York", "NY", "US", "10118"};
    made.identified = made.signed_agreement = true;
    made.signed_agreement_at = made.created_at = made.updated_at = at;
    for (const char* name : {"basic", "cryptoCustody", "usd"})
        made.endorsements.push_back({name, "ACTIVE"});
    return made;
}

OMS_DECL transaction_record sample_transaction(std::string_view type, const price& amounts, std::string_view customer)
{
    transaction_record made;
    made.type = type;
    made.amounts = amounts;
    made.sender_customer_id = made.recipient_customer_id = customer;
    made.source_network = made.destination_network = "polygon";
    made.source_rail = made.destination_rail = "crypto";
    return made;
}

OMS_DECL event_samples::~event_samples() = default;

OMS_DECL event_samples::event_samples(std::uint64_t seed, instant at)
    : world_(std::make_unique<emulator>(settings_of_samples(seed)))
{
    customer_ = sample_customer(world_->ids, at);

    wallet_.id = world_->ids.id("wlt_", at);
    wallet_.customer_id = customer_.id;
    wallet_.address = world_->ids.address("polygon");
    wallet_.asset = "usdc";
    wallet_.chain = "polygon";
    wallet_.created_at = wallet_.updated_at = at;
    world_->wallets.add(wallet_);
    world_->books.move(places::outside, wallet_.id, wallet_.asset, decimal("100.00"));
    customer_.wallets.push_back(wallet_.id);

    bank_.id = world_->ids.id("cpUsBank_", at);
    bank_.customer_id = customer_.id;
    bank_.type = "usBank";
    bank_.asset = "usd";
    bank_.networks = {"ach", "wire"};
    bank_.bank_name = "Example Bank";
    bank_.masked_number = "****6789";
    bank_.created_at = at;
    world_->external_accounts.add(bank_);
    world_->customers.add(customer_);

    virtual_account_.source_asset = "usd";
    virtual_account_.source_network = "usBank";
    virtual_account_.accountholder_name = "customer";
    deposit_address_.source_asset = "usdt";
    deposit_address_.source_network = "ethereum";
    for (funding_route* route :
         {static_cast<funding_route*>(&virtual_account_), static_cast<funding_route*>(&deposit_address_)}) {
        route->destination_asset = wallet_.asset;
        route->destination_network = wallet_.chain;
        route->destination.id = wallet_.id;
    }
    virtual_account_ = add_virtual_account(*world_, virtual_account_, customer_, at);
    deposit_address_ = add_deposit_address(*world_, deposit_address_, customer_, at);

    const sandbox::fee_schedule fees;
    const decimal amount("100.00");
    cash_in_.customer_id = customer_.id;
    cash_in_.indicated_amount = amount.str();
    cash_in_.amounts = price_of_cash(fees, "usdc", amount);
    cash_in_.destination_network = wallet_.chain;
    cash_in_.destination.id = wallet_.id;
    cash_in_.location_id = world_->cash_locations.front().id;

    transaction_record send =
        sample_transaction("cryptoToCrypto", price_of_send(fees, "usdc", "usdc", amount, false), customer_.id);
    send.source_wallet = wallet_.id;
    send.recipient_customer_id.reset();
    send.destination.blockchain_address = world_->ids.address("polygon");
    transactions_[send.type] = send;

    transaction_record payout =
        sample_transaction("cryptoToFiat", price_of_send(fees, "usdc", "usd", amount, false), customer_.id);
    payout.source_wallet = wallet_.id;
    payout.destination_network = payout.destination_rail = "ach";
    payout.destination.external_account = bank_.id;
    transactions_[payout.type] = payout;

    transaction_record funding = sample_transaction("fiatToCrypto", cash_in_.amounts, customer_.id);
    funding.source_network = funding.source_rail = "cash";
    funding.destination.id = wallet_.id;
    transactions_[funding.type] = funding;
}

OMS_DECL transaction_record event_samples::transaction(const catalogued_event& what, identifiers& ids, instant at) const
{
    transaction_record made = transactions_.find(what.kind)->second;
    made.id = ids.id("txn_", at);
    (made.type == "fiatToCrypto" ? made.cash_in_id : made.quote_id) =
        ids.id(made.type == "fiatToCrypto" ? "ci_" : "qt_", at);
    made.status = what.state;
    made.created_at = made.updated_at = at;
    if (what.ending == "underReview") {
        made.sub_status = "underReview";
    } else if (made.status == "awaitingAction") {
        made.sub_status = "depositAwaited";
    } else if (made.status == "failed") {
        made.sub_status = "broadcastFailed";
        made.failure =
            transaction_failure{"onchain_transfer_failed", "The transfer could not be broadcast.", at, false};
    } else if (made.status == "completed") {
        made.sub_status = "settled";
        made.completed_at = at;
        if (made.destination_rail == "crypto")
            made.destination_tx_hash = "0x" + ids.hexadecimal(64);
    }
    return made;
}

OMS_DECL cash_in_record event_samples::cash_in(const catalogued_event& what, identifiers& ids, instant at) const
{
    cash_in_record made = cash_in_;
    made.id = ids.id("ci_", at);
    made.status = what.state;
    made.code = ids.letters(3) + " " + ids.decimal_digits(5);
    made.created_at = made.updated_at = at;
    made.code_expires_at = at + std::chrono::hours{1};
    if (made.status == "completed") {
        made.sub_status = "settled";
        made.deposited = true;
        made.transaction_id = ids.id("txn_", at);
        made.completed_at = at;
    } else if (made.status == "expired") {
        made.sub_status = "cash_deposit_expired";
        made.code_expires_at = at;
    }
    return made;
}

OMS_DECL std::string endorsement_data(std::string_view customer_id, std::string_view status)
{
    json_writer out;
    out.open_object()
        .text("object", "endorsement")
        .text("customerId", customer_id)
        .text("name", "usd")
        .text("status", status)
        .open_array("rejectionReasons")
        .close_array()
        .open_object("requirements");
    const bool active = status == "ACTIVE";
    out.open_array("complete");
    if (active)
        out.element("identityVerification");
    out.close_array().open_array("pending").close_array().open_array("missing");
    if (!active)
        out.element("identifyingInformation");
    return out.close_array().open_array("issues").close_array().close_object().close_object().str();
}

OMS_DECL std::string event_samples::data(const catalogued_event& what, bool later, identifiers& ids, instant at) const
{
    json_writer out;
    // A new one of the kind: another id, made now, in the state of the event.
    const auto anew = [&](auto record, std::string_view prefix) {
        record.id = ids.id(prefix, at);
        record.created_at = at;
        return record;
    };
    switch (what.about) {
    case event_subject::transaction:
        return transaction_data(*world_, transaction(what, ids, at), later);
    case event_subject::cash_in:
        render(out, *world_, cash_in(what, ids, at));
        break;
    case event_subject::endorsement:
        return endorsement_data(ids.id("cst_", at), what.state);
    case event_subject::customer: {
        customer_record made = anew(customer_, "cst_");
        made.updated_at = at;
        render(out, *world_, made);
        break;
    }
    case event_subject::wallet:
    case event_subject::deposit: {
        wallet_record made = anew(wallet_, "wlt_");
        made.address = ids.address(made.chain);
        made.updated_at = at;
        if (what.about == event_subject::wallet)
            render(out, made);
        else
            render(out, made, {decimal("25.00"), ids.address(made.chain), "0x" + ids.hexadecimal(64), at});
        break;
    }
    case event_subject::virtual_account: {
        virtual_account_record made = anew(virtual_account_, "va_");
        made.status = what.state;
        render(out, *world_, made);
        break;
    }
    case event_subject::deposit_address: {
        deposit_address_record made = anew(deposit_address_, "da_");
        made.status = what.state;
        render(out, *world_, made);
        break;
    }
    case event_subject::external_account: {
        external_account_record made = anew(bank_, "ext_");
        made.type = "bankUs";
        made.status = what.state;
        render(out, made);
        break;
    }
    case event_subject::account_movement:
        return movement_data(what, ids.id("txn_", at), customer_.id, virtual_account_.id);
    case event_subject::address_movement:
        return movement_data(what, ids.id("txn_", at), customer_.id, deposit_address_.id);
    case event_subject::counterparty:
        out.open_object()
            .text("id", ids.id("cpty_", at))
            .text("object", "counterparty")
            .text("customerId", customer_.id)
            .text("status", what.state)
            .close_object();
        break;
    case event_subject::webhook:
        out.open_object()
            .text("id", ids.id("whk_", at))
            .text("object", "webhook")
            .text("status", what.state)
            .close_object();
        break;
    }
    return out.str();
}

}}} // namespace oms::v0_1::detail::emulation
