#pragma once

#include "common/program.hpp"
#include "common/temporary_directory.hpp"
#include "common/world.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace test {

/// A port of loopback that stays ours while processes come and go that share it.
class shared_port {
public:
    shared_port();
    ~shared_port();
    shared_port(const shared_port&) = delete;
    shared_port& operator=(const shared_port&) = delete;
    std::uint16_t number() const { return number_; }

private:
    int descriptor_;
    std::uint16_t number_ = 0;
};

/// Processes of payments_server behind one port and one database, which is where the emulator's webhooks go, too.
class fleet {
public:
    /// Starts none yet.
    fleet(world& emulator, std::string database, std::size_t processes);

    std::size_t size() const { return processes_.size(); }
    std::uint16_t port() const { return port_.number(); }
    /// `whsec_...` of the subscription that delivers to the fleet.
    const std::string& webhook_secret() const { return webhook_secret_; }

    /// From its next start on, how long this process waits for a webhook before it reads at OMS. 5 s when not said.
    void sweep(std::size_t which, std::chrono::milliseconds after);

    void start(std::size_t which);
    void kill(std::size_t which); ///< SIGKILL

    /// What all of them wrote to standard error.
    std::string log() const;

private:
    world& emulator_;
    std::string database_, webhook_secret_;
    shared_port port_;
    temporary_directory directory_;
    std::vector<std::chrono::milliseconds> sweeps_;
    std::vector<std::unique_ptr<background_program>> processes_;
};

} // namespace test
