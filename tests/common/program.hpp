#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace test {

/// How a program ended.
struct program_outcome {
    int status = -1; ///< exit status; 128 + the signal's number when one ended it
    std::string out; ///< what it wrote to standard output
    std::string err; ///< what it wrote to standard error
};

using environment = std::map<std::string, std::string>;

/// Runs a program to its end. It gets this process's environment with `variables` in place of the same names.
program_outcome run_program(const std::vector<std::string>& command, const environment& variables = {});

/// A program that runs until it is told to stop.
class background_program {
public:
    explicit background_program(const std::vector<std::string>& command, const environment& variables = {});
    ~background_program(); ///< ends it with SIGKILL if it still runs

    /// Waits for a line of standard output that contains this text, and gives all that was written so far. Throws
    /// std::runtime_error when the program ends before.
    std::string read_until(const std::string& text);

    void signal(int number);

    /// Waits for the end, and sends nothing.
    program_outcome wait();

    /// Sends SIGTERM and waits for the end.
    program_outcome stop();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace test
