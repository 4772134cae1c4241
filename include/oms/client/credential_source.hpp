#pragma once

#include <oms/core/secret.hpp>

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

/// An API key and its secret (contract section 1.2).
class api_credentials {
public:
    api_credentials() = default;
    api_credentials(secret key, secret key_secret) : api_key(std::move(key)), api_secret(std::move(key_secret)) {}

    secret api_key;
    secret api_secret;
};

/// Where a client gets its key and secret from, when that is not its configuration: a vault, a file that is rotated.
/// `client_config::credentials`.
class credential_source {
public:
    virtual ~credential_source() = default;

    /// The credentials of now. Awaited on a strand of the client's executor before each exchange of an access token,
    /// never twice at a time. Cancelled (terminal) after 30 s, and when the client is closed; calls keep their own
    /// deadlines meanwhile. One that does not end then has the exchanges fail, like one that throws, until it does.
    /// What it throws ends the exchange like an answer that did not come: calls wait, try again, and end with
    /// `errc::auth_unavailable` at their deadlines. Credentials that `client_config::validate` would refuse end calls
    /// with `errc::credentials_rejected` for 30 s, as those do that the service refuses.
    virtual boost::asio::awaitable<api_credentials> current() = 0;
};

}} // namespace oms::v0_1
