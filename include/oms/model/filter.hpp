#pragma once

#include <oms/model/cash_in.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/transaction.hpp>

#include <oms/core/id.hpp>
#include <oms/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// What every list can be asked for (contract section 1.5), as sent.
struct list_filter_fields {
    std::optional<std::int64_t> limit;
    std::optional<std::string> starting_after;
    std::optional<std::string> ending_before;
    std::optional<timestamp> created_after;
    std::optional<timestamp> created_before;
};

/// Setters that all list filters share (contract section 1.5). A pager sets the cursors itself. Checked by the call
/// that sends it: a value that holds nothing, an absent time for instance, is an error, since it would ask for more
/// than was meant.
template <class Filter, class Fields>
class basic_list_filter {
public:
    /// Items a page, 1 to 100; the API takes 50 without it.
    Filter& limit(int v) & { return fields_.limit = v, self(); }
    Filter&& limit(int v) && { return std::move(limit(v)); }
    /// Continues towards older items, from a page's `next_cursor`. Takes `ending_before` back.
    Filter& starting_after(std::string cursor) &
    {
        fields_.ending_before.reset();
        return fields_.starting_after = std::move(cursor), self();
    }
    Filter&& starting_after(std::string cursor) && { return std::move(starting_after(std::move(cursor))); }
    /// Goes back towards newer items, from a page's `previous_cursor`. Takes `starting_after` back.
    Filter& ending_before(std::string cursor) &
    {
        fields_.starting_after.reset();
        return fields_.ending_before = std::move(cursor), self();
    }
    Filter&& ending_before(std::string cursor) && { return std::move(ending_before(std::move(cursor))); }
    /// Inclusive.
    Filter& created_after(timestamp v) & { return fields_.created_after = std::move(v), self(); }
    Filter&& created_after(timestamp v) && { return std::move(created_after(std::move(v))); }
    /// Inclusive.
    Filter& created_before(timestamp v) & { return fields_.created_before = std::move(v), self(); }
    Filter&& created_before(timestamp v) && { return std::move(created_before(std::move(v))); }

    /// What will be sent.
    const Fields& fields() const noexcept { return fields_; }

protected:
    basic_list_filter() = default;
    Fields fields_;

private:
    Filter& self() noexcept { return static_cast<Filter&>(*this); }
};

// Lists that have no filters of their own: one type each, so that a filter that is added to one later breaks nothing.

/// Which transactions of a customer to list (contract section 8.3).
class customer_transaction_filter : public basic_list_filter<customer_transaction_filter, list_filter_fields> {
public:
    customer_transaction_filter() = default;
};

/// Which wallets of a customer to list (contract section 5).
class wallet_filter : public basic_list_filter<wallet_filter, list_filter_fields> {
public:
    wallet_filter() = default;
};

/// Which webhook subscriptions to list (contract section 11).
class webhook_filter : public basic_list_filter<webhook_filter, list_filter_fields> {
public:
    webhook_filter() = default;
};

/// Which virtual accounts of a customer to list (contract section 15.1).
class virtual_account_filter : public basic_list_filter<virtual_account_filter, list_filter_fields> {
public:
    virtual_account_filter() = default;
};

/// Which deposit addresses of a customer to list (contract section 15.2).
class deposit_address_filter : public basic_list_filter<deposit_address_filter, list_filter_fields> {
public:
    deposit_address_filter() = default;
};

/// Query of GET /customers, as sent (contract section 4.4).
struct customer_filter_fields : list_filter_fields {
    std::optional<customer_status> status;
    std::optional<std::string> email;
    std::optional<std::string> external_id;
};

