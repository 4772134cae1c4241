#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/pricing.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;
class object_reader;

/// Where money goes: exactly one of the three.
struct destination_wallet {
    std::optional<std::string> id, blockchain_address, external_account;
};

struct quote_record {
    std::string id;
    std::string account;
    std::string customer_id;
    std::string type;
    bool accepted = false;
    std::string source_wallet;
    std::string source_network;
    std::string destination_network;
    destination_wallet destination;
    price amounts;
    bool sponsor_gas = false;
    std::string metadata = "{}";
    instant created_at, expires_at;

    std::string_view status(instant at) const;
};

OMS_DECL answer create_quote(emulator& state, const call& request);
OMS_DECL answer get_quote(emulator& state, const call& request);

/// Reads `destination.wallet`, for this asset.
OMS_DECL destination_wallet read_destination_wallet(object_reader& destination,
                                                    const std::optional<std::string>& asset);
/// Reports a pair that the emulator does not know.
OMS_DECL void check_pair(object_reader& side, const std::optional<std::string>& asset,
                         const std::optional<std::string>& network, std::string_view network_field);
/// The address on the chain: of the wallet or account when one is named.
OMS_DECL std::optional<std::string> chain_address(const emulator& state, const destination_wallet& destination);
/// 404 for a wallet or account that does not exist, 400 for a wallet of another pair.
OMS_DECL void require_destination(emulator& state, std::string_view account, const destination_wallet& destination,
                                  std::string_view asset, std::string_view network);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
