#pragma once

#include <oms/config.hpp>
#include <oms/journal/journal.hpp>

#include <chrono>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// Of what age an operation is, at the time it is worked on.
enum class entry_age {
    young,   ///< may be sent again
    old,     ///< may not
    in_doubt ///< the clock was wrong when it began, or is wrong now: may not, and its age proves nothing
};

/// Judges the age of operations. Pure.
///
/// An operation from the future says that the clock was set back since, or was wrong then. Up to one window ahead it is
/// taken for the former: what is too old counted to it is in doubt. One that is further ahead says nothing about
/// others.
class resend_judge {
public:
    /// An operation from that far in the future may be the work of a clock that was corrected a little.
    static constexpr std::chrono::minutes tolerance{1};

    resend_judge(const journal_contents& found, std::chrono::seconds window);

    entry_age age_of(const journal_entry& entry, std::chrono::system_clock::time_point now) const noexcept;

private:
    std::vector<std::chrono::system_clock::time_point> begun_; ///< in ascending order
    std::chrono::seconds window_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/resend_judge.ipp>
#endif
