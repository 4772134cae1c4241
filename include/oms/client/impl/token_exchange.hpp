#pragma once

#include <oms/client/credential_source.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/secret.hpp>
#include <oms/http/request.hpp>
#include <oms/http/url.hpp>
#include <oms/net/transport.hpp>

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

// The exchange of a key and its secret for an access token (contract section 1.2): what is sent, and what the answer
// means. Pure.

/// POST /auth/token. The body holds the key and the secret: whoever has the request wipes it.
OMS_DECL http_request token_request(const base_url& origin, const api_credentials& with, std::string_view user_agent);

/// How a token exchange ended, in the words of `token_state`.
class token_exchange_end {
public:
    enum class kind {
        granted, ///< `token`, asked for at `asked`, lives for `lifetime` from then on
        failed,  ///< with `failure`, which may pass; `asked_wait` is the Retry-After of the answer
        refused  ///< with `failure`, which is remembered for `cached_for`
    };

    static token_exchange_end granted(secret token, std::chrono::steady_clock::time_point asked,
                                      std::chrono::seconds lifetime);
    static token_exchange_end failed(error why, std::optional<std::chrono::seconds> asked_wait = std::nullopt);
    static token_exchange_end refused(error why, std::chrono::seconds cached_for);

    kind how = kind::failed;
    secret token;
    std::chrono::steady_clock::time_point asked;
    std::chrono::seconds lifetime{0};
    error failure;
    std::optional<std::chrono::seconds> asked_wait;
    std::chrono::seconds cached_for{0};

private:
    token_exchange_end() = default;
};

/// What came of the exchange of `sent` that began at `asked`; `now` is for the dates of the answer. No error shows the
/// credentials or a token, whatever the service repeats.
OMS_DECL token_exchange_end read_token_exchange(const exchange_result& result, const api_credentials& sent,
                                                std::chrono::steady_clock::time_point asked,
                                                std::chrono::system_clock::time_point now);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/token_exchange.ipp>
#endif
