#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/list_source.hpp>
#include <oms/client/pager.hpp>

namespace oms { inline namespace v0_1 {

/// The custodial wallets of customers, each of one asset on one chain (contract section 5); from `client.wallets()`.
///
/// A handle like `customers`: what its comment says about lifetimes, threads, errors and cancellation holds here too.
class wallets {
public:
    explicit wallets(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /customers/{customerId}/wallets. The wallet is active at once. errc::unprocessable with
    /// `endorsement_required`: the customer lacks `cryptoCustody`; errc::forbidden: inactive or not yet endorsed.
    boost::asio::awaitable<wallet> create(customer_id owner, new_wallet request, call_options options = {}) const
    {
        return core_->create_wallet(std::move(owner), std::move(request), std::move(options));
    }

    /// GET /customers/{customerId}/wallets, newest first. The contract has no list of all wallets.
    template <std::same_as<wallet_filter> Filter = wallet_filter>
    pager<wallet> list(customer_id owner, Filter filter = {}, call_options options = {}) const
    {
        return detail::list_of_customer<wallet>(core_, &client_core::list_customer_wallets, std::move(owner),
                                                std::move(filter), std::move(options),
                                                "/customers/{customerId}/wallets");
    }

    /// GET /wallets/{walletId}/balance: the exact balance, and its estimated worth in USD unless `currency` (ISO 4217)
    /// says otherwise. errc::unprocessable: provider account not provisioned (section 14).
    boost::asio::awaitable<wallet_balance> balance(wallet_id id, call_options options = {}) const
    {
        return core_->get_wallet_balance(std::move(id), std::string(), std::move(options));
    }
    boost::asio::awaitable<wallet_balance> balance(wallet_id id, std::string currency, call_options options = {}) const
    {
        return core_->get_wallet_balance(std::move(id), std::move(currency), std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
