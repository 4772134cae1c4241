#pragma once

#include <oms/endpoint/impl/bell.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL bell::bell(const boost::asio::any_io_executor& of_the_coroutine)
    : state_(std::make_shared<shared_state>(of_the_coroutine))
{
}

OMS_DECL bell::~bell()
{
    const std::lock_guard lock(state_->mutex);
    state_->timer.reset();
}

OMS_DECL std::function<void()> bell::rope() const
{
    return [state = state_] {
        state->ring();
    };
}

OMS_DECL bool bell::rung() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->rung;
}

OMS_DECL void bell::shared_state::ring() noexcept
{
    const std::lock_guard lock(mutex);
    rung = true;
    if (timer)
        timer->cancel();
}

OMS_DECL boost::asio::awaitable<void> bell::wait()
{
    while (!rung())
        co_await async_wait(time_point::max(), boost::asio::as_tuple(boost::asio::deferred));
}

/// Work that another executor is to do. However that ends, also with the work undone, the bell is rung.
class errand {
public:
    struct task {
        std::function<void()> work;
        bool done = false;
        std::exception_ptr thrown;
    };

    errand(std::shared_ptr<task> what, std::function<void()> ring) : what_(std::move(what)), ring_(std::move(ring)) {}
    ~errand()
    {
        const std::function<void()> ring = std::move(ring_);
        what_.reset(); // before the ring: who has heard it relies on the work being gone from here
        ring();
    }
    errand(const errand&) = delete;
    errand& operator=(const errand&) = delete;

    void run() noexcept
    {
        what_->done = true;
        try {
            what_->work();
        } catch (...) {
            what_->thrown = std::current_exception();
        }
    }

private:
    std::shared_ptr<task> what_;
    std::function<void()> ring_;
};

OMS_DECL boost::asio::awaitable<void> run_on(boost::asio::any_io_executor where, std::function<void()> work)
{
    if (!where) {
        work();
        co_return;
    }
    bell over(co_await boost::asio::this_coro::executor);
    const auto task = std::make_shared<errand::task>();
    task->work = std::move(work);
    auto sent = std::make_shared<errand>(task, over.rope());
    boost::asio::post(where, [sent = std::move(sent)] { sent->run(); });
    co_await over.wait();
    if (!task->done)
        task->work();
    if (task->thrown)
        std::rethrow_exception(task->thrown);
}

}}} // namespace oms::v0_1::detail
