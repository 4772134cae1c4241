#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/early_access.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/model/event.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// A core that writes down what it is asked and answers what the test has put in. One thread only.
class fake_core : public oms::client_core {
public:
    /// One line per awaited call: the operation's name and what went with it.
    std::vector<std::string> asked;
    /// The options of each awaited call.
    std::vector<oms::call_options> options;
    /// Thrown by the next call, once.
    std::optional<oms::error> failure;

    oms::any_quote quote;
    oms::any_transaction transaction;
    std::deque<oms::page<oms::customer>> customers;
    std::deque<oms::page<oms::any_transaction>> transactions;
    /// The ids of the events that came in.
    std::vector<oms::event_id> notified;
    oms::recovery_report recovered;
    oms::client_metrics numbers;
    oms::close_report left_over;
    bool closed = false;

    awaitable<oms::customer> create_customer(oms::new_customer request, oms::call_options with) override
    {
        oms::customer made;
        made.first_name = request.fields().first_name;
        return answer("create_customer", std::move(with), std::move(made));
    }
    awaitable<oms::page<oms::customer>> list_customers(oms::customer_filter filter, oms::call_options with) override
    {
        return list("list_customers", filter.fields(), std::move(with), customers);
    }
    awaitable<oms::customer> get_customer(oms::customer_id id, oms::call_options with) override
    {
        oms::customer found;
        found.id = id;
        return answer("get_customer " + id.str(), std::move(with), std::move(found));
    }
    awaitable<oms::customer> update_customer(oms::customer_id id, oms::customer_update, oms::call_options with) override
    {
        return answer("update_customer " + id.str(), std::move(with), oms::customer());
    }
    awaitable<oms::customer> delete_customer(oms::customer_id id, oms::call_options with) override
    {
        return answer("delete_customer " + id.str(), std::move(with), oms::customer());
    }
    awaitable<oms::customer_balance> get_customer_balance(oms::customer_id id, std::string currency,
                                                          oms::call_options with) override
    {
        return answer("get_customer_balance " + id.str() + " [" + currency + "]", std::move(with),
                      oms::customer_balance());
    }
    awaitable<oms::endorsement> wait_endorsement(oms::customer_id id, oms::endorsement_name name,
                                                 std::chrono::milliseconds at_most, oms::call_options with) override
    {
        return answer("wait_endorsement " + id.str() + " " + std::string(name.text()) + time_of(at_most),
                      std::move(with), oms::endorsement());
    }
    awaitable<oms::page<oms::any_transaction>> list_customer_transactions(oms::customer_id id,
                                                                          oms::customer_transaction_filter filter,
                                                                          oms::call_options with) override
    {
        return list("list_customer_transactions " + id.str(), filter.fields(), std::move(with), transactions);
    }

    awaitable<oms::wallet> create_wallet(oms::customer_id owner, oms::new_wallet, oms::call_options with) override
    {
        return answer("create_wallet " + owner.str(), std::move(with), oms::wallet());
    }
    awaitable<oms::page<oms::wallet>> list_customer_wallets(oms::customer_id owner, oms::wallet_filter filter,
                                                            oms::call_options with) override
    {
        return answer("list_customer_wallets " + owner.str() + place_of(filter.fields()), std::move(with),
                      oms::page<oms::wallet>());
    }
    awaitable<oms::wallet_balance> get_wallet_balance(oms::wallet_id id, std::string currency,
                                                      oms::call_options with) override
    {
        return answer("get_wallet_balance " + id.str() + " [" + currency + "]", std::move(with), oms::wallet_balance());
    }

    awaitable<oms::any_quote> create_quote(oms::new_quote_fields request, oms::expected_kind kind,
                                           oms::call_options with) override
    {
        return answer("create_quote " + request.customer_id.str() + name_of(kind), std::move(with), quote);
    }
    awaitable<oms::any_quote> get_quote(oms::quote_id id, oms::expected_kind kind, oms::call_options with) override
    {
        return answer("get_quote " + id.str() + name_of(kind), std::move(with), quote);
    }

    awaitable<oms::any_transaction> create_transaction(oms::quote_id id, oms::transaction_hints hints,
                                                       oms::expected_kind kind, oms::call_options with) override
    {
        const auto tags = hints.for_quote(id).tags;
        return answer("create_transaction " + id.str() + name_of(kind) + (tags ? " tags " + *tags : ""),
                      std::move(with), transaction);
    }
    awaitable<oms::page<oms::any_transaction>> list_transactions(oms::transaction_filter filter,
                                                                 oms::call_options with) override
    {
        return list("list_transactions", filter.fields(), std::move(with), transactions);
    }
    awaitable<oms::any_transaction> get_transaction(oms::transaction_id id, oms::transaction_perspective seen_from,
                                                    oms::expected_kind kind, oms::call_options with) override
    {
        const auto sender = seen_from.fields().sender_customer_id;
        return answer("get_transaction " + id.str() + name_of(kind) + (sender ? " seen from " + sender->str() : ""),
                      std::move(with), transaction);
    }
    awaitable<oms::any_transaction> wait_transaction(oms::transaction_id id, oms::transaction_condition enough,
                                                     std::chrono::milliseconds at_most, oms::expected_kind kind,
                                                     oms::call_options with) override
    {
        return answer("wait_transaction " + id.str() + name_of(kind) + (enough ? " on a condition" : "") +
                          time_of(at_most),
                      std::move(with), transaction);
    }

