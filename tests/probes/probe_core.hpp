#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/early_access.hpp>
#include <oms/client/recovery_report.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <string>
#include <string_view>
#include <utility>

/// A client core that suspends each call and only then looks at what it was given, as one with a network does: what was
/// destroyed too early or twice is seen there. Answers with ids and nothing else.
class probe_core : public oms::client_core {
public:
    /// What arrived, one word after another.
    std::string seen;

    /// The next call ends with this error, once.
    oms::errc next_failure{};

    awaitable<oms::customer> create_customer(oms::new_customer request, oms::call_options options) override
    {
        co_await arrival(options);
        const auto& fields = request.fields();
        saw(fields.first_name.value_or(""));
        if (fields.residential_address)
            saw(fields.residential_address->line1.value_or(""));
        for (const auto& document : fields.identifying_information)
            saw(document.number.reveal());
        for (const auto& name : fields.endorsements)
            saw(name.text());
        if (fields.metadata)
            saw(fields.metadata->view());
        co_return customer();
    }
    awaitable<oms::page<oms::customer>> list_customers(oms::customer_filter filter, oms::call_options options) override
    {
        co_await arrival(options);
        saw(filter.fields().email.value_or("every customer"));
        oms::page<oms::customer> page;
        page.data.push_back(customer());
        co_return page;
    }
    awaitable<oms::customer> get_customer(oms::customer_id id, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return customer();
    }
    awaitable<oms::customer> update_customer(oms::customer_id id, oms::customer_update changes,
                                             oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(*changes.fields().last_name.value());
        co_return customer();
    }
    awaitable<oms::customer> delete_customer(oms::customer_id id, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return customer();
    }
    awaitable<oms::customer_balance> get_customer_balance(oms::customer_id id, std::string currency,
                                                          oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(currency);
        co_return oms::customer_balance();
    }
    awaitable<oms::page<oms::any_transaction>> list_customer_transactions(oms::customer_id id,
                                                                          oms::customer_transaction_filter filter,
                                                                          oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(filter.fields().starting_after.value_or("from the start"));
        co_return oms::page<oms::any_transaction>();
    }

    awaitable<oms::endorsement> wait_endorsement(oms::customer_id id, oms::endorsement_name name,
                                                 std::chrono::milliseconds, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(name.text());
        co_return oms::endorsement();
    }

    awaitable<oms::wallet> create_wallet(oms::customer_id owner, oms::new_wallet request,
                                         oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(request.fields().asset.text());
        oms::wallet made;
        made.id = oms::wallet_id("wlt_made_for_a_probe");
        co_return made;
    }
    awaitable<oms::page<oms::wallet>> list_customer_wallets(oms::customer_id owner, oms::wallet_filter filter,
                                                            oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(filter.fields().starting_after.value_or("from the start"));
        co_return oms::page<oms::wallet>();
    }
    awaitable<oms::wallet_balance> get_wallet_balance(oms::wallet_id id, std::string currency,
                                                      oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(currency);
        co_return oms::wallet_balance();
    }

    awaitable<oms::any_quote> create_quote(oms::new_quote_fields request, oms::expected_kind kind,
                                           oms::call_options options) override
    {
        co_await arrival(options);
        saw(request.customer_id.view());
        saw(request.source.wallet_id.view());
        saw(request.destination.wallet.blockchain_address.value_or("no address"));
        if (request.metadata)
            saw(request.metadata->view());
        co_return of_kind<oms::any_quote, oms::quote<oms::fiat_to_crypto>, oms::quote<oms::crypto_to_fiat>,
                          oms::quote<oms::crypto_to_crypto>>(kind, "qt_made_for_a_probe_call");
    }
    awaitable<oms::any_quote> get_quote(oms::quote_id id, oms::expected_kind kind, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return of_kind<oms::any_quote, oms::quote<oms::fiat_to_crypto>, oms::quote<oms::crypto_to_fiat>,
                          oms::quote<oms::crypto_to_crypto>>(kind, "qt_made_for_a_probe_call");
    }

