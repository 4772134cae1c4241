#include "common/program.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace test {

namespace {

[[noreturn]] void fail(const std::string& what)
{
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::vector<std::string> merged_environment(const environment& variables)
{
    std::vector<std::string> merged;
    for (char** entry = environ; *entry; ++entry) {
        const std::string text = *entry;
        if (!variables.count(text.substr(0, text.find('='))))
            merged.push_back(text);
    }
    for (const auto& [name, value] : variables)
        merged.push_back(name + "=" + value);
    return merged;
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> out;
    for (std::string& text : texts)
        out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

struct child {
    pid_t pid = -1;
    int out = -1;
    int err = -1;
};

child spawn(std::vector<std::string> command, const environment& variables)
{
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0)
        fail("pipe");
    ::fcntl(out[1], F_SETPIPE_SZ, 1 << 20); // a background program may say much before anybody reads it
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    ::posix_spawn_file_actions_adddup2(&actions, err[1], 2);
    std::vector<std::string> variables_text = merged_environment(variables);
    const std::vector<char*> arguments = pointers(command), environment_block = pointers(variables_text);
    child made;
    const int error = ::posix_spawnp(&made.pid, command.front().c_str(), &actions, nullptr, arguments.data(),
                                     environment_block.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    ::close(err[1]);
    if (error != 0) {
        errno = error;
        fail(command.front());
    }
    made.out = out[0];
    made.err = err[0];
    return made;
}

// Reads what is there from whichever stream has something; closes a stream at its end.
void read_some(child& from, program_outcome& into)
{
    pollfd streams[] = {{from.out, POLLIN, 0}, {from.err, POLLIN, 0}};
    if (::poll(streams, 2, -1) < 0)
        fail("poll");
    int* const ends[] = {&from.out, &from.err};
    std::string* const texts[] = {&into.out, &into.err};
    for (int i = 0; i < 2; ++i) {
        if (!streams[i].revents)
            continue;
        char bytes[4096];
        const ssize_t count = ::read(*ends[i], bytes, sizeof bytes);
        if (count > 0)
            texts[i]->append(bytes, static_cast<std::size_t>(count));
        else {
            ::close(*ends[i]);
            *ends[i] = -1;
        }
    }
}

void wait_for_end(child& running, program_outcome& outcome)
{
    while (running.out != -1 || running.err != -1)
        read_some(running, outcome);
    int status = 0;
    if (::waitpid(running.pid, &status, 0) < 0)
        fail("waitpid");
    running.pid = -1;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

program_outcome run_program(const std::vector<std::string>& command, const environment& variables)
{
    child running = spawn(command, variables);
    program_outcome outcome;
    wait_for_end(running, outcome);
    return outcome;
}

struct background_program::state {
    child running;
    program_outcome outcome;
};

background_program::background_program(const std::vector<std::string>& command, const environment& variables)
    : state_(std::make_unique<state>())
{
    state_->running = spawn(command, variables);
}

background_program::~background_program()
{
    if (state_->running.pid > 0) {
        ::kill(state_->running.pid, SIGKILL);
        wait_for_end(state_->running, state_->outcome);
    }
}

std::string background_program::read_until(const std::string& text)
{
    while (state_->outcome.out.find(text) == std::string::npos) {
        if (state_->running.out == -1)
            throw std::runtime_error("the program ended before it wrote \"" + text + "\": " + state_->outcome.err);
        read_some(state_->running, state_->outcome);
    }
    return state_->outcome.out;
}

void background_program::signal(int number)
{
    ::kill(state_->running.pid, number);
}

program_outcome background_program::wait()
{
    wait_for_end(state_->running, state_->outcome);
    return state_->outcome;
}

program_outcome background_program::stop()
{
    signal(SIGTERM);
    return wait();
}

} // namespace test
