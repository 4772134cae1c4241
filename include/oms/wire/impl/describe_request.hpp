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
        {"quoteId", member<&new_transaction_fields::quote_id>, rule::required},
        {"deviceFingerprint", member<&new_transaction_fields::device_fingerprint>},
        {"metadata", member<&new_transaction_fields::metadata>, format::metadata},
        {"partnerTransactionId", member<&new_transaction_fields::partner_transaction_id>},
        {"paymentMethodId", member<&new_transaction_fields::payment_method_id>},
        {"sourceWalletAddress", member<&new_transaction_fields::source_wallet_address>},
        {"tags", member<&new_transaction_fields::tags>},
        {"webSessionId", member<&new_transaction_fields::web_session_id>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_cash_in_source> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&new_cash_in_source::asset>, rule::required},
        {"indicatedAmount", member<&new_cash_in_source::indicated_amount>, format::above_zero},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_cash_in_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&new_cash_in_destination::asset>, rule::required},
        {"network", member<&new_cash_in_destination::network>, rule::required},
        {"wallet", member<&new_cash_in_destination::wallet>, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_cash_in_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", member<&new_cash_in_fields::customer_id>, rule::required},
        {"source", member<&new_cash_in_fields::source>},
        {"destination", member<&new_cash_in_fields::destination>},
        {"cash", member<&new_cash_in_fields::cash>, rule::required},
        {"metadata", member<&new_cash_in_fields::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_webhook_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"url", member<&new_webhook_fields::url>, rule::required, format::https_url},
        {"events", member<&new_webhook_fields::events>, rule::omitted_when_empty, format::event_pattern},
        {"enabled", member<&new_webhook_fields::enabled>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<webhook_update_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"url", member<&webhook_update_fields::url>, format::https_url},
        {"events", member<&webhook_update_fields::events>, format::event_pattern},
        {"enabled", member<&webhook_update_fields::enabled>},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
