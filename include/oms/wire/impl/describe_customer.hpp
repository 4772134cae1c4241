#pragma once

#include <oms/wire/impl/describe_wallet.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/customer.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<rejection_reason> {
    // clang-format off
    static constexpr field fields[] = {
        {"developerReason", member<&rejection_reason::developer_reason>},
        {"reason", member<&rejection_reason::reason>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<endorsement_requirements> {
    // clang-format off
    static constexpr field fields[] = {
        {"complete", member<&endorsement_requirements::complete>},
        {"pending", member<&endorsement_requirements::pending>},
        {"missing", member<&endorsement_requirements::missing>},
        {"issues", member<&endorsement_requirements::issues>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<endorsement> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&endorsement::name>},
        {"status", member<&endorsement::status>},
        {"rejectionReasons", member<&endorsement::rejection_reasons>},
        {"requirements", member<&endorsement::requirements>},
    };
    // clang-format on
    // A plain string is the name of an endorsement that is there (contract section 4.3).
    static void read_string(void* object, std::string_view text)
    {
        auto& named = *static_cast<endorsement*>(object);
        named.name = endorsement_name(text);
        named.status = endorsement_status::active;
    }
    static constexpr description value{fields, {}, nullptr, nullptr, &read_string};
};

template <>
struct described<customer_wallet> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&customer_wallet::id>},
        {"type", member<&customer_wallet::type>},
        {"address", member<&customer_wallet::address>},
        {"network", member<&customer_wallet::network>, {"chain"}},
        {"asset", member<&customer_wallet::asset>},
        {"balance", member<&customer_wallet::balance>},
        {"estimatedValueUsd", member<&customer_wallet::estimated_value_usd>},
        {"createdAt", member<&customer_wallet::created_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<customer> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&customer::id>, {}, rule::required},
        {"type", member<&customer::type>},
        {"firstName", member<&customer::first_name>},
        {"middleName", member<&customer::middle_name>},
        {"lastName", member<&customer::last_name>},
        {"email", member<&customer::email>},
        {"phone", member<&customer::phone>},
        {"nationality", member<&customer::nationality>},
        {"externalId", member<&customer::external_id>},
        {"status", member<&customer::status>},
        {"signedAgreement", member<&customer::signed_agreement>},
        {"signedAgreementAt", member<&customer::signed_agreement_at>},
        {"wallets", member<&customer::wallets>},
        {"endorsements", member<&customer::endorsements>},
        {"metadata", member<&customer::metadata>},
        {"createdAt", member<&customer::created_at>},
        {"updatedAt", member<&customer::updated_at>},
    };
    // clang-format on
    static constexpr description value{fields, "customer"};
};

template <>
struct described<customer_balance> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", member<&customer_balance::customer_id>},
        {"estimatedBalance", member<&customer_balance::estimated_balance>, {"availableBalance", "balance", "amount"}},
        {"estimatedBalanceCurrencyCode", member<&customer_balance::estimated_balance_currency_code>, {"currency"}},
        {"wallets", member<&customer_balance::wallets>},
    };
    // clang-format on
    static constexpr description value{fields, "customerBalance"};
};

}}} // namespace oms::v0_1::detail