/// Which customers to list (contract section 4.4).
class customer_filter : public basic_list_filter<customer_filter, customer_filter_fields> {
public:
    customer_filter() = default;
    customer_filter& status(customer_status v) & { return fields_.status = std::move(v), *this; }
    customer_filter&& status(customer_status v) && { return std::move(status(std::move(v))); }
    /// The whole address.
    customer_filter& email(std::string v) & { return fields_.email = std::move(v), *this; }
    customer_filter&& email(std::string v) && { return std::move(email(std::move(v))); }
    customer_filter& external_id(std::string v) & { return fields_.external_id = std::move(v), *this; }
    customer_filter&& external_id(std::string v) && { return std::move(external_id(std::move(v))); }
};

/// Query of GET /transactions, as sent (contract section 8.3).
struct transaction_filter_fields : list_filter_fields {
    std::optional<customer_id> sender_customer_id;
    std::optional<customer_id> recipient_customer_id;
    std::optional<transaction_status> status;
    std::optional<movement_type> type;
};

/// Which transactions to list (contract section 8.3).
class transaction_filter : public basic_list_filter<transaction_filter, transaction_filter_fields> {
public:
    transaction_filter() = default;
    transaction_filter& sender_customer_id(customer_id v) & { return fields_.sender_customer_id = std::move(v), *this; }
    transaction_filter&& sender_customer_id(customer_id v) && { return std::move(sender_customer_id(std::move(v))); }
    transaction_filter& recipient_customer_id(customer_id v) &
    {
        return fields_.recipient_customer_id = std::move(v), *this;
    }
    transaction_filter&& recipient_customer_id(customer_id v) &&
    {
        return std::move(recipient_customer_id(std::move(v)));
    }
    transaction_filter& status(transaction_status v) & { return fields_.status = std::move(v), *this; }
    transaction_filter&& status(transaction_status v) && { return std::move(status(std::move(v))); }
    transaction_filter& type(movement_type v) & { return fields_.type = std::move(v), *this; }
    transaction_filter&& type(movement_type v) && { return std::move(type(std::move(v))); }
};

/// Query of GET /cash-ins, as sent (contract section 9.3).
struct cash_in_filter_fields : list_filter_fields {
    std::optional<oms::customer_id> customer_id;
    std::optional<cash_in_status> status;
};

/// Which cash-ins to list (contract section 9.3).
class cash_in_filter : public basic_list_filter<cash_in_filter, cash_in_filter_fields> {
public:
    cash_in_filter() = default;
    cash_in_filter& customer_id(oms::customer_id v) & { return fields_.customer_id = std::move(v), *this; }
    cash_in_filter&& customer_id(oms::customer_id v) && { return std::move(customer_id(std::move(v))); }
    cash_in_filter& status(cash_in_status v) & { return fields_.status = std::move(v), *this; }
    cash_in_filter&& status(cash_in_status v) && { return std::move(status(std::move(v))); }
};

/// Query of both balances, as sent (contract section 4.4).
struct balance_query_fields {
    std::string estimated_balance_currency_code; ///< ISO 4217; empty leaves the choice to the service (USD)
};

/// Query of GET /transactions/{transactionId}, as sent (contract section 8.3).
struct transaction_perspective_fields {
    std::optional<customer_id> sender_customer_id;
    std::optional<customer_id> recipient_customer_id;
};

/// From whose side a transaction is read: decides its `role` (contract section 8.3).
class transaction_perspective {
public:
    transaction_perspective() = default;
    transaction_perspective& sender_customer_id(customer_id v) &
    {
        return fields_.sender_customer_id = std::move(v), *this;
    }
    transaction_perspective&& sender_customer_id(customer_id v) &&
    {
        return std::move(sender_customer_id(std::move(v)));
    }
    transaction_perspective& recipient_customer_id(customer_id v) &
    {
        return fields_.recipient_customer_id = std::move(v), *this;
    }
    transaction_perspective&& recipient_customer_id(customer_id v) &&
    {
        return std::move(recipient_customer_id(std::move(v)));
    }

    /// What will be sent.
    const transaction_perspective_fields& fields() const noexcept { return fields_; }

private:
    transaction_perspective_fields fields_;
};

}} // namespace oms::v0_1
