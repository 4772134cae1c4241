#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/webhook/answer.hpp>
#include <oms/webhook/change_board.hpp>
#include <oms/webhook/endpoint_options.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/resource_version.hpp>
#include <oms/webhook/verifier.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// The guards of an endpoint, either may be null, and who waits for them.
struct guard_set {
    std::shared_ptr<replay_guard> replay;
    std::shared_ptr<order_guard> order;
    // Apart, so that giving back a delivery does not wake the one who gave it back to wait for a resource.
    std::shared_ptr<change_board> deliveries = std::make_shared<change_board>();
    std::shared_ptr<change_board> resources = std::make_shared<change_board>();
};

/// An event and the claims held for it, which are given back when this is destroyed.
struct claimed_event {
    explicit claimed_event(std::shared_ptr<const guard_set> set) noexcept : guards{std::move(set)} {}
    claimed_event(const claimed_event&) = delete;
    claimed_event& operator=(const claimed_event&) = delete;
    ~claimed_event() { release(); }

    /// Order first, then replay; what cannot be confirmed is released. Gives what a guard threw, else null.
    std::exception_ptr confirm() noexcept;
    void release() noexcept;

    std::shared_ptr<const guard_set> guards;
    oms::event event;
    signature_match signature;
    std::optional<resource_version> version;
    std::optional<resource_version> superseded_by;
    bool holds_replay = false;
    bool holds_order = false;
    bool waits_for_resource = false; // when busy; else for the delivery
    std::uint64_t waits_since = 0;
};

/// One request on its way through an endpoint. Moves, and its event stays where it is. It may outlive the intake; when
/// it is destroyed the claims that it still holds are given back, so that the event can come again.
class admission {
public:
    /// Whether there is an event to handle; if not, `refused` has the answer.
    bool accepted() const noexcept { return claimed_ != nullptr; }

    /// The event, when accepted. Its address stays the same until this is destroyed.
    const oms::event& event() const noexcept { return claimed_->event; }

private:
    friend class webhook_intake;
    explicit admission(const webhook_request& request) noexcept : request_{request} {}

    webhook_request request_; // views: looked at by `refused` alone
    std::shared_ptr<const webhook_verifier> verifier_;
    int status_ = 0;
    std::optional<error> problem_;
    std::unique_ptr<claimed_event> claimed_;
};

/// Whose turn it is.
enum class turn : std::uint8_t {
    handle,     ///< hand it to the router, then `handled` or `failed`
    superseded, ///< hand it to the router's `superseded`, then `superseded_done` or `failed`
    duplicate,  ///< `duplicate`
    busy        ///< wait for `on_change` and claim again, or `busy`
};

/// What the two endpoints have in common: judging, claiming, confirming, reporting. Neither routes nor waits. All of it
/// is thread-safe; one admission is for one thread at a time.
class webhook_intake {
public:
    /// How often to claim again while busy, whatever is told: a guard may be shared with another endpoint or process,
    /// whose claims end without a word to this one.
    static constexpr std::chrono::milliseconds look_again{250};

    webhook_intake(webhook_verifier verifier, endpoint_options options);

    /// Verifies and reads. Touches no guard.
    admission judge(const webhook_request& request) const;

    /// Asks the guards. Blocks as long as they do. Throws what they throw, with nothing held: answer `guard_failed`.
    turn claim(admission& admitted) const;

    /// After `turn::busy`: calls `once`, which must not throw, when it may be worth while to claim again; at once when
    /// that is so already. Calls at most once, from the thread that ended a claim, and not after the watch has gone,
    /// except that such a call may be under way.
    change_watch on_change(const admission& admitted, std::function<void()> once) const;

    std::chrono::milliseconds busy_limit() const noexcept { return options_.busy_limit(); }

    /// What `judge` verifies with. What was judged before keeps the one it had.
    std::shared_ptr<const webhook_verifier> verifier() const;
    void verify_with(webhook_verifier verifier) const;

    // Each ends the claims that are held, tells the observer, and gives the answer; none throws but std::bad_alloc.
    // They may block as long as guards and observer do.

    webhook_answer refused(const admission& admitted) const;

    /// A handler took it: confirms the order, then the delivery, so that a crash between the two leaves an event that
    /// comes again and is found to be the latest state itself, a duplicate. `told`, when not 0, is what the sender was
    /// answered already, for the report.
    webhook_answer handled(admission& admitted, int told = 0) const;

    /// What to do about it was done, for instance by `on_superseded`.
    webhook_answer superseded_done(admission& admitted, int told = 0) const;

    /// It was handled: confirms the delivery where the order guard alone knew.
    webhook_answer duplicate(admission& admitted) const;
    webhook_answer busy(admission& admitted) const;

    /// A handler threw: 500.
    webhook_answer failed(admission& admitted, std::exception_ptr thrown, int told = 0) const;

    /// `claim` threw: 503.
    webhook_answer guard_failed(admission& admitted, std::exception_ptr thrown) const;

    /// The handler runs longer than the sender waits: 503, reported as busy, and the claims stay held until the handler
    /// has ended and one of the others is called with `told`. May be called while the handler runs.
    webhook_answer still_running(const admission& admitted) const;

private:
    turn claim_resource(claimed_event& mine) const;
    webhook_answer tell(webhook_outcome outcome, int status, const admission& admitted,
                        std::exception_ptr failure = nullptr, int told = 0) const;

    struct verifier_in_use {
        std::mutex mutex;
        std::shared_ptr<const webhook_verifier> verifier;
    };

    std::shared_ptr<verifier_in_use> in_use_ = std::make_shared<verifier_in_use>();
    endpoint_options options_;
    std::shared_ptr<const guard_set> guards_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/intake.ipp>
#endif
