#pragma once

namespace gauge {

/// From here on no timer of this process comes due: what the clock would add to a count is not in it.
void keep_timers_still() noexcept;

} // namespace gauge
