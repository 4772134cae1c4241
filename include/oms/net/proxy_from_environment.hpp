#pragma once

#include <oms/config.hpp>
#include <oms/net/proxy_config.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 {

/// The proxy that the environment names for this base URL, as curl and others read it; one without a host when there is
/// none. Nothing of this is read unless this function is called:
///
///     config.proxy = oms::proxy_from_environment(config.base_url);
///
/// The proxy is in `https_proxy`, else `HTTPS_PROXY`: `http://user:password@host:port` or a part of that, of which only
/// the host is needed; user and password may be percent-encoded; without a port it is 80.
///
/// There is none for a base URL of scheme http or on a loopback host, nor for one that `no_proxy`, else `NO_PROXY`
/// excepts. That is a list with commas: `*` excepts all, `example.com` that host and those below it, `.example.com`
/// those below it, `example.com:8443` one port, and an address itself.
///
/// Throws `error{errc::invalid_config}` for a base URL that is none, and for a proxy that is not of that form, such as
/// one of scheme https or socks5, with words of this library: the value may hold a password. Reads with std::getenv: no
/// other thread may change the environment meanwhile.
OMS_DECL proxy_config proxy_from_environment(std::string_view base_url_text);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/proxy_from_environment.ipp>
#endif
