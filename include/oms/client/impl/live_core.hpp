#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/early_access.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/config.hpp>

#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// The core that talks to the API: every operation of contract section 3 over one channel.
///
/// A call is written here: its arguments become a path and bytes at once. Its awaitable holds those and the channel,
/// not this object.
class live_core final : public client_core {
public:
    explicit live_core(std::shared_ptr<api_channel> channel) noexcept : channel_(std::move(channel)) {}

    awaitable<customer> create_customer(new_customer request, call_options options) override;
    awaitable<page<customer>> list_customers(customer_filter filter, call_options options) override;
    awaitable<customer> get_customer(customer_id id, call_options options) override;
    awaitable<customer> update_customer(customer_id id, customer_update changes, call_options options) override;
    awaitable<customer> delete_customer(customer_id id, call_options options) override;
    awaitable<customer_balance> get_customer_balance(customer_id id, std::string currency,
                                                     call_options options) override;
    awaitable<endorsement> wait_endorsement(customer_id id, endorsement_name name, std::chrono::milliseconds at_most,
                                            call_options options) override;
    awaitable<page<any_transaction>> list_customer_transactions(customer_id id, customer_transaction_filter filter,
                                                                call_options options) override;

    awaitable<wallet> create_wallet(customer_id owner, new_wallet request, call_options options) override;
    awaitable<page<wallet>> list_customer_wallets(customer_id owner, wallet_filter filter,
                                                  call_options options) override;
    awaitable<wallet_balance> get_wallet_balance(wallet_id id, std::string currency, call_options options) override;

    awaitable<any_quote> create_quote(new_quote_fields request, expected_kind kind, call_options options) override;
    awaitable<any_quote> get_quote(quote_id id, expected_kind kind, call_options options) override;

    awaitable<any_transaction> create_transaction(quote_id quote, transaction_hints hints, expected_kind kind,
                                                  call_options options) override;
    awaitable<page<any_transaction>> list_transactions(transaction_filter filter, call_options options) override;
    awaitable<any_transaction> get_transaction(transaction_id id, transaction_perspective seen_from, expected_kind kind,
                                               call_options options) override;
    awaitable<any_transaction> wait_transaction(transaction_id id, transaction_condition enough,
                                                std::chrono::milliseconds at_most, expected_kind kind,
                                                call_options options) override;

    awaitable<cash_in> create_cash_in(new_cash_in request, call_options options) override;
    awaitable<page<cash_in>> list_cash_ins(cash_in_filter filter, call_options options) override;
    awaitable<cash_in> get_cash_in(cash_in_id id, call_options options) override;
    awaitable<cash_in> refresh_cash_in(cash_in_id id, call_options options) override;
    awaitable<cash_in> wait_cash_in(cash_in_id id, std::chrono::milliseconds at_most, call_options options) override;
    awaitable<page<cash_location>> list_cash_locations(cash_location_query query, call_options options) override;

    awaitable<webhook_created> create_webhook(new_webhook request, call_options options) override;
    awaitable<page<webhook>> list_webhooks(webhook_filter filter, call_options options) override;
    awaitable<webhook> get_webhook(webhook_id id, call_options options) override;
    awaitable<webhook> update_webhook(webhook_id id, webhook_update changes, call_options options) override;
    awaitable<void> delete_webhook(webhook_id id, call_options options) override;

    awaitable<barcode_authorization> simulate_barcode_auth(barcode_auth request, call_options options) override;
    awaitable<commit_result> simulate_auth_commit(auth_commit request, call_options options) override;
    awaitable<virtual_account_transfer_result> simulate_virtual_account_transfer(virtual_account_id id,
                                                                                 virtual_account_transfer request,
                                                                                 call_options options) override;
    awaitable<deposit_address_transfer_result> simulate_deposit_address_transfer(deposit_address_id id,
                                                                                 deposit_address_transfer request,
                                                                                 call_options options) override;

    awaitable<page<external_account_schema>> list_external_account_schemas(external_account_query query,
                                                                           call_options options) override;
    awaitable<external_account> create_external_account(customer_id owner, new_external_account request,
                                                        call_options options) override;
    awaitable<virtual_account> create_virtual_account(customer_id owner, new_virtual_account request,
                                                      call_options options) override;
    awaitable<page<virtual_account>> list_virtual_accounts(customer_id owner, virtual_account_filter filter,
                                                           call_options options) override;
    awaitable<deposit_address> create_deposit_address(customer_id owner, new_deposit_address request,
                                                      call_options options) override;
    awaitable<page<deposit_address>> list_deposit_addresses(customer_id owner, deposit_address_filter filter,
                                                            call_options options) override;

    awaitable<raw_answer> raw_call(raw_request request, call_options options) override;
    awaitable<any_send_outcome> send(new_quote_fields order, expected_kind kind, send_approval approve,
                                     call_options options) override;
    void notify(const event& verified) override;

    awaitable<recovery_report> recover(call_options options) override;

    client_metrics metrics() const override;
    awaitable<close_report> close(std::chrono::milliseconds at_most) override;
    void close() noexcept override { channel_->close(); }

private:
    std::shared_ptr<api_channel> channel_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/live_core.ipp>
#include <oms/client/impl/live_core_waits.ipp>
#include <oms/client/impl/recovery.ipp>
#endif
