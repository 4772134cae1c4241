#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/secret.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/retry_policy.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// One access token. The serial number tells which of two is newer.
class access_grant {
public:
    /// `of_all` are the header fields that every request has.
    access_grant(secret token, std::uint64_t number, const http_headers& of_all = http_headers());
    ~access_grant() { fields_.wipe("Authorization"); }
    access_grant(const access_grant&) = delete;
    access_grant& operator=(const access_grant&) = delete;

    const secret text;
    const std::uint64_t serial;

    /// The header fields of every request under this token: those of all, and the token. Made once.
    const http_headers& fields() const noexcept { return fields_; }

private:
    http_headers fields_;
};

using grant_ptr = std::shared_ptr<const access_grant>;

/// What a call that needs a token does next.
class token_plan {
public:
    enum class step {
        use,       ///< send with `grant`
        wait,      ///< wait until the running exchange has ended, then ask again
        cool_down, ///< the last exchange failed: ask again at `at`, or give up with `failure`
        refuse     ///< end the call with `failure`
    };

    step next = step::use;
    /// The asking call starts the exchange of `/auth/token`, whatever `next` is. Exactly one call is told so.
    bool start_exchange = false;
    grant_ptr grant;
    std::chrono::steady_clock::time_point at;
    error failure;
    /// How many exchanges in a row have failed.
    int failures = 0;
};

/// The access token of a client and the one exchange that renews it (contract section 1.2). Pure: no clock, no lock.
///
/// Vocabulary. A grant is *live* until its lifetime is over, and *due* from 80 % of it on, up to 1 % of it earlier at
/// random: clients that started together renew apart. An exchange is *running*
/// from the plan that starts it until `granted`, `failed` or `refused` ends it. After a failure comes a *cool-down*, in
/// which nobody starts another. All times are monotonic.
///
/// Invariants: at most one exchange is running; a live grant is used even while its renewal runs or fails;
/// a rejected grant that is not the current one drops nothing; refused credentials are not tried again before
/// their short cache is over.
class token_state {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// How long refused credentials are remembered.
    static constexpr std::chrono::seconds credentials_cache{30};
    /// How long another final failure is, a certificate that is not trusted for instance.
    static constexpr std::chrono::seconds failure_cache{1};

    /// `policy` gives the cool-down: its base plus a back-off that grows with every failure. `of_all` are the header
    /// fields that every request has.
    explicit token_state(const retry_policy& policy = retry_policy(), http_headers of_all = http_headers())
        : policy_(policy), of_all_(std::move(of_all))
    {
    }

    /// The grant that a call may use at `now`, when nothing else is to be done: it is live, and no exchange is due.
    grant_ptr at_hand(time_point now) const noexcept;

    /// What a call does that needs a token at `now`.
    token_plan acquire(time_point now);

    /// The service answered 401 to this grant: drops it when it is still the current one.
    void rejected(const access_grant& grant) noexcept;

    /// The exchange that was asked for at `asked` gave a token that lives for `lifetime` from then on. `random` is any
    /// 64 random bits, for the jitter of its renewal.
    void granted(secret token, time_point asked, std::chrono::seconds lifetime, std::uint64_t random = 0);

    /// The exchange failed in a way that may pass. `asked_wait` is the Retry-After of its answer.
    void failed(error why, time_point now, std::uint64_t random,
                std::optional<std::chrono::seconds> asked_wait = std::nullopt);

    /// The exchange failed for good; calls without a live grant end with `why` until `cached_for` is over.
    void refused(error why, time_point now, std::chrono::seconds cached_for);

private:
    bool live(time_point now) const noexcept { return grant_ && now < expires_; }

    retry_policy policy_;
    http_headers of_all_;
    grant_ptr grant_;
    time_point due_{};
    time_point expires_{};
    std::uint64_t last_serial_ = 0;
    bool running_ = false;
    int failures_ = 0;
    bool final_ = false;
    time_point next_exchange_ = time_point::min();
    error last_failure_;
};

/// For how long a token is used: the shorter one of `expires_in` seconds and the time left until expiresAt, as far as
/// they are above zero; at least 10 s, so that a nonsensical answer does not renew without end, at most 24 h.
OMS_DECL std::chrono::seconds token_lifetime(std::int64_t expires_in,
                                             std::optional<std::chrono::seconds> until_expires_at) noexcept;

/// Whether a token may stand in a header: 1 to 8192 visible ASCII characters.
OMS_DECL bool is_token_text(std::string_view text) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/token_state.ipp>
#endif
