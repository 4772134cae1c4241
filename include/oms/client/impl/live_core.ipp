#pragma once

#include <oms/client/impl/bank_details_check.hpp>
#include <oms/client/impl/closing.hpp>
#include <oms/client/impl/live_core.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/wire/codec.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// A call of this operation with `ids` in its path; query and body come after.
OMS_DECL call_ptr prepare(const std::shared_ptr<api_channel>& channel, const operation& what,
                          const call_options& options, std::initializer_list<std::string_view> ids = {})
{
    call_ptr call = call_shelf::make(shelf_of(channel), what, options, channel->defaults);
    call->path(ids);
    return call;
}

/// DELETE /customers/{customerId}: when an earlier answer was lost and nothing is left, there is no document to read.
OMS_DECL boost::asio::awaitable<customer> delete_one_customer(std::shared_ptr<api_channel> channel, call_ptr call,
                                                              customer_id id)
{
    co_await run_call(*channel, *call);
    if (!call->gone)
        co_return take_outcome<customer>(*channel, *call);
    take_outcome<void>(*channel, *call);
    customer left;
    left.id = std::move(id);
    co_return left;
}

OMS_DECL boost::asio::awaitable<customer> live_core::delete_customer(customer_id id, call_options options)
{
    auto call = prepare(channel_, operations::delete_customer, options, {id.view()});
    return delete_one_customer(channel_, std::move(call), std::move(id));
}

