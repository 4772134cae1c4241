#pragma once

#include <oms/wire/impl/describe_wallet.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/customer.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<rejection_reason> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"developerReason", member<&T::developer_reason>},
        {"reason", member<&T::reason>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<endorsement_requirements> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"complete", member<&T::complete>},
        {"pending", member<&T::pending>},
        {"missing", member<&T::missing>},
        {"issues", member<&T::issues>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<endorsement> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&T::name>},
        {"status", member<&T::status>},
        {"rejectionReasons", member<&T::rejection_reasons>},
        {"requirements", member<&T::requirements>},
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

template <std::same_as<customer_wallet> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>},
        {"type", member<&T::type>},
        {"address", member<&T::address>},
        {"network", member<&T::network>, {"chain"}},
        {"asset", member<&T::asset>},
        {"balance", member<&T::balance>},
        {"estimatedValueUsd", member<&T::estimated_value_usd>},
        {"createdAt", member<&T::created_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<customer> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"type", member<&T::type>},
        {"firstName", member<&T::first_name>},
        {"middleName", member<&T::middle_name>},
        {"lastName", member<&T::last_name>},
        {"email", member<&T::email>},
        {"phone", member<&T::phone>},
        {"nationality", member<&T::nationality>},
        {"externalId", member<&T::external_id>},
        {"status", member<&T::status>},
        {"signedAgreement", member<&T::signed_agreement>},
        {"signedAgreementAt", member<&T::signed_agreement_at>},
        {"wallets", member<&T::wallets>},
        {"endorsements", member<&T::endorsements>},
        {"metadata", member<&T::metadata>},
        {"createdAt", member<&T::created_at>},
        {"updatedAt", member<&T::updated_at>},
    };
    // clang-format on
    static constexpr description value{fields, "customer"};
};

template <std::same_as<customer_balance> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", member<&T::customer_id>},
        {"estimatedBalance", member<&T::estimated_balance>, {"availableBalance", "balance", "amount"}},
        {"estimatedBalanceCurrencyCode", member<&T::estimated_balance_currency_code>, {"currency"}},
        {"wallets", member<&T::wallets>},
    };
    // clang-format on
    static constexpr description value{fields, "customerBalance"};
};

}}} // namespace oms::v0_1::detail
