#pragma once

#include <oms/client/client.hpp>
#include <oms/client/client_config.hpp>
#include <oms/config.hpp>
#include <oms/net/clock.hpp>
#include <oms/net/transport.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace oms { inline namespace v0_1 {

/// Makes a client of the API at `config.base_url`. The second door of this library: include it in one file of a
/// program; all others use the client through <oms/oms.hpp>.
///
/// Opens nothing and sends nothing: the first call gets the first access token. Sockets, timers and the token exchange
/// live on `executor`, whose context may run in any number of threads and must outlive the client and all calls. With
/// no call in flight nothing is pending on it, so that its `run()` returns. Calls may be awaited on this or any other
/// executor, whose context must outlive the client, too, when it ends with calls that wait.
///
/// The client belongs to the process that made it. A child of fork() must not use it: what it shares with its parent,
/// connections and their TLS keys, would be spoken over by both. Its calls end there with errc::wrong_process, not
/// sent, before a byte is written. Make another client in the child, and let it end by _exit or exec.
///
/// A client may be a static object, when the context is one that ends after it; there is nothing to start up or shut
/// down beside.
///
/// Keeps its own copy of what it needs of `config`. Throws `error{errc::missing_credentials}` and
/// `error{errc::invalid_config}` as `client_config::validate()` does, and the latter when no trusted certificate can be
/// read.
OMS_DECL client make_client(boost::asio::any_io_executor executor, const client_config& config);

/// The same over a transport and a clock of your own: for tests, or for another HTTP stack. Both must not be null; the
/// transport is this client's alone and closed with it;
/// `config.tls`, `config.pool`, `config.limits` and all of `config.timeouts` but `total` are the transport's affair.
OMS_DECL client make_client(boost::asio::any_io_executor executor, const client_config& config,
                            std::shared_ptr<transport> connections, std::shared_ptr<clock> time);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/make_client.ipp>
#endif
