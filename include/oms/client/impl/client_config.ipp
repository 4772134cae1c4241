#pragma once

#include <oms/client/client_config.hpp>
#include <oms/client/credential_check.hpp>
#include <oms/core/error.hpp>
#include <oms/http/url.hpp>

#include <algorithm>
#include <cstdlib>

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

OMS_DECL bool is_visible_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
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
    if (api_key.empty() || api_secret.empty())
        throw error(errc::missing_credentials,
                    api_key.empty() ? "client_config::api_key is empty" : "client_config::api_secret is empty");
    detail::require(detail::is_visible_ascii(api_key.reveal()),
                    "the API key holds a blank, a line break or another character that is not visible ASCII");
    detail::require(detail::is_visible_ascii(api_secret.reveal()),
                    "the API secret holds a blank, a line break or another character that is not visible ASCII");

    const oms::base_url origin(base_url, allow_any_path ? base_path_rule::any : base_path_rule::versioned);
    if (!origin.is_loopback()) {
        const char* const mismatch = detail::key_mismatch(api_key.reveal(), origin.host());
        detail::require(mismatch == nullptr, mismatch);
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
}

}} // namespace oms::v0_1
