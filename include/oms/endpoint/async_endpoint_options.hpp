#pragma once

#include <oms/config.hpp>
#include <oms/webhook/endpoint_options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <utility>

namespace oms { inline namespace v0_1 {

/// How an async_webhook_endpoint receives: what every endpoint has (guards, observer, busy limit), and what coroutines
/// add to that. Every setter returns the object.
///
///     oms::async_endpoint_options{oms::endpoint_options{}.replay(guard)}.guards_on(pool.get_executor())
class async_endpoint_options {
public:
    async_endpoint_options() = default;

    /// Implicit, so that endpoint_options will do where nothing is to be added.
    async_endpoint_options(endpoint_options base) : base_{std::move(base)} {}

    /// How long the sender is kept waiting once its request has been judged: while the event or its resource is busy
    /// (at most `busy_limit` of it), and then for the handler. When it is over the answer is 503, and the handler, if
    /// it was started, gets Asio's terminal cancellation; whether it heeds that or goes on to its end, the claims stay
    /// held until it has ended, and it is its end that counts. Guards and an observer that block are waited for beside
    /// that. 8 s by default, since OMS waits 10 s for an answer (contract section 12.5). Throws
    /// `error{errc::invalid_argument}` unless it is above zero.
    async_endpoint_options& handler_timeout(std::chrono::milliseconds limit);

    /// Where guards and the observer are called, if they block: an executor of threads that may be blocked, such as a
    /// `boost::asio::thread_pool`. By default they are called where the request is received, which is right for guards
    /// in memory. The pool must outlive the endpoint's last request.
    async_endpoint_options& guards_on(boost::asio::any_io_executor blocking);

    const endpoint_options& base() const noexcept { return base_; }
    std::chrono::milliseconds handler_timeout() const noexcept { return handler_timeout_; }
    const boost::asio::any_io_executor& guards_on() const noexcept { return guards_on_; }

private:
    endpoint_options base_;
    std::chrono::milliseconds handler_timeout_{8000};
    boost::asio::any_io_executor guards_on_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/async_endpoint_options.ipp>
#endif
