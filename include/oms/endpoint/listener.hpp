#pragma once

#include <oms/config.hpp>
#include <oms/endpoint/endpoint.hpp>
#include <oms/endpoint/listener_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {
class listener_state;
}

/// An HTTP/1.1 server of one path, for webhooks. What comes to it is answered as the endpoint says; besides, 400 for
/// bytes that are no HTTP, 404 for another path, 408 for a head or body that takes too long, 413 for a body over the
/// verifier's limit, before it has been read, and 431 for a head over the limit. Never 410. Handlers are called after
/// the whole body is in.
///
///     oms::webhook_listener listener{io.get_executor(), endpoint, oms::listener_options().port(8080).path("/oms")};
///     asio::co_spawn(io, listener.serve(), asio::detached);
///     io.run();                                                     // until listener.stop()
///
/// It has no thread of its own: it runs on the given executor, whose context may have any number of threads and must
/// outlive it. Every function may be called from any thread.
class webhook_listener {
public:
    /// Listens from now on; connections wait until serve() runs.
    ///
    /// Throws `error{errc::invalid_config}` for options that are not what they say, such as a PEM text that OpenSSL
    /// does not take or a key that is not the certificate's; `error{errc::not_available}`, with the system's cause(),
    /// when the address and port cannot be had; std::bad_alloc.
    webhook_listener(boost::asio::any_io_executor executor, async_webhook_endpoint endpoint,
                     const listener_options& options = listener_options());

    /// Stops, as stop() does. What still runs needs this object no more.
    ~webhook_listener();
    /// One that was moved from may be assigned to and destroyed, nothing else.
    webhook_listener(webhook_listener&&) noexcept;
    webhook_listener& operator=(webhook_listener&&) noexcept;

    std::uint16_t port() const noexcept;

    /// Where deliveries are to go, as seen from this machine: `https://127.0.0.1:8443/oms`.
    std::string url() const;

    /// Accepts and answers until stop(). Returns when nothing of the listener is left: no connection and no handler,
    /// also of those that ran out of their time. A handler that heeds no cancellation is waited for as long as it runs,
    /// and so are guards and an observer that block.
    ///
    /// Cancellation is the same as stop(), and changes nothing in the caller's cancellation state and flags. When the
    /// system is out of descriptors, it pauses a little and goes on. The coroutine may be awaited on any executor, and
    /// outlives this object. Throws `error{errc::invalid_argument}` when called a second time, and std::bad_alloc.
    boost::asio::awaitable<void> serve();

    /// Ends it. The port refuses connections when this returns, idle connections are closed, and requests that are
    /// being received or handled are answered first, with `Connection: close`; after the grace of the options they are
    /// cut, and their handlers get a terminal cancellation; guards and an observer that block are not interrupted by
    /// that, and hold up serve(), not this. Stopping twice is fine. Throws nothing.
    void stop() noexcept;

private:
    std::shared_ptr<detail::listener_state> state_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/listener.ipp>
#endif
