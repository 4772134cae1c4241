#pragma once

#include <oms/wire/impl/describe_cash_location.hpp>
#include <oms/wire/impl/describe_later.hpp>
#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/describe_movement.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/transaction.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<transaction_side> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"rail", member<&T::rail>},
        {"amountGross", member<&T::amount_gross>},
        {"amountNet", member<&T::amount_net>},
        {"feesDeducted", member<&T::fees_deducted>},
        {"txHash", member<&T::tx_hash>},
    };
    // clang-format on
    static constexpr description value = description_on<T, typed_side>(fields);
};

template <std::same_as<transaction_source> T>
struct described<T> {
    static constexpr field fields[] = {{"walletId", member<&T::wallet_id>}};
    static constexpr description value = description_on<T, transaction_side>(fields);
};

template <std::same_as<transaction_source> T>
struct incoming<T> : incoming_side<T> {
    void complete() { take_wallet(*this->value, this->value->wallet_id); }
};

template <>
struct values<transaction_source> : reshaped<transaction_source> {};

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
        read_object<value>(in, &static_cast<std::optional<wallet_reference>*>(optional)->emplace());
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

template <std::same_as<crypto_destination> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"externalAccountId", member<&T::external_account_id>},
        {"wallet", member_as<&T::wallet, transaction_wallet::codec>},
    };
    // clang-format on
    static constexpr description value = description_on<T, transaction_side>(fields);
};

template <std::same_as<crypto_destination> T>
struct incoming<T> : incoming_side<T> {
    void complete() { take_reference(*this->value, this->value->wallet); }
};

template <>
struct values<crypto_destination> : reshaped<crypto_destination> {};

template <std::same_as<bank_details> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"bankName", member<&T::bank_name>},
        {"accountNumber", member<&T::account_number>},
        {"routingNumber", member<&T::routing_number>},
        {"accountType", member<&T::account_type>},
        {"ownerName", member<&T::owner_name>},
        {"reference", member<&T::reference>},
        {"rail", member<&T::rail>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<account_owner> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&T::name>},
        {"email", member<&T::email>},
        {"phone", member<&T::phone>},
        {"nationality", member<&T::nationality>},
        {"dateOfBirth", member<&T::date_of_birth>},
        {"taxId", member<&T::tax_id>},
        {"address", member<&T::address>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<payout_destination> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"bankDetails", member<&T::bank_details>},
        {"cash", member<&T::cash>},
        {"externalAccountId", member<&T::external_account_id>},
        {"owner", member<&T::owner>},
        {"wallet", member_as<&T::wallet, transaction_wallet::codec>},
    };
    // clang-format on
    static constexpr description value = description_on<T, transaction_side>(fields);
};

template <std::same_as<payout_destination> T>
struct incoming<T> : incoming_side<T> {
    void complete()
    {
        take_cash_location(*this->value, this->value->cash);
        if (this->value->external_account_id)
            return;
        take_external_account(*this->value, this->value->external_account_id);
        take_reference(*this->value, this->value->wallet);
    }
};

template <>
struct values<payout_destination> : reshaped<payout_destination> {};

template <std::same_as<deposit_instructions> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"address", member<&T::address>},
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"exactAmount", member<&T::exact_amount>},
        {"expiresAt", member<&T::expires_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_pickup_location> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&T::name>},
        {"address", member<&T::address>},
        {"city", member<&T::city>},
        {"state", member<&T::state>},
        {"country", member<&T::country>},
        {"zipCode", member<&T::zip_code>},
        {"provider", member<&T::provider>},
        {"coordinates", member<&T::coordinates>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_pickup> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"amount", member<&T::amount>},
        {"asset", member<&T::asset>},
        {"cashCode", member<&T::cash_code>},
        {"expiresAt", member<&T::expires_at>},
        {"instructions", member<&T::instructions>},
        {"phoneRequired", member<&T::phone_required>},
        {"location", member<&T::location>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<transaction_error> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"code", member<&T::code>},
        {"message", member<&T::message>},
        {"occurredAt", member<&T::occurred_at>},
        {"recoverable", member<&T::recoverable>},
    };
    // clang-format on
    static void read_string(void* error, std::string_view text)
    {
        static_cast<transaction_error*>(error)->code = std::string(text);
    }
    static constexpr description value{fields, {}, nullptr, nullptr, &read_string};
};

template <std::same_as<transaction_common> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"type", member<&T::type>},
        {"status", member<&T::status>},
        {"subStatus", member<&T::sub_status>},
        {"quoteId", member<&T::quote_id>},
        {"senderCustomerId", member<&T::sender_customer_id>},
        {"recipientCustomerId", member<&T::recipient_customer_id>},
        {"role", member<&T::role>},
        {"source", member<&T::source>},
        {"fixedAmountSide", member<&T::fixed_amount_side>},
        {"rates", member<&T::rates>},
        {"sponsorGas", member<&T::sponsor_gas>},
        {"sponsorGasCost", member<&T::sponsor_gas_cost>},
        {"error", member<&T::error>},
        {"metadata", member<&T::metadata>},
        {"createdAt", member<&T::created_at>},
        {"updatedAt", member<&T::updated_at>},
        {"completedAt", member<&T::completed_at>},
        {"customerId", member<&T::customer_id>},
        {"sourceToDestination", member<&T::source_to_destination>},
        {"precursor", member<&T::precursor>},
        {"estimatedArrival", member<&T::estimated_arrival>},
    };
    // clang-format on
    static constexpr description value{fields};
};

/// The id of what a transaction came from, when that is of `type`.
template <class Id>
void take_precursor(const transaction_common& from, const precursor_type& type, std::optional<Id>& id)
{
    if (!id && from.precursor && from.precursor->type == type && !from.precursor->id.empty())
        id = Id::from_answer(from.precursor->id);
}

template <std::same_as<transaction_common> T>
struct incoming<T> : incoming_movement<T> {
    void complete()
    {
        take_pricing<transaction_side>(*this->value, nullptr, this->pricing);
        take_precursor(*this->value, precursor_type::quote, this->value->quote_id);
    }
};

template <>
struct values<transaction_common> : reshaped<transaction_common> {};

template <std::same_as<transaction<fiat_to_crypto>> T>
struct described<T> {
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

template <std::same_as<transaction<crypto_to_fiat>> T>
struct described<T> {
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

template <std::same_as<transaction<crypto_to_crypto>> T>
struct described<T> {
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
struct incoming<transaction<K>> : incoming_movement<transaction<K>> {
    void complete()
    {
        transaction<K>& read = *this->value;
        take_type(read, movement_type_of<K>);
        take_pricing<transaction_side, transaction_common>(read, &read.destination, this->pricing);
        take_precursor(read, precursor_type::quote, read.quote_id);
        if constexpr (std::is_same_v<K, fiat_to_crypto>) {
            take_precursor(read, precursor_type::cash_in, read.cash_in_id);
            take_precursor(read, precursor_type::virtual_account, read.virtual_account_id);
        } else {
            take_precursor(read, precursor_type::deposit_address, read.deposit_address_id);
        }
    }
};

template <movement K>
struct values<transaction<K>> : reshaped<transaction<K>> {};

template <movement K>
inline constexpr value_codec codec_of<transaction<K>>{&values<transaction<K>>::read, &values<transaction<K>>::write,
                                                      false, movement_type_of<K>.text()};

template <>
struct values<any_transaction>
    : movement_values<any_transaction, transaction, unknown_transaction, transaction_common> {};

}}} // namespace oms::v0_1::detail
