#pragma once

#include <oms/client/impl/wait_state.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

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
    asked_gap_ = std::chrono::milliseconds::zero();

    if (deadline_ - now <= last_read)
        return std::nullopt;
    return deadline_ - now > gap + last_read ? now + gap : deadline_ - last_read;
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
    for (const errc passing : {errc::dns_failed, errc::connect_failed, errc::connect_timeout, errc::pool_timeout,
                               errc::pool_full, errc::connection_lost, errc::write_timeout, errc::first_byte_timeout,
                               errc::read_timeout, errc::deadline_exceeded, errc::protocol_error, errc::rate_limited,
                               errc::server_error, errc::unavailable, errc::auth_unavailable}) {
        if (failure.code() == passing)
            return true;
    }
    return failure.http_status() == 408;
}

}}} // namespace oms::v0_1::detail
