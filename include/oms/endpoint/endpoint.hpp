#pragma once

#include <oms/config.hpp>
#include <oms/endpoint/async_endpoint_options.hpp>
#include <oms/endpoint/router.hpp>
#include <oms/webhook/answer.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/verifier.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace oms { inline namespace v0_1 {

namespace detail {
struct async_endpoint_parts;
struct endpoint_access;
} // namespace detail

/// Receives deliveries in any server of coroutines: what webhook_endpoint is for threads, with the same statuses in the
/// same cases. `webhook_listener` is a server around it.
///
/// Besides, 503 is the answer when `handler_timeout` is over before the handler has ended. The event stays claimed
/// until the handler has really ended: a repetition that comes meanwhile is answered 503 too, and 204 when the handler
/// has taken the event after all.
///
/// Handlers run on strands of the executor that `receive` is awaited on, one for each request, so that several run at
/// once where the context has several threads. A plain handler holds up its thread; a coroutine need not.
///
/// Copies share guards and handlers. Thread-safe as far as the handlers are.
class async_webhook_endpoint {
public:
    /// Throws std::bad_alloc alone.
    async_webhook_endpoint(webhook_verifier verifier, async_webhook_router router,
                           async_endpoint_options options = async_endpoint_options{});

    /// The answer to one request, once its handler has ended or its time is over. What the request views must live
    /// until then; the event that the handler gets is a copy.
    ///
    /// Cancellation is passed on to the handler, and waited with until it has ended or its time is over. An event that
    /// was handled all the same is confirmed and answered 204; otherwise this throws `error{errc::cancelled}`, and the
    /// claims are given back as soon as the handler has ended. The caller's cancellation state and flags stay as they
    /// were. Throws nothing else but std::bad_alloc, with nothing acknowledged.
    boost::asio::awaitable<webhook_answer> receive(webhook_request request) const;

    /// Verifies with this from now on, in all copies: a rotated secret needs no restart. Requests that are being
    /// received end with the former one. May be called while others receive. Throws std::bad_alloc alone.
    void verify_with(webhook_verifier verifier) const;

private:
    friend struct detail::endpoint_access;

    std::shared_ptr<const detail::async_endpoint_parts> parts_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/endpoint.ipp>
#endif
