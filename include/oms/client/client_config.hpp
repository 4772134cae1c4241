#pragma once

#include <oms/client/application_info.hpp>
#include <oms/client/credential_source.hpp>
#include <oms/config.hpp>
#include <oms/core/secret.hpp>
#include <oms/http/circuit_breaker_policy.hpp>
#include <oms/http/rate_limit.hpp>
#include <oms/http/retry_policy.hpp>
#include <oms/journal/journal.hpp>
#include <oms/net/pool_config.hpp>
#include <oms/net/proxy_config.hpp>
#include <oms/net/response_limits.hpp>
#include <oms/net/timeouts.hpp>
#include <oms/net/tls_config.hpp>
#include <oms/version.hpp>

#include <chrono>
#include <iosfwd>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 {

class observer;

/// What `make_client` needs to know: where the API is, who is calling, and how patient to be.
///
/// A plain value; every member has a default but the credentials. `make_client` copies it and checks it with
/// `validate()`. No member and no environment variable weakens the verification of certificates or signatures.
class client_config {
public:
    /// The version of the API that this library is made for (contract section 1.1). A base URL of another version is
    /// taken too: what it answers is read as tolerantly as section 16 asks.
    static constexpr const char* api_version = OMS_API_VERSION_TEXT;
    /// The base URLs of contract section 1.1, of that version.
    static constexpr const char* sandbox_url = "https://sandbox-api.polygon.technology/" OMS_API_VERSION_TEXT;
    static constexpr const char* production_url = "https://api.polygon.technology/" OMS_API_VERSION_TEXT;

    client_config() = default;

    /// Scheme, host, port and the path with the API version in front of every path. The sandbox by default, so that
    /// no money moves by accident.
    std::string base_url = sandbox_url;
    /// Takes a base URL without a version path; for gateways that add it. Loopback hosts need it not.
    bool allow_any_path = false;

    /// The API key, `sk_live_…` or `sk_sdbx_…` (section 1.2), and its secret. Sent to `/auth/token` only.
    secret api_key;
    secret api_secret;

    /// In place of the two above, which are empty then.
    std::shared_ptr<credential_source> credentials;

    /// Whom to trust, and what to show.
    tls_config tls;
    /// The proxy to go through.
    proxy_config proxy;
    /// How many connections, for how long.
    pool_config pool;
    /// How long each phase of a call and the whole call may take.
    oms::timeouts timeouts;
    /// How large an answer may be.
    response_limits limits;
    /// How often and when a call is sent again.
    retry_policy retry;
    /// When to stop sending because the service is down.
    circuit_breaker_policy breaker;
    /// How many requests a second there may be.
    oms::rate_limit rate_limit;

    /// Where operations are remembered across a crash: `file_journal`, or one of your own. None by default. A POST or
    /// PUT waits until the journal has stored it, within its deadline; errc::journal_failed, not sent, when it cannot.
    /// `client::recover` settles what a crash interrupted. One journal is for one account of one environment: what it
    /// holds is sent again under the token of this client, and only while `base_url` is the same as it was. So a POST
    /// or PUT with a `call_options::bearer` of its own ends with errc::invalid_argument, not sent.
    std::shared_ptr<oms::journal> journal;
    /// For how long after its beginning `recover` sends an operation again. How long the service keeps an answer under
    /// its key is not known, so keep it well below a day; three days at most.
    std::chrono::seconds resend_window = std::chrono::hours{12};

    /// Who is told what the client does, call by call: <oms/observe/observer.hpp>. None by default. The client and its
    /// calls hold it, until the last of them has ended.
    std::shared_ptr<oms::observer> observer;
    /// What the User-Agent says of the program that calls. Nothing by default.
    application_info application;

    /// From the environment: OMS_API_KEY, OMS_API_SECRET; OMS_BASE_URL, or OMS_ENVIRONMENT which is `sandbox` (the
    /// default) or `production`; OMS_CA_FILE for `tls.ca_file`. Nothing else is read. An empty variable is as good as
    /// none. Everything else has its default.
    ///
    /// Throws `error{errc::missing_credentials}` that names the missing variables, `error{errc::invalid_config}` for
    /// an unknown OMS_ENVIRONMENT, one beside OMS_BASE_URL, and whatever `validate()` finds. Reads with std::getenv:
    /// no other thread may change the environment meanwhile.
    static client_config from_environment();

    /// Whether the forms of what requests hold are checked before they are sent: dates, ISO country and currency codes,
    /// phone numbers, metadata size, event names and page sizes. Off for a service that has moved on; what keeps a call
    /// safe is always checked. `call_options::format_checks` decides for one call.
    bool format_checks = true;

    /// Throws `error{errc::missing_credentials}` when the key or the secret is empty and there are no `credentials`,
    /// `error{errc::invalid_config}` for everything that cannot work or is a mistake; the text says what and never
    /// holds a key or a secret:
    ///
    /// - a base URL that is no URL, has no version path (unless `allow_any_path`), or is http (both may be on
    ///   loopback), or carries user information, a query or a fragment;
    /// - a key of the sandbox for production or the reverse, `sk_dev_sdbx_` and its like included; a key of neither
    ///   form for the two known hosts (on loopback every key will do);
    /// - a key or a secret with blanks, line breaks or other characters that are not visible ASCII;
    /// - `credentials` beside a key or a secret;
    /// - a proxy that `proxy_config::validate` refuses, a circuit breaker or a rate limit whose numbers are out of
    /// their
    ///   ranges, a `resend_window` that is not above zero, or above three days;
    /// - an `application` whose name or version is no token, whose URL cannot stand in a header field, or that has one
    /// of
    ///   these without a name;
    /// - times below zero, a total time of zero, limits of zero, and a `json_depth` beyond 512.
    void validate() const;

    template <class Char, class Traits>
    friend detail::secrets_are_never_printed operator<<(std::basic_ostream<Char, Traits>&,
                                                        const client_config&) = delete;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/client_config.ipp>
#endif
