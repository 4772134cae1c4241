#pragma once

#include <oms/client/client.hpp>
#include <oms/client/client_core.hpp>
#include <oms/client/list_source.hpp>
#include <oms/client/pager.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/virtual_account.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

/// What the contract documents but the service does not offer to everybody yet (section 15); from
/// `client.early_access()`, which needs this header: <oms/oms.hpp> does not bring it. With an ordinary key every call
/// ends with errc::not_found or errc::forbidden.
///
/// Kept apart, since it may change with any version. A handle like `customers`: what its comment says about lifetimes,
/// threads, errors and cancellation holds here too.
class early_access {
public:
    explicit early_access(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// GET /external-accounts/schemas: which fields the bank details of each rail need.
    boost::asio::awaitable<page<external_account_schema>> external_account_schemas(external_account_query query,
                                                                                   call_options options = {}) const
    {
        return core_->list_external_account_schemas(std::move(query), std::move(options));
    }

    /// POST /customers/{customerId}/external-accounts. A request that was made from a schema is held against it first:
    /// errc::invalid_argument names every field that does not fit, and nothing was sent.
    boost::asio::awaitable<external_account> create_external_account(customer_id owner, new_external_account request,
                                                                     call_options options = {}) const
    {
        return core_->create_external_account(std::move(owner), std::move(request), std::move(options));
    }

    /// POST /customers/{customerId}/virtual-accounts. errc::unprocessable with `endorsement_required`: needs `usd`.
    boost::asio::awaitable<virtual_account> create_virtual_account(customer_id owner, new_virtual_account request,
                                                                   call_options options = {}) const
    {
        return core_->create_virtual_account(std::move(owner), std::move(request), std::move(options));
    }

    /// GET /customers/{customerId}/virtual-accounts, newest first. No request is made before `next()`.
    template <std::same_as<virtual_account_filter> Filter = virtual_account_filter>
    pager<virtual_account> virtual_accounts(customer_id owner, Filter filter = {}, call_options options = {}) const
    {
        return detail::list_of_customer<virtual_account>(core_, &client_core::list_virtual_accounts, std::move(owner),
                                                         std::move(filter), std::move(options),
                                                         "/customers/{customerId}/virtual-accounts");
    }

    /// POST /customers/{customerId}/deposit-addresses. errc::unprocessable with `endorsement_required`: needs
    /// `cryptoCustody`.
    boost::asio::awaitable<deposit_address> create_deposit_address(customer_id owner, new_deposit_address request,
                                                                   call_options options = {}) const
    {
        return core_->create_deposit_address(std::move(owner), std::move(request), std::move(options));
    }

    /// GET /customers/{customerId}/deposit-addresses, newest first.
    template <std::same_as<deposit_address_filter> Filter = deposit_address_filter>
    pager<deposit_address> deposit_addresses(customer_id owner, Filter filter = {}, call_options options = {}) const
    {
        return detail::list_of_customer<deposit_address>(core_, &client_core::list_deposit_addresses, std::move(owner),
                                                         std::move(filter), std::move(options),
                                                         "/customers/{customerId}/deposit-addresses");
    }

private:
    std::shared_ptr<client_core> core_;
};

inline early_access client::early_access() const
{
    return oms::early_access(core_);
}

}} // namespace oms::v0_1
