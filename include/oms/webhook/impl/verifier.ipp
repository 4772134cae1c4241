#pragma once

#include <oms/webhook/verifier.hpp>

#include <oms/core/error.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/wire/event.hpp>

#include <cstdint>
#include <utility>

namespace oms { inline namespace v0_1 {
namespace detail {

OMS_DECL std::chrono::seconds checked_tolerance(std::chrono::seconds given)
{
    if (given < std::chrono::seconds::zero())
        throw error{errc::invalid_argument, "a signature tolerance cannot be negative"};
    return given;
}

OMS_DECL bool within_tolerance(std::int64_t stamp, std::int64_t now, const verifier_options& options) noexcept
{
    // The distance of two signed 64-bit numbers always fits an unsigned one.
    const auto distance = stamp > now ? static_cast<std::uint64_t>(stamp) - static_cast<std::uint64_t>(now)
                                      : static_cast<std::uint64_t>(now) - static_cast<std::uint64_t>(stamp);
    const std::chrono::seconds tolerated = stamp > now ? options.future_tolerance() : options.past_tolerance();
    return distance <= static_cast<std::uint64_t>(tolerated.count());
}

} // namespace detail

OMS_DECL verifier_options& verifier_options::tolerance(std::chrono::seconds both)
{
    return past_tolerance(both).future_tolerance(both);
}

OMS_DECL verifier_options& verifier_options::past_tolerance(std::chrono::seconds age)
{
    past_ = detail::checked_tolerance(age);
    return *this;
}

OMS_DECL verifier_options& verifier_options::future_tolerance(std::chrono::seconds lead)
{
    future_ = detail::checked_tolerance(lead);
    return *this;
}

OMS_DECL verifier_options& verifier_options::body_limit(std::size_t bytes) noexcept
{
    body_limit_ = bytes;
    return *this;
}

OMS_DECL verifier_options& verifier_options::clock(std::function<std::chrono::system_clock::time_point()> now)
{
    clock_ = std::move(now);
    return *this;
}

OMS_DECL std::chrono::system_clock::time_point verifier_options::now() const
{
    return clock_ ? clock_() : std::chrono::system_clock::now();
}

OMS_DECL webhook_verifier::webhook_verifier(webhook_secret secret, verifier_options options)
    : secrets_{std::move(secret)}, options_{std::move(options)}
{
}

OMS_DECL webhook_verifier::webhook_verifier(std::vector<webhook_secret> secrets, verifier_options options)
    : secrets_{std::move(secrets)}, options_{std::move(options)}
{
    if (secrets_.empty())
        throw error{errc::invalid_argument, "a webhook verifier needs at least one secret"};
}

template <std::same_as<event> Event>
result<Event> webhook_verifier::verify(std::string_view signature_header, std::string_view raw_body) const
{
    std::size_t secret_index = 0;
    std::chrono::sys_seconds signed_at;
    error why;
    if (!judge(signature_header, raw_body, secret_index, signed_at, why))
        return why;
    return decode_event<Event>(raw_body);
}

template <std::same_as<signature_match> Match>
result<Match> webhook_verifier::check(std::string_view signature_header, std::string_view raw_body) const
{
    std::size_t secret_index = 0;
    std::chrono::sys_seconds signed_at;
    error why;
    if (!judge(signature_header, raw_body, secret_index, signed_at, why))
        return why;
    return Match{secret_index, secrets_[secret_index].id(), signed_at};
}

OMS_DECL bool webhook_verifier::judge(std::string_view signature_header, std::string_view raw_body,
                                      std::size_t& secret_index, std::chrono::sys_seconds& signed_at, error& why) const
{
    const auto refuse = [&why](errc code, std::string_view safe_text = {}) {
        why = error{code, std::string{safe_text}};
        return false;
    };
    if (raw_body.size() > options_.body_limit())
        return refuse(errc::webhook_too_large);
    detail::signature_header header;
    if (const std::string_view malformed = detail::read_signature_header(signature_header, header); !malformed.empty())
        return refuse(errc::malformed_header, malformed);

    const auto now = std::chrono::floor<std::chrono::seconds>(options_.now());
    if (!detail::within_tolerance(header.timestamp, now.time_since_epoch().count(), options_))
        return refuse(errc::timestamp_out_of_tolerance);

    if (header.signatures.empty()) // nothing that could match, so nothing is hashed
        return refuse(errc::signature_mismatch);
    for (std::size_t index = 0; index < secrets_.size(); ++index) {
        if (detail::carries(header, detail::signature_of(secrets_[index], header.timestamp_digits, raw_body))) {
            secret_index = index;
            signed_at = std::chrono::sys_seconds{std::chrono::seconds{header.timestamp}};
            return true;
        }
    }
    return refuse(errc::signature_mismatch);
}

#ifdef OMS_SEPARATE_COMPILATION
template result<signature_match> webhook_verifier::check(std::string_view, std::string_view) const;
template result<event> webhook_verifier::verify(std::string_view, std::string_view) const;
#endif

}} // namespace oms::v0_1
