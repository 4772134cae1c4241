#pragma once

#include <sys/types.h>
#include <sys/wait.h>

#include <unistd.h>

namespace test {

/// The exit code of a child in which `body` runs; 128 and more when a signal ended it.
template <class Body>
int in_a_child(Body body)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(20);
        ::_exit(body());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace test