    awaitable<oms::cash_in> create_cash_in(oms::new_cash_in request, oms::call_options with) override
    {
        return answer("create_cash_in " + request.fields().customer_id.str(), std::move(with), oms::cash_in());
    }
    awaitable<oms::page<oms::cash_in>> list_cash_ins(oms::cash_in_filter filter, oms::call_options with) override
    {
        return answer("list_cash_ins" + place_of(filter.fields()), std::move(with), oms::page<oms::cash_in>());
    }
    awaitable<oms::cash_in> get_cash_in(oms::cash_in_id id, oms::call_options with) override
    {
        return answer("get_cash_in " + id.str(), std::move(with), oms::cash_in());
    }
    awaitable<oms::cash_in> refresh_cash_in(oms::cash_in_id id, oms::call_options with) override
    {
        return answer("refresh_cash_in " + id.str(), std::move(with), oms::cash_in());
    }
    awaitable<oms::cash_in> wait_cash_in(oms::cash_in_id id, std::chrono::milliseconds at_most,
                                         oms::call_options with) override
    {
        return answer("wait_cash_in " + id.str() + time_of(at_most), std::move(with), oms::cash_in());
    }
    awaitable<oms::page<oms::cash_location>> list_cash_locations(oms::cash_location_query query,
                                                                 oms::call_options with) override
    {
        return answer("list_cash_locations " + query.fields().provider, std::move(with),
                      oms::page<oms::cash_location>());
    }

    awaitable<oms::webhook_created> create_webhook(oms::new_webhook request, oms::call_options with) override
    {
        return answer("create_webhook " + request.fields().url, std::move(with), oms::webhook_created());
    }
    awaitable<oms::page<oms::webhook>> list_webhooks(oms::webhook_filter filter, oms::call_options with) override
    {
        return answer("list_webhooks" + place_of(filter.fields()), std::move(with), oms::page<oms::webhook>());
    }
    awaitable<oms::webhook> get_webhook(oms::webhook_id id, oms::call_options with) override
    {
        return answer("get_webhook " + id.str(), std::move(with), oms::webhook());
    }
    awaitable<oms::webhook> update_webhook(oms::webhook_id id, oms::webhook_update, oms::call_options with) override
    {
        return answer("update_webhook " + id.str(), std::move(with), oms::webhook());
    }
    awaitable<void> delete_webhook(oms::webhook_id id, oms::call_options with) override
    {
        return done(self(), "delete_webhook " + id.str(), std::move(with));
    }

    awaitable<oms::barcode_authorization> simulate_barcode_auth(oms::barcode_auth request,
                                                                oms::call_options with) override
    {
        return answer("simulate_barcode_auth " + request.fields().code, std::move(with), oms::barcode_authorization());
    }
    awaitable<oms::commit_result> simulate_auth_commit(oms::auth_commit request, oms::call_options with) override
    {
        return answer("simulate_auth_commit " + request.fields().original_confirmation_id, std::move(with),
                      oms::commit_result());
    }
    awaitable<oms::virtual_account_transfer_result> simulate_virtual_account_transfer(oms::virtual_account_id id,
                                                                                      oms::virtual_account_transfer,
                                                                                      oms::call_options with) override
    {
        return answer("simulate_virtual_account_transfer " + id.str(), std::move(with),
                      oms::virtual_account_transfer_result());
    }
    awaitable<oms::deposit_address_transfer_result> simulate_deposit_address_transfer(oms::deposit_address_id id,
                                                                                      oms::deposit_address_transfer,
                                                                                      oms::call_options with) override
    {
        return answer("simulate_deposit_address_transfer " + id.str(), std::move(with),
                      oms::deposit_address_transfer_result());
    }

