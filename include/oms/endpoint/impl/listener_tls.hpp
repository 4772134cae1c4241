#pragma once

#include <oms/config.hpp>
#include <oms/core/secret.hpp>

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// A server's side of TLS 1.2 and newer, with the suites of RFC 9325 section 4.2. Throws
/// `error{errc::invalid_config}`, which says what OpenSSL does not take, and nothing of it.
OMS_DECL boost::asio::ssl::context make_listener_tls(const std::string& certificate_chain_pem,
                                                     const secret& private_key_pem);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/listener_tls.ipp>
#endif
