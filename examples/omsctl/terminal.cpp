#include "terminal.hpp"

#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace omsctl {

std::size_t terminal_width()
{
    if (const char* const columns = std::getenv("COLUMNS"))
        if (const long given = std::strtol(columns, nullptr, 10); given > 0)
            return static_cast<std::size_t>(given);
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

} // namespace omsctl
