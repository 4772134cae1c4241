#pragma once

#include <oms/client/raw_answer.hpp>
#include <oms/config.hpp>
#include <oms/core/idempotency_key.hpp>
#include <oms/core/json_text.hpp>
#include <oms/http/retry_policy.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 {

class secret;
namespace detail {
class call_addition;
}

/// What one call does differently from the client's configuration; the last, optional argument of every call.
///
/// \code
/// co_await client.quotes().create(order, oms::call_options().timeout(2s).idempotency_key("order-789"));
/// \endcode
///
/// A value: copied into the call, may be kept and used for many calls (but one key is for one operation).
class call_options {
public:
    using milliseconds = std::chrono::milliseconds;

    /// Everything as the client's configuration has it, and a new key for every POST.
    call_options() = default;

    /// The time for the whole call, retries, token and waiting for a connection included. Default: the client's total
    /// timeout. A call that is not done by then ends with errc::deadline_exceeded; zero or less ends it at once.
    call_options& timeout(milliseconds whole_call) &
    {
        timeout_ = whole_call;
        has_timeout_ = true;
        return *this;
    }
    call_options&& timeout(milliseconds whole_call) && { return std::move(timeout(whole_call)); }

    /// The times for the phases of each exchange of this call, in place of the client's `timeouts` of the same names:
    /// for a connection to be opened, for the first byte of the answer, for each pause in it, for a connection of the
    /// pool to become free. Zero: no such limit; the time for the whole call always wins. They do not hold for an
    /// exchange of the access token. Throw `error{errc::invalid_argument}` below zero.
    call_options& connect_timeout(milliseconds at_most) &;
    call_options&& connect_timeout(milliseconds at_most) && { return std::move(connect_timeout(at_most)); }
    call_options& first_byte_timeout(milliseconds at_most) &;
    call_options&& first_byte_timeout(milliseconds at_most) && { return std::move(first_byte_timeout(at_most)); }
    call_options& idle_read_timeout(milliseconds at_most) &;
    call_options&& idle_read_timeout(milliseconds at_most) && { return std::move(idle_read_timeout(at_most)); }
    call_options& pool_wait(milliseconds at_most) &;
    call_options&& pool_wait(milliseconds at_most) && { return std::move(pool_wait(at_most)); }

    /// The Idempotency-Key of a POST (contract section 1.4), the same in every attempt. Give one that you have stored
    /// when the operation must be repeated after a crash. GET, PATCH and DELETE send no key; they ignore it.
    call_options& idempotency_key(oms::idempotency_key key) &
    {
        key_ = std::move(key);
        return *this;
    }
    call_options&& idempotency_key(oms::idempotency_key key) && { return std::move(idempotency_key(std::move(key))); }

    /// The same from text: 1 to 255 visible ASCII characters, else throws `error{errc::invalid_idempotency_key}`.
    call_options& idempotency_key(std::string_view key) & { return idempotency_key(oms::idempotency_key{key}); }
    call_options&& idempotency_key(std::string_view key) && { return std::move(idempotency_key(key)); }

    /// How this call is retried, in place of the client's policy.
    call_options& retry(const retry_policy& policy) &
    {
        retry_ = policy;
        has_retry_ = true;
        return *this;
    }
    call_options&& retry(const retry_policy& policy) && { return std::move(retry(policy)); }

    /// How often this call is sent in all, 1 to 10; 1 is "never again". Throws `error{errc::invalid_argument}`
    /// for other numbers. The waits stay those of the policy. It does not bound the exchange of an access token: a call
    /// that has none waits for one until its deadline, unless the service cannot be reached at all.
    call_options& attempts(int total) &
    {
        attempts_ = retry_policy().attempts(total).attempts();
        return *this;
    }
    call_options&& attempts(int total) && { return std::move(attempts(total)); }

