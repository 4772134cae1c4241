#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/early_access.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/testing/mock_operation.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 { namespace testing {

/// The operations of a mocked client, each named as the function of `client_core` that it stands for:
/// `client.customers().create(...)` asks `create_customer`, `client.transactions().execute(...)`
/// `create_transaction`, every `wait` its `wait_...`, `client.flows().send(...)` `send`.
class mock_operations {
private:
    std::shared_ptr<detail::mock_log> log_ = std::make_shared<detail::mock_log>();

public:
    mock_operations() = default;

    mock_operation<customer(new_customer, call_options)> create_customer{"create_customer", log_};
    mock_operation<page<customer>(customer_filter, call_options)> list_customers{"list_customers", log_};
    mock_operation<customer(customer_id, call_options)> get_customer{"get_customer", log_};
    mock_operation<customer(customer_id, customer_update, call_options)> update_customer{"update_customer", log_};
    mock_operation<customer(customer_id, call_options)> delete_customer{"delete_customer", log_};
    mock_operation<customer_balance(customer_id, std::string, call_options)> get_customer_balance{
        "get_customer_balance", log_};
    mock_operation<endorsement(customer_id, endorsement_name, std::chrono::milliseconds, call_options)>
        wait_endorsement{"wait_endorsement", log_};
    mock_operation<page<any_transaction>(customer_id, customer_transaction_filter, call_options)>
        list_customer_transactions{"list_customer_transactions", log_};
    mock_operation<wallet(customer_id, new_wallet, call_options)> create_wallet{"create_wallet", log_};
    mock_operation<page<wallet>(customer_id, wallet_filter, call_options)> list_customer_wallets{
        "list_customer_wallets", log_};
    mock_operation<wallet_balance(wallet_id, std::string, call_options)> get_wallet_balance{"get_wallet_balance", log_};
    mock_operation<any_quote(new_quote_fields, expected_kind, call_options)> create_quote{"create_quote", log_};
    mock_operation<any_quote(quote_id, expected_kind, call_options)> get_quote{"get_quote", log_};
    mock_operation<any_transaction(quote_id, transaction_hints, expected_kind, call_options)> create_transaction{
        "create_transaction", log_};
    mock_operation<page<any_transaction>(transaction_filter, call_options)> list_transactions{"list_transactions",
                                                                                              log_};
    mock_operation<any_transaction(transaction_id, transaction_perspective, expected_kind, call_options)>
        get_transaction{"get_transaction", log_};
    mock_operation<any_transaction(transaction_id, transaction_condition, std::chrono::milliseconds, expected_kind,
                                   call_options)>
        wait_transaction{"wait_transaction", log_};
    mock_operation<cash_in(new_cash_in, call_options)> create_cash_in{"create_cash_in", log_};
    mock_operation<page<cash_in>(cash_in_filter, call_options)> list_cash_ins{"list_cash_ins", log_};
    mock_operation<cash_in(cash_in_id, call_options)> get_cash_in{"get_cash_in", log_};
    mock_operation<cash_in(cash_in_id, call_options)> refresh_cash_in{"refresh_cash_in", log_};
    mock_operation<cash_in(cash_in_id, std::chrono::milliseconds, call_options)> wait_cash_in{"wait_cash_in", log_};
    mock_operation<page<cash_location>(cash_location_query, call_options)> list_cash_locations{"list_cash_locations",
                                                                                               log_};
    mock_operation<webhook_created(new_webhook, call_options)> create_webhook{"create_webhook", log_};
    mock_operation<page<webhook>(webhook_filter, call_options)> list_webhooks{"list_webhooks", log_};
    mock_operation<webhook(webhook_id, call_options)> get_webhook{"get_webhook", log_};
    mock_operation<webhook(webhook_id, webhook_update, call_options)> update_webhook{"update_webhook", log_};
    mock_operation<void(webhook_id, call_options)> delete_webhook{"delete_webhook", log_};
    mock_operation<barcode_authorization(barcode_auth, call_options)> simulate_barcode_auth{"simulate_barcode_auth",
                                                                                            log_};
    mock_operation<commit_result(auth_commit, call_options)> simulate_auth_commit{"simulate_auth_commit", log_};
    mock_operation<virtual_account_transfer_result(virtual_account_id, virtual_account_transfer, call_options)>
        simulate_virtual_account_transfer{"simulate_virtual_account_transfer", log_};
    mock_operation<deposit_address_transfer_result(deposit_address_id, deposit_address_transfer, call_options)>
        simulate_deposit_address_transfer{"simulate_deposit_address_transfer", log_};
    mock_operation<page<external_account_schema>(external_account_query, call_options)> list_external_account_schemas{
        "list_external_account_schemas", log_};
    mock_operation<external_account(customer_id, new_external_account, call_options)> create_external_account{
        "create_external_account", log_};
    mock_operation<virtual_account(customer_id, new_virtual_account, call_options)> create_virtual_account{
        "create_virtual_account", log_};
    mock_operation<page<virtual_account>(customer_id, virtual_account_filter, call_options)> list_virtual_accounts{
        "list_virtual_accounts", log_};
    mock_operation<deposit_address(customer_id, new_deposit_address, call_options)> create_deposit_address{
        "create_deposit_address", log_};
    mock_operation<page<deposit_address>(customer_id, deposit_address_filter, call_options)> list_deposit_addresses{
        "list_deposit_addresses", log_};
    mock_operation<raw_answer(raw_request, call_options)> raw_call{"raw_call", log_};
    mock_operation<any_send_outcome(new_quote_fields, expected_kind, send_approval, call_options)> send{"send", log_};
    mock_operation<recovery_report(call_options)> recover{"recover", log_};

protected:
    detail::mock_log& log() const { return *log_; }
    ~mock_operations() = default;
};

}}} // namespace oms::v0_1::testing
