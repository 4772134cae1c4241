#pragma once

#include "faults/gate.hpp"

#include <oms/core/error.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace test {

/// What the invariants I1 to I12 are held against; the parts that a run decides.
class oracle_terms {
public:
    oracle_terms() = default;

    int attempts = 3;                       ///< of a call, without the one repeat after a 401
    std::chrono::milliseconds margin{1000}; ///< by which a call may overrun its deadline
    std::string host;                       ///< the one that may see a token, empty: not looked at
    std::vector<std::string> secrets;       ///< what no text that comes out may hold
};

/// One operation of a caller: what the client is asked to do once.
class operation {
public:
    operation() = default;

    std::string name;     ///< "POST /customers", as what() shows it
    std::string identity; ///< its key, or what marks its request for gate_terms::mark_of; empty: a read
    bool keyed = false;
    std::chrono::milliseconds limit{60'000};
};

/// What came out of a run.
struct verdict {
    std::uint64_t operations = 0;
    std::uint64_t succeeded = 0;
    std::uint64_t not_sent = 0;
    std::uint64_t refused = 0;
    std::uint64_t applied = 0;       ///< errors that say so
    std::uint64_t maybe_applied = 0; ///< looked up at the server:
    std::uint64_t maybe_applied_with_effect = 0;
    std::uint64_t effects = 0;
    std::uint64_t requests = 0; ///< of operations, that reached the gate whole
    std::uint64_t token_requests = 0;
    std::map<std::string, std::uint64_t> errors; ///< how many of each: delivery, code, status

    // All zero when all is well.
    std::uint64_t double_effects = 0;       ///< I1
    std::uint64_t lost_outcomes = 0;        ///< I2: calls without an end, with two, or long after their deadline
    std::uint64_t keys_with_two_bodies = 0; ///< I3
    std::uint64_t wrong_deliveries = 0;     ///< I4
    std::uint64_t stray_tokens = 0;         ///< I5
    std::uint64_t secrets_told = 0;         ///< I6
    std::uint64_t surplus_requests = 0;     ///< I7
    std::uint64_t poor_texts = 0;           ///< I12
    std::vector<std::string> findings;      ///< the first few of these, in words

    std::uint64_t violations() const;
    void add(const verdict& other);
};

/// Hears what callers asked for and got, and what the gate saw, and compares both with what really happened.
/// Safe between threads.
class oracle {
public:
    explicit oracle(oracle_terms terms) : terms_(std::move(terms)) {}

    using number = std::uint64_t;

    number began(const operation& what);
    /// `failure` is null when it succeeded.
    void ended(number which, const oms::error* failure);
    void saw(const seen_request& request);
    void add_secret(std::string secret);
    /// What `oracle_terms::host` is, for who learns it later.
    void only_at(std::string host);

    /// When all calls have ended and the gate is quiet: `effects` is the server's own record, by key. Forgets all.
    verdict judge(const std::map<std::string, int>& effects);

private:
    struct entry {
        operation what;
        std::chrono::steady_clock::time_point begun;
        int endings = 0;
        bool late = false;
        bool succeeded = false;
        oms::delivery delivered = oms::delivery::not_sent;
        int attempts = 0;
        std::string said;
    };

    struct traffic {
        std::uint64_t body_hash = 0;
        std::string line; ///< method and target
        bool two_bodies = false;
        int requests = 0;   ///< that came to the gate whole
        int given = 0;      ///< that the server got
        int done = 0;       ///< answered by 2xx
        int unanswered = 0; ///< given, and the answer is not known
        int unauthorized = 0;
    };

    void look(std::string_view what, std::string_view where);
    void judge_text(const entry& of, const oms::error& failure);
    void judge_delivery(const entry& of, const traffic& seen, int effects, verdict& into);
    void find(std::uint64_t& count, std::string what);

    oracle_terms terms_;
    std::mutex mutex_;
    std::unordered_map<number, entry> entries_;
    std::unordered_map<std::string, traffic> traffic_;
    std::vector<std::string> more_secrets_;
    number next_ = 1;
    verdict running_;
};

} // namespace test
