#pragma once

#include <oms/core/open_enum.hpp>

namespace oms { inline namespace v0_1 {

/// Name of an event (contract section 12.2). An open set: the constants are those of v0.9, and those of later versions
/// that become an alternative of `event::payload` other than unknown_event (section 16).
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
    static const event_name transaction_status_changed, cash_in_created, cash_in_expired;
    static const event_name endorsement_updated, endorsement_active, wallet_provisioned;
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
        "transaction.statusChanged",
        "cashIn.created",
        "cashIn.expired",
        "endorsement.updated",
        "endorsement.active",
        "wallet.provisioned",
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
inline constexpr event_name event_name::transaction_status_changed{"transaction.statusChanged"};
inline constexpr event_name event_name::cash_in_created{"cashIn.created"};
inline constexpr event_name event_name::cash_in_expired{"cashIn.expired"};
inline constexpr event_name event_name::endorsement_updated{"endorsement.updated"};
inline constexpr event_name event_name::endorsement_active{"endorsement.active"};
inline constexpr event_name event_name::wallet_provisioned{"wallet.provisioned"};
// clang-format on

}} // namespace oms::v0_1
