#pragma once

#include <oms/config.hpp>
#include <oms/core/secret.hpp>

#include <cstdint>
#include <string>

namespace oms { inline namespace v0_1 {

class base_url;

/// The HTTP proxy that connections go through, by CONNECT (RFC 9110, section 9.3.6): `client_config::proxy`. None by
/// default, and none is ever taken from the environment unless `proxy_from_environment` is called.
///
/// Through the proxy runs the same verified TLS as without it: it sees host and port of the API, no request and no
/// token. It also looks up the API's name, which is not looked up here. The way to the proxy itself is plain TCP, so
/// whoever listens there can read the credentials below. Needs an https base URL.
///
/// A proxy that does not open the tunnel ends a call with `errc::proxy_failed`, or `errc::proxy_auth_required` for the
/// status 407, and nothing was sent; `error::cause()` is the status, of the category `proxy_category()`, if there is
/// one. 502, 503, 504 and a lost connection are tried again like a refused connection. Opening the tunnel is part of
/// the connect timeout.
class proxy_config {
public:
    proxy_config() {}

    /// Host name in ASCII, or address (IPv6 without brackets); empty: no proxy.
    std::string host;
    std::uint16_t port = 3128;

    /// Sent to the proxy alone, as Basic credentials (RFC 7617); empty user: none. The user must not hold a colon,
    /// neither of them a control character.
    std::string user;
    secret password;

    /// Throws `error{errc::invalid_config}` that says what is wrong when this is not a proxy that `origin` can be
    /// reached through. `make_client` and `make_https_transport` call it.
    void validate(const base_url& origin) const;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/proxy_config.ipp>
#endif
