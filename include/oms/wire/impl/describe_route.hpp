#pragma once

#include <oms/wire/impl/describe_transaction.hpp>
#include <oms/wire/impl/description.hpp>
#include <oms/wire/impl/reshaped.hpp>

#include <oms/model/deposit_address.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/virtual_account.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<route_side> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"wallet", member<&T::wallet>},
    };
    // clang-format on
    static constexpr description value{fields};
};

/// `destinationWalletId` of older documents is `destination.wallet.id` (contract sections 15.1 and 15.2).
OMS_DECL void set_wallet(std::optional<route_side>& destination, std::optional<wallet_id>& wallet);

template <std::same_as<virtual_account> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"customerId", member<&T::customer_id>},
        {"status", member<&T::status>},
        {"source", member<&T::source>},
        {"bankDetails", member<&T::bank_details>},
        {"destination", member<&T::destination>},
        {"accountholderName", member<&T::accountholder_name>},
        {"label", member<&T::label>},
        {"bankMemo", member<&T::bank_memo>},
        {"metadata", member<&T::metadata>},
        {"createdAt", member<&T::created_at>},
    };
    // clang-format on
    static constexpr description value{fields, "virtualAccount"};
};

/// The older shape of a virtual account (contract section 15.1).
template <std::same_as<virtual_account> T>
struct incoming<T> {
    T* value = nullptr;
    std::optional<wallet_id> destination_wallet;
    std::optional<bank_details> deposit_instructions;

    // clang-format off
    static constexpr field fields[] = {
        {"destinationWalletId", member<&incoming::destination_wallet>},
        {"depositInstructions", member<&incoming::deposit_instructions>},
    };
    // clang-format on
    void complete()
    {
        set_wallet(value->destination, destination_wallet);
        fill(value->bank_details, deposit_instructions);
    }
};

template <>
struct values<virtual_account> : reshaped<virtual_account> {};

template <std::same_as<deposit_address_source> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"depositInstructions", member<&T::deposit_instructions>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<deposit_address> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"customerId", member<&T::customer_id>},
        {"status", member<&T::status>},
        {"transactionType", member<&T::transaction_type>},
        {"source", member<&T::source>},
        {"destination", member<&T::destination>},
        {"label", member<&T::label>},
        {"metadata", member<&T::metadata>},
        {"createdAt", member<&T::created_at>},
    };
    // clang-format on
    static constexpr description value{fields, "depositAddress"};
};

/// The older shape of a deposit address (contract section 15.2).
template <std::same_as<deposit_address> T>
struct incoming<T> {
    T* value = nullptr;
    std::optional<wallet_id> destination_wallet;
    std::optional<deposit_instructions> instructions;

    // clang-format off
    static constexpr field fields[] = {
        {"destinationWalletId", member<&incoming::destination_wallet>},
        {"depositInstructions", member<&incoming::instructions>},
    };
    // clang-format on
    void complete()
    {
        set_wallet(value->destination, destination_wallet);
        if (instructions) {
            if (!value->source)
                value->source.emplace();
            fill(value->source->deposit_instructions, instructions);
        }
    }
};

template <>
struct values<deposit_address> : reshaped<deposit_address> {};

template <std::same_as<route_source_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", sent<&T::asset>, {}, rule::required},
        {"network", sent<&T::network>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<route_destination_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", sent<&T::asset>, {}, rule::required},
        {"network", sent<&T::network>, {}, rule::required},
        {"wallet", sent<&T::wallet>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<route_developer_fee_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", sent<&T::type>, rule::required, format::percentage},
        {"rate", sent<&T::rate>, rule::required, format::not_below_zero},
        {"wallet", sent<&T::wallet>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<new_virtual_account_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"source", sent<&T::source>, {}, rule::required},
        {"destination", sent<&T::destination>, {}, rule::required},
        {"developerFees", sent<&T::developer_fees>, {}, rule::omitted_when_empty},
        {"accountholderName", sent<&T::accountholder_name>, format::known_value},
        {"label", sent<&T::label>},
        {"bankMemo", sent<&T::bank_memo>},
        {"metadata", sent<&T::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<new_deposit_address_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"source", sent<&T::source>, {}, rule::required},
        {"destination", sent<&T::destination>, {}, rule::required},
        {"developerFees", sent<&T::developer_fees>, {}, rule::omitted_when_empty},
        {"label", sent<&T::label>},
        {"metadata", sent<&T::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/describe_route.ipp>
#endif
