#pragma once

#include <oms/sandbox/connection_fault.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Takes the first segment, its slash included, off a path.
OMS_DECL std::string_view take_segment(std::string_view& path)
{
    const std::string_view segment = path.substr(0, path.find('/', 1));
    path.remove_prefix(segment.size());
    return segment;
}

OMS_DECL bool fault_path_matches(std::string_view pattern, std::string_view path)
{
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        const std::string_view found = take_segment(path);
        if (wanted != found && wanted != "/*")
            return false;
    }
    return pattern.empty() && path.empty();
}

OMS_DECL void connection_fault_list::add(const sandbox::connection_fault& fault)
{
    waiting_.push_back({fault, fault.after(), fault.times() > 0 ? fault.times() : -1});
}

OMS_DECL std::optional<sandbox::connection_fault>
connection_fault_list::strike(std::vector<waiting_fault>::iterator candidate)
{
    if (candidate->passes_left > 0) {
        --candidate->passes_left;
        return std::nullopt;
    }
    const sandbox::connection_fault fault = candidate->fault;
    if (candidate->strikes_left > 0 && --candidate->strikes_left == 0)
        waiting_.erase(candidate);
    return fault;
}

OMS_DECL std::optional<sandbox::connection_fault> connection_fault_list::strike_connection()
{
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at)
        if (at->fault.what() == sandbox::connection_fault::kind::drop_connection)
            return strike(at);
    return std::nullopt;
}

OMS_DECL std::optional<sandbox::connection_fault> connection_fault_list::strike_request(std::string_view method,
                                                                                        std::string_view path)
{
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        const sandbox::connection_fault& fault = at->fault;
        if (fault.what() == sandbox::connection_fault::kind::drop_connection)
            continue;
        const bool any_request = fault.method().empty() && fault.path().empty();
        if (any_request || (fault.method() == method && fault_path_matches(fault.path(), path)))
            return strike(at);
    }
    return std::nullopt;
}

}}} // namespace oms::v0_1::detail