    awaitable<oms::any_transaction> create_transaction(oms::quote_id quote, oms::transaction_hints hints,
                                                       oms::expected_kind kind, oms::call_options options) override
    {
        co_await arrival(options);
        saw(quote.view());
        saw(hints.for_quote(quote).tags.value_or("no tags"));
        co_return transaction(kind);
    }
    awaitable<oms::page<oms::any_transaction>> list_transactions(oms::transaction_filter filter,
                                                                 oms::call_options options) override
    {
        co_await arrival(options);
        saw(filter.fields().starting_after.value_or("from the start"));
        oms::page<oms::any_transaction> page;
        page.data.push_back(transaction(oms::expected_kind::crypto_to_crypto));
        co_return page;
    }
    awaitable<oms::any_transaction> get_transaction(oms::transaction_id id, oms::transaction_perspective seen_from,
                                                    oms::expected_kind kind, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        if (seen_from.fields().sender_customer_id)
            saw(seen_from.fields().sender_customer_id->view());
        co_return transaction(kind);
    }
    awaitable<oms::any_transaction> wait_transaction(oms::transaction_id id, oms::transaction_condition enough,
                                                     std::chrono::milliseconds, oms::expected_kind kind,
                                                     oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        oms::any_transaction made = transaction(kind);
        if (enough)
            saw(enough(oms::common_of(made)) ? "far enough" : "not far enough");
        co_return made;
    }

    awaitable<oms::cash_in> create_cash_in(oms::new_cash_in request, oms::call_options options) override
    {
        co_await arrival(options);
        saw(request.fields().cash.location_reference);
        saw(request.fields().destination.wallet.id.value().view());
        co_return cash_in();
    }
    awaitable<oms::page<oms::cash_in>> list_cash_ins(oms::cash_in_filter filter, oms::call_options options) override
    {
        co_await arrival(options);
        saw(filter.fields().starting_after.value_or("from the start"));
        co_return oms::page<oms::cash_in>();
    }
    awaitable<oms::cash_in> get_cash_in(oms::cash_in_id id, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return cash_in();
    }
    awaitable<oms::cash_in> refresh_cash_in(oms::cash_in_id id, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return cash_in();
    }
    awaitable<oms::cash_in> wait_cash_in(oms::cash_in_id id, std::chrono::milliseconds,
                                         oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return cash_in();
    }
    awaitable<oms::page<oms::cash_location>> list_cash_locations(oms::cash_location_query query,
                                                                 oms::call_options options) override
    {
        co_await arrival(options);
        saw(query.fields().provider);
        oms::cash_location found;
        found.id = oms::cash_location_id("loc_found_for_a_probe");
        found.reference = "a reference of some length";
        oms::page<oms::cash_location> page;
        page.data.push_back(found);
        co_return page;
    }

    awaitable<oms::webhook_created> create_webhook(oms::new_webhook request, oms::call_options options) override
    {
        co_await arrival(options);
        saw(request.fields().url);
        for (const auto& event : request.fields().events)
            saw(event);
        co_return oms::webhook_created();
    }
    awaitable<oms::page<oms::webhook>> list_webhooks(oms::webhook_filter filter, oms::call_options options) override
    {
        co_await arrival(options);
        saw(filter.fields().starting_after.value_or("from the start"));
        co_return oms::page<oms::webhook>();
    }
    awaitable<oms::webhook> get_webhook(oms::webhook_id id, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        co_return oms::webhook();
    }
    awaitable<oms::webhook> update_webhook(oms::webhook_id id, oms::webhook_update changes,
                                           oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(*changes.fields().url.value());
        co_return oms::webhook();
    }
    awaitable<void> delete_webhook(oms::webhook_id id, oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
    }

    awaitable<oms::barcode_authorization> simulate_barcode_auth(oms::barcode_auth request,
                                                                oms::call_options options) override
    {
        co_await arrival(options);
        saw(request.fields().code);
        oms::barcode_authorization authorization;
        authorization.account_number = "an account number of some length";
        co_return authorization;
    }
    awaitable<oms::commit_result> simulate_auth_commit(oms::auth_commit request, oms::call_options options) override
    {
        co_await arrival(options);
        saw(request.fields().account_number);
        saw(request.fields().description.value_or("no description"));
        co_return oms::commit_result();
    }
    awaitable<oms::virtual_account_transfer_result>
    simulate_virtual_account_transfer(oms::virtual_account_id id, oms::virtual_account_transfer request,
                                      oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(request.fields().sender_name.value_or("no sender"));
        co_return oms::virtual_account_transfer_result();
    }
    awaitable<oms::deposit_address_transfer_result>
    simulate_deposit_address_transfer(oms::deposit_address_id id, oms::deposit_address_transfer request,
                                      oms::call_options options) override
    {
        co_await arrival(options);
        saw(id.view());
        saw(request.fields().sender_address.value_or("no sender"));
        co_return oms::deposit_address_transfer_result();
    }

