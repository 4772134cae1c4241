#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/wallet.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<wallet> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&wallet::id>, {}, rule::required},
        {"customerId", member<&wallet::customer_id>},
        {"address", member<&wallet::address>},
        {"asset", member<&wallet::asset>},
        {"chain", member<&wallet::chain>, {"network"}},
        {"status", member<&wallet::status>},
        {"type", member<&wallet::type>},
        {"createdAt", member<&wallet::created_at>},
        {"updatedAt", member<&wallet::updated_at>},
    };
    // clang-format on
    static constexpr description value{fields, "wallet"};
};

template <>
struct described<wallet_deposit> {
    // clang-format off
    static constexpr field fields[] = {
        {"amount", member<&wallet_deposit::amount>},
        {"asset", member<&wallet_deposit::asset>},
        {"network", member<&wallet_deposit::network>},
        {"fromAddress", member<&wallet_deposit::from_address>},
        {"txHash", member<&wallet_deposit::tx_hash>},
        {"detectedAt", member<&wallet_deposit::detected_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<wallet_balance> {
    // clang-format off
    static constexpr field fields[] = {
        {"walletId", member<&wallet_balance::wallet_id>},
        {"asset", member<&wallet_balance::asset>},
        {"chain", member<&wallet_balance::chain>, {"network"}},
        {"balance", member<&wallet_balance::balance>, {"displayBalance", "availableBalance", "amount"}},
        {"estimatedBalance", member<&wallet_balance::estimated_balance>, {"estimatedValue", "estimatedValueUsd"}},
        {"estimatedBalanceCurrencyCode", member<&wallet_balance::estimated_balance_currency_code>},
    };
    // clang-format on
    static constexpr description value{fields, "walletBalance"};
};

template <>
struct described<new_wallet_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&new_wallet_fields::asset>, {}, rule::required},
        {"chain", member<&new_wallet_fields::chain>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
