#pragma once

#include <oms/client/impl/calls_in_flight.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL bool calls_in_flight::enter(flight& place) noexcept
{
    const std::lock_guard lock(mutex_);
    if (closing_)
        return false;
    list_.push_back(place);
    ++entered_;
    return true;
}

OMS_DECL void calls_in_flight::leave(flight& place, bool by_closing) noexcept
{
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        list_.erase(place);
        wake = closing_ && list_.empty();
        try {
            if (closing_ && by_closing)
                unfinished_.push_back(place.call.unfinished(place));
        } catch (...) {
            // Without memory for a line of the report, the report is shorter.
        }
    }
    try {
        if (wake)
            closings.end_all();
    } catch (...) {
        // Without memory to wake them, closings find the list empty when their time has come.
    }
}

OMS_DECL calls_in_flight::closing calls_in_flight::begin_closing() noexcept
{
    const std::lock_guard lock(mutex_);
    closing_ = true;
    closing seen;
    seen.in_flight = list_.size();
    seen.ended_before = unfinished_.size();
    return seen;
}

OMS_DECL close_report calls_in_flight::report(const closing& since) const
{
    const std::lock_guard lock(mutex_);
    close_report report;
    report.unfinished.assign(unfinished_.begin() + static_cast<std::ptrdiff_t>(since.ended_before), unfinished_.end());
    for (const flight* each = list_.front(); each; each = list_.next(*each))
        report.unfinished.push_back(each->call.unfinished(*each));
    report.finished = since.in_flight - report.unfinished.size();
    return report;
}

OMS_DECL std::size_t calls_in_flight::size() const noexcept
{
    const std::lock_guard lock(mutex_);
    return list_.size();
}

OMS_DECL std::uint64_t calls_in_flight::entered() const noexcept
{
    const std::lock_guard lock(mutex_);
    return entered_;
}

}}} // namespace oms::v0_1::detail
