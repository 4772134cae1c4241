#pragma once

#include <sys/ptrace.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdint>
#include <optional>
#include <unistd.h>

namespace test {

/// How many machine instructions `work` takes: it runs in a child process, one step at a time. Nothing where the system
/// does not let a process trace its child.
template <class Work>
std::optional<std::uint64_t> steps_of(Work work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
            ::_exit(1);
        ::raise(SIGSTOP);
        work();
        ::raise(SIGSTOP);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    std::uint64_t steps = 0;
    bool stepped = WIFSTOPPED(status);
    while (stepped) {
        stepped = ::ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 && ::waitpid(child, &status, 0) == child &&
                  WIFSTOPPED(status);
        if (stepped && WSTOPSIG(status) == SIGSTOP)
            break;
        ++steps;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    if (!stepped)
        return std::nullopt;
    return steps;
}

} // namespace test
