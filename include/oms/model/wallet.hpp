#pragma once

#include <oms/model/asset.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// State of a wallet (contract sections 5 and 13). An open set.
class wallet_status : public open_enum<wallet_status> {
public:
    using open_enum::open_enum;
    static const wallet_status active, suspended, closed;
    static constexpr std::string_view known_values[] = {"active", "suspended", "closed"};
};
inline constexpr wallet_status wallet_status::active{"active"};
inline constexpr wallet_status wallet_status::suspended{"suspended"};
inline constexpr wallet_status wallet_status::closed{"closed"};

/// Who holds the keys (contract section 5): `internal` is OMS; inside a customer the API says `custodial`. An open set.
class wallet_type : public open_enum<wallet_type> {
public:
    using open_enum::open_enum;
    static const wallet_type internal, external, custodial;
    static constexpr std::string_view known_values[] = {"internal", "external", "custodial"};
};
inline constexpr wallet_type wallet_type::internal{"internal"};
inline constexpr wallet_type wallet_type::external{"external"};
inline constexpr wallet_type wallet_type::custodial{"custodial"};

/// One asset on one chain, held for a customer (contract section 5).
struct wallet {
    wallet_id id;
    oms::customer_id customer_id;
    std::optional<std::string> address; ///< on-chain address
    oms::asset asset;
    oms::network chain;
    wallet_status status;
    wallet_type type;
    timestamp created_at;
    timestamp updated_at;
};

/// Crypto that reached a wallet's address directly; not converted, not routed (contract sections 5 and 12.2).
struct wallet_deposit {
    decimal amount;
    oms::asset asset;
    oms::network network;
    std::optional<std::string> from_address;
    std::optional<std::string> tx_hash;
    std::optional<timestamp> detected_at;
};

/// Balance of one wallet (contract section 4.4).
struct wallet_balance {
    oms::wallet_id wallet_id;
    oms::asset asset;
    oms::network chain;
    decimal balance;                          ///< in the wallet's asset
    std::optional<decimal> estimated_balance; ///< in `estimated_balance_currency_code`
    std::optional<std::string> estimated_balance_currency_code;
};

/// Body of POST /customers/{customerId}/wallets, as sent (contract section 5).
struct new_wallet_fields {
    oms::asset asset;
    oms::network chain;
};

/// A wallet to open (contract section 5). Needs the customer's `cryptoCustody` endorsement.
class new_wallet {
public:
    new_wallet(oms::asset asset, oms::network chain) : fields_{std::move(asset), std::move(chain)} {}

    /// What will be sent.
    const new_wallet_fields& fields() const noexcept { return fields_; }

private:
    new_wallet_fields fields_;
};

}} // namespace oms::v0_1
