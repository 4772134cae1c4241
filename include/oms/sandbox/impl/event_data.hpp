#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/event_catalogue.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
struct transaction_record;
class identifiers;

/// The `data` of an event, and whose it is.
struct event_data {
    std::string account;
    std::string data;
};

/// What an event says about a resource that the emulator has; `later` is the shape of v0.11. Nothing when there is no
/// such resource, or the event is about another kind. What the emulator keeps no record of (a movement, the deposit to
/// an address) is a sample with ids from `ids`.
OMS_DECL std::optional<event_data> data_of(const emulator& state, const catalogued_event& what, bool later,
                                           std::string_view resource_id, identifiers& ids, instant at);

OMS_DECL std::string transaction_data(const emulator& state, const transaction_record& transaction, bool later);

/// A movement through a virtual account or a deposit address, whose shape is not documented (contract 16).
OMS_DECL std::string movement_data(const catalogued_event& what, std::string_view id, std::string_view customer_id,
                                   std::string_view route_id);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