    /// Sends a member that this version does not know with the body, for what is not documented (yet). `path` names it,
    /// with dots between members: `riskHint`, `source.riskHint`; objects on the way that are not sent are made. Throws
    /// `error{errc::invalid_argument}` for a path with an empty part and for an empty value. The call ends with that
    /// error, not sent, when the body has that member or a part of the path is no object. A POST without a body gets
    /// one; GET and DELETE have none: they end with the error too.
    call_options& extra_field(std::string_view path, json_text value) &;
    call_options&& extra_field(std::string_view path, json_text value) &&
    {
        return std::move(extra_field(path, std::move(value)));
    }

    /// Sends a query parameter that this version does not know, for instance a filter of a list. May be given again
    /// with the same name, for several values. Throws `error{errc::invalid_argument}` for an empty name; the call ends
    /// with it, not sent, when it sends that parameter itself.
    call_options& extra_parameter(std::string_view name, std::string_view value) &;
    call_options&& extra_parameter(std::string_view name, std::string_view value) &&
    {
        return std::move(extra_parameter(name, value));
    }

    /// Keeps the answer as it came in `into`: status, header fields, body, request id, attempts and key. Of several
    /// attempts it is the last complete answer, also when the call ends with an error. A call empties it when it
    /// begins.
    call_options& keep_answer(const raw_answer& into) &;
    call_options&& keep_answer(const raw_answer& into) && { return std::move(keep_answer(into)); }

    /// Sends this bearer token in place of the client's: the call asks for no exchange, and a 401 is final. For a token
    /// that somebody else has got, of another account for instance. The call ends with `error{errc::invalid_argument}`,
    /// not sent, when it is not 1 to 8192 visible ASCII characters. Never printed or logged, and wiped with the last
    /// copy of the options.
    ///
    /// A POST or PUT of a client with a journal cannot have one: it ends with `error{errc::invalid_argument}`, not
    /// sent, since the journal keeps no tokens and `recover` would send it again under the client's. Take another
    /// client.
    call_options& bearer(const secret& token) &;
    call_options&& bearer(const secret& token) && { return std::move(bearer(token)); }

    /// Whether the forms of a request's texts are checked before it is sent: dates, ISO country and currency codes,
    /// phone numbers, metadata size, event names and page sizes. Default: the client's configuration, which checks.
    /// For a service that has moved on; what keeps a call safe is always checked.
    call_options& format_checks(bool on) &
    {
        format_checks_ = on ? choice::on : choice::off;
        return *this;
    }
    call_options&& format_checks(bool on) && { return std::move(format_checks(on)); }

    /// Absent: the client's.
    std::optional<milliseconds> timeout() const noexcept
    {
        return has_timeout_ ? std::optional<milliseconds>(timeout_) : std::nullopt;
    }
    /// Empty: a new one is made.
    const oms::idempotency_key& idempotency_key() const noexcept { return key_; }
    /// What governs the call when `policy` is the client's.
    retry_policy retry_or(const retry_policy& policy) const
    {
        retry_policy chosen = has_retry_ ? retry_ : policy;
        if (attempts_ != 0)
            chosen.attempts(attempts_);
        return chosen;
    }

    /// The same without extra fields and parameters: for the other requests of a call that sends several.
    call_options without_extras() const;

    /// What the call sends and keeps beyond its typed arguments, last one first; null when nothing.
    const std::shared_ptr<const detail::call_addition>& additions() const noexcept { return additions_; }
    /// What holds for the call when `whole_client` is the client's setting.
    bool format_checks_or(bool whole_client) const noexcept
    {
        return format_checks_ == choice::of_client ? whole_client : format_checks_ == choice::on;
    }

private:
    enum class choice : unsigned char { of_client, on, off };

    // Flags beside plain values: every file that makes a call compiles this class.
    milliseconds timeout_{};
    oms::idempotency_key key_;
    retry_policy retry_;
    int attempts_ = 0;
    bool has_timeout_ = false;
    bool has_retry_ = false;
    choice format_checks_ = choice::of_client;
    std::shared_ptr<const detail::call_addition> additions_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/call_options.ipp>
#endif
