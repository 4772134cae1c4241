#pragma once

#include "faults/oracle.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace test {

/// How long and how hard.
class soak_terms {
public:
    soak_terms() = default;

    std::chrono::milliseconds length{60'000};
    std::uint64_t seed = 1;
    int in_flight = 10'000;
    int connections = 256;
    /// The run is cut into so many rounds of the same length. After each everything is drained and judged, and the
    /// emulator's memory is what it was.
    int rounds = 3;
    unsigned faults_per_thousand = 10;
    std::chrono::milliseconds token_lifetime{20'000};
    std::chrono::milliseconds restart_every{9'000};
    std::chrono::milliseconds revoke_every{15'000};
    /// Bytes that the client's thread holds on the heap; null: not counted.
    std::function<std::int64_t()> heap;
    /// Where each round is told about; null: nowhere.
    std::ostream* log = nullptr;
};

/// What came of it.
struct soak_report {
    verdict calls;
    std::uint64_t plan_hash = 0;
    std::uint64_t faults = 0; ///< struck by the gate
    std::uint64_t restarts = 0;
    std::uint64_t revocations = 0;
    std::uint64_t token_exchanges = 0;
    std::uint64_t attempts = 0;
    std::uint64_t retries = 0;
    std::uint64_t connections = 0;
    double calls_per_second = 0;
    double seconds = 0;

    // All zero when all is well.
    std::uint64_t surplus_exchanges = 0; ///< I8
    std::uint64_t leaked_sockets = 0;    ///< I9
    std::uint64_t slow_recoveries = 0;   ///< I10
    std::uint64_t money_lost = 0;        ///< assets whose books do not add up to zero
    std::int64_t heap_growth = 0;        ///< from the first round's end to the last's, bytes
    std::int64_t heap_left = 0;          ///< after the client is gone, bytes
    bool heap_counted = false;
    bool heap_grows = false;

    std::uint64_t violations() const;
};

/// Runs it: one client with many calls in flight against the emulator through a gate, with faults of all kinds.
soak_report soak(const soak_terms& terms);

void print(std::ostream& out, const soak_report& report);

} // namespace test
