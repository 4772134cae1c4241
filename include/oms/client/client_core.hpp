#pragma once

#include <oms/client/call_options.hpp>
#include <oms/client/expected_kind.hpp>
#include <oms/client/raw_answer.hpp>
#include <oms/client/raw_request.hpp>
#include <oms/client/send_outcome.hpp>
#include <oms/client/typed_call.hpp>
#include <oms/core/id.hpp>
#include <oms/fwd.hpp>
#include <oms/model/cash_in.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/customer_update.hpp>
#include <oms/model/filter.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/wallet.hpp>
#include <oms/model/webhook.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 {

struct client_metrics;
class close_report;
class external_account_query;
class recovery_report;

/// Whether a transaction that is waited for has come far enough.
using transaction_condition = std::function<bool(const transaction_common&)>;

/// What stands behind `oms::client`: one virtual function per operation of contract section 3, named after it.
///
/// `make_client` gives the one that talks to the API. Derive from it to mock the API in tests of your own code; most
/// code never names this class and calls through `client.customers()`, `client.quotes()` and so on.
///
/// What an implementation keeps to, and its caller may rely on:
/// - Arguments come by value, so that the awaitable owns all it needs: it may be stored and awaited later.
/// - The awaitable also keeps the core alive. An implementation that is no coroutine itself passes
///   `shared_from_this()` into one; a coroutine that is a member function holds `this` only, which is enough when
///   somebody else (a test) outlives the calls.
/// - Failures come out of the awaitable as `oms::error`; the functions themselves throw nothing but std::bad_alloc.
/// - A function that gets an `expected_kind` other than `any` answers with that alternative of the variant, or throws
///   `error{errc::unexpected_kind}` with delivery `applied` and the raw document of the answer.
/// - All functions may be called from any thread, also at the same time.
class client_core : public detail::narrowed_calls<>, public std::enable_shared_from_this<client_core> {
public:
    template <class T>
    using awaitable = boost::asio::awaitable<T>;

    client_core() = default;
    client_core(const client_core&) = delete;
    client_core& operator=(const client_core&) = delete;
    virtual ~client_core() = default;

    // Customers (contract section 4).

    virtual awaitable<customer> create_customer(new_customer request, call_options options) = 0;
    virtual awaitable<page<customer>> list_customers(customer_filter filter, call_options options) = 0;
    virtual awaitable<customer> get_customer(customer_id id, call_options options) = 0;
    virtual awaitable<customer> update_customer(customer_id id, customer_update changes, call_options options) = 0;
    virtual awaitable<customer> delete_customer(customer_id id, call_options options) = 0;
    /// `currency` is the ISO 4217 code of the estimate; empty leaves the choice to the service (USD).
    virtual awaitable<customer_balance> get_customer_balance(customer_id id, std::string currency,
                                                             call_options options) = 0;
    /// Reads the customer until the endorsement is decided: `ACTIVE`, `REJECTED` or `NEEDS_ACTION`, at most for
    /// `at_most`.
    virtual awaitable<endorsement> wait_endorsement(customer_id id, endorsement_name name,
                                                    std::chrono::milliseconds at_most, call_options options) = 0;
    virtual awaitable<page<any_transaction>>
    list_customer_transactions(customer_id id, customer_transaction_filter filter, call_options options) = 0;

    // Wallets (section 5).

    virtual awaitable<wallet> create_wallet(customer_id owner, new_wallet request, call_options options) = 0;
    virtual awaitable<page<wallet>> list_customer_wallets(customer_id owner, wallet_filter filter,
                                                          call_options options) = 0;
    /// `currency` as for `get_customer_balance`.
    virtual awaitable<wallet_balance> get_wallet_balance(wallet_id id, std::string currency, call_options options) = 0;

    // Quotes (section 7).

    virtual awaitable<any_quote> create_quote(new_quote_fields request, expected_kind kind, call_options options) = 0;
    virtual awaitable<any_quote> get_quote(quote_id id, expected_kind kind, call_options options) = 0;

    // Transactions (section 8).

    virtual awaitable<any_transaction> create_transaction(quote_id quote, transaction_hints hints, expected_kind kind,
                                                          call_options options) = 0;
    virtual awaitable<page<any_transaction>> list_transactions(transaction_filter filter, call_options options) = 0;
    virtual awaitable<any_transaction> get_transaction(transaction_id id, transaction_perspective seen_from,
                                                       expected_kind kind, call_options options) = 0;
    /// Reads the transaction until `enough` holds, if there is such a condition, or it is in a terminal state
    /// (section 13), at most for `at_most`.
    virtual awaitable<any_transaction> wait_transaction(transaction_id id, transaction_condition enough,
                                                        std::chrono::milliseconds at_most, expected_kind kind,
                                                        call_options options) = 0;

