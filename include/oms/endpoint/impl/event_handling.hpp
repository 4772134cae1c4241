#pragma once

#include <oms/config.hpp>
#include <oms/endpoint/impl/bell.hpp>
#include <oms/endpoint/router.hpp>
#include <oms/webhook/answer.hpp>
#include <oms/webhook/intake.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

namespace oms { inline namespace v0_1 { namespace detail {

/// What the copies of an async_webhook_endpoint share.
struct async_endpoint_parts {
    webhook_intake intake;
    async_webhook_router router;
    std::chrono::milliseconds handler_timeout;
    boost::asio::any_io_executor guards_on;
};

/// An event on its way through guards and handler. It outlives the request when the handler takes longer than that.
///
/// The handler runs on a strand: cancellation signals are not safe for several threads.
class event_handling : public std::enable_shared_from_this<event_handling> {
public:
    /// Of a request that has just been judged. `kept` lives until the handler has ended.
    event_handling(std::shared_ptr<const async_endpoint_parts> parts, admission admitted,
                   std::shared_ptr<const void> kept);

    /// Claims the event, waiting while it is busy; nothing when the awaiting coroutine was cancelled meanwhile. Busy,
    /// too, when the time of the request is over. Throws what the guards throw.
    static boost::asio::awaitable<std::optional<turn>> claim(std::shared_ptr<event_handling> self);

    /// The answer of `conclude`, which may block.
    static boost::asio::awaitable<webhook_answer> answer(std::shared_ptr<event_handling> self,
                                                         std::function<webhook_answer(event_handling&)> conclude);

    /// Starts the handler on a strand of an executor; `ended` is called once its end has been noted, or it could not be
    /// started. From any thread.
    void start(const boost::asio::any_io_executor& on, bool superseded, std::function<void()> ended);

    /// Gives the handler a terminal cancellation. From any thread.
    void interrupt();

    /// From here on the answer does not wait for the handler; false when that has just ended.
    bool give_up() noexcept;

    /// The answer, once `ended` has been called. Throws std::bad_alloc.
    webhook_answer take();

    /// When the sender's wait for the handler is over.
    std::chrono::steady_clock::time_point limit() const noexcept { return limit_; }

    const async_endpoint_parts& parts() const noexcept { return *parts_; }
    admission& admitted() noexcept { return admitted_; }

private:
    static boost::asio::awaitable<void> handle(std::shared_ptr<event_handling> self, bool superseded);
    static boost::asio::awaitable<void> call_handler(const event_handling& self, bool superseded);
    void note_end(bool superseded, std::exception_ptr thrown, int told);

    enum class stage { running, given_up, ended };

    /// The one who waits for a handler learns of its end however it ends: when this is destroyed.
    struct end_of_handler {
        end_of_handler(std::shared_ptr<event_handling> which, std::function<void()> told)
            : of(std::move(which)), ended(std::move(told))
        {
        }
        ~end_of_handler();
        end_of_handler(const end_of_handler&) = delete;
        end_of_handler& operator=(const end_of_handler&) = delete;

        std::shared_ptr<event_handling> of;
        std::function<void()> ended;
    };

    const std::shared_ptr<const void> kept_; // goes last: it is how a listener knows that nothing is left
    const std::shared_ptr<const async_endpoint_parts> parts_;
    admission admitted_;
    const std::chrono::steady_clock::time_point limit_;
    std::atomic<stage> stage_{stage::running};
    std::optional<webhook_answer> answer_; // of the end
    std::exception_ptr failure_;           // to note the end

    // Touched on the strand alone, once the handler is started.
    std::optional<boost::asio::strand<boost::asio::any_io_executor>> strand_;
    boost::asio::cancellation_signal interruption_;
    bool over_ = false;
};

/// The whole of async_webhook_endpoint::receive. Handlers run on a strand of `handlers_on`, or without one of the
/// awaiting coroutine's executor; `kept` lives until the handler has ended.
OMS_DECL boost::asio::awaitable<webhook_answer> receive_webhook(std::shared_ptr<const async_endpoint_parts> parts,
                                                                webhook_request request,
                                                                boost::asio::any_io_executor handlers_on,
                                                                std::shared_ptr<const void> kept);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/event_handling.ipp>
#endif
