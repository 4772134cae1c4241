#pragma once

#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/url.hpp>
#include <oms/net/clock.hpp>
#include <oms/net/exchange_watch.hpp>
#include <oms/observe/observer.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// Whom a client tells what it does; nobody without an observer. Thread-safe.
class client_watch {
public:
    /// `origin` must outlive it.
    client_watch(std::shared_ptr<oms::observer> told, const base_url& origin, std::chrono::milliseconds total_timeout,
                 std::shared_ptr<clock> time) noexcept
        : observer_(std::move(told)), origin_(origin), total_timeout_(total_timeout), time_(std::move(time))
    {
    }

    explicit operator bool() const noexcept { return observer_ != nullptr; }
    oms::observer& told() const noexcept { return *observer_; }
    std::chrono::steady_clock::time_point now() const noexcept { return time_->now(); }

    /// A call began at `since`. From here on its `call_watch` is told.
    [[gnu::cold]] void begin(prepared_call& call, std::chrono::steady_clock::time_point since) noexcept;

private:
    const std::shared_ptr<oms::observer> observer_;
    const base_url& origin_;
    const std::chrono::milliseconds total_timeout_;
    const std::shared_ptr<clock> time_;
    std::atomic<std::uint64_t> calls_{0};
};

/// Tells that a call begins, where it is left: when the call has its key, or is refused. For clients with an observer.
class told_start {
public:
    told_start(client_watch& by, prepared_call& call) noexcept : by_(by), call_(call), since_(by.now()) {}
    told_start(const told_start&) = delete;
    ~told_start() { by_.begin(call_, since_); }

private:
    client_watch& by_;
    prepared_call& call_;
    const std::chrono::steady_clock::time_point since_;
};

/// What the observer of one call is told of, and what has to be remembered for it. Does not throw: what there is no
/// memory for is not told.
class call_watch final : public exchange_watch {
public:
    /// `by` must outlive it, as the client does that the call belongs to.
    call_watch(const client_watch& by, std::chrono::steady_clock::time_point begun) noexcept : by_(by), begun_(begun) {}

    /// Who is told, if anybody is; before everything else.
    void follow(std::unique_ptr<call_observer> told) noexcept { told_ = std::move(told); }

    /// Between these two it waits for a token.
    [[gnu::cold]] void wants_token() noexcept { token_wanted_ = by_.now(); }
    [[gnu::cold]] void waited_for_token() noexcept { token_waited_ += by_.now() - token_wanted_; }
    [[gnu::cold]] void has_token(const prepared_call& call) noexcept;
    /// Lets the observer add its header fields, in place of those of the attempt before.
    [[gnu::cold]] void begins_attempt(prepared_call& call) noexcept;
    /// The same attempt goes on, over another connection than the stale one that it had.
    [[gnu::cold]] void begins_again() noexcept { lease_wanted_ = by_.now(); }
    void leased(bool reused) noexcept override;
    /// `call` has looked at its exchange.
    [[gnu::cold]] void ends_attempt(const prepared_call& call) noexcept;
    /// `exceptions` were under way before, so that one more ends the call.
    [[gnu::cold]] void ends(const prepared_call& call, int exceptions) noexcept;

private:
    void tell_response(const prepared_call& call, const error* failure) noexcept;
    void look_for_drift(const prepared_call& call) noexcept;

    /// Who is told of the steps.
    call_observer& told() noexcept { return told_ ? *told_ : nobody_; }

    const client_watch& by_;
    std::unique_ptr<call_observer> told_;
    call_observer nobody_;
    const std::chrono::steady_clock::time_point begun_;
    std::chrono::steady_clock::time_point token_wanted_;
    std::chrono::nanoseconds token_waited_{0};
    std::chrono::steady_clock::time_point attempt_begun_;
    std::chrono::steady_clock::time_point lease_wanted_;
    int attempt_ = 0; ///< under way; 0 when none is
    int status_ = 0;  ///< of the last answer
    std::string request_id_;
    bool has_added_ = false;
    bool told_renewal_ = false;
};

/// Who is told of a call; null when nobody is.
inline call_watch* watch_of(const prepared_call& call) noexcept
{
    return static_cast<call_watch*>(call.exchange.watch.get());
}

/// Tells that a call has ended, where it is left: with what the call knows of it, or with an exception.
class told_end {
public:
    explicit told_end(prepared_call& call) noexcept : call_(call)
    {
        if (watch_of(call)) [[unlikely]]
            exceptions_ = std::uncaught_exceptions();
    }
    told_end(const told_end&) = delete;
    ~told_end()
    {
        if (watch_of(call_)) [[unlikely]]
            watch_of(call_)->ends(call_, exceptions_);
    }

private:
    prepared_call& call_;
    int exceptions_ = 0;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/call_watch.ipp>
#endif
