#pragma once

#include <oms/sandbox/impl/delivery_faults.hpp>

#include <oms/core/error.hpp>
#include <oms/sandbox/impl/event_patterns.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void delivery_faults::add(const sandbox::delivery_fault& what)
{
    if (!what.event_name().empty() && !is_event_pattern(what.event_name()))
        throw error(errc::invalid_argument, "a delivery fault is for an event name or a pattern of whole segments");
    if (what.times() < 0 || what.after() < 0 || what.every() < 1)
        throw error(errc::invalid_argument, "a delivery fault cannot strike that often");
    const bool copies = what.what() == sandbox::delivery_fault::kind::duplicate;
    const bool fails = what.what() == sandbox::delivery_fault::kind::fail;
    if (what.copies() < (copies ? 1 : 0) || what.attempts() < (fails ? 1 : 0) ||
        what.time() < std::chrono::milliseconds{0})
        throw error(errc::invalid_argument, "a delivery fault cannot do less than nothing");
    armed_.push_back({what, what.after(), what.times() > 0 ? what.times() : -1});
}

OMS_DECL bool delivery_faults::strikes(armed_fault& each)
{
    if (each.passes_left > 0) {
        --each.passes_left;
        return false;
    }
    if (++each.row < each.what.every())
        return false;
    each.row = 0;
    if (each.strikes_left > 0)
        --each.strikes_left;
    return true;
}

OMS_DECL int delivery_faults::failing_next() const
{
    int number = 0;
    for (const armed_fault& each : armed_)
        if (each.what.what() == sandbox::delivery_fault::kind::fail && each.what.event_name().empty() &&
            each.passes_left == 0 && each.what.every() == 1)
            number = std::max(number, std::max(each.strikes_left, 1));
    return number;
}

OMS_DECL delivery_troubles delivery_faults::strike(std::string_view event_name, bool can_hold_back)
{
    using kind = sandbox::delivery_fault::kind;
    constexpr auto longest = std::chrono::milliseconds::max();
    delivery_troubles all;
    for (armed_fault& each : armed_) {
        const sandbox::delivery_fault& what = each.what;
        if (!what.event_name().empty() && !segments_match(what.event_name(), event_name))
            continue;
        if (what.what() == kind::reorder && (!can_hold_back || all.held_back))
            continue;
        if (!strikes(each))
            continue;
        switch (what.what()) {
        case kind::duplicate:
            for (int number = 1; number <= what.copies(); ++number)
                all.copies.push_back({std::min(what.time(), longest / number) * number, what.gives_new_ids()});
            break;
        case kind::delay:
            all.delay += std::min(what.time(), longest - all.delay);
            break;
        case kind::reorder:
            all.held_back = what.time();
            break;
        case kind::fail:
            all.failing_attempts = std::max(all.failing_attempts, what.attempts());
            break;
        }
    }
    std::erase_if(armed_, [](const armed_fault& each) { return each.strikes_left == 0; });
    return all;
}

}}} // namespace oms::v0_1::detail::emulation
