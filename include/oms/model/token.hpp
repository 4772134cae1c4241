#pragma once

#include <oms/core/secret.hpp>
#include <oms/core/timestamp.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Body of POST /auth/token, as sent (contract section 3).
struct token_request_fields {
    secret api_key;
    secret api_secret;
};

/// An API key and its secret, to be exchanged for a bearer token (contract section 1.2).
class token_request {
public:
    token_request(std::string api_key, secret api_secret)
        : token_request(secret(std::move(api_key)), std::move(api_secret))
    {
    }
    token_request(secret api_key, secret api_secret) : fields_{std::move(api_key), std::move(api_secret)} {}

    /// What will be sent.
    const token_request_fields& fields() const noexcept { return fields_; }

private:
    token_request_fields fields_;
};

/// A bearer token (contract sections 1.2 and 3).
struct access_token {
    secret token;                ///< `accessToken`: opaque
    std::string token_type;      ///< `bearer`, in any case
    std::int64_t expires_in = 0; ///< seconds
    timestamp expires_at;
};

}} // namespace oms::v0_1