    // Cash-ins and cash locations (section 9).

    virtual awaitable<cash_in> create_cash_in(new_cash_in request, call_options options) = 0;
    virtual awaitable<page<cash_in>> list_cash_ins(cash_in_filter filter, call_options options) = 0;
    virtual awaitable<cash_in> get_cash_in(cash_in_id id, call_options options) = 0;
    virtual awaitable<cash_in> refresh_cash_in(cash_in_id id, call_options options) = 0;
    /// Reads the cash-in until it is `completed`, `failed` or `expired`, at most for `at_most`.
    virtual awaitable<cash_in> wait_cash_in(cash_in_id id, std::chrono::milliseconds at_most, call_options options) = 0;
    virtual awaitable<page<cash_location>> list_cash_locations(cash_location_query query, call_options options) = 0;

    // Webhook subscriptions (section 11).

    virtual awaitable<webhook_created> create_webhook(new_webhook request, call_options options) = 0;
    virtual awaitable<page<webhook>> list_webhooks(webhook_filter filter, call_options options) = 0;
    virtual awaitable<webhook> get_webhook(webhook_id id, call_options options) = 0;
    virtual awaitable<webhook> update_webhook(webhook_id id, webhook_update changes, call_options options) = 0;
    virtual awaitable<void> delete_webhook(webhook_id id, call_options options) = 0;

    // Simulations, in the sandbox only (sections 9.5 and 15.4).

    virtual awaitable<barcode_authorization> simulate_barcode_auth(barcode_auth request, call_options options) = 0;
    virtual awaitable<commit_result> simulate_auth_commit(auth_commit request, call_options options) = 0;
    virtual awaitable<virtual_account_transfer_result>
    simulate_virtual_account_transfer(virtual_account_id id, virtual_account_transfer request,
                                      call_options options) = 0;
    virtual awaitable<deposit_address_transfer_result>
    simulate_deposit_address_transfer(deposit_address_id id, deposit_address_transfer request,
                                      call_options options) = 0;

    // Early access (section 15). Its models come with <oms/client/early_access.hpp>.

    virtual awaitable<page<external_account_schema>> list_external_account_schemas(external_account_query query,
                                                                                   call_options options) = 0;
    virtual awaitable<external_account> create_external_account(customer_id owner, new_external_account request,
                                                                call_options options) = 0;
    virtual awaitable<virtual_account> create_virtual_account(customer_id owner, new_virtual_account request,
                                                              call_options options) = 0;
    virtual awaitable<page<virtual_account>> list_virtual_accounts(customer_id owner, virtual_account_filter filter,
                                                                   call_options options) = 0;
    virtual awaitable<deposit_address> create_deposit_address(customer_id owner, new_deposit_address request,
                                                              call_options options) = 0;
    virtual awaitable<page<deposit_address>> list_deposit_addresses(customer_id owner, deposit_address_filter filter,
                                                                    call_options options) = 0;

    // What is no operation of the contract.

    /// Any method and path; a complete 2xx is the result.
    virtual awaitable<raw_answer> raw_call(raw_request request, call_options options) = 0;

    /// Quotes, asks `approve`, executes: as `flows::send` says.
    virtual awaitable<any_send_outcome> send(new_quote_fields order, expected_kind kind, send_approval approve,
                                             call_options options) = 0;

    /// A verified webhook event: wakes the waits that it is about.
    virtual void notify(const event& verified) = 0;

    /// Settles the operations that a crash left in the journal without an outcome: as `client::recover` says. Its model
    /// comes with <oms/client/recovery_report.hpp>.
    virtual awaitable<recovery_report> recover(call_options options) = 0;

    /// What this core holds and has done: as `client::metrics` says. Comes with <oms/client/client_metrics.hpp>.
    virtual client_metrics metrics() const = 0;

    /// Refuses new calls, lets those in flight go on for `at_most`, then closes: as `client::close(at_most)` says. Its
    /// model comes with <oms/client/close_report.hpp>.
    virtual awaitable<close_report> close(std::chrono::milliseconds at_most) = 0;

    /// Ends all calls, those in flight with errc::client_closed, and refuses later ones. May be called repeatedly.
    virtual void close() noexcept = 0;
};

}} // namespace oms::v0_1
