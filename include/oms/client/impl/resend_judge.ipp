#pragma once

#include <oms/client/impl/resend_judge.hpp>

#include <algorithm>
#include <iterator>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL resend_judge::resend_judge(const journal_contents& found, std::chrono::seconds window) : window_(window)
{
    for (const journal_entry& each : found.unfinished)
        begun_.push_back(each.begun);
    std::sort(begun_.begin(), begun_.end());
}

OMS_DECL entry_age resend_judge::age_of(const journal_entry& entry,
                                        std::chrono::system_clock::time_point now) const noexcept
{
    if (entry.begun > now + tolerance)
        return entry_age::in_doubt;
    if (entry.begun <= now - window_)
        return entry_age::old;
    const auto later = std::upper_bound(begun_.begin(), begun_.end(), now + window_);
    const bool old_for_others = later != begun_.begin() && entry.begun <= *std::prev(later) - window_;
    return old_for_others ? entry_age::in_doubt : entry_age::young;
}

}}} // namespace oms::v0_1::detail
