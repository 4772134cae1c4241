#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// What `stop_on` gives when there is nothing to give.
struct void_value {};

/// One call that a stop token may end. Everything but `ask` is touched on the strand only: neither timers nor
/// cancellation signals are safe for several threads.
template <class T>
class stoppable_call : public std::enable_shared_from_this<stoppable_call<T>> {
public:
    using value = std::conditional_t<std::is_void_v<T>, void_value, T>;
    using pointer = std::shared_ptr<stoppable_call>;

    stoppable_call(boost::asio::any_io_executor executor, bool caller_throws)
        : strand_(boost::asio::make_strand(std::move(executor))),
          ended_(strand_, boost::asio::steady_timer::time_point::max()), caller_throws_(caller_throws)
    {
    }

    const boost::asio::strand<boost::asio::any_io_executor>& strand() const noexcept { return strand_; }

    /// Ends the call as a cancellation does. From any thread, any number of times.
    void ask() noexcept
    {
        try {
            boost::asio::post(strand_, [self = this->shared_from_this()] { self->stop(); });
        } catch (...) {
            // Without memory the call goes on to its own end.
        }
    }

    /// On the strand: runs the call, until it has ended.
    static boost::asio::awaitable<void> run(pointer self, std::stop_token token, boost::asio::awaitable<T> call)
    {
        if (token.stop_requested())
            self->asked_ = true;
        // The handler, not the coroutine, keeps the signal for what co_spawn does after the coroutine.
        auto ended = [self](std::exception_ptr) {
            self->done_ = true;
            self->ended_.cancel();
        };
        boost::asio::co_spawn(self->strand_, attempt(self, std::move(call)),
                              boost::asio::bind_cancellation_slot(self->signal_.slot(), std::move(ended)));
        const auto asks = [weak = self->weak_from_this()] {
            if (const pointer alive = weak.lock())
                alive->ask();
        };
        const std::stop_callback on_stop(std::move(token), asks);
        boost::system::error_code rung;
        if (!self->done_)
            co_await self->ended_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
    }

    value take()
    {
        if (thrown_)
            std::rethrow_exception(thrown_);
        return std::move(*given_);
    }

private:
    static boost::asio::awaitable<void> attempt(pointer self, boost::asio::awaitable<T> call)
    {
        namespace this_coro = boost::asio::this_coro;
        // A call that is to be stopped before it begins ends by itself, with its own error.
        co_await this_coro::throw_if_cancelled(false);
        self->begun_ = true;
        if (self->asked_)
            self->signal_.emit(boost::asio::cancellation_type::terminal);
        else
            co_await this_coro::throw_if_cancelled(self->caller_throws_);
        try {
            if constexpr (std::is_void_v<T>) {
                co_await std::move(call);
                self->given_.emplace();
            } else {
                self->given_.emplace(co_await std::move(call));
            }
        } catch (...) {
            self->thrown_ = std::current_exception();
        }
    }

    void stop()
    {
        asked_ = true;
        if (begun_ && !done_)
            signal_.emit(boost::asio::cancellation_type::terminal);
    }

    const boost::asio::strand<boost::asio::any_io_executor> strand_;
    boost::asio::steady_timer ended_;
    const bool caller_throws_;
    boost::asio::cancellation_signal signal_;
    bool begun_ = false;
    bool asked_ = false;
    bool done_ = false;
    std::optional<value> given_;
    std::exception_ptr thrown_;
};

/// The whole of `stop_on`.
template <class T>
boost::asio::awaitable<T> await_stoppable(std::stop_token token, boost::asio::awaitable<T> call)
{
    namespace asio = boost::asio;
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    const auto state = co_await asio::this_coro::cancellation_state;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto running = std::make_shared<stoppable_call<T>>(executor, throws);

    co_await asio::this_coro::throw_if_cancelled(false);
    // Weakly: the caller's signal, which keeps the handler, may outlive the context in which the call is.
    asio::cancellation_slot slot = state.slot();
    if (slot.is_connected())
        slot.assign([weak = running->weak_from_this()](asio::cancellation_type) {
            if (const auto alive = weak.lock())
                alive->ask();
        });
    if (state.cancelled() != asio::cancellation_type::none)
        running->ask();
    // co_spawn gets no slot of ours: it would pass a cancellation on by a pointer that it leaves dangling (Boost 1.81).
    auto no_slot = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
    std::exception_ptr thrown;
    try {
        co_await asio::co_spawn(running->strand(), stoppable_call<T>::run(running, std::move(token), std::move(call)),
                                std::move(no_slot));
    } catch (...) {
        thrown = std::current_exception();
    }
    if (thrown) // without memory to wait for the call
        running->ask();
    if (slot.is_connected())
        slot.clear();
    co_await asio::this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    if constexpr (std::is_void_v<T>)
        running->take();
    else
        co_return running->take();
}

}}} // namespace oms::v0_1::detail