    awaitable<oms::page<oms::external_account_schema>> list_external_account_schemas(oms::external_account_query query,
                                                                                     oms::call_options options) override
    {
        co_await arrival(options);
        saw(query.fields().country);
        saw(query.fields().currency);
        co_return oms::page<oms::external_account_schema>();
    }
    awaitable<oms::external_account> create_external_account(oms::customer_id owner, oms::new_external_account request,
                                                             oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(request.fields().bank_details.view());
        saw(request.schema() ? request.schema()->fields.at(0).name : "no schema");
        co_return oms::external_account();
    }
    awaitable<oms::virtual_account> create_virtual_account(oms::customer_id owner, oms::new_virtual_account request,
                                                           oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(request.fields().destination.wallet.id.value().view());
        saw(request.fields().label.value_or("no label"));
        co_return oms::virtual_account();
    }
    awaitable<oms::page<oms::virtual_account>> list_virtual_accounts(oms::customer_id owner,
                                                                     oms::virtual_account_filter filter,
                                                                     oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(filter.fields().starting_after.value_or("from the start"));
        co_return oms::page<oms::virtual_account>();
    }
    awaitable<oms::deposit_address> create_deposit_address(oms::customer_id owner, oms::new_deposit_address request,
                                                           oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(request.fields().source.asset.text());
        saw(request.fields().destination.wallet.blockchain_address.value_or("no address"));
        co_return oms::deposit_address();
    }
    awaitable<oms::page<oms::deposit_address>> list_deposit_addresses(oms::customer_id owner,
                                                                      oms::deposit_address_filter filter,
                                                                      oms::call_options options) override
    {
        co_await arrival(options);
        saw(owner.view());
        saw(filter.fields().starting_after.value_or("from the start"));
        co_return oms::page<oms::deposit_address>();
    }

    awaitable<oms::raw_answer> raw_call(oms::raw_request request, oms::call_options options) override
    {
        co_await arrival(options);
        saw(to_string(request.method()));
        saw(request.path());
        if (!request.body().empty())
            saw(request.body().view());
        co_return oms::raw_answer();
    }
    awaitable<oms::any_send_outcome> send(oms::new_quote_fields order, oms::expected_kind kind,
                                          oms::send_approval approve, oms::call_options options) override
    {
        co_await arrival(options);
        saw(order.customer_id.view());
        oms::any_send_outcome outcome;
        outcome.quote = of_kind<oms::any_quote, oms::quote<oms::fiat_to_crypto>, oms::quote<oms::crypto_to_fiat>,
                                oms::quote<oms::crypto_to_crypto>>(kind, "qt_made_for_a_probe_call");
        const bool agreed = co_await approve(outcome.quote);
        saw(agreed ? "agreed" : "refused");
        if (agreed)
            outcome.transaction = transaction(kind);
        co_return outcome;
    }
    void notify(const oms::event&) override {}

    awaitable<oms::recovery_report> recover(oms::call_options options) override
    {
        co_await arrival(options);
        co_return oms::recovery_report();
    }

    oms::client_metrics metrics() const override { return oms::client_metrics(); }

    awaitable<oms::close_report> close(std::chrono::milliseconds) override
    {
        const oms::call_options none;
        co_await arrival(none);
        co_return oms::close_report();
    }
    void close() noexcept override {}

private:
    awaitable<void> arrival(const oms::call_options& options)
    {
        const auto executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::deferred);
        if (!options.idempotency_key().empty())
            saw(options.idempotency_key().view());
        if (const oms::errc failure = std::exchange(next_failure, oms::errc{}); failure != oms::errc{})
            throw oms::error(failure, "a failure of some length, for a probe");
    }

    void saw(std::string_view word) { seen += seen.empty() ? std::string(word) : "|" + std::string(word); }

    static oms::customer customer()
    {
        oms::customer made;
        made.id = oms::customer_id("cst_answered_to_a_probe");
        return made;
    }

    static oms::cash_in cash_in()
    {
        oms::cash_in made;
        made.id = oms::cash_in_id("ci_answered_to_a_probe");
        return made;
    }

    template <class Any, class First, class Second, class Third>
    static Any of_kind(oms::expected_kind kind, std::string_view id)
    {
        const auto made = [id](auto one) {
            one.id = decltype(one.id)(id);
            return Any(std::move(one));
        };
        if (kind == oms::expected_kind::fiat_to_crypto)
            return made(First());
        if (kind == oms::expected_kind::crypto_to_fiat)
            return made(Second());
        return made(Third());
    }

    static oms::any_transaction transaction(oms::expected_kind kind)
    {
        return of_kind<oms::any_transaction, oms::transaction<oms::fiat_to_crypto>,
                       oms::transaction<oms::crypto_to_fiat>, oms::transaction<oms::crypto_to_crypto>>(
            kind, "txn_made_for_a_probe_call");
    }
};
