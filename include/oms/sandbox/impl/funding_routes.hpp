#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/quotes.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
struct customer_record;
class json_writer;
class object_reader;

/// What the developer takes of each deposit.
struct developer_share {
    decimal rate;                         ///< a fraction
    std::optional<destination_wallet> to; ///< without it the fee stays with the others
};

/// What virtual accounts and deposit addresses have in common (contract 15.1, 15.2): deposits on one side become
/// transactions to the other.
struct funding_route {
    std::string id;
    std::string account;
    std::string customer_id;
    std::string status = "active";
    std::string source_asset, source_network;
    std::string destination_asset, destination_network;
    destination_wallet destination;
    std::vector<developer_share> shares;
    std::optional<std::string> label;
    std::string metadata = "{}";
    instant created_at;
};

/// Which sides a kind of route takes.
struct route_sides {
    std::string_view sources; ///< `asset/network`, between spaces
    bool pays_fiat;
};
inline constexpr route_sides virtual_account_sides{" usd/usBank ", false};
inline constexpr route_sides deposit_address_sides{" usdc/polygon usdc/ethereum usdt/polygon usdt/ethereum ", true};

/// Reads `source`, `destination`, `developerFees`, `label` and `metadata`.
OMS_DECL void read_route(object_reader& fields, const route_sides& sides, funding_route& into);
/// The customer of the path and everything that the route names must exist, else 404; a destination of another pair is
/// 400. Then the key must write and the customer be in good standing, else 403.
OMS_DECL customer_record& require_route(emulator& state, const call& request, const funding_route& route);
/// Gives a new route its owner and its time.
OMS_DECL void assign(funding_route& route, const customer_record& owner, std::string_view id, instant at);

/// The member `destination`.
OMS_DECL void render_destination(json_writer& out, const emulator& state, const funding_route& route);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
