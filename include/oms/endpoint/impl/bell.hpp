#pragma once

#include <oms/config.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// What one coroutine waits for, and any thread rings, once. A ring that comes before the wait is not lost.
class bell {
public:
    using time_point = boost::asio::steady_timer::time_point;

    explicit bell(const boost::asio::any_io_executor& of_the_coroutine);
    ~bell();
    bell(const bell&) = delete;
    bell& operator=(const bell&) = delete;

    /// Rings; from any thread, any number of times. May outlive the bell, and the context that its coroutine ran in.
    std::function<void()> rope() const;
    bool rung() const;

    /// Until the ring, `limit`, or cancellation: ask rung() which. Completes with void(boost::system::error_code).
    template <class Token>
    auto async_wait(time_point limit, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
            [state = state_](auto handler, time_point until) {
                const std::lock_guard lock(state->mutex);
                state->timer->expires_at(state->rung ? time_point() : until);
                state->timer->async_wait(std::move(handler));
            },
            token, limit);
    }

    /// Until the ring, whatever is cancelled meanwhile. The awaiting coroutine must not throw if cancelled.
    boost::asio::awaitable<void> wait();

private:
    /// The timer may be touched by several threads, but only under the mutex, and only while the bell is there.
    struct shared_state {
        explicit shared_state(const boost::asio::any_io_executor& executor) : timer(std::in_place, executor) {}
        void ring() noexcept;

        std::mutex mutex;
        std::optional<boost::asio::steady_timer> timer;
        bool rung = false;
    };

    std::shared_ptr<shared_state> state_;
};

/// Runs `work` on another executor, for what may block; here, when there is none or when it ends before. The awaiting
/// coroutine resumes on its own executor. It must not throw if cancelled, and a cancellation does not disturb it.
/// Throws what `work` throws, and std::bad_alloc.
OMS_DECL boost::asio::awaitable<void> run_on(boost::asio::any_io_executor where, std::function<void()> work);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/bell.ipp>
#endif
