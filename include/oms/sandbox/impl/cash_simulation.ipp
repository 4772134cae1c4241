#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/cash_locations.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/pricing.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/simulations.hpp>
#include <oms/sandbox/impl/transactions.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void require_cash_limits(const emulator& state, std::string_view customer_id, const decimal& minimum,
                                  const decimal& maximum, const decimal& amount, instant at);
OMS_DECL void require_cash_limits(const emulator& state, const cash_in_record& cash_in, const decimal& amount,
                                  instant at);
/// Whether the counter may take so much cash for this code.
OMS_DECL void require_payable(emulator& state, const cash_in_record& cash_in, std::string_view code,
                              const decimal& amount, instant at)
{
    if (!existing_customer(state, cash_in.account, cash_in.customer_id).active)
        throw forbidden("The customer is inactive.");
    if (cash_in.status != "pending" || cash_in.code != code)
        throw invalid_request("The deposit code has expired or was used.");
    require_cash_limits(state, cash_in, amount, at);
}

OMS_DECL price price_of_deposit(const emulator& state, std::string_view asset, const decimal& amount);
OMS_DECL transaction_record cash_transaction(std::string_view account, std::string_view customer_id,
                                             const destination_wallet& to, std::string_view network,
                                             const price& amounts);
OMS_DECL void deposit_cash(emulator& state, cash_in_record& cash_in, const decimal& amount, instant at);
OMS_DECL void deposit_cash_without_code(emulator& state, const customer_record& customer, const decimal& amount,
                                        instant at);

/// Contract 1.9: of one deposit, and of the customer in a day, a week and a month.
OMS_DECL void require_cash_limits(const emulator& state, std::string_view customer_id, const decimal& minimum,
                                  const decimal& maximum, const decimal& amount, instant at)
{
    const auto refuse = [](const std::string& message) {
        throw unprocessable("limit_exceeded", "The amount is outside the limits for cash.", {{"amount", message}});
    };
    if (amount < minimum)
        refuse("must not be less than " + minimum.str());
    if (amount > maximum)
        refuse("must not be greater than " + maximum.str());
    struct window {
        int days;
        int deposits;
        std::string_view sum;
        std::string_view name;
    };
    constexpr window windows[] = {{1, 3, "1500", "day"}, {7, 12, "3500", "week"}, {30, 20, "5000", "month"}};
    for (const window& of : windows) {
        decimal sum = amount;
        int count = 1;
        for (const cash_deposit& deposit : state.cash_deposits) {
            if (deposit.customer_id != customer_id || deposit.at + std::chrono::days{of.days} <= at)
                continue;
            sum += deposit.amount;
            ++count;
        }
        if (sum > decimal(of.sum) || count > of.deposits)
            refuse("is more than a customer may deposit in a " + std::string(of.name));
    }
}

OMS_DECL void require_cash_limits(const emulator& state, const cash_in_record& cash_in, const decimal& amount,
                                  instant at)
{
    const cash_location_record& location = *find_cash_location(state, cash_in.location_id);
    require_cash_limits(state, cash_in.customer_id, location.minimum, location.maximum, amount, at);
}

OMS_DECL price price_of_deposit(const emulator& state, std::string_view asset, const decimal& amount)
{
    try {
        return price_of_cash(state.settings.fees, asset, amount);
    } catch (const std::domain_error&) {
        throw invalid_field("amount", "must be greater than the fees");
    }
}

OMS_DECL answer simulate_barcode_auth(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto code = fields.text("code", presence::required, not_empty);
    const auto amount = fields.amount("amount", presence::required);
    fields.finish();
    body.check();
    const auto issued = state.cash_in_of_code.find(*code);
    const cash_in_record* cash_in =
        issued == state.cash_in_of_code.end() ? nullptr : state.cash_ins.find(issued->second);
    if (cash_in == nullptr || cash_in->account != request.account)
        throw not_found();
    require_writing(request);
    require_payable(state, *cash_in, *code, *amount, request.at);

    cash_authorization authorization;
    authorization.id = "CONF-" + state.ids.hexadecimal(12);
    authorization.account_number = "99" + state.ids.decimal_digits(11);
    authorization.account_reference_number = "ARN-" + state.ids.decimal_digits(12);
    authorization.cash_in_id = cash_in->id;
    authorization.amount = *amount;
    json_writer out;
    out.open_object()
        .text("accountNumber", authorization.account_number)
        .text("accountReferenceNumber", authorization.account_reference_number)
        .text("confirmationId", authorization.id)
        .text("authorizedAmount", amount->str())
        .text("responseCode", "00")
        .text("responseText", "Approved")
        .close_object();
    state.cash_authorizations.add(std::move(authorization));
    return {200, out.str()};
}

