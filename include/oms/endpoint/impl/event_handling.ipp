#pragma once

#include <oms/endpoint/impl/event_handling.hpp>

#include <oms/core/error.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL event_handling::event_handling(std::shared_ptr<const async_endpoint_parts> parts, admission admitted,
                                        std::shared_ptr<const void> kept)
    : kept_(std::move(kept)), parts_(std::move(parts)), admitted_(std::move(admitted)),
      limit_(std::chrono::steady_clock::now() + parts_->handler_timeout)
{
}

OMS_DECL boost::asio::awaitable<std::optional<turn>> event_handling::claim(std::shared_ptr<event_handling> self)
{
    namespace asio = boost::asio;
    const webhook_intake& intake = self->parts().intake;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto until = std::min(std::chrono::steady_clock::now() + intake.busy_limit(), self->limit());
    for (;;) {
        const auto whose = std::make_shared<turn>(turn::busy);
        std::function<void()> ask = [self, whose] {
            *whose = self->parts().intake.claim(self->admitted());
        };
        co_await run_on(self->parts().guards_on, std::move(ask));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            co_return std::nullopt;
        const auto now = std::chrono::steady_clock::now();
        if (now >= self->limit() && *whose != turn::duplicate)
            co_return turn::busy; // nobody would hear of the handler
        if (*whose != turn::busy || now >= until)
            co_return *whose;

        bell changed(executor);
        const change_watch watch = intake.on_change(self->admitted(), changed.rope());
        const auto look_again = std::min(until, now + webhook_intake::look_again);
        co_await changed.async_wait(look_again, asio::as_tuple(asio::deferred));
    }
}

OMS_DECL boost::asio::awaitable<webhook_answer>
event_handling::answer(std::shared_ptr<event_handling> self, std::function<webhook_answer(event_handling&)> conclude)
{
    const auto answer = std::make_shared<webhook_answer>();
    std::function<void()> work = [self, answer, conclude = std::move(conclude)] {
        *answer = conclude(*self);
    };
    co_await run_on(self->parts().guards_on, std::move(work));
    co_return std::move(*answer);
}

OMS_DECL event_handling::end_of_handler::~end_of_handler()
{
    const std::function<void()> ring = std::move(ended);
    of.reset(); // before the ring: who has heard it relies on nothing of the handler being left here
    ring();
}

OMS_DECL void event_handling::start(const boost::asio::any_io_executor& on, bool superseded,
                                    std::function<void()> ended)
{
    strand_ = boost::asio::make_strand(on);
    auto end = std::make_shared<end_of_handler>(shared_from_this(), std::move(ended));
    // Posted: a plain handler is not to run inside of the coroutine that watches its time.
    boost::asio::post(*strand_, [end = std::move(end), superseded]() mutable {
        const std::shared_ptr<event_handling> self = end->of;
        // The completion handler, not the coroutine, keeps the signal for what co_spawn does after the coroutine.
        auto over = [end = std::move(end)](std::exception_ptr thrown) {
            end->of->over_ = true;
            if (thrown)
                end->of->failure_ = thrown;
        };
        try {
            boost::asio::co_spawn(*self->strand_, handle(self, superseded),
                                  boost::asio::bind_cancellation_slot(self->interruption_.slot(), std::move(over)));
        } catch (...) { // no memory; the end rings as it is destroyed
        }
    });
}

OMS_DECL boost::asio::awaitable<void> event_handling::call_handler(const event_handling& self, bool superseded)
{
    const async_webhook_router& router = self.parts_->router;
    return superseded ? router.superseded(self.admitted_.event()) : router(self.admitted_.event());
}

OMS_DECL boost::asio::awaitable<void> event_handling::handle(std::shared_ptr<event_handling> self, bool superseded)
{
    std::exception_ptr thrown;
    try {
        co_await call_handler(*self, superseded);
    } catch (...) {
        thrown = std::current_exception();
    }
    co_await boost::asio::this_coro::throw_if_cancelled(false);

    stage before = stage::running;
    const bool in_time = self->stage_.compare_exchange_strong(before, stage::ended);
    std::function<void()> note = [self, superseded, thrown, told = in_time ? 0 : 503] {
        self->note_end(superseded, thrown, told);
    };
    co_await run_on(self->parts().guards_on, std::move(note));
}

OMS_DECL void event_handling::note_end(bool superseded, std::exception_ptr thrown, int told)
{
    const webhook_intake& intake = parts_->intake;
    if (thrown)
        answer_ = intake.failed(admitted_, thrown, told);
    else if (superseded)
        answer_ = intake.superseded_done(admitted_, told);
    else
        answer_ = intake.handled(admitted_, told);
}

