#pragma once

#include <oms/net/proxy_config.hpp>

#include <oms/core/error.hpp>
#include <oms/http/url.hpp>

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL bool holds_control_character(std::string_view text) noexcept
{
    return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

OMS_DECL bool is_proxy_host(std::string_view host) noexcept
{
    return std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
               c == '_' || c == ':';
    });
}

OMS_DECL bool is_ipv6_address(const std::string& host) noexcept
{
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address_v6(host, not_an_address);
    return !not_an_address;
}

} // namespace detail

OMS_DECL void proxy_config::validate(const base_url& origin) const
{
    const auto require = [](bool met, const char* otherwise) {
        if (!met)
            throw error(errc::invalid_config, otherwise);
    };
    if (host.empty()) {
        require(user.empty() && password.empty(), "proxy.host is empty, but there are credentials for the proxy");
        return;
    }
    require(origin.tls(), "a proxy needs an https base URL");
    require(detail::is_proxy_host(host), "proxy.host must be an ASCII host name or an address, without a scheme");
    require(host.find(':') == std::string::npos || detail::is_ipv6_address(host),
            "proxy.host holds a colon but is no IPv6 address: the port belongs into proxy.port");
    require(port != 0, "proxy.port must be 1 to 65535");
    require(user.find(':') == std::string::npos, "proxy.user must not hold a colon");
    require(!user.empty() || password.empty(), "proxy.password needs a proxy.user");
    require(!detail::holds_control_character(user) && !detail::holds_control_character(password.reveal()),
            "proxy.user and proxy.password must not hold control characters");
}

}} // namespace oms::v0_1
