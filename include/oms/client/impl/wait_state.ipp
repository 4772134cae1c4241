#pragma once

#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/wait_state.hpp>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL wait_state::time_point wait_state::deadline_after(time_point now, std::chrono::milliseconds at_most) noexcept
{
    return deadline_of(now, at_most);
}

OMS_DECL std::chrono::milliseconds wait_state::time_for_read(time_point now,
                                                             std::chrono::milliseconds whole_call) noexcept
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - now);
    const auto least = std::exchange(has_read_, true) ? std::chrono::milliseconds::zero() : first_read;
    return std::min(whole_call, std::max(left, least));
}

OMS_DECL void wait_state::seen(std::string_view status)
{
    last_status_ = status;
}

OMS_DECL bool wait_state::outlives(const error& failure) noexcept
{
    if (failure.retry_after())
        asked_gap_ = *failure.retry_after();
    return is_passing_failure(failure);
}

OMS_DECL std::optional<wait_state::time_point> wait_state::next_read(time_point now, std::uint64_t random) noexcept
{
    const auto spread = static_cast<std::int64_t>(random % static_cast<std::uint64_t>(gap_.count() / 2 + 1));
    const auto gap = std::max(gap_ - gap_ / 4 + std::chrono::milliseconds(spread), asked_gap_);
    gap_ = std::min(gap_ + gap_ / 2, longest_gap);
    const auto asked = std::exchange(asked_gap_, std::chrono::milliseconds::zero());

    const auto left = deadline_ - now;
    const auto after = [&](std::chrono::milliseconds wanted) {
        return left > wanted + last_read ? now + wanted : std::max(now, deadline_ - last_read);
    };
    not_before_ = after(asked);
    return left > last_read ? std::optional<time_point>(after(gap)) : std::nullopt;
}

OMS_DECL std::optional<wait_state::time_point> wait_state::next_read_after_news(time_point now) noexcept
{
    gap_ = first_gap;
    return now < deadline_ ? std::optional<time_point>(std::max(now, not_before_)) : std::nullopt;
}

OMS_DECL std::string wait_state::last_seen() const
{
    const auto is_name = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' ||
               c == '.';
    };
    if (last_status_.empty())
        return "no state was seen";
    if (last_status_.size() > 40 || !std::all_of(last_status_.begin(), last_status_.end(), is_name))
        return "the state seen last has an unknown name";
    return "the state seen last is " + last_status_;
}

OMS_DECL bool is_passing_failure(const error& failure) noexcept
{
    for (const errc passing :
         {errc::dns_failed, errc::connect_failed, errc::connect_timeout, errc::proxy_failed, errc::pool_timeout,
          errc::pool_full, errc::connection_lost, errc::write_timeout, errc::first_byte_timeout, errc::read_timeout,
          errc::deadline_exceeded, errc::protocol_error, errc::rate_limited, errc::server_error, errc::unavailable,
          errc::auth_unavailable, errc::circuit_open, errc::rate_limit_wait}) {
        if (failure.code() == passing)
            return true;
    }
    return failure.http_status() == 408;
}

}}} // namespace oms::v0_1::detail
