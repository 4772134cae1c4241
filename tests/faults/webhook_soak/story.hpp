#pragma once

#include "faults/gate.hpp"
#include "faults/soak/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace test {

/// Something that happens to a resource.
struct happening {
    std::string resource;
    std::string event_name;
    std::string data;
    int rank = 0;             ///< of the state among those of its resource, from 1
    bool is_state = true;     ///< false: an occurrence, which no other makes old
    std::int64_t version = 0; ///< its `updatedAt` in microseconds; 0 when it has none, and its `sequence` tells alone
};

/// What happens in a soak, a function of the seed: some hundred resources at a time go through their states, each in
/// its order and all mixed, and new ones take the place of those that have ended.
class story {
public:
    story(std::uint64_t seed, std::size_t active_resources);

    happening next();

private:
    enum class kind { transaction, later_transaction, cash_in, deposit, unknown };
    struct resource {
        kind what = kind::transaction;
        std::string id;
        int rank = 0;
        int states = 0; ///< all of them
        std::int64_t updated_at = 0;
        bool timeless = false; ///< its documents have no `updatedAt`
    };

    resource make();
    happening step(resource& of);

    dice random_;
    std::uint64_t made_ = 0;
    std::int64_t now_;
    std::vector<resource> active_;
};

/// What becomes of the connections that carry deliveries through a transparent gate; a function of the seed and the
/// connection's number. Of a thousand `per_thousand` are struck.
connection_plan webhook_trouble(std::uint64_t seed, unsigned per_thousand, int connection);

} // namespace test
