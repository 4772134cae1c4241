#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/list_source.hpp>
#include <oms/client/pager.hpp>

namespace oms { inline namespace v0_1 {

/// Cash that is handed in at a counter with a deposit code (contract section 9); from `client.cash_ins()`.
///
/// A handle like `customers`: what its comment says about lifetimes, threads, errors and cancellation holds here too.
class cash_ins {
public:
    explicit cash_ins(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /cash-ins: issues a deposit code, good for one hour. Amounts are estimates until the cash is there.
    /// errc::unprocessable with `limit_exceeded`, `endorsement_required` or provider account not provisioned.
    boost::asio::awaitable<cash_in> create(new_cash_in request, call_options options = {}) const
    {
        return core_->create_cash_in(std::move(request), std::move(options));
    }

    /// GET /cash-ins/{cashInId}. errc::not_found: no such cash-in.
    boost::asio::awaitable<cash_in> get(cash_in_id id, call_options options = {}) const
    {
        return core_->get_cash_in(std::move(id), std::move(options));
    }

    /// GET /cash-ins, newest first.
    template <std::same_as<cash_in_filter> Filter = cash_in_filter>
    pager<cash_in> list(Filter filter = {}, call_options options = {}) const
    {
        return detail::list_all<cash_in>(core_, &client_core::list_cash_ins, std::move(filter), std::move(options),
                                         "/cash-ins");
    }

    /// POST /cash-ins/{cashInId}/refresh: a new code on the same cash-in, again for one hour; the old one is void.
    /// errc::invalid_request: neither pending nor expired. There is no way to cancel a cash-in.
    boost::asio::awaitable<cash_in> refresh(cash_in_id id, call_options options = {}) const
    {
        return core_->refresh_cash_in(std::move(id), std::move(options));
    }

    /// Reads a cash-in until it is `completed`, `failed` or `expired`, and gives it then, so look at its status. (Only
    /// `refresh` brings an expired one back.) An unknown state is waited on.
    ///
    /// Wakes at once when `client.notify` brings news of it, or of the transaction that it has made. Goes and ends like
    /// `transactions().wait`: after `at_most` with errc::wait_expired, on cancellation with errc::cancelled, both with
    /// the state seen last in their text.
    boost::asio::awaitable<cash_in> wait(cash_in_id id, std::chrono::milliseconds at_most,
                                         call_options options = {}) const
    {
        return core_->wait_cash_in(std::move(id), at_most, std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
