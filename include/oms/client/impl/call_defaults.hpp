#pragma once

#include <oms/core/json_depth.hpp>
#include <oms/http/retry_budget.hpp>
#include <oms/http/retry_policy.hpp>

#include <cstddef>

namespace oms { inline namespace v0_1 { namespace detail {

/// What all calls of a client have in common, as far as their own options do not say otherwise.
class call_defaults {
public:
    call_defaults(const retry_policy& policy, retry_budget& shared) noexcept : retry(policy), budget(shared) {}

    bool format_checks = true;
    std::size_t json_depth = default_json_depth; ///< of answers
    retry_policy retry;
    retry_budget& budget;
};

}}} // namespace oms::v0_1::detail
