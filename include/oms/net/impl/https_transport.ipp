#pragma once

#include <oms/net/https_transport.hpp>

#include <oms/net/impl/connection_pool.hpp>
#include <oms/net/pending_exchange.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// An exchange for those who await one by itself.
OMS_DECL boost::asio::awaitable<exchange_result> run_exchange(std::shared_ptr<connection_pool> pool,
                                                              const http_request& request, exchange_limits limits)
{
    namespace this_coro = boost::asio::this_coro;
    pending_exchange pending;
    const boost::asio::cancellation_state cancellation = co_await this_coro::cancellation_state;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    if (cancellation.cancelled() == boost::asio::cancellation_type::none || !pool->in_its_process())
        co_await pending.async_run(*pool, request, limits, boost::asio::deferred);
    else
        pending.result().failure = errc::cancelled;
    co_await this_coro::throw_if_cancelled(throws);
    co_return std::move(pending.result());
}

class https_transport final : public transport {
public:
    explicit https_transport(std::shared_ptr<connection_pool> pool) noexcept : pool_(std::move(pool)) {}
    ~https_transport() override { pool_->close(); }

    boost::asio::awaitable<exchange_result> exchange(const http_request& request,
                                                     const exchange_limits& limits) override
    {
        return run_exchange(pool_, request, limits);
    }

    void close() override { pool_->close(); }
    pool_metrics metrics() const override { return pool_->metrics(); }
    direct_exchanges* direct() noexcept override { return pool_.get(); }

private:
    const std::shared_ptr<connection_pool> pool_;
};

}}} // namespace oms::v0_1::detail

namespace oms { inline namespace v0_1 {

OMS_DECL std::shared_ptr<transport> make_https_transport(boost::asio::any_io_executor executor, const base_url& origin,
                                                         const transport_config& config)
{
    return std::make_shared<detail::https_transport>(
        std::make_shared<detail::connection_pool>(std::move(executor), origin, config));
}

}} // namespace oms::v0_1
