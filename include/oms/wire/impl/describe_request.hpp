#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<new_transaction_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"quoteId", sent<&new_transaction_fields::quote_id>, rule::required},
        {"deviceFingerprint", sent<&new_transaction_fields::device_fingerprint>},
        {"metadata", sent<&new_transaction_fields::metadata>, format::metadata},
        {"partnerTransactionId", sent<&new_transaction_fields::partner_transaction_id>},
        {"paymentMethodId", sent<&new_transaction_fields::payment_method_id>},
        {"sourceWalletAddress", sent<&new_transaction_fields::source_wallet_address>},
        {"tags", sent<&new_transaction_fields::tags>},
        {"webSessionId", sent<&new_transaction_fields::web_session_id>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_cash_in_source> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", sent<&new_cash_in_source::asset>, rule::required},
        {"indicatedAmount", sent<&new_cash_in_source::indicated_amount>, format::above_zero},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_cash_in_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", sent<&new_cash_in_destination::asset>, rule::required},
        {"network", sent<&new_cash_in_destination::network>, rule::required},
        {"wallet", sent<&new_cash_in_destination::wallet>, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_cash_in_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", sent<&new_cash_in_fields::customer_id>, rule::required},
        {"source", sent<&new_cash_in_fields::source>},
        {"destination", sent<&new_cash_in_fields::destination>},
        {"cash", sent<&new_cash_in_fields::cash>, rule::required},
        {"metadata", sent<&new_cash_in_fields::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_webhook_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"url", sent<&new_webhook_fields::url>, rule::required, format::https_url},
        {"events", sent<&new_webhook_fields::events>, rule::omitted_when_empty, format::event_pattern},
        {"enabled", sent<&new_webhook_fields::enabled>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<webhook_update_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"url", sent<&webhook_update_fields::url>, format::https_url},
        {"events", sent<&webhook_update_fields::events>, format::event_pattern},
        {"enabled", sent<&webhook_update_fields::enabled>},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
