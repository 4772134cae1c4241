#pragma once

#include <oms/net/clock.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

/// A clock that stands still until the test moves it. For one thread.
class fake_clock final : public oms::clock {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// One coroutine that sleeps; whoever holds it may wake it early.
    class sleeper {
    public:
        enum class reason { none, due, woken };

        explicit sleeper(time_point until) : when(until) {}
        void wake(reason because)
        {
            if (why == reason::none)
                why = because;
            if (timer)
                timer->cancel();
        }

        time_point when;
        reason why = reason::none;
        std::unique_ptr<boost::asio::steady_timer> timer;
    };

    time_point now() const override { return now_; }
    std::chrono::system_clock::time_point wall() const override { return wall_; }

    boost::asio::awaitable<boost::system::error_code> sleep_until(time_point when) override
    {
        return sleep(*this, std::make_shared<sleeper>(when));
    }

    /// Success when the time came, operation_aborted when cancelled or woken.
    static boost::asio::awaitable<boost::system::error_code> sleep(fake_clock& clock, std::shared_ptr<sleeper> self)
    {
        namespace asio = boost::asio;
        if (self->when <= clock.now_)
            co_return boost::system::error_code();
        const bool throws = co_await asio::this_coro::throw_if_cancelled();
        co_await asio::this_coro::throw_if_cancelled(false);
        const auto executor = co_await asio::this_coro::executor;
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (self->why == sleeper::reason::none && cancellation.cancelled() == asio::cancellation_type::none) {
            const bed place(clock, self, executor);
            boost::system::error_code ignored;
            co_await self->timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        co_await asio::this_coro::throw_if_cancelled(throws);
        boost::system::error_code outcome;
        if (self->why != sleeper::reason::due)
            outcome = asio::error::operation_aborted;
        co_return outcome;
    }

    /// Moves both times on and wakes whose time has come.
    void advance(std::chrono::nanoseconds by)
    {
        now_ += by;
        wall_ += std::chrono::duration_cast<std::chrono::system_clock::duration>(by);
        const auto asleep = sleepers_;
        for (const auto& one : asleep) {
            if (one->when > now_)
                continue;
            std::erase(sleepers_, one); // a coroutine that found no memory to sleep cannot do it
            one->wake(sleeper::reason::due);
        }
    }

    /// Moves on to the time when the next sleeper wakes. False when nobody sleeps.
    bool advance_to_next()
    {
        if (sleepers_.empty())
            return false;
        const auto next = std::min_element(sleepers_.begin(), sleepers_.end(),
                                           [](const auto& a, const auto& b) { return a->when < b->when; });
        advance((*next)->when - now_);
        return true;
    }

    /// The wall clock jumps; the monotonic one does not.
    void step_wall(std::chrono::seconds by) { wall_ += by; }

    std::size_t sleeping() const { return sleepers_.size(); }

private:
    /// A sleeper's place, also when it goes with its context instead of waking.
    class bed {
    public:
        bed(fake_clock& clock, const std::shared_ptr<sleeper>& who, const boost::asio::any_io_executor& executor)
            : clock_(clock), who_(who)
        {
            who_->timer = std::make_unique<boost::asio::steady_timer>(executor, time_point::max());
            clock_.sleepers_.push_back(who_);
        }
        ~bed()
        {
            who_->timer.reset();
            std::erase(clock_.sleepers_, who_);
        }
        bed(const bed&) = delete;
        bed& operator=(const bed&) = delete;

    private:
        fake_clock& clock_;
        const std::shared_ptr<sleeper> who_;
    };

    time_point now_{std::chrono::hours{1}};
    std::chrono::system_clock::time_point wall_ =
        std::chrono::sys_days{std::chrono::year{2026} / 6 / 15} + std::chrono::hours{14};
    std::vector<std::shared_ptr<sleeper>> sleepers_;
};
