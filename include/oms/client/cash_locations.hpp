#pragma once

#include <oms/client/client_core.hpp>

namespace oms { inline namespace v0_1 {

/// Where cash can be handed in (contract section 9.4); from `client.cash_locations()`.
///
/// A handle like `customers`: what its comment says about lifetimes, threads, errors and cancellation holds here too.
class cash_locations {
public:
    explicit cash_locations(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// GET /cash-locations: the locations of one provider around a point, nearest first, in one page. A location goes
    /// into `new_cash_in` as it is. errc::invalid_request: unknown provider or a point off the globe.
    boost::asio::awaitable<page<cash_location>> find(cash_location_query query, call_options options = {}) const
    {
        return core_->list_cash_locations(std::move(query), std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
