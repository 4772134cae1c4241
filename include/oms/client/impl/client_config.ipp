#pragma once

#include <oms/client/client_config.hpp>
#include <oms/client/credential_check.hpp>
#include <oms/core/error.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/url.hpp>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL std::string_view environment_variable(const char* name) noexcept
{
    const char* const value = std::getenv(name);
    return value ? std::string_view(value) : std::string_view();
}

OMS_DECL void require(bool met, const char* otherwise)
{
    if (!met)
        throw error(errc::invalid_config, otherwise);
}

OMS_DECL void require_product(const application_info& application)
{
    const auto is_of_comment = [](char c) {
        return c > 0x20 && c < 0x7f && c != '(' && c != ')' && c != '\\';
    };
    const std::string& url = application.url;
    require(!application.name.empty() || (application.version.empty() && url.empty()),
            "application.version and application.url need an application.name");
    require(application.name.empty() || is_header_name(application.name), "application.name is not a token");
    require(application.version.empty() || is_header_name(application.version), "application.version is not a token");
    require(std::all_of(url.begin(), url.end(), is_of_comment),
            "application.url holds a character that must not stand in the User-Agent");
    require(application.name.size() + application.version.size() + url.size() <= 1024,
            "application must not be longer than 1024 characters");
}

} // namespace detail

OMS_DECL client_config client_config::from_environment()
{
    const std::string_view key = detail::environment_variable("OMS_API_KEY");
    const std::string_view key_secret = detail::environment_variable("OMS_API_SECRET");
    if (key.empty() && key_secret.empty())
        throw error(errc::missing_credentials, "set the environment variables OMS_API_KEY and OMS_API_SECRET");
    if (key.empty())
        throw error(errc::missing_credentials, "set the environment variable OMS_API_KEY");
    if (key_secret.empty())
        throw error(errc::missing_credentials, "set the environment variable OMS_API_SECRET");

    client_config config;
    config.api_key = secret(key);
    config.api_secret = secret(key_secret);

    const std::string_view url = detail::environment_variable("OMS_BASE_URL");
    const std::string_view environment = detail::environment_variable("OMS_ENVIRONMENT");
    detail::require(url.empty() || environment.empty(), "set OMS_BASE_URL or OMS_ENVIRONMENT, not both");
    detail::require(environment.empty() || environment == "sandbox" || environment == "production",
                    "OMS_ENVIRONMENT is neither sandbox nor production");
    if (!url.empty())
        config.base_url = url;
    else if (environment == "production")
        config.base_url = production_url;
    config.tls.ca_file = detail::environment_variable("OMS_CA_FILE");

    config.validate();
    return config;
}

OMS_DECL void client_config::validate() const
{
    detail::require(!credentials || (api_key.empty() && api_secret.empty()),
                    "client_config::credentials stands beside api_key or api_secret: give one or the other");
    if (!credentials && (api_key.empty() || api_secret.empty()))
        throw error(errc::missing_credentials,
                    api_key.empty() ? "client_config::api_key is empty" : "client_config::api_secret is empty");

    const oms::base_url origin(base_url, allow_any_path ? base_path_rule::any : base_path_rule::versioned);
    if (!credentials) {
        const char* const fault = detail::fault_of_credentials(api_credentials(api_key, api_secret), origin);
        detail::require(fault == nullptr, fault);
    }

    using std::chrono::milliseconds;
    detail::require(timeouts.total > milliseconds::zero(), "timeouts.total must be above zero");
    detail::require(timeouts.connect >= milliseconds::zero(), "timeouts.connect must not be below zero");
    detail::require(timeouts.first_byte >= milliseconds::zero(), "timeouts.first_byte must not be below zero");
    detail::require(timeouts.idle_read >= milliseconds::zero(), "timeouts.idle_read must not be below zero");
    detail::require(timeouts.pool_wait >= milliseconds::zero(), "timeouts.pool_wait must not be below zero");
    detail::require(pool.max_connections > 0, "pool.max_connections must be above zero");
    detail::require(pool.max_idle >= milliseconds::zero(), "pool.max_idle must not be below zero");
    detail::require(pool.max_age >= milliseconds::zero(), "pool.max_age must not be below zero");
    detail::require(limits.head > 0, "limits.head must be above zero");
    detail::require(limits.body > 0, "limits.body must be above zero");
    detail::require(limits.json_depth >= 1 && limits.json_depth <= 512, "limits.json_depth must be 1 to 512");
    detail::require(breaker.window > milliseconds::zero(), "breaker.window must be above zero");
    detail::require(breaker.cool_down > milliseconds::zero(), "breaker.cool_down must be above zero");
    detail::require(breaker.least_attempts >= 1, "breaker.least_attempts must be at least 1");
    detail::require(breaker.failure_percent >= 1 && breaker.failure_percent <= 100,
                    "breaker.failure_percent must be 1 to 100");
    detail::require(rate_limit.per_second >= 0, "rate_limit.per_second must not be below zero");
    detail::require(rate_limit.burst >= 1, "rate_limit.burst must be at least 1");
    detail::require(resend_window > std::chrono::seconds::zero(), "resend_window must be above zero");
    detail::require(resend_window <= std::chrono::hours{72}, "resend_window must not be above three days");
    detail::require_product(application);
    proxy.validate(origin);
}

}} // namespace oms::v0_1
