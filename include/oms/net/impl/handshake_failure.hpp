#pragma once

#include <oms/config.hpp>
#include <oms/net/pool_state.hpp>

#include <openssl/ssl.h>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// Why the handshake of `connection` failed, which ended with `failure`: what is wrong with the server's certificate,
/// that it wants one of this client, what TLS refused, or that the connection was cut off.
OMS_DECL connect_failure handshake_failure(SSL* connection, const boost::system::error_code& failure);

/// Whether `failure` is the server's word that it wants a client certificate, or not the one it was shown; it may come
/// after the handshake (RFC 8446, section 4.4.2.4).
OMS_DECL bool refuses_client_certificate(const boost::system::error_code& failure) noexcept;

/// The same when it comes after the handshake: only when this handshake of TLS 1.3 asked for a certificate has the
/// server opened nothing of what was written since. Any other such alert may come behind what it did.
OMS_DECL bool refuses_client_certificate_late(SSL* connection, const boost::system::error_code& failure) noexcept;

/// The same in words, for either case.
OMS_DECL std::string client_certificate_problem(const boost::system::error_code& failure);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/handshake_failure.ipp>
#endif
