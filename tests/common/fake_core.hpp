#pragma once

#include <oms/client/client_core.hpp>

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
    awaitable<oms::page<oms::any_transaction>> list_customer_transactions(oms::customer_id id, oms::list_filter filter,
                                                                          oms::call_options with) override
    {
        return list("list_customer_transactions " + id.str(), filter.fields(), std::move(with), transactions);
    }

    awaitable<oms::wallet> create_wallet(oms::customer_id owner, oms::new_wallet, oms::call_options with) override
    {
        return answer("create_wallet " + owner.str(), std::move(with), oms::wallet());
    }
    awaitable<oms::page<oms::wallet>> list_customer_wallets(oms::customer_id owner, oms::list_filter filter,
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
    awaitable<oms::any_transaction> wait_transaction(oms::transaction_id id, std::chrono::milliseconds at_most,
                                                     oms::expected_kind kind, oms::call_options with) override
    {
        return answer("wait_transaction " + id.str() + name_of(kind) + " " + std::to_string(at_most.count()) + " ms",
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
    awaitable<oms::page<oms::webhook>> list_webhooks(oms::list_filter filter, oms::call_options with) override
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
