#pragma once

#include <oms/http/url.hpp>

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL bool is_version_segment(std::string_view segment) noexcept
{
    if (!segment.starts_with('v'))
        return false;
    // Digits after the v and after every dot.
    bool complete = false;
    for (const char c : segment.substr(1)) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && !(c == '.' && complete))
            return false;
        complete = digit;
    }
    return complete;
}

OMS_DECL bool is_plain_path(std::string_view path) noexcept
{
    const auto is_allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
               c == '_' || c == '~' || c == '/';
    };
    if (!std::all_of(path.begin(), path.end(), is_allowed) || path.find("//") != std::string_view::npos)
        return false;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..")
            return false;
        path.remove_prefix(segment.size());
    }
    return true;
}

OMS_DECL bool is_registered_name(std::string_view host) noexcept
{
    const auto is_allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
    };
    return !host.empty() && std::all_of(host.begin(), host.end(), is_allowed);
}

OMS_DECL error refused_base_url(const char* why)
{
    return error(errc::invalid_config, std::string("base URL: ") + why);
}

} // namespace detail

OMS_DECL base_url::base_url(std::string_view text, base_path_rule rule) : base_url(parse(text, rule).value()) {}

OMS_DECL result<base_url> base_url::parse(std::string_view text, base_path_rule rule)
{
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    if (!parsed.has_value())
        return detail::refused_base_url("not an absolute URL such as https://api.polygon.technology/v0.9");
    const boost::urls::url_view url = parsed.value();

    base_url base;
    if (url.scheme_id() != boost::urls::scheme::https && url.scheme_id() != boost::urls::scheme::http)
        return detail::refused_base_url("the scheme must be https");
    base.tls_ = url.scheme_id() == boost::urls::scheme::https;
    if (!url.has_authority())
        return detail::refused_base_url("the host is missing");
    if (url.has_userinfo())
        return detail::refused_base_url("user information is not allowed; credentials have their own settings");
    if (url.has_query())
        return detail::refused_base_url("a query is not allowed");
    if (url.has_fragment())
        return detail::refused_base_url("a fragment is not allowed");

    // Taken from the text itself: Boost.URL 1.81 reads the host of "https://127.0.0.1.example.com" as 127.0.0.1.
    const std::string_view rest = text.substr(std::min(text.find("://") + 3, text.size()));
    const std::string_view authority = rest.substr(0, rest.find('/'));
    if (const char* const why = base.take_authority(authority))
        return detail::refused_base_url(why);
    if (!base.tls_ && !base.loopback_)
        return detail::refused_base_url("the scheme must be https, except to a loopback host");

    base.path_prefix_ = rest.substr(authority.size());
    if (base.path_prefix_.ends_with('/'))
        base.path_prefix_.pop_back();
    if (!detail::is_plain_path(base.path_prefix_))
        return detail::refused_base_url("the path holds an empty or dot segment or a character that needs encoding");
    const std::string_view last = std::string_view(base.path_prefix_).substr(base.path_prefix_.rfind('/') + 1);
    if (rule == base_path_rule::versioned && !base.loopback_ && !detail::is_version_segment(last))
        return detail::refused_base_url("the path must end in an API version such as /v0.9");
    return base;
}

OMS_DECL const char* base_url::take_authority(std::string_view authority)
{
    const bool bracketed = authority.starts_with('[');
    const auto host_end = bracketed ? authority.find(']') : authority.find(':');
    const std::string_view host = authority.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end);
    std::string_view port = authority.substr(std::min(host_end, authority.size()));
    if (bracketed)
        port.remove_prefix(std::min<std::size_t>(port.size(), 1));

    host_ = host;
    std::transform(host_.begin(), host_.end(), host_.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (bracketed) {
        const auto address = boost::urls::parse_ipv6_address(host_);
        if (!address.has_value())
            return "the address in brackets is not IPv6, or has a zone";
        ipv6_ = true;
        loopback_ = address->is_loopback();
    } else {
        if (!detail::is_registered_name(host_))
            return "the host must be an ASCII name (write the xn-- form) or an address";
        const auto address = boost::urls::parse_ipv4_address(host_);
        loopback_ = host_ == "localhost" || (address.has_value() && host_.starts_with("127."));
    }

    port_ = tls_ ? 443 : 80;
    if (port.empty() || port == ":")
        return nullptr;
    port.remove_prefix(1);
    const auto read = std::from_chars(port.data(), port.data() + port.size(), port_);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size() || port_ == 0)
        return "the port must be 1 to 65535";
    return nullptr;
}

OMS_DECL std::string base_url::host_header() const
{
    std::string text = ipv6_ ? '[' + host_ + ']' : host_;
    if (port_ != (tls_ ? 443 : 80))
        text += ':' + std::to_string(port_);
    return text;
}

OMS_DECL std::string base_url::origin() const
{
    return std::string(scheme()) + "://" + host_header();
}

OMS_DECL std::string base_url::str() const
{
    return empty() ? std::string() : origin() + path_prefix_;
}

OMS_DECL std::string base_url::target(std::string_view path) const
{
    std::string text = path_prefix_;
    text += path;
    return text;
}

}} // namespace oms::v0_1
