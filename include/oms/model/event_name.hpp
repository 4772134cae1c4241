#pragma once

#include <oms/core/open_enum.hpp>

namespace oms { inline namespace v0_1 {

/// Name of an event (contract section 12.2); the constants are those of v0.9. An open set.
class event_name : public open_enum<event_name> {
public:
    using open_enum::open_enum;
    static const event_name transaction_fiat_to_crypto_processing, transaction_fiat_to_crypto_completed,
        transaction_fiat_to_crypto_failed, transaction_fiat_to_crypto_under_review;
    static const event_name transaction_crypto_to_fiat_processing, transaction_crypto_to_fiat_completed,
        transaction_crypto_to_fiat_failed, transaction_crypto_to_fiat_under_review;
    static const event_name transaction_crypto_to_crypto_processing, transaction_crypto_to_crypto_completed,
        transaction_crypto_to_crypto_failed, transaction_crypto_to_crypto_under_review;
    static const event_name customer_endorsement_granted, cash_in_completed, wallet_deposit_detected;
    // clang-format off
    static constexpr std::string_view known_values[] = {
        "transaction.fiatToCrypto.processing",
        "transaction.fiatToCrypto.completed",
        "transaction.fiatToCrypto.failed",
        "transaction.fiatToCrypto.underReview",
        "transaction.cryptoToFiat.processing",
        "transaction.cryptoToFiat.completed",
        "transaction.cryptoToFiat.failed",
        "transaction.cryptoToFiat.underReview",
        "transaction.cryptoToCrypto.processing",
        "transaction.cryptoToCrypto.completed",
        "transaction.cryptoToCrypto.failed",
        "transaction.cryptoToCrypto.underReview",
        "customer.endorsement.granted",
        "cashIn.completed",
        "wallet.depositDetected",
    };
    // clang-format on
};
// clang-format off
inline constexpr event_name event_name::transaction_fiat_to_crypto_processing{"transaction.fiatToCrypto.processing"};
inline constexpr event_name event_name::transaction_fiat_to_crypto_completed{"transaction.fiatToCrypto.completed"};
inline constexpr event_name event_name::transaction_fiat_to_crypto_failed{"transaction.fiatToCrypto.failed"};
inline constexpr event_name event_name::transaction_fiat_to_crypto_under_review{"transaction.fiatToCrypto.underReview"};
inline constexpr event_name event_name::transaction_crypto_to_fiat_processing{"transaction.cryptoToFiat.processing"};
inline constexpr event_name event_name::transaction_crypto_to_fiat_completed{"transaction.cryptoToFiat.completed"};
inline constexpr event_name event_name::transaction_crypto_to_fiat_failed{"transaction.cryptoToFiat.failed"};
inline constexpr event_name event_name::transaction_crypto_to_fiat_under_review{"transaction.cryptoToFiat.underReview"};
inline constexpr event_name event_name::transaction_crypto_to_crypto_processing{"transaction.cryptoToCrypto.processing"};
inline constexpr event_name event_name::transaction_crypto_to_crypto_completed{"transaction.cryptoToCrypto.completed"};
inline constexpr event_name event_name::transaction_crypto_to_crypto_failed{"transaction.cryptoToCrypto.failed"};
inline constexpr event_name event_name::transaction_crypto_to_crypto_under_review{"transaction.cryptoToCrypto.underReview"};
inline constexpr event_name event_name::customer_endorsement_granted{"customer.endorsement.granted"};
inline constexpr event_name event_name::cash_in_completed{"cashIn.completed"};
inline constexpr event_name event_name::wallet_deposit_detected{"wallet.depositDetected"};
// clang-format on

}} // namespace oms::v0_1
