#pragma once

#include <oms/wire/impl/describe_cash_location.hpp>
#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/describe_movement.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/transaction.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<transaction_side> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&transaction_side::asset>},
        {"network", member<&transaction_side::network>},
        {"rail", member<&transaction_side::rail>},
        {"amountGross", member<&transaction_side::amount_gross>},
        {"amountNet", member<&transaction_side::amount_net>},
        {"feesDeducted", member<&transaction_side::fees_deducted>},
        {"txHash", member<&transaction_side::tx_hash>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<transaction_source> {
    static constexpr field fields[] = {{"walletId", member<&transaction_source::wallet_id>}};
    static constexpr description value = description_on<transaction_source, transaction_side>(fields);
};

/// The wallet of a transaction's destination: the same struct as in quotes and cash-ins, under other names
/// (contract section 8.2).
struct transaction_wallet {
    // clang-format off
    static constexpr field fields[] = {
        {"walletId", member<&wallet_reference::id>, {"id", "wallet"}},
        {"blockchainAddress", member<&wallet_reference::blockchain_address>},
        {"externalAccountId", member<&wallet_reference::external_account>, {"externalAccount"}},
    };
    // clang-format on
    static constexpr description value{fields};

    static void read(json_reader& in, void* optional)
    {
        read_object(in, &static_cast<std::optional<wallet_reference>*>(optional)->emplace(), value);
    }
    static bool write(std::string& out, const void* optional)
    {
        const auto& wallet = *static_cast<const std::optional<wallet_reference>*>(optional);
        if (wallet)
            write_object(out, &*wallet, value);
        return wallet.has_value();
    }
    static constexpr value_codec codec{&read, &write};
};

template <>
struct described<crypto_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"wallet", member_as<&crypto_destination::wallet, transaction_wallet::codec>},
    };
    // clang-format on
    static constexpr description value = description_on<crypto_destination, transaction_side>(fields);
};

template <>
struct described<bank_details> {
    // clang-format off
    static constexpr field fields[] = {
        {"bankName", member<&bank_details::bank_name>},
        {"accountNumber", member<&bank_details::account_number>},
        {"routingNumber", member<&bank_details::routing_number>},
        {"accountType", member<&bank_details::account_type>},
        {"ownerName", member<&bank_details::owner_name>},
        {"reference", member<&bank_details::reference>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<account_owner> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&account_owner::name>},
        {"email", member<&account_owner::email>},
        {"phone", member<&account_owner::phone>},
        {"nationality", member<&account_owner::nationality>},
        {"dateOfBirth", member<&account_owner::date_of_birth>},
        {"taxId", member<&account_owner::tax_id>},
        {"address", member<&account_owner::address>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<payout_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"bankDetails", member<&payout_destination::bank_details>},
        {"cash", member<&payout_destination::cash>},
        {"externalAccountId", member<&payout_destination::external_account_id>},
        {"owner", member<&payout_destination::owner>},
        {"wallet", member_as<&payout_destination::wallet, transaction_wallet::codec>},
    };
    // clang-format on
    static constexpr description value = description_on<payout_destination, transaction_side>(fields);
};

