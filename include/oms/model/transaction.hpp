#pragma once

#include <oms/model/address.hpp>
#include <oms/model/asset.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/money.hpp>
#include <oms/model/precursor.hpp>
#include <oms/model/reference.hpp>
#include <oms/model/typed_side.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <variant>

namespace oms { inline namespace v0_1 {

/// State of a transaction (contract sections 8.2 and 13). An open set: a state that is not known is neither terminal
/// nor a success.
class transaction_status : public open_enum<transaction_status> {
public:
    using open_enum::open_enum;
    static const transaction_status processing, cash_pickup_ready, awaiting_action, completed, failed;
    static constexpr std::string_view known_values[] = {"processing", "cashPickupReady", "awaitingAction", "completed",
                                                        "failed"};
    /// `completed` or `failed`.
    bool is_terminal() const noexcept { return text() == "completed" || text() == "failed"; }
    /// `completed`.
    bool is_success() const noexcept { return text() == "completed"; }
};
inline constexpr transaction_status transaction_status::processing{"processing"};
inline constexpr transaction_status transaction_status::cash_pickup_ready{"cashPickupReady"};
inline constexpr transaction_status transaction_status::awaiting_action{"awaitingAction"};
inline constexpr transaction_status transaction_status::completed{"completed"};
inline constexpr transaction_status transaction_status::failed{"failed"};

/// The customer's part in a transaction, as seen from the customer a request named (contract section 8.2). An open set.
class transaction_role : public open_enum<transaction_role> {
public:
    using open_enum::open_enum;
    static const transaction_role sender, recipient, both;
    static constexpr std::string_view known_values[] = {"sender", "recipient", "both"};
};
inline constexpr transaction_role transaction_role::sender{"sender"};
inline constexpr transaction_role transaction_role::recipient{"recipient"};
inline constexpr transaction_role transaction_role::both{"both"};

/// How one leg of a transaction travels (contract section 8.2). An open set.
class rail : public open_enum<rail> {
public:
    using open_enum::open_enum;
    static const rail crypto, cash, ach, wire, international_wire;
    static constexpr std::string_view known_values[] = {"crypto", "cash", "ach", "wire", "international_wire"};
};
inline constexpr rail rail::crypto{"crypto"};
inline constexpr rail rail::cash{"cash"};
inline constexpr rail rail::ach{"ach"};
inline constexpr rail rail::wire{"wire"};
inline constexpr rail rail::international_wire{"international_wire"};

/// What both sides of a transaction have; every field may be missing (contract section 8.2).
struct transaction_side : typed_side {
    std::optional<oms::asset> asset;
    std::optional<oms::network> network;
    std::optional<oms::rail> rail;
    std::optional<decimal> amount_gross;
    std::optional<decimal> amount_net;
    std::optional<oms::fees_deducted> fees_deducted;
    std::optional<std::string> tx_hash;
};

/// The paying side (contract section 8.2).
struct transaction_source : transaction_side {
    std::optional<oms::wallet_id> wallet_id;
};

/// The receiving side of a transaction that ends in crypto (contract section 8.2).
struct crypto_destination : transaction_side {
    std::optional<std::string> external_account_id; ///< of a saved address; see external_account_id_of
    std::optional<wallet_reference> wallet;
};

/// A bank account as the API shows it: masked (contract section 8.2).
struct bank_details {
    std::optional<std::string> bank_name;
    std::optional<std::string> account_number;
    std::optional<std::string> routing_number;
    std::optional<std::string> account_type;
    std::optional<std::string> owner_name;
    std::optional<std::string> reference;
    std::optional<oms::rail> rail; ///< in older documents (contract section 15.1)
};

/// Owner of the receiving account (contract section 8.2). Personal data.
struct account_owner {
    std::optional<std::string> name;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<std::string> nationality;
    std::optional<std::string> date_of_birth; ///< YYYY-MM-DD
    std::optional<std::string> tax_id;
    std::optional<postal_address> address;
};

/// The receiving side of a payout (contract section 8.2).
struct payout_destination : transaction_side {
    std::optional<oms::bank_details> bank_details;
    std::optional<cash_reference> cash;
    std::optional<std::string> external_account_id;
    std::optional<account_owner> owner;
    std::optional<wallet_reference> wallet;
};

/// Where the money of a transaction has to be sent (contract section 8.2).
struct deposit_instructions {
    std::optional<std::string> address;
    std::optional<oms::asset> asset;
    std::optional<oms::network> network;
    std::optional<decimal> exact_amount;
    std::optional<timestamp> expires_at;
};

/// Where cash is collected (contract section 8.2).
struct cash_pickup_location {
    std::optional<std::string> name;
    std::optional<std::string> address;
    std::optional<std::string> city;
    std::optional<std::string> state;
    std::optional<std::string> country;
    std::optional<std::string> zip_code;
    std::optional<std::string> provider;
    std::optional<oms::coordinates> coordinates;
};

/// Cash ready to be collected (contract sections 8.2 and 10).
struct cash_pickup {
    std::optional<decimal> amount;
    std::optional<oms::asset> asset;
    std::optional<std::string> cash_code;
    std::optional<timestamp> expires_at;
    std::optional<std::string> instructions;
    std::optional<bool> phone_required;
    std::optional<cash_pickup_location> location;
};

/// Why a transaction failed after it was accepted (contract section 8.2); any part may be missing. A plain string in an
/// answer is read as `code`.
struct transaction_error {
    std::optional<std::string> code;
    std::optional<std::string> message; ///< the server's own words: may hold personal data
    std::optional<timestamp> occurred_at;
    std::optional<bool> recoverable;
};

/// What every transaction has, whatever its kind (contract section 8.2).
struct transaction_common {
    transaction_id id;
    movement_type type;
    transaction_status status;
    std::optional<std::string> sub_status; ///< free detail: show it, never branch on it
    std::optional<oms::quote_id> quote_id; ///< absent for transactions that a deposit created
    std::optional<oms::customer_id> sender_customer_id;
    std::optional<oms::customer_id> recipient_customer_id;
    std::optional<transaction_role> role; ///< only when the request named a customer
    transaction_source source;
    std::optional<oms::rates> rates;
    std::optional<fixed_side> fixed_amount_side;
    std::optional<bool> sponsor_gas;
    std::optional<decimal> sponsor_gas_cost; ///< USD
    std::optional<transaction_error> error;  ///< may be missing although `status` is `failed`
    std::optional<json_text> metadata;
    timestamp created_at;
    timestamp updated_at;
    std::optional<timestamp> completed_at;

