#pragma once

#include <oms/config.hpp>
#include <oms/core/id.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/model/event.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace oms { inline namespace v0_1 {

/// Which state of which resource an event shows. What order guards keep.
struct resource_version {
    event_id delivery_id; ///< `id` of the event that showed it
    /// Id of the resource. Where an event brings one endorsement without its customer, the endorsements are told apart:
    /// `<customer id>/<endorsement name>`.
    std::string resource;
    std::optional<std::int64_t> sequence; ///< later versions of the API (contract section 16)
    timestamp updated_at;                 ///< absent when the resource has none
    bool final_state = false;             ///< nothing can follow: `completed` or `failed`
};

/// The state that an event shows. None when its order does not matter or cannot be told: `wallet.depositDetected` tells
/// of an occurrence and not of a state, an unknown_event is not read, and without `sequence` and `updatedAt` there is
/// nothing to compare by. Throws std::bad_alloc alone.
OMS_DECL std::optional<resource_version> version_of(const event& delivered);

/// Whether `known` leaves nothing to `newcomer`, of the same resource, but to be passed over. In this order:
/// - both have a `sequence`: unless that of the newcomer is greater (contract section 16, "not newer means stale"), so
///   that an event which comes a second time under another delivery id is found, too;
/// - both have a time: when the newcomer's is earlier; at the same time when a final state is known and the newcomer's
///   is not final, or when it is the same delivery;
/// - else never: what cannot be compared is handed on.
OMS_DECL bool supersedes(const resource_version& known, const resource_version& newcomer);

namespace detail {

/// Whether an event shows a state, but `version_of` has nothing to compare it by. Throws std::bad_alloc alone.
OMS_DECL bool is_state_without_order(const event& delivered);

/// What an order guard keeps once `newcomer`, of the same resource, was handled after `known`: the newcomer, with the
/// highest sequence and the latest time of both, so that whatever was passed over before still is where some events
/// have a sequence and others a time alone. Allocates nothing.
OMS_DECL resource_version latest_of(const resource_version& known, resource_version newcomer) noexcept;

} // namespace detail
}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/resource_version.ipp>
#endif