template <>
struct described<deposit_instructions> {
    // clang-format off
    static constexpr field fields[] = {
        {"address", member<&deposit_instructions::address>},
        {"asset", member<&deposit_instructions::asset>},
        {"network", member<&deposit_instructions::network>},
        {"exactAmount", member<&deposit_instructions::exact_amount>},
        {"expiresAt", member<&deposit_instructions::expires_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_pickup_location> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&cash_pickup_location::name>},
        {"address", member<&cash_pickup_location::address>},
        {"city", member<&cash_pickup_location::city>},
        {"state", member<&cash_pickup_location::state>},
        {"country", member<&cash_pickup_location::country>},
        {"zipCode", member<&cash_pickup_location::zip_code>},
        {"provider", member<&cash_pickup_location::provider>},
        {"coordinates", member<&cash_pickup_location::coordinates>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_pickup> {
    // clang-format off
    static constexpr field fields[] = {
        {"amount", member<&cash_pickup::amount>},
        {"asset", member<&cash_pickup::asset>},
        {"cashCode", member<&cash_pickup::cash_code>},
        {"expiresAt", member<&cash_pickup::expires_at>},
        {"instructions", member<&cash_pickup::instructions>},
        {"phoneRequired", member<&cash_pickup::phone_required>},
        {"location", member<&cash_pickup::location>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<transaction_error> {
    // clang-format off
    static constexpr field fields[] = {
        {"code", member<&transaction_error::code>},
        {"message", member<&transaction_error::message>},
        {"occurredAt", member<&transaction_error::occurred_at>},
        {"recoverable", member<&transaction_error::recoverable>},
    };
    // clang-format on
    static void read_string(void* error, std::string_view text)
    {
        static_cast<transaction_error*>(error)->code = std::string(text);
    }
    static constexpr description value{fields, {}, nullptr, nullptr, &read_string};
};

template <>
struct described<transaction_common> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&transaction_common::id>, {}, rule::required},
        {"type", member<&transaction_common::type>},
        {"status", member<&transaction_common::status>},
        {"subStatus", member<&transaction_common::sub_status>},
        {"quoteId", member<&transaction_common::quote_id>},
        {"senderCustomerId", member<&transaction_common::sender_customer_id>},
        {"recipientCustomerId", member<&transaction_common::recipient_customer_id>},
        {"role", member<&transaction_common::role>},
        {"source", member<&transaction_common::source>},
        {"fixedAmountSide", member<&transaction_common::fixed_amount_side>},
        {"rates", member<&transaction_common::rates>},
        {"sponsorGas", member<&transaction_common::sponsor_gas>},
        {"sponsorGasCost", member<&transaction_common::sponsor_gas_cost>},
        {"error", member<&transaction_common::error>},
        {"metadata", member<&transaction_common::metadata>},
        {"createdAt", member<&transaction_common::created_at>},
        {"updatedAt", member<&transaction_common::updated_at>},
        {"completedAt", member<&transaction_common::completed_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<transaction<fiat_to_crypto>> {
    using self = transaction<fiat_to_crypto>;
    // clang-format off
    static constexpr field fields[] = {
        {"cashInId", member<&self::cash_in_id>},
        {"virtualAccountId", member<&self::virtual_account_id>},
        {"depositInstructions", member<&self::deposit_instructions>},
        {"destination", member<&self::destination>},
    };
    // clang-format on
    static constexpr description value = description_on<self, transaction_common>(fields, "transaction");
};

template <>
struct described<transaction<crypto_to_fiat>> {
    using self = transaction<crypto_to_fiat>;
    // clang-format off
    static constexpr field fields[] = {
        {"depositAddressId", member<&self::deposit_address_id>},
        {"depositInstructions", member<&self::deposit_instructions>},
        {"cashPickup", member<&self::cash_pickup>},
        {"destination", member<&self::destination>},
    };
    // clang-format on
    static constexpr description value = description_on<self, transaction_common>(fields, "transaction");
};

template <>
struct described<transaction<crypto_to_crypto>> {
    using self = transaction<crypto_to_crypto>;
    // clang-format off
    static constexpr field fields[] = {
        {"depositAddressId", member<&self::deposit_address_id>},
        {"depositInstructions", member<&self::deposit_instructions>},
        {"destination", member<&self::destination>},
    };
    // clang-format on
    static constexpr description value = description_on<self, transaction_common>(fields, "transaction");
};

template <movement K>
inline constexpr value_codec codec_of<transaction<K>>{&values<transaction<K>>::read, &values<transaction<K>>::write,
                                                      false, movement_type_of<K>.text()};

template <>
struct values<any_transaction>
    : movement_values<any_transaction, transaction, unknown_transaction, transaction_common> {};

}}} // namespace oms::v0_1::detail
