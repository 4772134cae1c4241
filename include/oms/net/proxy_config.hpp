#pragma once

#include <oms/core/secret.hpp>

#include <cstdint>
#include <string>

namespace oms { inline namespace v0_1 {

/// The HTTP proxy that connections go through, by CONNECT (RFC 9110, section 9.3.6): `client_config::proxy`. None by
/// default, and none is ever taken from the environment unless `proxy_from_environment` is called.
///
/// Through the proxy runs the same verified TLS as without it: it sees host and port of the API, no request and no
/// token. The way to the proxy itself is plain TCP. Needs an https base URL.
class proxy_config {
public:
    proxy_config() {}

    /// Host name or address; empty: no proxy.
    std::string host;
    std::uint16_t port = 3128;

    /// Sent to the proxy alone, as Basic credentials (RFC 7617); empty user: none. The user must not hold a colon.
    std::string user;
    secret password;
};

}} // namespace oms::v0_1
