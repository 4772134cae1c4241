#pragma once

#include <oms/wire/impl/format.hpp>

#include <algorithm>
#include <chrono>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL bool is_made_of(std::string_view text, std::string_view characters)
{
    return text.find_first_not_of(characters) == text.npos;
}

OMS_DECL bool is_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    unsigned parts[3] = {}; // year, month, day
    std::size_t part = 0;
    for (const char c : text) {
        if (c == '-' ? ++part > 2 : c < '0' || c > '9')
            return false;
        if (c != '-')
            parts[part] = parts[part] * 10 + static_cast<unsigned>(c - '0');
    }
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(parts[0])), std::chrono::month(parts[1]),
                                       std::chrono::day(parts[2]))
        .ok();
}

OMS_DECL bool is_phone(std::string_view text)
{
    // At most 15 digits, of which the country code comes first and begins with no zero.
    return text.size() >= 3 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
           is_made_of(text.substr(1), "0123456789");
}

OMS_DECL bool is_event_pattern(std::string_view text)
{
    constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    if (text.find('.') == text.npos || text.size() > most_pattern_characters)
        return false;
    for (;;) {
        const std::string_view segment = text.substr(0, text.find('.'));
        if (segment.empty() || (segment != "*" && !is_made_of(segment, of_names)))
            return false;
        if (segment.size() == text.size())
            return true;
        text.remove_prefix(segment.size() + 1);
    }
}

/// `prefix` is in lower case.
OMS_DECL bool begins_with_ignoring_case(std::string_view text, std::string_view prefix)
{
    const auto same = [](char lower, char given) {
        return given == lower || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == lower);
    };
    return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), same);
}

/// `text` without `prefix`, which is in lower case and stands there in any case; nothing when it does not.
OMS_DECL std::string_view after_prefix(std::string_view text, std::string_view prefix)
{
    return begins_with_ignoring_case(text, prefix) ? text.substr(prefix.size()) : std::string_view();
}

/// The host in what follows `scheme://`.
OMS_DECL std::string_view host_of(std::string_view rest)
{
    std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    host = host.substr(host.rfind('@') + 1); // npos + 1 is 0
    const std::size_t end = host.starts_with('[') ? host.find(']') + 1 : host.find(':');
    const bool port_or_nothing_follows = end >= host.size() || host[end] == ':';
    return port_or_nothing_follows ? host.substr(0, end) : std::string_view();
}

OMS_DECL bool is_loopback(std::string_view host)
{
    constexpr std::string_view localhost = "localhost";
    const bool named = host.size() == localhost.size() && begins_with_ignoring_case(host, localhost);
    return named || host == "[::1]" || (host.substr(0, 4) == "127." && is_made_of(host, "0123456789."));
}

OMS_DECL bool is_delivery_url(std::string_view text)
{
    constexpr std::string_view of_urls = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                         "-._~:/?#[]@!$&'()*+,;=%";
    return is_made_of(text, of_urls) &&
           (!host_of(after_prefix(text, "https://")).empty() || is_loopback(host_of(after_prefix(text, "http://"))));
}

}}} // namespace oms::v0_1::detail
