#pragma once

#include <oms/config.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// What the `data` of an event shows.
enum class event_subject : std::uint8_t {
    transaction,
    customer,
    endorsement,
    cash_in,
    wallet,
    deposit, ///< a wallet and what came to its address
    virtual_account,
    deposit_address,
    external_account,
    account_movement, ///< of a virtual account
    address_movement, ///< of a deposit address
    counterparty,
    webhook
};

/// An event that OMS documents (contract 12.2 and 16).
struct catalogued_event {
    event_subject about;
    bool later;              ///< only v0.11 has it
    std::string_view kind;   ///< of a transaction or a movement, as its `type` or `object` says
    std::string_view state;  ///< what the resource's status is then
    std::string_view ending; ///< the last segment of the name
};

OMS_DECL std::optional<catalogued_event> find_in_catalogue(std::string_view event_name);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/event_catalogue.ipp>
#endif