    awaitable<oms::page<oms::external_account_schema>> list_external_account_schemas(oms::external_account_query query,
                                                                                     oms::call_options with) override
    {
        return answer("list_external_account_schemas " + query.fields().country + " " + query.fields().currency,
                      std::move(with), oms::page<oms::external_account_schema>());
    }
    awaitable<oms::external_account> create_external_account(oms::customer_id owner, oms::new_external_account request,
                                                             oms::call_options with) override
    {
        return answer("create_external_account " + owner.str() + " " + std::string(request.fields().network.text()),
                      std::move(with), oms::external_account());
    }
    awaitable<oms::virtual_account> create_virtual_account(oms::customer_id owner, oms::new_virtual_account,
                                                           oms::call_options with) override
    {
        return answer("create_virtual_account " + owner.str(), std::move(with), oms::virtual_account());
    }
    awaitable<oms::page<oms::virtual_account>>
    list_virtual_accounts(oms::customer_id owner, oms::virtual_account_filter filter, oms::call_options with) override
    {
        return answer("list_virtual_accounts " + owner.str() + place_of(filter.fields()), std::move(with),
                      oms::page<oms::virtual_account>());
    }
    awaitable<oms::deposit_address> create_deposit_address(oms::customer_id owner, oms::new_deposit_address,
                                                           oms::call_options with) override
    {
        return answer("create_deposit_address " + owner.str(), std::move(with), oms::deposit_address());
    }
    awaitable<oms::page<oms::deposit_address>>
    list_deposit_addresses(oms::customer_id owner, oms::deposit_address_filter filter, oms::call_options with) override
    {
        return answer("list_deposit_addresses " + owner.str() + place_of(filter.fields()), std::move(with),
                      oms::page<oms::deposit_address>());
    }

    awaitable<oms::raw_answer> raw_call(oms::raw_request request, oms::call_options with) override
    {
        return answer(std::string(to_string(request.method())) + " " + request.path() + " " + request.body().str(),
                      std::move(with), oms::raw_answer());
    }
    /// Quotes and executes what the test has put in, once `approve` agrees to it.
    awaitable<oms::any_send_outcome> send(oms::new_quote_fields order, oms::expected_kind kind,
                                          oms::send_approval approve, oms::call_options with) override
    {
        return send_once(self(), "send " + order.customer_id.str() + name_of(kind), std::move(approve),
                         std::move(with));
    }
    void notify(const oms::event& verified) override { notified.push_back(verified.id); }

    awaitable<oms::recovery_report> recover(oms::call_options with) override
    {
        return answer("recover", std::move(with), recovered);
    }

    oms::client_metrics metrics() const override { return numbers; }

    awaitable<oms::close_report> close(std::chrono::milliseconds at_most) override
    {
        closed = true;
        return answer("close" + time_of(at_most), oms::call_options(), left_over);
    }
    void close() noexcept override { closed = true; }

private:
    std::shared_ptr<fake_core> self() { return std::static_pointer_cast<fake_core>(shared_from_this()); }

    static std::string name_of(oms::expected_kind kind)
    {
        switch (kind) {
        case oms::expected_kind::any:
            return "";
        case oms::expected_kind::fiat_to_crypto:
            return " as fiat_to_crypto";
        case oms::expected_kind::crypto_to_fiat:
            return " as crypto_to_fiat";
        case oms::expected_kind::crypto_to_crypto:
            return " as crypto_to_crypto";
        }
        return " as ?";
    }

    static std::string time_of(std::chrono::milliseconds at_most)
    {
        return " " + std::to_string(at_most.count()) + " ms";
    }

    static std::string place_of(const oms::list_filter_fields& filter)
    {
        std::string place;
        if (filter.limit)
            place += " limit " + std::to_string(*filter.limit);
        if (filter.starting_after)
            place += " after " + *filter.starting_after;
        if (filter.ending_before)
            place += " before " + *filter.ending_before;
        return place;
    }

    void write_down(std::string what, oms::call_options with)
    {
        asked.push_back(std::move(what));
        options.push_back(std::move(with));
        if (failure) {
            const oms::error thrown = *std::exchange(failure, std::nullopt);
            throw thrown;
        }
    }

    static awaitable<oms::any_send_outcome> send_once(std::shared_ptr<fake_core> core, std::string what,
                                                      oms::send_approval approve, oms::call_options with)
    {
        core->write_down(std::move(what), std::move(with));
        oms::any_send_outcome outcome;
        outcome.quote = core->quote;
        const bool agreed = co_await approve(outcome.quote);
        if (agreed)
            outcome.transaction = core->transaction;
        co_return outcome;
    }

    static awaitable<void> done(std::shared_ptr<fake_core> core, std::string what, oms::call_options with)
    {
        core->write_down(std::move(what), std::move(with));
        co_return;
    }

    template <class T>
    static awaitable<T> give(std::shared_ptr<fake_core> core, std::string what, oms::call_options with, T value)
    {
        core->write_down(std::move(what), std::move(with));
        co_return value;
    }
    template <class T>
    awaitable<T> answer(std::string what, oms::call_options with, T value)
    {
        return give(self(), std::move(what), std::move(with), std::move(value));
    }

    template <class T>
    static awaitable<oms::page<T>> give_page(std::shared_ptr<fake_core> core, std::string what, oms::call_options with,
                                             std::deque<oms::page<T>>& pages)
    {
        core->write_down(std::move(what), std::move(with));
        oms::page<T> next = std::move(pages.at(0));
        pages.pop_front();
        co_return next;
    }
    template <class T>
    awaitable<oms::page<T>> list(const std::string& what, const oms::list_filter_fields& filter, oms::call_options with,
                                 std::deque<oms::page<T>>& pages)
    {
        return give_page(self(), what + place_of(filter), std::move(with), pages);
    }
};

} // namespace test