OMS_DECL boost::asio::awaitable<customer> live_core::create_customer(new_customer request, call_options options)
{
    auto call = prepare(channel_, operations::create_customer, options);
    call->body(request);
    return perform<customer>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<customer>> live_core::list_customers(customer_filter filter, call_options options)
{
    auto call = prepare(channel_, operations::list_customers, options);
    call->query(filter);
    return perform<page<customer>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<customer> live_core::get_customer(customer_id id, call_options options)
{
    auto call = prepare(channel_, operations::get_customer, options, {id.view()});
    return perform<customer>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<customer> live_core::update_customer(customer_id id, customer_update changes,
                                                                     call_options options)
{
    auto call = prepare(channel_, operations::update_customer, options, {id.view()});
    call->body(changes);
    return perform<customer>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<customer_balance> live_core::get_customer_balance(customer_id id, std::string currency,
                                                                                  call_options options)
{
    auto call = prepare(channel_, operations::get_customer_balance, options, {id.view()});
    call->query(balance_query_fields{std::move(currency)});
    return perform<customer_balance>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<any_transaction>>
live_core::list_customer_transactions(customer_id id, customer_transaction_filter filter, call_options options)
{
    auto call = prepare(channel_, operations::list_customer_transactions, options, {id.view()});
    call->query(filter);
    return perform<page<any_transaction>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<wallet> live_core::create_wallet(customer_id owner, new_wallet request,
                                                                 call_options options)
{
    auto call = prepare(channel_, operations::create_wallet, options, {owner.view()});
    call->body(request);
    return perform<wallet>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<wallet>> live_core::list_customer_wallets(customer_id owner, wallet_filter filter,
                                                                               call_options options)
{
    auto call = prepare(channel_, operations::list_customer_wallets, options, {owner.view()});
    call->query(filter);
    return perform<page<wallet>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<wallet_balance> live_core::get_wallet_balance(wallet_id id, std::string currency,
                                                                              call_options options)
{
    auto call = prepare(channel_, operations::get_wallet_balance, options, {id.view()});
    call->query(balance_query_fields{std::move(currency)});
    return perform<wallet_balance>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<any_quote> live_core::create_quote(new_quote_fields request, expected_kind kind,
                                                                   call_options options)
{
    auto call = prepare(channel_, operations::create_quote, options);
    call->kind = kind;
    call->body(request);
    return perform<any_quote>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<any_quote> live_core::get_quote(quote_id id, expected_kind kind, call_options options)
{
    auto call = prepare(channel_, operations::get_quote, options, {id.view()});
    call->kind = kind;
    return perform<any_quote>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<any_transaction> live_core::create_transaction(quote_id quote, transaction_hints hints,
                                                                               expected_kind kind, call_options options)
{
    auto call = prepare(channel_, operations::create_transaction, options);
    call->kind = kind;
    call->body(hints.for_quote(std::move(quote)));
    return perform<any_transaction>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<any_transaction>> live_core::list_transactions(transaction_filter filter,
                                                                                    call_options options)
{
    auto call = prepare(channel_, operations::list_transactions, options);
    call->query(filter);
    return perform<page<any_transaction>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<any_transaction> live_core::get_transaction(transaction_id id,
                                                                            transaction_perspective seen_from,
                                                                            expected_kind kind, call_options options)
{
    auto call = prepare(channel_, operations::get_transaction, options, {id.view()});
    call->kind = kind;
    call->query(seen_from);
    return perform<any_transaction>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<cash_in> live_core::create_cash_in(new_cash_in request, call_options options)
{
    auto call = prepare(channel_, operations::create_cash_in, options);
    call->body(request);
    return perform<cash_in>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<cash_in>> live_core::list_cash_ins(cash_in_filter filter, call_options options)
{
    auto call = prepare(channel_, operations::list_cash_ins, options);
    call->query(filter);
    return perform<page<cash_in>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<cash_in> live_core::get_cash_in(cash_in_id id, call_options options)
{
    auto call = prepare(channel_, operations::get_cash_in, options, {id.view()});
    return perform<cash_in>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<cash_in> live_core::refresh_cash_in(cash_in_id id, call_options options)
{
    auto call = prepare(channel_, operations::refresh_cash_in, options, {id.view()});
    return perform<cash_in>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<cash_location>> live_core::list_cash_locations(cash_location_query query,
                                                                                    call_options options)
{
    auto call = prepare(channel_, operations::list_cash_locations, options);
    call->query(query);
    return perform<page<cash_location>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<webhook_created> live_core::create_webhook(new_webhook request, call_options options)
{
    auto call = prepare(channel_, operations::create_webhook, options);
    call->body(request);
    return perform<webhook_created>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<webhook>> live_core::list_webhooks(webhook_filter filter, call_options options)
{
    auto call = prepare(channel_, operations::list_webhooks, options);
    call->query(filter);
    return perform<page<webhook>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<webhook> live_core::get_webhook(webhook_id id, call_options options)
{
    auto call = prepare(channel_, operations::get_webhook, options, {id.view()});
    return perform<webhook>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<webhook> live_core::update_webhook(webhook_id id, webhook_update changes,
                                                                   call_options options)
{
    auto call = prepare(channel_, operations::update_webhook, options, {id.view()});
    call->body(changes);
    return perform<webhook>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<void> live_core::delete_webhook(webhook_id id, call_options options)
{
    auto call = prepare(channel_, operations::delete_webhook, options, {id.view()});
    return perform<void>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<barcode_authorization> live_core::simulate_barcode_auth(barcode_auth request,
                                                                                        call_options options)
{
    auto call = prepare(channel_, operations::simulate_barcode_auth, options);
    call->body(request);
    return perform<barcode_authorization>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<commit_result> live_core::simulate_auth_commit(auth_commit request,
                                                                               call_options options)
{
    auto call = prepare(channel_, operations::simulate_auth_commit, options);
    call->body(request);
    return perform<commit_result>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<virtual_account_transfer_result>
live_core::simulate_virtual_account_transfer(virtual_account_id id, virtual_account_transfer request,
                                             call_options options)
{
    auto call = prepare(channel_, operations::simulate_virtual_account_transfer, options, {id.view()});
    call->body(request);
    return perform<virtual_account_transfer_result>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<deposit_address_transfer_result>
live_core::simulate_deposit_address_transfer(deposit_address_id id, deposit_address_transfer request,
                                             call_options options)
{
    auto call = prepare(channel_, operations::simulate_deposit_address_transfer, options, {id.view()});
    call->body(request);
    return perform<deposit_address_transfer_result>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<external_account_schema>>
live_core::list_external_account_schemas(external_account_query query, call_options options)
{
    auto call = prepare(channel_, operations::list_external_account_schemas, options);
    call->query(query);
    return perform<page<external_account_schema>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<external_account>
live_core::create_external_account(customer_id owner, new_external_account request, call_options options)
{
    auto call = prepare(channel_, operations::create_external_account, options, {owner.view()});
    if (request.schema() && call->checked == checks::all)
        call->found(problems_of_bank_details(request.fields().bank_details, *request.schema()));
    call->body(request);
    return perform<external_account>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<virtual_account>
live_core::create_virtual_account(customer_id owner, new_virtual_account request, call_options options)
{
    auto call = prepare(channel_, operations::create_virtual_account, options, {owner.view()});
    call->body(request);
    return perform<virtual_account>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<virtual_account>>
live_core::list_virtual_accounts(customer_id owner, virtual_account_filter filter, call_options options)
{
    auto call = prepare(channel_, operations::list_virtual_accounts, options, {owner.view()});
    call->query(filter);
    return perform<page<virtual_account>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<deposit_address>
live_core::create_deposit_address(customer_id owner, new_deposit_address request, call_options options)
{
    auto call = prepare(channel_, operations::create_deposit_address, options, {owner.view()});
    call->body(request);
    return perform<deposit_address>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<page<deposit_address>>
live_core::list_deposit_addresses(customer_id owner, deposit_address_filter filter, call_options options)
{
    auto call = prepare(channel_, operations::list_deposit_addresses, options, {owner.view()});
    call->query(filter);
    return perform<page<deposit_address>>(channel_, std::move(call));
}

OMS_DECL boost::asio::awaitable<raw_answer> live_core::raw_call(raw_request request, call_options options)
{
    auto call = prepare(channel_, operation(request.method(), ""), options);
    call->raw(request);
    return perform_raw(channel_, std::move(call));
}

OMS_DECL client_metrics live_core::metrics() const
{
    client_metrics seen;
    seen.calls_in_flight = channel_->flights.size();
    seen.calls = channel_->flights.entered();
    seen.attempts = channel_->counters.attempts.value();
    seen.retries = channel_->counters.retries.value();
    seen.token_exchanges = channel_->tokens->exchanges.value();
    seen.token_failures = channel_->tokens->failures.value();
    seen.held_by_breaker = channel_->counters.held_by_breaker.value();
    seen.held_by_rate_limit = channel_->counters.held_by_rate_limit.value();
    seen.retry_budget = channel_->budget.tokens();
    seen.breaker_open = channel_->breaker.open();
    seen.pool = channel_->connections->metrics();
    return seen;
}

OMS_DECL boost::asio::awaitable<close_report> live_core::close(std::chrono::milliseconds at_most)
{
    return close_in_time(channel_, at_most);
}

}}} // namespace oms::v0_1::detail
