#pragma once

#include <oms/config.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The emulator's times: whole milliseconds, so that what is printed is what is compared.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// `2026-06-15T14:30:00Z`, with three digits of a fraction when there is one.
OMS_DECL std::string iso_text(instant at);

/// So much later, and never after the year 9999, the last that `iso_text` can write: "for ever" is a time, too.
OMS_DECL instant instant_after(instant at, std::chrono::milliseconds by);

/// The emulator's clock: it stands at `start` or follows the wall clock, and only ever goes forward.
class movable_clock {
public:
    movable_clock() = default;
    movable_clock(std::optional<instant> start, std::function<std::chrono::system_clock::time_point()> wall_clock);

    instant now() const;
    void advance(std::chrono::milliseconds by) { moved_ += by; }
    /// Seconds since 1970 as a receiver's clock shows them.
    std::int64_t wall_seconds() const;

private:
    std::optional<instant> start_;
    std::function<std::chrono::system_clock::time_point()> wall_clock_;
    std::chrono::milliseconds moved_{0};
    mutable instant latest_{};
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/instant.ipp>
#endif
