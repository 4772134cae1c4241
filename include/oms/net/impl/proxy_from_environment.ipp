#pragma once

#include <oms/net/proxy_from_environment.hpp>

#include <oms/core/error.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/url.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {

/// The lower-case variable wins, as it does elsewhere.
OMS_DECL std::string_view either_variable(const char* lower_case, const char* upper_case) noexcept
{
    const char* value = std::getenv(lower_case);
    if (!value || !*value)
        value = std::getenv(upper_case);
    return value ? std::string_view(value) : std::string_view();
}

OMS_DECL error refused_proxy_variable(const char* why)
{
    return error(errc::invalid_config, std::string("https_proxy: ") + why);
}

OMS_DECL std::string decoded_credential(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = static_cast<unsigned char>(text[i]);
        if (text[i] == '%') {
            const char* const digits = text.data() + i + 1;
            if (text.size() - i < 3 || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
                throw refused_proxy_variable("a percent sign without two hexadecimal digits");
            i += 2;
        }
        decoded.push_back(static_cast<char>(byte));
    }
    return decoded;
}

/// "host", "host:port", "[address]:port". False for anything else.
OMS_DECL bool read_authority(std::string_view text, std::string& host, std::string_view& port)
{
    const std::size_t bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
    const std::size_t host_end = std::min(bracket != text.npos ? bracket + 1 : text.rfind(':'), text.size());
    host = bracket != text.npos ? text.substr(1, bracket - 1) : text.substr(0, host_end);
    port = text.substr(host_end);
    const bool separated = port.empty() || port.starts_with(':');
    port.remove_prefix(port.empty() ? 0 : 1);
    return separated;
}

OMS_DECL proxy_config read_proxy(std::string_view text)
{
    proxy_config proxy;
    proxy.port = 80;
    if (const std::size_t scheme = text.find("://"); scheme != text.npos) {
        if (!same_ignoring_case(text.substr(0, scheme), "http"))
            throw refused_proxy_variable("only proxies of scheme http can be used");
        text.remove_prefix(scheme + 3);
    }
    if (text.ends_with('/'))
        text.remove_suffix(1);
    if (const std::size_t at = text.rfind('@'); at != text.npos) {
        const std::string_view credentials = text.substr(0, at);
        const std::size_t colon = std::min(credentials.find(':'), credentials.size());
        proxy.user = decoded_credential(credentials.substr(0, colon));
        proxy.password = secret(decoded_credential(credentials.substr(std::min(colon + 1, credentials.size()))));
        text.remove_prefix(at + 1);
    }
    std::string_view port;
    if (!read_authority(text, proxy.host, port) || proxy.host.empty())
        throw refused_proxy_variable("not of the form user:password@host:port behind the scheme");
    const auto read = std::from_chars(port.data(), port.data() + port.size(), proxy.port);
    if (!port.empty() && (read.ec != std::errc() || read.ptr != port.data() + port.size()))
        throw refused_proxy_variable("the port must be 1 to 65535");
    return proxy;
}

OMS_DECL bool is_excepted_by(std::string_view entry, const base_url& origin)
{
    if (entry == "*")
        return true;
    std::string host;
    std::string_view port;
    if (std::count(entry.begin(), entry.end(), ':') > 1 && !entry.starts_with('['))
        host = entry; // an IPv6 address without brackets has no port
    else if (!read_authority(entry, host, port))
        return false;
    if (!port.empty() && port != std::to_string(origin.port()))
        return false;
    const std::string_view name = origin.host();
    if (same_ignoring_case(name, host))
        return true;
    const std::string below = host.starts_with('.') ? host : "." + host;
    return host.find(':') == std::string::npos && name.size() > below.size() &&
           same_ignoring_case(name.substr(name.size() - below.size()), below);
}

OMS_DECL bool is_excepted(std::string_view list, const base_url& origin)
{
    while (!list.empty()) {
        std::string_view entry = list.substr(0, list.find(','));
        list.remove_prefix(std::min(entry.size() + 1, list.size()));
        const std::size_t begin = std::min(entry.find_first_not_of(" \t"), entry.size());
        entry = entry.substr(begin, entry.find_last_not_of(" \t") + 1 - begin);
        if (!entry.empty() && is_excepted_by(entry, origin))
            return true;
    }
    return false;
}

} // namespace detail

OMS_DECL proxy_config proxy_from_environment(std::string_view base_url_text)
{
    const base_url origin(base_url_text, base_path_rule::any);
    const std::string_view named = detail::either_variable("https_proxy", "HTTPS_PROXY");
    if (named.empty() || !origin.tls() || origin.is_loopback() ||
        detail::is_excepted(detail::either_variable("no_proxy", "NO_PROXY"), origin))
        return proxy_config();
    proxy_config proxy = detail::read_proxy(named);
    proxy.validate(origin);
    return proxy;
}

}} // namespace oms::v0_1
