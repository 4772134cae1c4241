#pragma once

#include <oms/client/token_state.hpp>

#include <oms/client/impl/wiped_at_end.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL access_grant::access_grant(secret token, std::uint64_t number, const http_headers& of_all)
    : text(std::move(token)), serial(number)
{
    constexpr std::string_view name = "Authorization", scheme = "Bearer ";
    std::string value;
    const wiped_at_end secret_value(value);
    value.reserve(scheme.size() + text.reveal().size());
    value.append(scheme).append(text.reveal());
    // Once: what a text outgrows would keep a copy of the token.
    fields_.reserve(of_all.bytes() + name.size() + value.size() + 4, of_all.size() + 1);
    for (const http_header field : of_all)
        fields_.add_received(field.name, field.value);
    fields_.add(name, value);
}

OMS_DECL grant_ptr token_state::at_hand(time_point now) const noexcept
{
    const bool nothing_due = now < due_ || running_ || now < next_exchange_;
    return live(now) && nothing_due ? grant_ : nullptr;
}

OMS_DECL token_plan token_state::acquire(time_point now)
{
    token_plan plan;
    plan.failures = failures_;
    const bool may_start = !running_ && now >= next_exchange_;

    if (live(now)) {
        plan.grant = grant_;
        plan.start_exchange = may_start && now >= due_;
    } else if (running_ || may_start) {
        plan.next = token_plan::step::wait;
        plan.start_exchange = may_start;
    } else {
        plan.next = final_ ? token_plan::step::refuse : token_plan::step::cool_down;
        plan.at = next_exchange_;
        plan.failure = last_failure_;
    }
    running_ = running_ || plan.start_exchange;
    return plan;
}

OMS_DECL void token_state::rejected(const access_grant& grant) noexcept
{
    if (grant_ && grant_->serial == grant.serial)
        grant_.reset();
}

OMS_DECL void token_state::granted(secret token, time_point asked, std::chrono::seconds lifetime, std::uint64_t random)
{
    using std::chrono::milliseconds;
    const milliseconds spread = milliseconds(lifetime) / 100;
    const milliseconds earlier(random % static_cast<std::uint64_t>(spread.count() + 1));
    running_ = false;
    grant_ = std::make_shared<const access_grant>(std::move(token), ++last_serial_, of_all_);
    due_ = asked + milliseconds(lifetime) * 8 / 10 - earlier;
    expires_ = asked + lifetime;
    failures_ = 0;
    final_ = false;
    next_exchange_ = time_point::min();
    last_failure_ = error();
}

OMS_DECL void token_state::failed(error why, time_point now, std::uint64_t random,
                                  std::optional<std::chrono::seconds> asked_wait)
{
    running_ = false;
    final_ = false;
    ++failures_; // never cut: a call sees by it that one more exchange has failed
    last_failure_ = std::move(why);
    const std::chrono::microseconds wait = policy_.base() + policy_.back_off(failures_, random);
    next_exchange_ = now + (asked_wait ? std::max<std::chrono::microseconds>(wait, *asked_wait) : wait);
}

OMS_DECL void token_state::refused(error why, time_point now, std::chrono::seconds cached_for)
{
    running_ = false;
    final_ = true;
    last_failure_ = std::move(why);
    next_exchange_ = now + cached_for;
}

OMS_DECL std::chrono::seconds token_lifetime(std::int64_t expires_in,
                                             std::optional<std::chrono::seconds> until_expires_at) noexcept
{
    constexpr std::chrono::seconds least{10};
    constexpr std::chrono::seconds most = std::chrono::hours(24);
    std::chrono::seconds lifetime = std::chrono::seconds::max();
    if (expires_in > 0)
        lifetime = std::min(std::chrono::seconds(expires_in), most);
    if (until_expires_at && *until_expires_at > std::chrono::seconds::zero())
        lifetime = std::min(lifetime, *until_expires_at);
    if (lifetime == std::chrono::seconds::max())
        return least;
    return std::clamp(lifetime, least, most);
}

OMS_DECL bool is_token_text(std::string_view text) noexcept
{
    const auto is_visible = [](char c) {
        return c >= 0x21 && c <= 0x7e;
    };
    return !text.empty() && text.size() <= 8192 && std::all_of(text.begin(), text.end(), is_visible);
}

}}} // namespace oms::v0_1::detail
