#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The emulator's time, in words.
OMS_DECL std::string_view window_times_js()
{
    return R"page(// Times are those of the emulator's clock: `clock.now` is set from each answer.

export const clock = {now: 0};

export function duration(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
  if (seconds < 60)
    return `${seconds} s`;
  if (minutes < 10)
    return `${minutes} min ${seconds % 60} s`;
  if (minutes < 60)
    return `${minutes} min`;
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${days} d ${hours % 24} h`;
}

export const until = time => Date.parse(time) - clock.now;
export const ago = time => until(time) > -1000 ? "just now" : `${duration(until(time))} ago`;
export const utc = time => time.slice(0, 10) + " " + time.slice(11, 19) + " UTC";
)page";
}

}}} // namespace oms::v0_1::detail::emulation
