#pragma once

#include <oms/sandbox/impl/instant.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::string iso_text(instant at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    std::string whole = text;
    if (time.subseconds().count() != 0) {
        std::snprintf(text, sizeof text, ".%03d", static_cast<int>(time.subseconds().count()));
        whole += text;
    }
    return whole + "Z";
}

OMS_DECL instant instant_after(instant at, std::chrono::milliseconds by)
{
    constexpr instant last{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};
    return by >= last - std::clamp(at, instant{}, last) ? std::max(at, last) : at + by;
}

OMS_DECL movable_clock::movable_clock(std::optional<instant> start,
                                      std::function<std::chrono::system_clock::time_point()> wall_clock)
    : start_(start), wall_clock_(std::move(wall_clock))
{
}

OMS_DECL instant movable_clock::now() const
{
    const instant base = start_ ? *start_ : std::chrono::floor<std::chrono::milliseconds>(wall_clock_());
    latest_ = std::max(latest_, base + moved_); // a wall clock that is set back does not take the emulator along
    return latest_;
}

OMS_DECL std::int64_t movable_clock::wall_seconds() const
{
    return std::chrono::floor<std::chrono::seconds>(wall_clock_()).time_since_epoch().count();
}

}}} // namespace oms::v0_1::detail::emulation
