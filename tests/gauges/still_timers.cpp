#include "still_timers.hpp"

#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace gauge {

namespace {

bool still = false;

} // namespace

void keep_timers_still() noexcept
{
    still = true;
}

} // namespace gauge

// In place of the C library's, by which Asio arms its timers.
extern "C" int timerfd_settime(int timer, int flags, const itimerspec* value, itimerspec* before) noexcept
{
    if (gauge::still)
        return 0;
    return static_cast<int>(::syscall(SYS_timerfd_settime, timer, flags, value, before));
}
