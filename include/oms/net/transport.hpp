#pragma once

#include <oms/net/exchange_limits.hpp>
#include <oms/net/pool_metrics.hpp>

#include <oms/core/error.hpp>
#include <oms/http/phase.hpp>
#include <oms/http/request.hpp>
#include <oms/http/response.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {
class direct_exchanges;
}

/// How one exchange of request and response ended. Every status, 4xx and 5xx too, is a complete response.
struct exchange_result {
    /// The response when `failure` is zero. After a failure: what had arrived of it, its status zero before the head
    /// was whole.
    http_response response;

    /// Zero for a complete response, else one of
    ///
    /// - before a connection: `dns_failed`, `connect_failed`, `connect_timeout`, `tls_failed`, `pin_mismatch`,
    ///   `client_certificate_required`, `proxy_failed`, `proxy_auth_required`, `pool_timeout`, `pool_full`;
    /// - on it: `connection_lost`, `write_timeout`, `first_byte_timeout`, `read_timeout`, `protocol_error`,
    ///   `head_too_large`, `body_too_large`, and `tls_failed` when the peer refuses the client's certificate late;
    /// - at any time: `deadline_exceeded`, `cancelled`, `client_closed`;
    /// - in a process forked from the one that made the transport, before a byte is written: `wrong_process`.
    errc failure{};

    /// The error of the system, of TLS or of the HTTP parser behind `failure`, if there is one.
    boost::system::error_code cause;

    /// The same in words, with the counts of the pool or the reason a certificate was refused. Holds no server text.
    std::string cause_text;

    /// How far the exchange came: what the server may have seen and done.
    exchange_phase phase = exchange_phase::not_connected;

    /// The connection had carried an exchange before. A failure with nothing written then says nothing about the
    /// server's health.
    bool reused_connection = false;
};

namespace detail {
class direct_exchanges;
}

/// Carries requests to one origin. The client needs nothing else from the network, so this is where tests and other
/// stacks plug in.
///
/// Thread safety: all members may be called from several threads at a time.
class transport {
public:
    virtual ~transport() = default;

    /// Sends one request and reads one response. Never sends anything twice, never follows a redirect, never throws
    /// for trouble of the network: that is in the result.
    ///
    /// May be awaited on any executor and resumes there. `request` is read until the result is there: keep it alive
    /// and unchanged.
    ///
    /// Cancellation (terminal, partial or total, as far as the caller's coroutine lets it through) ends it with
    /// `errc::cancelled` and the phase reached; the connection is dropped, other exchanges are not disturbed, and the
    /// caller's cancellation state and flags are as it left them.
    virtual boost::asio::awaitable<exchange_result> exchange(const http_request& request,
                                                             const exchange_limits& limits) = 0;

    /// Closes all connections. Exchanges waiting or under way, and all later ones, fail with `errc::client_closed`.
    /// May be called more than once.
    virtual void close() = 0;

    virtual pool_metrics metrics() const = 0;

    /// For the client of this library: a shorter way to the same exchanges, if there is one. Null for all others.
    virtual detail::direct_exchanges* direct() noexcept { return nullptr; }
};

}} // namespace oms::v0_1
