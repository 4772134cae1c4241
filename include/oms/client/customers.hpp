#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/list_source.hpp>
#include <oms/client/pager.hpp>

namespace oms { inline namespace v0_1 {

/// The people whose money is moved (contract section 4); from `client.customers()`.
///
/// A small handle that co-owns the client: cheap to copy, may outlive it, may be used from any thread. Arguments are
/// copied into the call, so nothing must outlive it. Every call may end with any `oms::error` of section 1.6, of the
/// connection, or with errc::deadline_exceeded, cancelled or client_closed; its `delivery` says whether the operation
/// may have happened. Below stand only the errors that mean something particular.
class customers {
public:
    explicit customers(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /customers. The endorsements of the answer may still be pending; `customer.endorsement.granted` tells
    /// when they are granted. A cancelled or failed call with delivery maybe_applied is repeated with the same key.
    boost::asio::awaitable<customer> create(new_customer request, call_options options = {}) const
    {
        return core_->create_customer(std::move(request), std::move(options));
    }

    /// GET /customers/{customerId}. errc::not_found: no such customer.
    boost::asio::awaitable<customer> get(customer_id id, call_options options = {}) const
    {
        return core_->get_customer(std::move(id), std::move(options));
    }

    /// GET /customers, newest first. No request is made before `next()`.
    template <std::same_as<customer_filter> Filter = customer_filter>
    pager<customer> list(Filter filter = {}, call_options options = {}) const
    {
        return detail::list_all<customer>(core_, &client_core::list_customers, std::move(filter), std::move(options),
                                          "/customers");
    }

    /// PATCH /customers/{customerId}: changes what `changes` names, leaves the rest. It has no idempotency key, so once
    /// some of it has left it is repeated only after 429, 503 and, once, 401; a maybe_applied one is settled by `get`.
    boost::asio::awaitable<customer> update(customer_id id, customer_update changes, call_options options = {}) const
    {
        return core_->update_customer(std::move(id), std::move(changes), std::move(options));
    }

    /// DELETE /customers/{customerId}: makes the customer `inactive` for good (`delete` is a word of C++). The answer
    /// is the customer as it is then. A 404 after a lost answer counts as done and gives a customer with only its id.
    boost::asio::awaitable<customer> remove(customer_id id, call_options options = {}) const
    {
        return core_->delete_customer(std::move(id), std::move(options));
    }

    /// GET /customers/{customerId}/balance: the estimated worth of all wallets, in USD unless `currency` (ISO 4217)
    /// says otherwise. errc::unprocessable: provider account not provisioned (section 14).
    boost::asio::awaitable<customer_balance> balance(customer_id id, call_options options = {}) const
    {
        return core_->get_customer_balance(std::move(id), std::string(), std::move(options));
    }
    boost::asio::awaitable<customer_balance> balance(customer_id id, std::string currency,
                                                     call_options options = {}) const
    {
        return core_->get_customer_balance(std::move(id), std::move(currency), std::move(options));
    }

    /// GET /customers/{customerId}/transactions, newest first; every transaction carries the customer's `role`.
    template <std::same_as<customer_transaction_filter> Filter = customer_transaction_filter>
    pager<any_transaction> transactions(customer_id id, Filter filter = {}, call_options options = {}) const
    {
        return detail::list_of_customer<any_transaction>(core_, &client_core::list_customer_transactions, std::move(id),
                                                         std::move(filter), std::move(options),
                                                         "/customers/{customerId}/transactions");
    }

    /// Reads a customer until one endorsement is decided, and gives it then: `ACTIVE`, `REJECTED`, or `NEEDS_ACTION`,
    /// which only a PATCH moves on (section 13). Only ACTIVE permits anything, so look at its status. An unknown state,
    /// and an endorsement that the customer does not show yet, are waited on.
    ///
    /// Wakes at once when `client.notify` brings news of the endorsement. Goes and ends like `transactions().wait`:
    /// after `at_most` with errc::wait_expired, on cancellation with errc::cancelled, both with the state seen last in
    /// their text.
    boost::asio::awaitable<endorsement> wait_endorsement(customer_id id, endorsement_name name,
                                                         std::chrono::milliseconds at_most,
                                                         call_options options = {}) const
    {
        return core_->wait_endorsement(std::move(id), std::move(name), at_most, std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
