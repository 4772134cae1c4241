#pragma once

#include "faults/webhook_soak/judge.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace test {

/// What a sender sends, and how.
class sender_terms {
public:
    sender_terms() = default;

    std::uint64_t events = 0;
    std::uint64_t seed = 1;
    std::string url;    ///< where deliveries go
    std::string ca_pem; ///< trusted by them; empty with plain HTTP
    std::size_t active_resources = 300;
    /// The latest delivery begun is never further than this from the oldest that has not ended. A guard that remembers
    /// twice as many cannot forget what is still to be repeated.
    std::uint64_t most_outstanding = 1'600;
};

/// What the deliveries came to.
struct sender_report {
    std::uint64_t attempts = 0;
    std::uint64_t given_up = 0;
    std::uint64_t unfinished = 0;  ///< events whose delivery had not ended when the sender lost its patience
    std::uint64_t repetitions = 0; ///< deliveries beyond one for each event, told to the sender as faults
    std::uint64_t delayed = 0;     ///< as faults, or held back until a later one has come
    std::map<std::string, std::uint64_t> answers; ///< attempts by status, or by why there was none
};

/// A delivered event, to be sent once more by somebody else.
struct delivered_event {
    std::string id;
    std::string body;
};

/// The sandbox emulator on a thread of its own: it makes the events of a story happen, a few hundred at a time, with
/// duplicates, delays and reordering, and keeps the truth about them. Thread-safe.
class webhook_sender {
public:
    explicit webhook_sender(const sender_terms& terms);
    ~webhook_sender();
    webhook_sender(const webhook_sender&) = delete;
    webhook_sender& operator=(const webhook_sender&) = delete;

    /// The secret of the subscription as it was made.
    const std::string& secret() const;
    /// From here on deliveries are signed by the new secret, too; until `end_overlap` by the old one as well.
    std::string rotate_secret();
    void end_overlap();

    void begin();
    /// Events whose delivery has ended.
    std::uint64_t ended() const;
    /// Waits until all deliveries have ended, or none has for a minute although all were begun.
    void wait();

    /// One that the receiver has acknowledged, a recent one; none before there is one.
    std::optional<delivered_event> latest_delivered() const;

    /// All that was sent, with the copies under ids of their own. After `wait`.
    sent_events sent() const;
    sender_report report() const;

private:
    struct running;
    std::unique_ptr<running> running_;
};

} // namespace test
