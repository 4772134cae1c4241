#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/wallet.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<wallet> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"customerId", member<&T::customer_id>},
        {"address", member<&T::address>},
        {"asset", member<&T::asset>},
        {"chain", member<&T::chain>, {"network"}},
        {"status", member<&T::status>},
        {"type", member<&T::type>},
        {"createdAt", member<&T::created_at>},
        {"updatedAt", member<&T::updated_at>},
    };
    // clang-format on
    static constexpr description value{fields, "wallet"};
};

template <std::same_as<wallet_deposit> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"amount", member<&T::amount>},
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"fromAddress", member<&T::from_address>},
        {"txHash", member<&T::tx_hash>},
        {"detectedAt", member<&T::detected_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<wallet_balance> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"walletId", member<&T::wallet_id>},
        {"asset", member<&T::asset>},
        {"chain", member<&T::chain>, {"network"}},
        {"balance", member<&T::balance>, {"displayBalance", "availableBalance", "amount"}},
        {"estimatedBalance", member<&T::estimated_balance>, {"estimatedValue", "estimatedValueUsd"}},
        {"estimatedBalanceCurrencyCode", member<&T::estimated_balance_currency_code>},
    };
    // clang-format on
    static constexpr description value{fields, "walletBalance"};
};

template <std::same_as<new_wallet_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", sent<&T::asset>, {}, rule::required},
        {"chain", sent<&T::chain>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
