#pragma once

#include <oms/config.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// An element of `events` (contract section 11): dotted segments, at least two, each a name or `*`.
OMS_DECL bool is_event_pattern(std::string_view text);

/// Events that only subscriptions made for compliance receive, by no pattern of an ordinary one.
OMS_DECL bool is_compliance_event(std::string_view event_name);

/// Whether a pattern means an event: segment by segment, `*` for exactly one.
OMS_DECL bool segments_match(std::string_view pattern, std::string_view event_name);

/// Whether the pattern of an ordinary subscription takes an event. A compliance event is never taken.
OMS_DECL bool pattern_matches(std::string_view pattern, std::string_view event_name);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/event_patterns.ipp>
#endif
