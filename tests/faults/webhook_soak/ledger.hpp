#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace test {

/// What a receiver writes down. A call is one run of a handler for one event; `failed`, `done` and the receiver's death
/// end it.
enum class noted {
    life,       ///< the receiver began, or began again after it was killed
    applied,    ///< a call: the effect of the event, and its note, in one
    repeated,   ///< a call for an event whose effect is there already: nothing applied
    older,      ///< a call for a state that is older than the one applied: nothing applied
    superseded, ///< a call of the handler for what the order guard held back
    failed,     ///< the handler threw
    outrun,     ///< answered 503 while the call went on; how that ended follows
    done,       ///< the call ended well, and the guards know; acknowledged unless it was outrun
    duplicate,  ///< acknowledged without a call: the replay guard knew it
    busy,       ///< sent away: it was being handled, or another of its resource was
    refused,    ///< not acknowledged, and no event: a wrong signature, a time out of tolerance
};

struct ledger_entry {
    noted what = noted::life;
    std::string event;
    std::string resource;
    std::int64_t version = 0;
    std::string detail; ///< of `done`: which secret had signed; of `refused`: why; of `applied`: its sequence
};

/// One state of one resource, as an event tells it.
struct told_state {
    std::string event;
    std::string resource;
    std::int64_t version = 0;
    bool final_state = false; ///< of two with one version the final one is newer
    std::optional<std::int64_t> sequence = {};
};

/// The store of a receiver: a file of lines, each written at once, so that a receiver that is killed leaves a line
/// whole or leaves the beginning of one, which the next cuts off. Thread-safe.
class ledger {
public:
    explicit ledger(const std::string& path);
    ~ledger();
    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;

    /// What a receiver's database does in one transaction: looks the event's id up, holds the state against the one
    /// that is there, by sequence where both have one, and puts both in.
    noted apply(const told_state& state);
    void note(noted what, std::string_view event, std::string_view detail = {});

private:
    struct row {
        std::int64_t version;
        bool final_state;
        std::optional<std::int64_t> sequence;
    };
    noted judge(const told_state& state) const;
    void read(const std::string& path);
    void write(noted what, const told_state& state, std::string_view detail);

    std::mutex mutex_;
    int file_ = -1;
    std::unordered_map<std::string, row> rows_; ///< by resource
    std::unordered_set<std::string> seen_;      ///< ids whose effect is there
};

/// The lines of a ledger's file; without one that is not whole, at its end.
std::vector<ledger_entry> read_ledger(const std::string& path);

} // namespace test
