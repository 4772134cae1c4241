#pragma once

#include "faults/webhook_soak/ledger.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace test {

/// An event as it was sent. `rank` orders the states of one resource: the truth, which no clock and no guard knows.
struct sent_event {
    std::string resource;
    std::int64_t version = 0;
    int rank = 0;
    /// Which change it tells of, one for all the ids under which that is announced: where a sequence says so.
    std::string change = {};
    std::int64_t sequence = 0; ///< 0: it has none
};

/// By id of the delivery.
using sent_events = std::unordered_map<std::string, sent_event>;

/// What a history says. Of the first part every number must be zero.
struct webhook_verdict {
    std::uint64_t lost = 0;              ///< neither handled nor superseded
    std::uint64_t double_effects = 0;    ///< applied twice
    std::uint64_t double_changes = 0;    ///< applied under two ids, although a sequence tells that they are one
    std::uint64_t steps_back = 0;        ///< an older state applied over a newer one
    std::uint64_t not_newest = 0;        ///< resources whose last state is not the newest
    std::uint64_t never_sent = 0;        ///< events that nobody sent
    std::uint64_t garbled = 0;           ///< another resource or another version than was sent
    std::uint64_t repeated_calls = 0;    ///< a call although the event was done, or beside another call for it
    std::uint64_t unguarded_calls = 0;   ///< an older state given to a handler although a newer one was done
    std::uint64_t wrongly_held_back = 0; ///< superseded by nothing
    std::uint64_t empty_promises = 0;    ///< acknowledged without a call that had ended well
    std::uint64_t violations() const;

    // What it lived through.
    std::uint64_t lives = 0;
    std::uint64_t applied = 0;
    std::uint64_t superseded = 0;
    std::uint64_t failed = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t busy = 0;
    std::uint64_t refused = 0;
    std::uint64_t outrun = 0;             ///< answered 503 while the handler went on
    std::uint64_t copies_passed_over = 0; ///< the same change under another id, superseded by itself
    std::uint64_t calls_again = 0;        ///< calls for events whose call a death or a throw had ended
    std::uint64_t held_by_the_store = 0;  ///< of them and of others: older states that came into such a gap
    /// Of those of the store: states whose sequence is higher than any that was handled, while the newer one has none
    /// and was told by its time; `supersedes` goes by the sequence.
    std::uint64_t ahead_by_sequence = 0;
    std::map<std::string, std::uint64_t> signed_by; ///< acknowledged, by the secret that had signed

    std::vector<std::string> findings; ///< the first violations, in words
};

/// Holds a receiver's history against what was sent.
///
/// The guards promise: one call for an event, unless a throw or the death of the receiver came between the call and the
/// acknowledgement; and no older state after a newer one is done. Only in those gaps may a handler see an event again,
/// or an older one, and then its own store must tell.
webhook_verdict judge(const sent_events& sent, const std::vector<ledger_entry>& history);

} // namespace test
