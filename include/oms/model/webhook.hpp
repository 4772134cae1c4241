#pragma once

#include <oms/core/id.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/secret.hpp>
#include <oms/core/timestamp.hpp>

#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// State of a subscription (contract section 11). An open set.
class webhook_status : public open_enum<webhook_status> {
public:
    using open_enum::open_enum;
    static const webhook_status active, disabled;
    static constexpr std::string_view known_values[] = {"active", "disabled"};
};
inline constexpr webhook_status webhook_status::active{"active"};
inline constexpr webhook_status webhook_status::disabled{"disabled"};

/// A subscription to events (contract section 11).
struct webhook {
    webhook_id id;
    std::string url;
    std::vector<std::string> events; ///< empty: every event except the compliance-only ones
    bool enabled = false;
    webhook_status status;
    bool compliance_only = false;
    timestamp created_at;
};

/// The answer to the creation of a subscription: the only one that holds the secret (contract section 11).
struct webhook_created : webhook {
    oms::secret secret; ///< `whsec_...`: store it at once
};

}} // namespace oms::v0_1
