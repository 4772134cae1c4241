#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/bank_rails.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/ledger.hpp>
#include <oms/sandbox/impl/page.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL transaction_record from_quote(const emulator& state, const quote_record& quote);
OMS_DECL std::optional<transaction_failure> reason_to_fail(emulator& state, const transaction_record& transaction,
                                                           instant at);
OMS_DECL void pay_out(emulator& state, transaction_record& transaction, instant at);
OMS_DECL void pay_developer(emulator& state, const transaction_record& transaction, instant at);
OMS_DECL void arrive(emulator& state, std::string_view address, std::string_view asset, std::string_view network,
                     const decimal& amount, std::string_view tx_hash, instant at);
OMS_DECL void announce_transaction(emulator& state, const transaction_record& transaction, std::string_view what,
                                   instant at);
OMS_DECL std::string_view role_of(const transaction_record& transaction, std::string_view customer_id);
OMS_DECL void render_owner(json_writer& out, const customer_record& owner);

OMS_DECL answer create_transaction(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto quote_id = fields.text("quoteId", presence::required, not_empty);
    const auto metadata = fields.metadata(presence::optional);
    fields.integer("partnerTransactionId", presence::optional);
    for (const char* hint : {"deviceFingerprint", "paymentMethodId", "sourceWalletAddress", "tags", "webSessionId"})
        fields.text(hint, presence::optional);
    fields.finish();
    body.check();
    quote_record* quote = state.quotes.find(*quote_id);
    if (quote == nullptr || quote->account != request.account)
        throw not_found();
    const customer_record& customer = existing_customer(state, request.account, quote->customer_id);
    const wallet_record& wallet = existing_wallet(state, request.account, quote->source_wallet);
    require_writing(request);
    require_good_standing(customer);
    if (wallet.status != "active")
        throw forbidden("The wallet is not active.");
    if (quote->amounts.destination_asset == "usd")
        require_endorsement(customer, "usd");
    require_provisioned(customer);
    if (quote->status(request.at) == "accepted")
        throw unprocessable("quote_already_accepted", "A transaction was already created from this quote.",
                            {{"quoteId", "already accepted"}});
    if (quote->status(request.at) == "expired")
        throw unprocessable("quote_expired", "The quote has expired.", {{"quoteId", "expired"}});
    if (std::exchange(state.next.held_transaction, false))
        throw unprocessable("compliance_hold", "The payment is held for a compliance review.");
    if (balance_of(state, wallet) < quote->amounts.source_gross)
        throw unprocessable("insufficient_funds", "The wallet balance is too low.",
                            {{"source.walletId", "balance is below the gross amount"}});

    quote->accepted = true;
    transaction_record record = from_quote(state, *quote);
    if (metadata)
        record.metadata = *metadata;
    json_writer out;
    render(out, state, begin_transaction(state, std::move(record), request.at));
    return {201, out.str()};
}

OMS_DECL transaction_record from_quote(const emulator& state, const quote_record& quote)
{
    transaction_record record;
    record.account = quote.account;
    record.type = quote.type;
    record.quote_id = quote.id;
    record.sender_customer_id = quote.customer_id;
    if (quote.destination.id)
        record.recipient_customer_id = state.wallets.find(*quote.destination.id)->customer_id;
    else if (quote.type == "cryptoToFiat")
        record.recipient_customer_id = quote.customer_id;
    record.source_wallet = quote.source_wallet;
    record.source_network = quote.source_network;
    record.source_rail = "crypto";
    record.destination_network = quote.destination_network;
    record.destination_rail = quote.type == "cryptoToFiat" ? rail_name(quote.destination_network) : "crypto";
    record.destination = quote.destination;
    record.amounts = quote.amounts;
    record.sponsor_gas = quote.sponsor_gas;
    record.metadata = quote.metadata;
    return record;
}

OMS_DECL transaction_record& begin_transaction(emulator& state, transaction_record record, instant at)
{
    const price& amounts = record.amounts;
    state.books.move(record.source_wallet ? std::string_view(*record.source_wallet) : places::outside,
                     places::in_transit, amounts.source_asset, amounts.source_gross);
    record.id = state.ids.id("txn_", at);
    record.created_at = record.updated_at = at;
    transaction_record& added = state.transactions.add(std::move(record));
    instant end = at + state.settings.settle_delay;
    announce_transaction(state, added, "processing", at);
    if (const auto review = std::exchange(state.next.reviewed_transaction, std::nullopt)) {
        added.sub_status = "underReview";
        end += *review;
        announce_transaction(state, added, "underReview", at);
    }
    state.plan(end, planned::kind::settle_transaction, added.id);
    return added;
}

