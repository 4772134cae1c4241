#pragma once

#include <oms/client/client.hpp>
#include <oms/core/delivery.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_text.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// How `recover` found out what became of an operation.
enum class recovered_by {
    resending,  ///< the same bytes under the same key; the service gave the stored answer or carried it out now
    looking_up, ///< too old to be sent again: it was looked for
    nothing     ///< too old, and nothing of it can be looked for: delivery is maybe_applied
};

/// One operation that a crash had left without an outcome.
class recovered_operation {
public:
    recovered_operation() = default;

    std::string method;
    std::string path_template;
    std::string idempotency_key;
    std::chrono::system_clock::time_point begun;

    recovered_by how = recovered_by::nothing;
    oms::delivery delivery = oms::delivery::maybe_applied;
    /// The document of what the operation made, when there is one: the answer of the resend, or what was found.
    json_text document;
    /// Why it was not applied, or is not known to be.
    std::optional<error> failure;
};

/// What `client::recover` did.
class recovery_report {
public:
    recovery_report() = default;

    std::vector<recovered_operation> operations; ///< every one that had no outcome, oldest first
    std::uint64_t corrupted = 0;                 ///< damaged records of the journal, whose operations are not known
    std::vector<std::uint64_t> corrupted_at;     ///< where they stood in the file
};

}} // namespace oms::v0_1
