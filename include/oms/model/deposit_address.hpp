#pragma once

#include <oms/model/kind.hpp>
#include <oms/model/route.hpp>
#include <oms/model/transaction.hpp>

#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>

namespace oms { inline namespace v0_1 {

/// Where crypto is sent to (contract section 15.2).
struct deposit_address_source {
    std::optional<oms::asset> asset;
    std::optional<oms::network> network;
    std::optional<oms::deposit_instructions> deposit_instructions; ///< the address on the chain
};

/// An address on a chain that feeds a wallet or an external account (contract section 15.2, early access): every
/// deposit makes a transaction.
struct deposit_address {
    deposit_address_id id;
    oms::customer_id customer_id;
    route_status status;
    std::optional<movement_type> transaction_type; ///< kind of the transactions it makes
    std::optional<deposit_address_source> source;
    std::optional<route_side> destination;
    std::optional<std::string> label;
    std::optional<json_text> metadata;
    timestamp created_at;
};

}} // namespace oms::v0_1
