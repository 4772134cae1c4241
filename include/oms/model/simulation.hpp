#pragma once

#include <oms/model/asset.hpp>
#include <oms/model/transaction.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/open_enum.hpp>

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

// Sandbox only: production answers 404 to all of these.

/// Body of POST /cash-ins/simulate/barcode-auth, as sent (contract section 9.5).
struct barcode_auth_fields {
    std::string code;
    decimal amount;
};

/// Step 1 of a cash deposit: the shop scans the code and takes the amount (contract section 9.5).
/// The amount is above zero, as the call checks.
class barcode_auth {
public:
    barcode_auth(std::string code, decimal amount) : fields_{std::move(code), std::move(amount)} {}

    /// What will be sent.
    const barcode_auth_fields& fields() const noexcept { return fields_; }

private:
    barcode_auth_fields fields_;
};

/// Answer to step 1 (contract section 9.5).
struct barcode_authorization {
    std::string account_number;
    std::string account_reference_number;
    std::string confirmation_id;
    decimal authorized_amount;
    std::string response_code; ///< `00` is approved
    std::string response_text;
};

/// Body of POST /cash-ins/simulate/auth-commit, as sent (contract section 9.5).
struct auth_commit_fields {
    std::string account_number;
    std::string account_reference_number;
    decimal amount;
    std::string original_confirmation_id;
    std::optional<oms::customer_id> customer_id;
    std::optional<std::string> description;
};

/// Step 2 of a cash deposit: the shop commits what step 1 authorised (contract section 9.5).
/// The amount is above zero, as the call checks.
class auth_commit {
public:
    auth_commit(const barcode_authorization& authorization, decimal amount)
        : fields_{authorization.account_number,
                  authorization.account_reference_number,
                  std::move(amount),
                  authorization.confirmation_id,
                  {},
                  {}}
    {
    }

    /// With it a minimal transaction is created for that customer.
    auth_commit& customer_id(oms::customer_id v) & { return fields_.customer_id = std::move(v), *this; }
    auth_commit&& customer_id(oms::customer_id v) && { return std::move(customer_id(std::move(v))); }
    auth_commit& description(std::string v) & { return fields_.description = std::move(v), *this; }
    auth_commit&& description(std::string v) && { return std::move(description(std::move(v))); }

    /// What will be sent.
    const auth_commit_fields& fields() const noexcept { return fields_; }

private:
    auth_commit_fields fields_;
};

/// Answer to step 2 (contract section 9.5).
struct commit_result {
    decimal authorized_amount;
    std::string confirmation_id;
    std::string response_code; ///< `00` is approved
    std::string response_id;
    std::string response_text;
};

/// How simulated bank money arrives (contract section 15.4).
class transfer_rail : public open_enum<transfer_rail> {
public:
    using open_enum::open_enum;
    static const transfer_rail ach_in, wire_in, swift_in;
    static constexpr std::string_view known_values[] = {"ach_in", "wire_in", "swift_in"};
};
inline constexpr transfer_rail transfer_rail::ach_in{"ach_in"};
inline constexpr transfer_rail transfer_rail::wire_in{"wire_in"};
inline constexpr transfer_rail transfer_rail::swift_in{"swift_in"};

/// Body of POST /virtual-accounts/{virtualAccountId}/simulate, as sent (contract section 15.4).
struct virtual_account_transfer_fields {
    transfer_rail rail;
    decimal amount;
    std::optional<std::string> sender_name;
};

/// Bank money that arrives at a virtual account (contract section 15.4).
/// The amount is above zero, as the call checks.
class virtual_account_transfer {
public:
    virtual_account_transfer(transfer_rail rail, decimal amount) : fields_{std::move(rail), std::move(amount), {}} {}

    virtual_account_transfer& sender_name(std::string v) & { return fields_.sender_name = std::move(v), *this; }
    virtual_account_transfer&& sender_name(std::string v) && { return std::move(sender_name(std::move(v))); }

    /// What will be sent.
    const virtual_account_transfer_fields& fields() const noexcept { return fields_; }

private:
    virtual_account_transfer_fields fields_;
};

/// Answer to a simulated bank transfer (contract section 15.4).
struct virtual_account_transfer_result {
    std::optional<oms::virtual_account_id> virtual_account_id;
    std::optional<transfer_rail> rail;
    std::optional<oms::asset> asset;
    std::optional<decimal> amount;
    std::optional<oms::transaction_id> transaction_id;
    std::optional<transaction_status> status;
};

/// Body of POST /deposit-addresses/{depositAddressId}/simulate, as sent (contract section 15.4).
struct deposit_address_transfer_fields {
    decimal amount;
    std::optional<std::string> sender_address;
};

/// Crypto that arrives at a deposit address (contract section 15.4).
/// The amount is above zero, as the call checks.
class deposit_address_transfer {
public:
    explicit deposit_address_transfer(decimal amount) : fields_{std::move(amount), {}} {}

    deposit_address_transfer& sender_address(std::string v) & { return fields_.sender_address = std::move(v), *this; }
    deposit_address_transfer&& sender_address(std::string v) && { return std::move(sender_address(std::move(v))); }

    /// What will be sent.
    const deposit_address_transfer_fields& fields() const noexcept { return fields_; }

private:
    deposit_address_transfer_fields fields_;
};

/// Answer to a simulated crypto deposit (contract section 15.4).
struct deposit_address_transfer_result {
    std::optional<oms::deposit_address_id> deposit_address_id;
    std::optional<oms::asset> asset;
    std::optional<oms::network> network;
    std::optional<decimal> amount;
    std::optional<std::string> tx_hash;
    std::optional<oms::transaction_id> transaction_id;
    std::optional<transaction_status> status;
};

}} // namespace oms::v0_1
