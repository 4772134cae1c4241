#pragma once

#include <oms/config.hpp>
#include <oms/core/overloaded.hpp>
#include <oms/core/result.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/model/event.hpp>
#include <oms/webhook/secret.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 {

/// How a verifier judges; every setter returns the object.
class verifier_options {
public:
    verifier_options() = default;

    /// How far `t` may lie from now, in both directions. 300 s by default; exactly that far still passes, and 0 means
    /// the same second. Throws `error{errc::invalid_argument}` when negative.
    verifier_options& tolerance(std::chrono::seconds both);
    verifier_options& past_tolerance(std::chrono::seconds age);
    verifier_options& future_tolerance(std::chrono::seconds lead);
    std::chrono::seconds past_tolerance() const noexcept { return past_; }
    std::chrono::seconds future_tolerance() const noexcept { return future_; }

    /// The most bytes of a body that are looked at. 1 MiB by default.
    verifier_options& body_limit(std::size_t bytes) noexcept;
    std::size_t body_limit() const noexcept { return body_limit_; }

    /// The clock that says what now is, instead of the system's. Called from whatever threads verify, so it must be
    /// thread-safe, and must not throw.
    verifier_options& clock(std::function<std::chrono::system_clock::time_point()> now);
    std::chrono::system_clock::time_point now() const;

private:
    std::chrono::seconds past_{300};
    std::chrono::seconds future_{300};
    std::size_t body_limit_ = 1024 * 1024;
    std::function<std::chrono::system_clock::time_point()> clock_;
};

/// What a good signature says besides being good.
struct signature_match {
    std::size_t secret_index = 0; ///< which of the verifier's secrets signed, counted from 0
    std::string secret_id;        ///< the name that secret was given, if any
    std::chrono::sys_seconds signed_at{};
};

/// Verifies deliveries (contract section 12.4). Immutable: one object serves all threads of a program.
///
/// Both functions take the raw bytes exactly as they were received, before any parsing; they keep no reference to them.
/// A refusal is one of
/// - `errc::webhook_too_large`: the body is over the limit;
/// - `errc::malformed_header`: the header is not what contract section 12.4 says, or is longer than 8 KiB;
/// - `errc::timestamp_out_of_tolerance`: signed too long ago, or in the future: a replay, or a clock that is wrong;
/// - `errc::signature_mismatch`: no `v1` is the code of these bytes under any of the secrets,
/// judged in that order; only the last one hashes the body. Apart from std::bad_alloc they throw nothing.
class webhook_verifier {
public:
    explicit webhook_verifier(webhook_secret secret, verifier_options options = verifier_options{});

    /// Several secrets live together while a secret is rotated; any of them is enough.
    /// Throws `error{errc::invalid_argument}` when there is none.
    explicit webhook_verifier(std::vector<webhook_secret> secrets, verifier_options options = verifier_options{});

    /// The event, once its signature is found good. A name or a shape that this version does not know is an
    /// `unknown_event`, not an error; `errc::decode_failed` means that the signed body is no event at all.
    template <std::same_as<event> Event = event>
    result<Event> verify(std::string_view signature_header, std::string_view raw_body) const;

    /// The signature alone, and which secret made it.
    template <std::same_as<signature_match> Match = signature_match>
    result<Match> check(std::string_view signature_header, std::string_view raw_body) const;

    const std::vector<webhook_secret>& secrets() const noexcept { return secrets_; }
    const verifier_options& options() const noexcept { return options_; }

private:
    // Which secret signed, and when; false with the refusal in `why`.
    bool judge(std::string_view signature_header, std::string_view raw_body, std::size_t& secret_index,
               std::chrono::sys_seconds& signed_at, error& why) const;

    std::vector<webhook_secret> secrets_;
    verifier_options options_;
};

namespace detail {

/// Whether a stamp may be judged now; both in Unix seconds, exact for any two values.
OMS_DECL bool within_tolerance(std::int64_t stamp, std::int64_t now, const verifier_options& options) noexcept;

} // namespace detail
}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/verifier.ipp>
#endif
