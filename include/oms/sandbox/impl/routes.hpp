#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// Who may take a route.
enum class availability { always, sandbox_only, early_access };

/// One operation of contract section 3 that the emulator serves.
struct route {
    std::string_view method;
    std::string_view path; ///< `*` stands for an id
    std::string_view operation;
    bool keyed;
    availability where;
    answer (*serve)(emulator&, const call&);
};

/// The route of a method and a path without version and query, and the ids in it; null when there is none.
OMS_DECL const route* find_route(std::string_view method, std::string_view path, std::vector<std::string>& ids);

/// Segment by segment, where `*` in the pattern takes any one segment.
OMS_DECL bool path_matches(std::string_view pattern, std::string_view path, std::vector<std::string>* taken);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/routes.ipp>
#endif
