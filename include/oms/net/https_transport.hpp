#pragma once

#include <oms/config.hpp>
#include <oms/net/transport.hpp>
#include <oms/net/transport_config.hpp>

#include <oms/http/url.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace oms { inline namespace v0_1 {

/// Makes the transport of one origin: HTTP/1.1 over pooled, verified TLS connections, or over plain TCP where the
/// scheme of `origin` is http, through a proxy if `config` names one.
///
/// Sockets, the resolver and one timer live on `executor`, whose context has to run and to outlive the transport.
/// Exchanges may be awaited on it or on any other. `io_context::run()` returns when no exchange is under way, at most
/// one tick of 16 ms later, idle connections or not; but a name lookup under way in the system cannot be stopped, and
/// the context waits for it even when every exchange has ended.
///
/// Destroying the transport closes it; exchanges under way end with `errc::client_closed`.
///
/// Not for the child of a fork: its connections are the parent's. There each exchange ends with `errc::wrong_process`
/// and nothing is written, and closing or destroying the transport leaves the parent's connections as they are. The
/// child must not run the parent's contexts while exchanges are under way in them.
///
/// A response that two readers could understand differently is `errc::protocol_error` and ends its connection: more
/// than one Content-Length, even an equal one, or one that is not digits; Content-Length with Transfer-Encoding; a
/// coding other than chunked; lines that end in a bare LF; folded fields; a blank before a colon; control characters;
/// versions other than 1.0 and 1.1; a status beyond 100 to 599; malformed chunks.
///
/// Throws `error{errc::invalid_config}` when no trusted certificate can be read (the text names the file, or
/// `ca_file` when the system has none in the usual places), when another member of `config.tls` is not what it has to
/// be (the text names it), when the proxy is not one that this origin can be reached through
/// (`proxy_config::validate`), or when `pool.max_connections` or `pool.max_waiters` is zero.
OMS_DECL std::shared_ptr<transport> make_https_transport(boost::asio::any_io_executor executor, const base_url& origin,
                                                         const transport_config& config);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/https_transport.ipp>
#endif
