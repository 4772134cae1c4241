#pragma once

#include <oms/config.hpp>
#include <oms/core/id.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <unordered_map>

namespace oms { inline namespace v0_1 {

/// What a replay guard says to one who wants to handle a delivery.
enum class replay_claim : std::uint8_t {
    granted,     ///< handle it, then `confirm` or `release` it
    in_progress, ///< another one is at it
    done         ///< it was handled
};

/// Remembers which deliveries were handled, so that a repetition is acknowledged and not handled again.
///
/// OMS repeats a delivery for about three days until it is acknowledged (contract section 12.5), so remember at least
/// as many deliveries as come in three days. `memory_replay_guard` forgets all of them when the process ends,
/// `file_replay_guard` none; implement this over your own database to share it between processes, best in the
/// transaction of the handler's effect.
///
/// Implementations are thread-safe and may block. An endpoint survives what they throw: when `claim` throws, no handler
/// is called and the answer is 503; when `confirm` throws, the event was handled and the answer is 204 all the same.
class replay_guard {
public:
    virtual ~replay_guard() = default;

    /// Asks to handle a delivery; at most one holds the claim at a time. Claims need not survive the process: it took
    /// the handlers with it.
    virtual replay_claim claim(const event_id& delivery) = 0;

    /// The holder has handled it: `done` from now on.
    virtual void confirm(const event_id& delivery) = 0;

    /// The holder has not handled it: it may be claimed again. Also called when `confirm` threw; does nothing to a
    /// delivery that nobody holds.
    virtual void release(const event_id& delivery) noexcept = 0;
};

/// A replay guard in memory: of the deliveries handled it remembers the latest. `claim` takes all the memory that a
/// delivery needs, so `confirm` throws nothing.
class memory_replay_guard final : public replay_guard {
public:
    /// Remembers `capacity` handled deliveries, about 150 bytes each, and besides them the claims in progress, which it
    /// never forgets. Throws `error{errc::invalid_argument}` when `capacity` is 0.
    explicit memory_replay_guard(std::size_t capacity = 100'000);

    replay_claim claim(const event_id& delivery) override;
    void confirm(const event_id& delivery) override;
    void release(const event_id& delivery) noexcept override;

private:
    struct tracked {
        std::list<event_id>::iterator place;
        bool done = false;
    };

    std::mutex mutex_;
    std::size_t capacity_;
    std::list<event_id> in_progress_;
    std::list<event_id> done_; // oldest first
    std::unordered_map<event_id, tracked> by_id_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/replay_guard.ipp>
#endif
