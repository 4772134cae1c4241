#pragma once

#include <oms/net/https_transport.hpp>

#include <oms/net/impl/connection_pool.hpp>
#include <oms/net/impl/http_exchange.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <tuple>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// Waits for a connection of the pool. The lease, or none and why in `result`.
OMS_DECL boost::asio::awaitable<connection_lease>
wait_for_connection(std::shared_ptr<connection_pool> pool, const exchange_limits& limits, exchange_result& result)
{
    queued_exchange place(std::move(pool), limits);
    co_await place.async_wait(boost::asio::as_tuple(boost::asio::deferred));
    connection_lease lease = place.outcome();
    if (!lease) {
        result.failure = place.failure.code;
        result.cause = place.failure.cause;
        result.cause_text = std::move(place.failure.text);
    }
    co_return lease;
}

OMS_DECL bool was_cancelled(const boost::asio::cancellation_state& state) noexcept
{
    return state.cancelled() != boost::asio::cancellation_type::none;
}

/// The server has ended this connection meanwhile, or sent what nobody asked for. One that was just opened is taken as
/// it is, or a server that closes them all would be connected to without end.
OMS_DECL bool is_stale(connection& leased, bool stood_idle) noexcept
{
    return leased.used ? !leased.stream.quiet() : stood_idle && leased.stream.closed_by_peer();
}

/// The one coroutine of an exchange whose connection is there already.
OMS_DECL boost::asio::awaitable<exchange_result> run_exchange(std::shared_ptr<connection_pool> pool,
                                                              const http_request& request, exchange_limits limits)
{
    namespace this_coro = boost::asio::this_coro;
    constexpr auto token = boost::asio::as_tuple(boost::asio::deferred);
    using step = http_exchange::step;

    exchange_result result;
    const auto cancellation = co_await this_coro::cancellation_state;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    std::exception_ptr trouble;
    try {
        connection_lease lease;
        while (!lease && result.failure == errc{}) {
            if (!pool->in_its_process()) {
                result.failure = errc::wrong_process;
            } else if (was_cancelled(cancellation)) {
                result.failure = errc::cancelled;
            } else if (std::chrono::steady_clock::now() >= limits.deadline) {
                result.failure = errc::deadline_exceeded;
            } else {
                lease = pool->take_idle();
                const bool stood_idle = static_cast<bool>(lease);
                if (!lease)
                    lease = co_await wait_for_connection(pool, limits, result);
                if (lease && is_stale(*lease, stood_idle))
                    lease.discard_stale();
            }
        }
        if (lease && was_cancelled(cancellation)) {
            lease.give_back();
            result.failure = errc::cancelled;
        }
        if (lease) {
            http_exchange exchange(*lease, request, pool->times, pool->limits, limits, result);
            step next = exchange.begin(pool->host);
            while (next != step::done) {
                if (next == step::write) {
                    const std::tuple<boost::system::error_code, std::size_t> written =
                        co_await lease->stream.async_write_some(exchange.unsent(), token);
                    next = exchange.wrote(std::get<0>(written), std::get<1>(written), was_cancelled(cancellation));
                } else {
                    const std::tuple<boost::system::error_code, std::size_t> read =
                        co_await lease->stream.async_read_some(exchange.space(), token);
                    next = exchange.received(std::get<0>(read), std::get<1>(read), was_cancelled(cancellation));
                }
            }
            if (exchange.reusable())
                lease.give_back();
        }
    } catch (...) {
        trouble = std::current_exception();
    }
    co_await this_coro::throw_if_cancelled(throws);
    if (trouble)
        std::rethrow_exception(trouble);
    co_return result;
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
