#pragma once

#include <oms/client/impl/pause.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL pause::pause(boost::asio::any_io_executor executor_of_call)
    : strand_(boost::asio::make_strand(std::move(executor_of_call))),
      bell_(strand_, boost::asio::steady_timer::time_point::max())
{
}

OMS_DECL void pause::end()
{
    boost::asio::post(strand_, [self = shared_from_this()] {
        self->ended_ = true;
        self->bell_.cancel();
    });
}

OMS_DECL boost::asio::awaitable<void> pause::until(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                   std::chrono::steady_clock::time_point at)
{
    auto& strand = self->strand_;
    return boost::asio::co_spawn(strand, stand_still(std::move(self), std::move(time), at), boost::asio::use_awaitable);
}

OMS_DECL boost::asio::awaitable<void> pause::stand_still(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                         std::chrono::steady_clock::time_point at)
{
    // What gets through to here has passed the filter of the caller.
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_total_cancellation());
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    if (self->ended_)
        co_return;

    boost::asio::co_spawn(self->strand_, end_at(self, std::move(time), at),
                          boost::asio::bind_cancellation_slot(self->stop_clock_.slot(), boost::asio::detached));
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    if (!self->ended_ && state.cancelled() == boost::asio::cancellation_type::none) {
        boost::system::error_code rung;
        co_await self->bell_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
    }
    self->ended_ = true;
    self->stop_clock_.emit(boost::asio::cancellation_type::terminal);
}

OMS_DECL boost::asio::awaitable<void> pause::end_at(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                    std::chrono::steady_clock::time_point at)
{
    co_await time->sleep_until(at);
    self->ended_ = true;
    self->bell_.cancel();
}

OMS_DECL void pause_list::end_all()
{
    std::unordered_set<std::shared_ptr<pause>> members;
    {
        const std::lock_guard lock(mutex_);
        members.swap(members_);
    }
    for (const auto& member : members)
        member->end();
}

OMS_DECL void pause_list::add(const std::shared_ptr<pause>& member)
{
    const std::lock_guard lock(mutex_);
    members_.insert(member);
}

OMS_DECL void pause_list::remove(const std::shared_ptr<pause>& member) noexcept
{
    const std::lock_guard lock(mutex_);
    members_.erase(member);
}

}}} // namespace oms::v0_1::detail
