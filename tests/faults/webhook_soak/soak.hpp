#pragma once

#include "faults/webhook_soak/forgeries.hpp"
#include "faults/webhook_soak/judge.hpp"
#include "faults/webhook_soak/sender.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>

namespace test {

/// How many events, and how hard it is for them.
class webhook_soak_terms {
public:
    webhook_soak_terms() = default;

    std::string receiver; ///< the program webhook_soak_receiver, faults/webhook_receiver/main.cpp
    std::uint64_t events = 100'000;
    int kills = 25; ///< two or more: the secret is rotated between them
    std::uint64_t seed = 1;
    unsigned faults_per_thousand = 80; ///< of the connections
    bool tls = false;
    /// Where the receiver's files stay afterwards, an empty directory; empty: nowhere.
    std::string directory;
    /// Where each life of the receiver is told about; null: nowhere.
    std::ostream* log = nullptr;
};

/// What came of it.
struct webhook_soak_report {
    webhook_verdict history;
    sender_report sender;
    forgery_report forgeries;
    std::uint64_t events = 0;
    std::uint64_t faults = 0; ///< connections that the gate struck
    std::uint64_t kills = 0;
    std::uint64_t secret_changes = 0;      ///< told to a receiver that ran
    std::uint64_t guard_files_renewed = 0; ///< as seen between its lives: at least
    double seconds = 0;

    /// Refused by the receiver, although they came from the sender.
    std::uint64_t genuine_refused() const;
    /// Secrets of the rotation that never signed what was acknowledged.
    std::uint64_t secrets_unused() const;
    std::uint64_t violations() const;
};

/// Runs it: the emulator sends, the gate spoils, the receiver is killed and begins again, the secret changes.
webhook_soak_report webhook_soak(const webhook_soak_terms& terms);

void print(std::ostream& out, const webhook_soak_report& report);

} // namespace test
