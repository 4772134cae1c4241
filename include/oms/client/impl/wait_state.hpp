#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// When a resource that is waited for is read again, and in what state it was seen last (contract section 13). Pure.
///
/// The gaps between reads grow from 250 ms by half each time up to 5 s, each spread by a random part of itself; a
/// Retry-After of a failed read is a lower bound. A gap that would pass the deadline is cut so that one last read fits
/// in before it. News ends a gap, and the gaps start anew.
class wait_state {
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds first_gap{250};
    static constexpr std::chrono::milliseconds longest_gap{5000};
    /// What is left to the last read.
    static constexpr std::chrono::milliseconds last_read{250};
    /// What the first read gets at least, which may have to connect and to get a token.
    static constexpr std::chrono::milliseconds first_read{1000};

    explicit wait_state(time_point deadline) noexcept : deadline_(deadline) {}

    time_point deadline() const noexcept { return deadline_; }

    /// `now` plus the time for the wait, however large that is; `now` when it is below zero.
    static time_point deadline_after(time_point now, std::chrono::milliseconds at_most) noexcept;

    /// How long the coming read may take when it has `whole_call` by itself: until the deadline, but the first one at
    /// least `first_read`. So a wait reads once, however short it is.
    std::chrono::milliseconds time_for_read(time_point now, std::chrono::milliseconds whole_call) noexcept;

    /// A read showed the resource in this state, which does not end the wait.
    void seen(std::string_view status);

    /// A read failed. False when the failure is final, so that it ends the wait.
    bool outlives(const error& failure) noexcept;

    /// When to read again; nothing when the time is over.
    std::optional<time_point> next_read(time_point now, std::uint64_t random) noexcept;

    /// The same after `next_read`, when an event tells more than was seen: now, but for a Retry-After.
    std::optional<time_point> next_read_after_news(time_point now) noexcept;

    /// "the state seen last is processing", for an error's text. Only characters of names are repeated.
    std::string last_seen() const;

private:
    time_point deadline_;
    std::chrono::milliseconds gap_ = first_gap;
    std::chrono::milliseconds asked_gap_{0};
    time_point not_before_{};
    bool has_read_ = false;
    std::string last_status_;
};

/// Whether a read that failed like this may succeed a little later.
OMS_DECL bool is_passing_failure(const error& failure) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/wait_state.ipp>
#endif
