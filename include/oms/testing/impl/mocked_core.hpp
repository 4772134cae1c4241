#pragma once

#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/early_access.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/model/event.hpp>
#include <oms/testing/mock_operations.hpp>

#include <mutex>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// What stands behind the clients of a mock: hands every operation on.
class mocked_core final : public client_core {
public:
    explicit mocked_core(const testing::mock_operations& on) : on_(on) {}

    awaitable<customer> create_customer(new_customer request, call_options options) override
    {
        return on_.create_customer(std::move(request), std::move(options));
    }

    awaitable<page<customer>> list_customers(customer_filter filter, call_options options) override
    {
        return on_.list_customers(std::move(filter), std::move(options));
    }

    awaitable<customer> get_customer(customer_id id, call_options options) override
    {
        return on_.get_customer(std::move(id), std::move(options));
    }

    awaitable<customer> update_customer(customer_id id, customer_update changes, call_options options) override
    {
        return on_.update_customer(std::move(id), std::move(changes), std::move(options));
    }

    awaitable<customer> delete_customer(customer_id id, call_options options) override
    {
        return on_.delete_customer(std::move(id), std::move(options));
    }

    awaitable<customer_balance> get_customer_balance(customer_id id, std::string currency,
                                                     call_options options) override
    {
        return on_.get_customer_balance(std::move(id), std::move(currency), std::move(options));
    }

    awaitable<endorsement> wait_endorsement(customer_id id, endorsement_name name, std::chrono::milliseconds at_most,
                                            call_options options) override
    {
        return on_.wait_endorsement(std::move(id), std::move(name), at_most, std::move(options));
    }

    awaitable<page<any_transaction>> list_customer_transactions(customer_id id, customer_transaction_filter filter,
                                                                call_options options) override
    {
        return on_.list_customer_transactions(std::move(id), std::move(filter), std::move(options));
    }

    awaitable<wallet> create_wallet(customer_id owner, new_wallet request, call_options options) override
    {
        return on_.create_wallet(std::move(owner), std::move(request), std::move(options));
    }

    awaitable<page<wallet>> list_customer_wallets(customer_id owner, wallet_filter filter,
                                                  call_options options) override
    {
        return on_.list_customer_wallets(std::move(owner), std::move(filter), std::move(options));
    }

    awaitable<wallet_balance> get_wallet_balance(wallet_id id, std::string currency, call_options options) override
    {
        return on_.get_wallet_balance(std::move(id), std::move(currency), std::move(options));
    }

    awaitable<any_quote> create_quote(new_quote_fields request, expected_kind kind, call_options options) override
    {
        return on_.create_quote(std::move(request), kind, std::move(options));
    }

    awaitable<any_quote> get_quote(quote_id id, expected_kind kind, call_options options) override
    {
        return on_.get_quote(std::move(id), kind, std::move(options));
    }

    awaitable<any_transaction> create_transaction(quote_id quote, transaction_hints hints, expected_kind kind,
                                                  call_options options) override
    {
        return on_.create_transaction(std::move(quote), std::move(hints), kind, std::move(options));
    }

    awaitable<page<any_transaction>> list_transactions(transaction_filter filter, call_options options) override
    {
        return on_.list_transactions(std::move(filter), std::move(options));
    }

    awaitable<any_transaction> get_transaction(transaction_id id, transaction_perspective seen_from, expected_kind kind,
                                               call_options options) override
    {
        return on_.get_transaction(std::move(id), std::move(seen_from), kind, std::move(options));
    }

    awaitable<any_transaction> wait_transaction(transaction_id id, transaction_condition enough,
                                                std::chrono::milliseconds at_most, expected_kind kind,
                                                call_options options) override
    {
        return on_.wait_transaction(std::move(id), std::move(enough), at_most, kind, std::move(options));
    }

    awaitable<cash_in> create_cash_in(new_cash_in request, call_options options) override
    {
        return on_.create_cash_in(std::move(request), std::move(options));
    }

    awaitable<page<cash_in>> list_cash_ins(cash_in_filter filter, call_options options) override
    {
        return on_.list_cash_ins(std::move(filter), std::move(options));
    }

    awaitable<cash_in> get_cash_in(cash_in_id id, call_options options) override
    {
        return on_.get_cash_in(std::move(id), std::move(options));
    }

    awaitable<cash_in> refresh_cash_in(cash_in_id id, call_options options) override
    {
        return on_.refresh_cash_in(std::move(id), std::move(options));
    }

    awaitable<cash_in> wait_cash_in(cash_in_id id, std::chrono::milliseconds at_most, call_options options) override
    {
        return on_.wait_cash_in(std::move(id), at_most, std::move(options));
    }

    awaitable<page<cash_location>> list_cash_locations(cash_location_query query, call_options options) override
    {
        return on_.list_cash_locations(std::move(query), std::move(options));
    }

