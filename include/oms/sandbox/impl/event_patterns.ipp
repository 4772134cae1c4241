#pragma once

#include <oms/sandbox/impl/event_patterns.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL bool is_event_pattern(std::string_view text)
{
    if (text.size() > 128 || text.find('.') == std::string_view::npos)
        return false;
    const auto named = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    for (;;) {
        const std::string_view segment = text.substr(0, text.find('.'));
        if (segment.empty() || (segment != "*" && !std::all_of(segment.begin(), segment.end(), named)))
            return false;
        if (segment.size() == text.size())
            return true;
        text.remove_prefix(segment.size() + 1);
    }
}

OMS_DECL bool is_compliance_event(std::string_view event_name)
{
    constexpr std::string_view ending = ".underReview";
    return event_name.size() > ending.size() && event_name.substr(event_name.size() - ending.size()) == ending;
}

OMS_DECL bool pattern_matches(std::string_view pattern, std::string_view event_name)
{
    return is_event_pattern(pattern) && !is_compliance_event(event_name) && segments_match(pattern, event_name);
}

OMS_DECL bool segments_match(std::string_view pattern, std::string_view event_name)
{
    for (;;) {
        const std::string_view wanted = pattern.substr(0, pattern.find('.'));
        const std::string_view given = event_name.substr(0, event_name.find('.'));
        if (wanted != "*" && wanted != given)
            return false;
        const bool last = wanted.size() == pattern.size();
        if (last != (given.size() == event_name.size()))
            return false;
        if (last)
            return true;
        pattern.remove_prefix(wanted.size() + 1);
        event_name.remove_prefix(given.size() + 1);
    }
}

}}} // namespace oms::v0_1::detail::emulation
