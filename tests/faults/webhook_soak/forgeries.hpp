#pragma once

#include "faults/webhook_soak/sender.hpp"

#include <cstdint>
#include <string>

namespace test {

/// What came of the requests that a stranger sent to a receiver.
struct forgery_report {
    std::uint64_t sent = 0;            ///< forged, changed, late or early, and with the secret of before
    std::uint64_t accepted = 0;        ///< those of them that were not answered 400
    std::uint64_t replayed = 0;        ///< a stranger's copies of what the receiver had acknowledged
    std::uint64_t replays_refused = 0; ///< those of them that were not acknowledged
};

/// Sends a round of them, straight to the receiver on this port of loopback, which speaks plain HTTP and knows
/// `secret`. `gone` is a secret that it knows no more, or empty.
void forge(std::uint16_t port, const std::string& secret, const std::string& gone, const webhook_sender& sender,
           forgery_report& report);

} // namespace test