OMS_DECL void announce_transaction(emulator& state, const transaction_record& transaction, std::string_view what,
                                   instant at)
{
    json_writer out;
    render(out, state, transaction);
    state.announce(transaction.account, "transaction." + transaction.type + "." + std::string(what), out.str(), at);
}

OMS_DECL std::optional<transaction_failure> reason_to_fail(emulator& state, const transaction_record& transaction,
                                                           instant at)
{
    if (auto wished = std::exchange(state.next.failing_transaction, std::nullopt)) {
        wished->occurred_at = at;
        return wished;
    }
    if (transaction.destination.id && state.wallets.find(*transaction.destination.id)->status == "closed")
        return transaction_failure{"destination_wallet_closed", "The destination wallet is closed.", at, false};
    return std::nullopt;
}

OMS_DECL void pay_out(emulator& state, transaction_record& transaction, instant at)
{
    const price& amounts = transaction.amounts;
    const destination_wallet& to = transaction.destination;
    state.books.move(places::in_transit, places::fees, amounts.source_asset, amounts.fees.total);
    state.books.convert(places::in_transit, amounts.source_asset, amounts.source_net,
                        to.id ? std::string_view(*to.id) : places::outside, amounts.destination_asset,
                        amounts.destination);
    if (transaction.destination_rail == "crypto")
        transaction.destination_tx_hash = "0x" + state.ids.hexadecimal(64);
    const std::optional<std::string> address = to.id ? std::nullopt : chain_address(state, to);
    if (address)
        arrive(state, *address, amounts.destination_asset, transaction.destination_network, amounts.destination,
               *transaction.destination_tx_hash, at);
    pay_developer(state, transaction, at);
}

/// An address outside may be the address of a wallet inside.
OMS_DECL void arrive(emulator& state, std::string_view address, std::string_view asset, std::string_view network,
                     const decimal& amount, std::string_view tx_hash, instant at)
{
    for (const wallet_record& wallet : state.wallets.all())
        if (wallet.address == address && wallet.chain == network && wallet.asset == asset)
            detect_deposit(state, wallet, amount, "0x" + std::string(40, '0'), tx_hash, at);
}

/// Out of the fees; into a wallet inside it comes as a deposit, in the wallet's asset.
OMS_DECL void pay_developer(emulator& state, const transaction_record& transaction, instant at)
{
    const std::string& asset = transaction.amounts.source_asset;
    for (const developer_payment& payment : transaction.developer_payments) {
        const wallet_record* const wallet = payment.to.id ? state.wallets.find(*payment.to.id) : nullptr;
        if (wallet != nullptr && wallet->status == "closed")
            continue;
        const std::string& paid = wallet == nullptr ? asset : wallet->asset;
        const decimal worth = paid == asset ? payment.amount : payment.amount * exchange_rate(asset, paid);
        state.books.convert(places::fees, asset, payment.amount, places::outside, paid, worth);
        if (wallet != nullptr)
            detect_deposit(state, *wallet, worth, "0x" + std::string(40, '0'), "0x" + state.ids.hexadecimal(64), at);
    }
}

OMS_DECL void settle_transaction(emulator& state, std::string_view id, instant at)
{
    transaction_record& transaction = *state.transactions.find(id);
    transaction.updated_at = at;
    transaction.failure = reason_to_fail(state, transaction, at);
    if (transaction.failure) {
        state.books.move(places::in_transit,
                         transaction.source_wallet ? std::string_view(*transaction.source_wallet) : places::outside,
                         transaction.amounts.source_asset, transaction.amounts.source_gross);
        transaction.status = "failed";
        transaction.sub_status = "broadcastFailed";
    } else {
        pay_out(state, transaction, at);
        transaction.status = "completed";
        transaction.sub_status = "settled";
        transaction.completed_at = at;
    }
    announce_transaction(state, transaction, transaction.status, at);
    if (transaction.cash_in_id)
        finish_cash_in(state, *transaction.cash_in_id, !transaction.failure, at);
}

OMS_DECL answer list_transactions(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const page_request asked = read_page_request(query, "transactions");
    const auto sender = query.text("senderCustomerId");
    const auto recipient = query.text("recipientCustomerId");
    const auto status = query.text("status");
    const auto type = query.text("type");
    query.finish();
    const auto page = cut_page(state.transactions.all(), asked, [&](const transaction_record& transaction) {
        return transaction.account == request.account && (!sender || transaction.sender_customer_id == sender) &&
               (!recipient || transaction.recipient_customer_id == recipient) &&
               (!status || transaction.status == *status) && (!type || transaction.type == *type);
    });
    const std::optional<std::string> perspective = sender ? sender : recipient;
    return {200, render_page(page, "transactions", [&](json_writer& out, const transaction_record& transaction) {
                render(out, state, transaction, perspective);
            })};
}

