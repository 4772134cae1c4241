#pragma once

#include <oms/config.hpp>
#include <oms/net/tls_config.hpp>

#include <openssl/ssl.h>

namespace oms { inline namespace v0_1 { namespace detail {

/// Gives the connections of `context` the client certificate of `config`, if it has one. Throws
/// `error{errc::invalid_config}` that names the member when certificate or key cannot be read, or do not fit each
/// other.
OMS_DECL void use_client_certificate(SSL_CTX* context, const tls_config& config);

/// Makes the connections of `context` remember whether their server asked for a client certificate.
OMS_DECL void note_certificate_requests(SSL_CTX* context);

OMS_DECL bool certificate_requested(const SSL* connection);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/client_identity.ipp>
#endif