    awaitable<webhook_created> create_webhook(new_webhook request, call_options options) override
    {
        return on_.create_webhook(std::move(request), std::move(options));
    }

    awaitable<page<webhook>> list_webhooks(webhook_filter filter, call_options options) override
    {
        return on_.list_webhooks(std::move(filter), std::move(options));
    }

    awaitable<webhook> get_webhook(webhook_id id, call_options options) override
    {
        return on_.get_webhook(std::move(id), std::move(options));
    }

    awaitable<webhook> update_webhook(webhook_id id, webhook_update changes, call_options options) override
    {
        return on_.update_webhook(std::move(id), std::move(changes), std::move(options));
    }

    awaitable<void> delete_webhook(webhook_id id, call_options options) override
    {
        return on_.delete_webhook(std::move(id), std::move(options));
    }

    awaitable<barcode_authorization> simulate_barcode_auth(barcode_auth request, call_options options) override
    {
        return on_.simulate_barcode_auth(std::move(request), std::move(options));
    }

    awaitable<commit_result> simulate_auth_commit(auth_commit request, call_options options) override
    {
        return on_.simulate_auth_commit(std::move(request), std::move(options));
    }

    awaitable<virtual_account_transfer_result> simulate_virtual_account_transfer(virtual_account_id id,
                                                                                 virtual_account_transfer request,
                                                                                 call_options options) override
    {
        return on_.simulate_virtual_account_transfer(std::move(id), std::move(request), std::move(options));
    }

    awaitable<deposit_address_transfer_result> simulate_deposit_address_transfer(deposit_address_id id,
                                                                                 deposit_address_transfer request,
                                                                                 call_options options) override
    {
        return on_.simulate_deposit_address_transfer(std::move(id), std::move(request), std::move(options));
    }

    awaitable<page<external_account_schema>> list_external_account_schemas(external_account_query query,
                                                                           call_options options) override
    {
        return on_.list_external_account_schemas(std::move(query), std::move(options));
    }

    awaitable<external_account> create_external_account(customer_id owner, new_external_account request,
                                                        call_options options) override
    {
        return on_.create_external_account(std::move(owner), std::move(request), std::move(options));
    }

    awaitable<virtual_account> create_virtual_account(customer_id owner, new_virtual_account request,
                                                      call_options options) override
    {
        return on_.create_virtual_account(std::move(owner), std::move(request), std::move(options));
    }

    awaitable<page<virtual_account>> list_virtual_accounts(customer_id owner, virtual_account_filter filter,
                                                           call_options options) override
    {
        return on_.list_virtual_accounts(std::move(owner), std::move(filter), std::move(options));
    }

    awaitable<deposit_address> create_deposit_address(customer_id owner, new_deposit_address request,
                                                      call_options options) override
    {
        return on_.create_deposit_address(std::move(owner), std::move(request), std::move(options));
    }

    awaitable<page<deposit_address>> list_deposit_addresses(customer_id owner, deposit_address_filter filter,
                                                            call_options options) override
    {
        return on_.list_deposit_addresses(std::move(owner), std::move(filter), std::move(options));
    }

    awaitable<raw_answer> raw_call(raw_request request, call_options options) override
    {
        return on_.raw_call(std::move(request), std::move(options));
    }

    awaitable<any_send_outcome> send(new_quote_fields order, expected_kind kind, send_approval approve,
                                     call_options options) override
    {
        return on_.send(std::move(order), kind, std::move(approve), std::move(options));
    }

    awaitable<recovery_report> recover(call_options options) override { return on_.recover(std::move(options)); }

    void notify(const event& verified) override
    {
        const std::lock_guard lock(mutex_);
        events_.push_back(verified);
    }
    std::vector<event> events() const
    {
        const std::lock_guard lock(mutex_);
        return events_;
    }

    client_metrics metrics() const override
    {
        const std::lock_guard lock(mutex_);
        return numbers_;
    }
    void metrics(const client_metrics& numbers)
    {
        const std::lock_guard lock(mutex_);
        numbers_ = numbers;
    }

    awaitable<close_report> close(std::chrono::milliseconds) override { return close_well(shared_from_this()); }
    void close() noexcept override { on_.log().close(); }

private:
    static awaitable<close_report> close_well(std::shared_ptr<client_core> self)
    {
        self->close();
        close_report nothing_cut_off;
        co_return nothing_cut_off;
    }

    // A copy: it holds the same operations.
    class copied_operations final : public testing::mock_operations {
    public:
        explicit copied_operations(const testing::mock_operations& of) : testing::mock_operations(of) {}
        using testing::mock_operations::log;
    };

    const copied_operations on_;
    mutable std::mutex mutex_;
    std::vector<event> events_;
    client_metrics numbers_;
};

}}} // namespace oms::v0_1::detail