OMS_DECL answer list_customer_transactions(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const page_request asked = read_page_request(query, "transactions");
    query.finish();
    const std::string id = existing_customer(state, request.account, request.ids[0]).id;
    const auto page = cut_page(state.transactions.all(), asked, [&](const transaction_record& transaction) {
        return transaction.sender_customer_id == id || transaction.recipient_customer_id == id;
    });
    return {200, render_page(page, "transactions", [&](json_writer& out, const transaction_record& transaction) {
                render(out, state, transaction, id);
            })};
}

OMS_DECL answer get_transaction(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const auto sender = query.text("senderCustomerId");
    const auto recipient = query.text("recipientCustomerId");
    query.finish();
    const transaction_record* transaction = state.transactions.find(request.ids[0]);
    if (transaction == nullptr || transaction->account != request.account)
        throw not_found();
    json_writer out;
    render(out, state, *transaction, sender ? sender : recipient);
    return {200, out.str()};
}

OMS_DECL std::string_view role_of(const transaction_record& transaction, std::string_view customer_id)
{
    const bool sends = transaction.sender_customer_id == customer_id;
    const bool receives = transaction.recipient_customer_id == customer_id;
    if (sends)
        return receives ? "both" : "sender";
    return receives ? "recipient" : "";
}

OMS_DECL void render_owner(json_writer& out, const customer_record& owner)
{
    const postal_address home = owner.residential_address.value_or(postal_address());
    out.open_object("owner")
        .text("name", owner.full_name())
        .text("email", owner.email)
        .text("phone", owner.phone)
        .text("nationality", owner.nationality)
        .text("dateOfBirth", owner.birth_date)
        .null("taxId")
        .open_object("address")
        .text("line1", home.line1)
        .text("line2", home.line2)
        .text("city", home.city)
        .text("state", home.state)
        .text("country", home.country)
        .text("zipCode", home.zip_code)
        .close_object()
        .close_object();
}

OMS_DECL void render(json_writer& out, const emulator& state, const transaction_record& transaction,
                     const std::optional<std::string>& perspective)
{
    const destination_wallet& to = transaction.destination;
    out.open_object()
        .text("id", transaction.id)
        .text("object", "transaction")
        .text("type", transaction.type)
        .text("status", transaction.status)
        .text("subStatus", transaction.sub_status)
        .text("quoteId", transaction.quote_id)
        .text("cashInId", transaction.cash_in_id)
        .text("depositAddressId", transaction.deposit_address_id)
        .text("virtualAccountId", transaction.virtual_account_id)
        .text("senderCustomerId", transaction.sender_customer_id)
        .text("recipientCustomerId", transaction.recipient_customer_id)
        .open_object("source");
    if (transaction.source_wallet)
        out.text("walletId", *transaction.source_wallet);
    out.text("asset", transaction.amounts.source_asset)
        .text("network", transaction.source_network)
        .text("rail", transaction.source_rail);
    render_source_amounts(out, transaction.amounts);
    out.text("txHash", transaction.source_tx_hash)
        .close_object()
        .open_object("destination")
        .text("asset", transaction.amounts.destination_asset)
        .text("network", transaction.destination_network)
        .text("rail", transaction.destination_rail);
    render_destination_amounts(out, transaction.amounts);
    if (to.external_account) {
        const external_account_record& external = *state.external_accounts.find(*to.external_account);
        out.text("externalAccountId", external.id);
        if (!external.address) {
            render_masked_details(out, external);
            render_owner(out, *state.customers.find(external.customer_id));
        }
    }
    out.open_object("wallet")
        .text("walletId", to.id)
        .text("blockchainAddress", chain_address(state, to))
        .text("externalAccountId", to.external_account)
        .close_object()
        .text("txHash", transaction.destination_tx_hash)
        .close_object()
        .text("fixedAmountSide", transaction.amounts.fixed_side);
    render_rates(out, transaction.amounts);
    out.boolean("sponsorGas", transaction.sponsor_gas).text("sponsorGasCost", "0");
    if (transaction.failure)
        out.open_object("error")
            .text("code", transaction.failure->code)
            .text("message", transaction.failure->message)
            .text("occurredAt", iso_text(transaction.failure->occurred_at))
            .boolean("recoverable", transaction.failure->recoverable)
            .close_object();
    else
        out.null("error");
    std::optional<std::string> completed_at;
    if (transaction.completed_at)
        completed_at = iso_text(*transaction.completed_at);
    out.raw("metadata", transaction.metadata)
        .text("createdAt", iso_text(transaction.created_at))
        .text("updatedAt", iso_text(transaction.updated_at))
        .text("completedAt", completed_at);
    if (perspective) {
        const std::string_view role = role_of(transaction, *perspective);
        if (!role.empty())
            out.text("role", role);
    }
    out.close_object();
}

}}} // namespace oms::v0_1::detail::emulation
