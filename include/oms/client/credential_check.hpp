#pragma once

#include <oms/client/credential_source.hpp>
#include <oms/config.hpp>
#include <oms/http/url.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// What an API key says about where it belongs (contract section 1.2).
enum class key_realm { unknown, sandbox, live };

/// The realm of a key of the form `sk_live_…`, `sk_sdbx_…`, or the same with an infix: `sk_dev_sdbx_…`.
OMS_DECL key_realm realm_of_key(std::string_view key) noexcept;

/// The realm that a host, in lower case, is known to serve: the two hosts of section 1.1, and hosts of
/// polygon.technology with a label `sandbox` or `sandbox-api`. A dot at the end makes no difference.
OMS_DECL key_realm realm_of_host(std::string_view host) noexcept;

/// What is wrong with a key for a host that is not loopback; null when nothing is.
OMS_DECL const char* key_mismatch(std::string_view key, std::string_view host) noexcept;

/// What is wrong with credentials that are to be sent to `origin`; null when nothing is.
OMS_DECL const char* fault_of_credentials(const api_credentials& credentials, const base_url& origin) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/credential_check.ipp>
#endif