OMS_DECL void event_handling::interrupt()
{
    boost::asio::post(*strand_, [self = shared_from_this()] {
        if (!self->over_)
            self->interruption_.emit(boost::asio::cancellation_type::terminal);
    });
}

OMS_DECL bool event_handling::give_up() noexcept
{
    stage before = stage::running;
    return stage_.compare_exchange_strong(before, stage::given_up);
}

OMS_DECL webhook_answer event_handling::take()
{
    if (failure_)
        std::rethrow_exception(failure_);
    if (!answer_)
        throw std::bad_alloc(); // it could not be started
    return std::move(*answer_);
}

[[noreturn]] OMS_DECL void throw_receive_cancelled()
{
    throw error(errc::cancelled, "while a webhook was being received");
}

/// Runs the handler and waits for it as long as the sender is to wait.
OMS_DECL boost::asio::awaitable<webhook_answer>
handle_in_time(std::shared_ptr<event_handling> running, boost::asio::any_io_executor handlers_on, bool superseded)
{
    namespace asio = boost::asio;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    bell ended(executor);
    running->start(handlers_on ? handlers_on : executor, superseded, ended.rope());

    const auto limit = running->limit();
    bool interrupted = false;
    bool cancelled = false;
    bool given_up = false;
    while (!given_up && !ended.rung()) {
        co_await ended.async_wait(limit, asio::as_tuple(asio::deferred));
        const auto state = co_await asio::this_coro::cancellation_state;
        const bool late = std::chrono::steady_clock::now() >= limit;
        cancelled = state.cancelled() != asio::cancellation_type::none;
        if (ended.rung() || (!late && !cancelled))
            continue;
        if (!std::exchange(interrupted, true))
            running->interrupt();
        if (!late)
            continue;
        given_up = running->give_up();
        if (!given_up)
            co_await ended.wait();
    }
    webhook_answer answer;
    if (given_up) {
        std::function<webhook_answer(event_handling&)> conclude = [](event_handling& self) {
            return self.parts().intake.still_running(self.admitted());
        };
        answer = co_await event_handling::answer(running, std::move(conclude));
    } else {
        answer = running->take();
    }
    if (cancelled && answer.status != 204)
        throw_receive_cancelled();
    co_return answer;
}

/// What `receive_webhook` does once the awaiting coroutine does not throw if cancelled.
OMS_DECL boost::asio::awaitable<webhook_answer> receive_undisturbed(std::shared_ptr<const async_endpoint_parts> parts,
                                                                    webhook_request request,
                                                                    boost::asio::any_io_executor handlers_on,
                                                                    std::shared_ptr<const void> kept)
{
    admission judged = parts->intake.judge(request);
    const auto running = std::make_shared<event_handling>(parts, std::move(judged), std::move(kept));
    std::function<webhook_answer(event_handling&)> conclude;
    if (!running->admitted().accepted()) {
        conclude = [](event_handling& self) {
            return self.parts().intake.refused(self.admitted());
        };
        co_return co_await event_handling::answer(running, std::move(conclude));
    }
    std::optional<turn> whose;
    std::exception_ptr guard_failure;
    try {
        whose = co_await event_handling::claim(running);
    } catch (...) {
        guard_failure = std::current_exception();
    }
    if (guard_failure) {
        conclude = [guard_failure](event_handling& self) {
            return self.parts().intake.guard_failed(self.admitted(), guard_failure);
        };
    } else if (!whose) {
        throw_receive_cancelled();
    } else if (*whose == turn::duplicate) {
        conclude = [](event_handling& self) {
            return self.parts().intake.duplicate(self.admitted());
        };
    } else if (*whose == turn::busy) {
        conclude = [](event_handling& self) {
            return self.parts().intake.busy(self.admitted());
        };
    } else {
        co_return co_await handle_in_time(running, std::move(handlers_on), *whose == turn::superseded);
    }
    co_return co_await event_handling::answer(running, std::move(conclude));
}

OMS_DECL boost::asio::awaitable<webhook_answer> receive_webhook(std::shared_ptr<const async_endpoint_parts> parts,
                                                                webhook_request request,
                                                                boost::asio::any_io_executor handlers_on,
                                                                std::shared_ptr<const void> kept)
{
    namespace this_coro = boost::asio::this_coro;
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    webhook_answer answer;
    std::exception_ptr thrown;
    try {
        answer = co_await receive_undisturbed(std::move(parts), request, std::move(handlers_on), std::move(kept));
    } catch (...) {
        thrown = std::current_exception();
    }
    co_await this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    co_return answer;
}

}}} // namespace oms::v0_1::detail
