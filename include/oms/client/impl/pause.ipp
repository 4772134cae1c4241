#pragma once

#include <oms/client/impl/pause.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <new>
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
    namespace asio = boost::asio;
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        co_return;

    // co_spawn would pass a cancellation on to the other executor by a pointer that the end of the pause leaves
    // dangling (Boost 1.81). So it gets no slot, and the cancellation ends the pause like everybody else does.
    // Weakly: the caller's signal, which keeps the handler, may outlive the context that the pause stands in.
    asio::cancellation_slot slot = state.slot();
    if (slot.is_connected())
        slot.assign([weak = self->weak_from_this()](asio::cancellation_type) {
            if (const std::shared_ptr<pause> alive = weak.lock())
                alive->end();
        });
    auto no_slot = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
    co_await asio::co_spawn(self->strand_, stand_still(self, std::move(time), at), std::move(no_slot));
    if (slot.is_connected())
        slot.clear();
}

OMS_DECL boost::asio::awaitable<void> pause::undisturbed(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                         std::chrono::steady_clock::time_point at)
{
    namespace asio = boost::asio;
    auto no_slot = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
    co_await asio::co_spawn(self->strand_, stand_still(self, std::move(time), at), std::move(no_slot));
}

OMS_DECL boost::asio::awaitable<void> pause::stand_still(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                         std::chrono::steady_clock::time_point at)
{
    if (self->ended_)
        co_return;
    spawn_clock(self, std::move(time), at);
    if (!self->ended_) {
        boost::system::error_code rung;
        co_await self->bell_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
    }
    self->ended_ = true;
    self->stop_clock_.emit(boost::asio::cancellation_type::terminal);
}

OMS_DECL void pause::spawn_clock(const std::shared_ptr<pause>& self, std::shared_ptr<clock> time,
                                 std::chrono::steady_clock::time_point at)
{
    // The handler, not the coroutine, keeps the pause: the signal must outlive what co_spawn does after the coroutine.
    // It rings the bell, too: a clock that found no memory must not let the call stand still for ever.
    const auto ended = [self](std::exception_ptr) {
        self->ended_ = true;
        self->bell_.cancel();
    };
    boost::asio::co_spawn(self->strand_, end_at(*self, std::move(time), at),
                          boost::asio::bind_cancellation_slot(self->stop_clock_.slot(), ended));
}

OMS_DECL boost::asio::awaitable<void> pause::end_at(pause& self, std::shared_ptr<clock> time,
                                                    std::chrono::steady_clock::time_point at)
{
    co_await time->sleep_until(at);
    self.ended_ = true;
    self.bell_.cancel();
}

OMS_DECL void pause_list::end_all()
{
    // Posted under the lock, which whoever leaves the list waits for: its context may end as soon as it has left.
    const std::lock_guard lock(mutex_);
    for (const auto& member : members_) {
        try {
            member->end();
        } catch (const std::bad_alloc&) {
            // It ends when its time has come. The others must not wait for that.
        }
    }
    members_.clear();
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
