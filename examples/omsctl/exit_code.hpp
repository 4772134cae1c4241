#pragma once

namespace omsctl {

/// What a script may rely on: what became of the operation.
enum exit_code : int {
    done = 0,
    came_to_nothing =
        1,             ///< done as asked, but what it is about failed, was rejected or expired; or omsctl itself broke
    usage = 2,         ///< the command line, the environment or a field is wrong; nothing was sent
    refused = 3,       ///< the service said no; this call changed nothing
    maybe_applied = 4, ///< it may have been done: the same again, with the key that is printed
    not_sent = 5,      ///< not sent, or a read without an answer; this call changed nothing
    time_over = 6,     ///< the waiting ended before it did: by time, Ctrl-C or an error; it is done, and goes on
    unreadable = 7,    ///< it was done, but the answer cannot be read
    interrupted = 130  ///< Ctrl-C, and this call changed nothing
};

} // namespace omsctl
