#pragma once

#include <oms/core/id.hpp>

#include <optional>
#include <string>

namespace oms { inline namespace v0_1 {

/// Where crypto (or a payout) goes: one of an OMS wallet, an address on a chain, or an external account
/// (contract sections 7.1, 7.2, 8.2, 9.1, 9.2).
struct wallet_reference {
    std::optional<wallet_id> id;
    std::optional<std::string> blockchain_address;
    std::optional<std::string>
        external_account; ///< text: `cpUsBank_`, `cpIntlBank_`, `pmCard_`, `cpBcAddr_` or later ones
};

/// The retail location of a cash movement (contract sections 7.2, 8.2, 9.1, 9.2).
struct cash_reference {
    cash_location_id location_id;
    std::string location_reference; ///< opaque
};

}} // namespace oms::v0_1
