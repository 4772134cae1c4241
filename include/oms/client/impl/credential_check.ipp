#pragma once

#include <oms/client/credential_check.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL key_realm realm_of_key(std::string_view key) noexcept
{
    if (!key.starts_with("sk_"))
        return key_realm::unknown;
    key.remove_prefix(3);
    // The realm, or one infix and then the realm. What follows is the random part: it decides nothing.
    for (int word = 0; word != 2; ++word) {
        const std::string_view::size_type end = key.find('_');
        if (end == std::string_view::npos)
            break;
        if (key.substr(0, end) == "live")
            return key_realm::live;
        if (key.substr(0, end) == "sdbx")
            return key_realm::sandbox;
        key.remove_prefix(end + 1);
    }
    return key_realm::unknown;
}

OMS_DECL key_realm realm_of_host(std::string_view host) noexcept
{
    if (host.ends_with('.'))
        host.remove_suffix(1);
    if (host == "api.polygon.technology")
        return key_realm::live;
    constexpr std::string_view domain = ".polygon.technology";
    if (!host.ends_with(domain))
        return key_realm::unknown;
    host.remove_suffix(domain.size());
    while (true) {
        const std::string_view label = host.substr(0, host.find('.'));
        if (label == "sandbox" || label == "sandbox-api")
            return key_realm::sandbox;
        if (label.size() == host.size())
            return key_realm::unknown;
        host.remove_prefix(label.size() + 1);
    }
}

OMS_DECL const char* key_mismatch(std::string_view key, std::string_view host) noexcept
{
    const key_realm of_key = realm_of_key(key);
    const key_realm of_host = realm_of_host(host);
    if (of_host == key_realm::sandbox && of_key == key_realm::live)
        return "the API key is a live key (sk_live_), but the base URL is the sandbox";
    if (of_host == key_realm::live && of_key == key_realm::sandbox)
        return "the API key is a sandbox key (sk_sdbx_), but the base URL is production";
    if (of_host != key_realm::unknown && of_key == key_realm::unknown)
        return "the API key begins with neither sk_live_ nor sk_sdbx_ (are key and secret in each other's place?)";
    return nullptr;
}

OMS_DECL bool is_visible_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
}

OMS_DECL const char* fault_of_credentials(const api_credentials& credentials, const base_url& origin) noexcept
{
    if (credentials.api_key.empty())
        return "the API key is empty";
    if (credentials.api_secret.empty())
        return "the API secret is empty";
    if (!is_visible_ascii(credentials.api_key.reveal()))
        return "the API key holds a blank, a line break or another character that is not visible ASCII";
    if (!is_visible_ascii(credentials.api_secret.reveal()))
        return "the API secret holds a blank, a line break or another character that is not visible ASCII";
    return origin.is_loopback() ? nullptr : key_mismatch(credentials.api_key.reveal(), origin.host());
}

}}} // namespace oms::v0_1::detail