    // What only later versions of the API send (contract section 16).

    std::optional<oms::customer_id> customer_id; ///< which part the customer has is not said: not the sender's field
    std::optional<std::string> source_to_destination; ///< `walletCrypto->bankUs`
    std::optional<oms::precursor> precursor;
    std::optional<timestamp> estimated_arrival;
};

/// A movement of money of kind K (contract section 8.2).
// The kinds declare a constructor: an aggregate could be made of the common part of another kind.
template <movement K>
struct transaction;

/// Cash or bank money that arrives as crypto.
template <>
struct transaction<fiat_to_crypto> : transaction_common {
    transaction() = default;
    std::optional<oms::cash_in_id> cash_in_id;
    std::optional<oms::virtual_account_id> virtual_account_id;
    std::optional<oms::deposit_instructions> deposit_instructions;
    crypto_destination destination;
};

/// Crypto that is paid out to a bank account, a card or as cash.
template <>
struct transaction<crypto_to_fiat> : transaction_common {
    transaction() = default;
    std::optional<oms::deposit_address_id> deposit_address_id;
    std::optional<oms::deposit_instructions> deposit_instructions;
    std::optional<oms::cash_pickup> cash_pickup;
    payout_destination destination;
};

/// Crypto that is sent to a wallet or an address.
template <>
struct transaction<crypto_to_crypto> : transaction_common {
    transaction() = default;
    std::optional<oms::deposit_address_id> deposit_address_id;
    std::optional<oms::deposit_instructions> deposit_instructions;
    crypto_destination destination;
};

/// A transaction whose kind this version cannot tell: the common part and the whole document.
struct unknown_transaction : transaction_common {
    unknown_transaction() = default;
    json_text document;
};

/// A transaction whose kind is known at run time.
using any_transaction = std::variant<unknown_transaction, transaction<fiat_to_crypto>, transaction<crypto_to_fiat>,
                                     transaction<crypto_to_crypto>>;

// Templates, so that files that ask no variant do not compile its visitors.

/// The common part of any transaction. The reference lives as long as its argument.
template <std::same_as<any_transaction> Any>
const transaction_common& common_of(const Any& transaction) noexcept
{
    return *std::visit([](const transaction_common& common) { return &common; }, transaction);
}
template <std::same_as<any_transaction> Any>
const transaction_common& common_of(const Any&&) = delete;

/// The id of any transaction.
template <std::same_as<any_transaction> Any>
const transaction_id& id_of(const Any& transaction) noexcept
{
    return common_of(transaction).id;
}
template <std::same_as<any_transaction> Any>
const transaction_id& id_of(const Any&&) = delete;

/// The state of any transaction.
template <std::same_as<any_transaction> Any>
const transaction_status& status_of(const Any& transaction) noexcept
{
    return common_of(transaction).status;
}
template <std::same_as<any_transaction> Any>
const transaction_status& status_of(const Any&&) = delete;

}} // namespace oms::v0_1
