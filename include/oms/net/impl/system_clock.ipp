#pragma once

#include <oms/net/system_clock.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <tuple>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

class system_clock final : public clock {
public:
    explicit system_clock(boost::asio::any_io_executor executor) noexcept : executor_(std::move(executor)) {}

    std::chrono::steady_clock::time_point now() const override { return std::chrono::steady_clock::now(); }
    std::chrono::system_clock::time_point wall() const override { return std::chrono::system_clock::now(); }

    boost::asio::awaitable<boost::system::error_code> sleep_until(std::chrono::steady_clock::time_point when) override
    {
        return pause(executor_, when);
    }

private:
    static boost::asio::awaitable<boost::system::error_code> pause(boost::asio::any_io_executor executor,
                                                                   std::chrono::steady_clock::time_point when);

    boost::asio::any_io_executor executor_;
};

OMS_DECL boost::asio::awaitable<boost::system::error_code>
system_clock::pause(boost::asio::any_io_executor executor, std::chrono::steady_clock::time_point when)
{
    namespace this_coro = boost::asio::this_coro;

    const auto cancellation = co_await this_coro::cancellation_state;
    if (cancellation.cancelled() != boost::asio::cancellation_type::none)
        co_return boost::asio::error::operation_aborted;

    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    boost::asio::steady_timer timer(executor, when);
    const std::tuple<boost::system::error_code> ended =
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::deferred));
    co_await this_coro::throw_if_cancelled(throws);
    co_return std::get<0>(ended);
}

}}} // namespace oms::v0_1::detail

namespace oms { inline namespace v0_1 {

OMS_DECL std::shared_ptr<clock> make_system_clock(boost::asio::any_io_executor executor)
{
    return std::make_shared<detail::system_clock>(std::move(executor));
}

}} // namespace oms::v0_1
