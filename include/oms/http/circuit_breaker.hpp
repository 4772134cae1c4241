#pragma once

#include <oms/config.hpp>
#include <oms/http/circuit_breaker_policy.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace oms { inline namespace v0_1 {

/// How an attempt ended, as far as it tells whether the service is up.
enum class attempt_ending {
    success,
    failure,
    neither ///< it says nothing: cancelled, held back later on, 409, 429
};

/// Holds requests back while the service is down, as `circuit_breaker_policy` says. Pure but for a mutex: no clock, no
/// sockets. Thread-safe.
///
/// Vocabulary. *Closed*: everything passes and is counted. *Open*: nothing passes until the cool-down is over.
/// *Half-open*: one attempt at a time passes, a *probe*.
///
/// Invariants: an attempt that was let through before the breaker changed its state (a straggler) neither closes nor
/// opens it. A probe that ends without a verdict, or never ends, makes room for the next one when its permit dies.
/// Nothing queues here, so nothing bursts when it closes.
class circuit_breaker {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// Leave to send one attempt. When it dies unused, nothing is learned from the attempt. The breaker must outlive
    /// it.
    class permit {
    public:
        /// None.
        permit() noexcept = default;
        permit(permit&& other) noexcept;
        permit& operator=(permit&& other) noexcept;
        ~permit() { give_up(); }

        explicit operator bool() const noexcept { return owner_ != nullptr; }

        /// Tells how the attempt ended, at `now`. The permit is used up.
        void ended(attempt_ending how, time_point now) noexcept;

    private:
        friend class circuit_breaker;
        permit(circuit_breaker& owner, std::uint64_t era) noexcept : owner_(&owner), era_(era) {}
        void give_up() noexcept;

        circuit_breaker* owner_ = nullptr;
        std::uint64_t era_ = 0;
    };

    explicit circuit_breaker(const circuit_breaker_policy& policy) noexcept;
    circuit_breaker(const circuit_breaker&) = delete;
    circuit_breaker& operator=(const circuit_breaker&) = delete;

    /// A breaker that is off need not be asked.
    bool enabled() const noexcept { return policy_.enabled; }

    /// Whether an attempt that wants to begin soon is held back, before it waits for anything else. Lets nothing pass.
    bool refuses(time_point now) const noexcept;

    /// Lets an attempt pass, or holds it back: then the permit is none.
    permit enter(time_point now) noexcept;

    /// What is left of the cool-down, in whole seconds rounded up; zero when nothing is.
    std::chrono::seconds rest(time_point now) const noexcept;

    /// Open or half-open.
    bool open() const noexcept;

private:
    enum class state { closed, open, half_open };

    /// What ended in one tenth of the window.
    struct slice {
        std::int64_t number = -1;
        int attempts = 0;
        int failures = 0;
    };

    bool holds(time_point now) const noexcept;
    void ended(std::uint64_t era, attempt_ending how, time_point now) noexcept;
    void count(attempt_ending how, time_point now) noexcept;
    bool too_many_failures(std::int64_t newest) const noexcept;
    void open_at(time_point now) noexcept;
    void enter_state(state next) noexcept;

    const circuit_breaker_policy policy_;
    const std::chrono::nanoseconds slice_length_;

    mutable std::mutex mutex_; // guards what follows
    state state_ = state::closed;
    std::uint64_t era_ = 0; ///< a new one with each change of state
    bool probing_ = false;
    time_point opens_again_;
    std::array<slice, 10> slices_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/circuit_breaker.ipp>
#endif
