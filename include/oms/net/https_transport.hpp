#pragma once

#include <oms/config.hpp>
#include <oms/net/pool_config.hpp>
#include <oms/net/response_limits.hpp>
#include <oms/net/timeouts.hpp>
#include <oms/net/tls_config.hpp>
#include <oms/net/transport.hpp>

#include <oms/http/url.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace oms { inline namespace v0_1 {

/// Makes the transport of one origin: HTTP/1.1 over pooled, verified TLS connections, or over plain TCP where the
/// scheme of `origin` is http.
///
/// Sockets, the resolver and one timer live on `executor`, whose context has to run and to outlive the transport.
/// Exchanges may be awaited on it or on any other. `io_context::run()` returns when no exchange is under way, at most
/// one tick of 16 ms later, idle connections or not; but a name lookup under way in the system cannot be stopped, and
/// the context waits for it even when every exchange has ended.
///
/// Destroying the transport closes it; exchanges under way end with `errc::client_closed`.
///
/// Throws `error{errc::invalid_config}` when no trusted certificate can be read (the text names the file, or
/// `ca_file` when the system has none in the usual places), or when `pool.max_connections` or
/// `pool.max_waiters` is zero.
OMS_DECL std::shared_ptr<transport> make_https_transport(boost::asio::any_io_executor executor, const base_url& origin,
                                                         const tls_config& tls, const pool_config& pool,
                                                         const timeouts& times,
                                                         const response_limits& limits = response_limits());

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/https_transport.ipp>
#endif