OMS_DECL answer simulate_auth_commit(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto account_number = fields.text("accountNumber", presence::required, not_empty);
    const auto reference = fields.text("accountReferenceNumber", presence::required, not_empty);
    const auto amount = fields.amount("amount", presence::required);
    const auto confirmation = fields.text("originalConfirmationId", presence::required, not_empty);
    const auto customer_id = fields.text("customerId", presence::optional, not_empty);
    fields.text("description", presence::optional);
    fields.finish();
    body.check();

    cash_authorization* authorization = state.cash_authorizations.find(*confirmation);
    cash_in_record* cash_in = nullptr;
    if (authorization != nullptr && authorization->account_number == *account_number &&
        authorization->account_reference_number == *reference)
        cash_in = state.cash_ins.find(authorization->cash_in_id);
    if (cash_in != nullptr && cash_in->account != request.account)
        cash_in = nullptr;
    if (cash_in == nullptr && !customer_id)
        throw not_found();
    const customer_record& customer =
        existing_customer(state, request.account, customer_id ? *customer_id : cash_in->customer_id);
    if (cash_in != nullptr && cash_in->customer_id != customer.id)
        throw invalid_field("customerId", "is not the customer of this deposit");
    require_writing(request);
    if (!customer.active)
        throw forbidden("The customer is inactive.");
    if (cash_in != nullptr) {
        if (authorization->committed || cash_in->status != "pending")
            throw invalid_request("The deposit was committed before or its code has expired.");
        if (*amount > authorization->amount)
            throw unprocessable("limit_exceeded", "The amount is above the authorized one.",
                                {{"amount", "must not be greater than " + authorization->amount.str()}});
        require_cash_limits(state, *cash_in, *amount, request.at);
        deposit_cash(state, *cash_in, *amount, request.at);
        authorization->committed = true;
    } else {
        require_cash_limits(state, customer.id, decimal("20.00"), decimal("500.00"), *amount, request.at);
        deposit_cash_without_code(state, customer, *amount, request.at);
    }
    json_writer out;
    out.open_object()
        .text("authorizedAmount", amount->str())
        .text("confirmationId", "CONF-" + state.ids.hexadecimal(12))
        .text("responseCode", "00")
        .text("responseId", "RESP-" + state.ids.decimal_digits(7))
        .text("responseText", "Approved")
        .close_object();
    return {200, out.str()};
}

OMS_DECL void pay_cash(emulator& state, cash_in_record& cash_in, const decimal& amount, instant at)
{
    require_payable(state, cash_in, cash_in.code, amount, at);
    deposit_cash(state, cash_in, amount, at);
}

OMS_DECL transaction_record cash_transaction(std::string_view account, std::string_view customer_id,
                                             const destination_wallet& to, std::string_view network,
                                             const price& amounts)
{
    transaction_record record;
    record.account = account;
    record.type = "fiatToCrypto";
    record.sub_status = "cashDeposited";
    record.sender_customer_id = customer_id;
    record.recipient_customer_id = customer_id;
    record.source_network = "cash";
    record.source_rail = "cash";
    record.destination_network = network;
    record.destination_rail = "crypto";
    record.destination = to;
    record.amounts = amounts;
    return record;
}

OMS_DECL void deposit_cash(emulator& state, cash_in_record& cash_in, const decimal& amount, instant at)
{
    cash_in.amounts = price_of_deposit(state, cash_in.amounts.destination_asset, amount);
    cash_in.deposited = true;
    cash_in.status = "processing";
    cash_in.updated_at = at;
    state.cash_deposits.push_back({cash_in.customer_id, amount, at});
    transaction_record record = cash_transaction(cash_in.account, cash_in.customer_id, cash_in.destination,
                                                 cash_in.destination_network, cash_in.amounts);
    if (record.destination.id)
        record.recipient_customer_id = state.wallets.find(*record.destination.id)->customer_id;
    record.cash_in_id = cash_in.id;
    record.metadata = cash_in.metadata;
    cash_in.transaction_id = begin_transaction(state, std::move(record), at).id;
}

/// The minimal transaction of contract 9.5: cash of a customer without a cash-in, for the oldest wallet that holds
/// usdc on polygon, or for nobody when there is none.
OMS_DECL void deposit_cash_without_code(emulator& state, const customer_record& customer, const decimal& amount,
                                        instant at)
{
    destination_wallet to;
    for (const std::string& id : customer.wallets) {
        const wallet_record& wallet = *state.wallets.find(id);
        if (!to.id && wallet.asset == "usdc" && wallet.chain == "polygon" && wallet.status != "closed")
            to.id = id;
    }
    const price amounts = price_of_deposit(state, "usdc", amount);
    state.cash_deposits.push_back({customer.id, amount, at});
    begin_transaction(state, cash_transaction(customer.account, customer.id, to, "polygon", amounts), at);
}

}}} // namespace oms::v0_1::detail::emulation
