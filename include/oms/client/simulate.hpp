#pragma once

#include <oms/client/client_core.hpp>

namespace oms { inline namespace v0_1 {

/// Money that comes in as if somebody had brought it (contract sections 9.5 and 15.4); from `client.simulate()`.
///
/// In the sandbox only: production answers all of it with errc::not_found. A handle like `customers`: what its comment
/// says about lifetimes, threads, errors and cancellation holds here too.
class simulate {
public:
    explicit simulate(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /cash-ins/simulate/barcode-auth: somebody shows a deposit code at the counter. errc::not_found: unknown
    /// code; errc::invalid_request: expired or used; errc::unprocessable with `limit_exceeded`.
    boost::asio::awaitable<barcode_authorization> barcode_auth(oms::barcode_auth request,
                                                               call_options options = {}) const
    {
        return core_->simulate_barcode_auth(std::move(request), std::move(options));
    }

    /// POST /cash-ins/simulate/auth-commit: the cash is handed in; the cash-in and a transaction take their course.
    boost::asio::awaitable<commit_result> auth_commit(oms::auth_commit request, call_options options = {}) const
    {
        return core_->simulate_auth_commit(std::move(request), std::move(options));
    }

    /// POST /virtual-accounts/{virtualAccountId}/simulate: a bank transfer arrives. Early access: works only with an
    /// id that was provisioned for you; otherwise errc::not_found or errc::forbidden.
    boost::asio::awaitable<virtual_account_transfer_result>
    virtual_account(virtual_account_id id, virtual_account_transfer request, call_options options = {}) const
    {
        return core_->simulate_virtual_account_transfer(std::move(id), std::move(request), std::move(options));
    }

    /// POST /deposit-addresses/{depositAddressId}/simulate: crypto arrives. Early access, as `virtual_account`.
    boost::asio::awaitable<deposit_address_transfer_result>
    deposit_address(deposit_address_id id, deposit_address_transfer request, call_options options = {}) const
    {
        return core_->simulate_deposit_address_transfer(std::move(id), std::move(request), std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
