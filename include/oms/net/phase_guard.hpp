#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

/// Why the sweep, `close()` or another call ends what the holder of a connection is doing.
enum class trip : std::uint8_t {
    none,
    address,    ///< this address took its share of the connect timeout: the next one is tried
    connect,    ///< connect timeout
    write,      ///< the peer does not take the request
    first_byte, ///< no byte of the response
    read,       ///< the response stopped arriving
    rate,       ///< the body arrives too slowly
    deadline,   ///< the call's deadline
    unwanted,   ///< the connection is being opened, and nobody is left who would use it
    closed,     ///< the transport was closed
    cancelled   ///< by the caller of the exchange
};

/// The deadline of what a connection is doing now, in one atomic word.
///
/// The holder of the connection arms it anew for each phase. Others (the sweep, `close()`) trip it. A tripped guard
/// stays tripped, so exactly one of "the phase went on" and "the phase was ended, and for this reason" happens.
class phase_guard {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// Holder: the phase from now on is `why`, until `when`. False, and nothing is changed, when it was tripped.
    bool arm(trip why, time_point when) noexcept { return change(pack(why, when)); }

    /// Holder: no limit from now on. False when it was tripped.
    bool disarm() noexcept { return change(0); }

    /// Holder: forgets that it was tripped, if for this reason.
    void forgive(trip why) noexcept
    {
        std::uint64_t word = word_.load(std::memory_order_acquire);
        while ((word & tripped_bit) && reason(word) == why && !word_.compare_exchange_weak(word, 0)) {
        }
    }

    /// Why it was tripped; `none` when it was not.
    trip tripped() const noexcept
    {
        const std::uint64_t word = word_.load(std::memory_order_acquire);
        return (word & tripped_bit) ? reason(word) : trip::none;
    }

    /// Others: trips the guard when its time has come, for the reason it was armed with. True for the one who did it.
    bool trip_when_due(time_point now) noexcept
    {
        std::uint64_t word = word_.load(std::memory_order_acquire);
        if (word == 0 || (word & tripped_bit) || (word >> 5) > ticks(now))
            return false;
        return word_.compare_exchange_strong(word, word | tripped_bit);
    }

    /// Others: trips the guard now. True for the one who did it.
    bool trip_now(trip why) noexcept { return change(pack(why, time_point{}) | tripped_bit); }

private:
    static constexpr std::uint64_t tripped_bit = 1;

    // 59 bits of microseconds: 18 000 years of uptime.
    static std::uint64_t ticks(time_point when) noexcept
    {
        const auto count = std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
        return count < 0 ? 0 : static_cast<std::uint64_t>(count) & (~std::uint64_t{0} >> 5);
    }

    static std::uint64_t pack(trip why, time_point when) noexcept
    {
        return (ticks(when) << 5) | (static_cast<std::uint64_t>(why) << 1);
    }

    static trip reason(std::uint64_t word) noexcept { return static_cast<trip>((word >> 1) & 15); }

    bool change(std::uint64_t to) noexcept
    {
        std::uint64_t word = word_.load(std::memory_order_acquire);
        do {
            if (word & tripped_bit)
                return false;
        } while (!word_.compare_exchange_weak(word, to));
        return true;
    }

    std::atomic<std::uint64_t> word_{0};
};

}}} // namespace oms::v0_1::detail
