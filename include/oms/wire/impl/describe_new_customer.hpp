#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/customer_update.hpp>
#include <oms/model/new_customer.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<identifying_information_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", member<&identifying_information_fields::type>, rule::required, format::known_value},
        {"issuingCountry", member<&identifying_information_fields::issuing_country>, rule::required, format::country},
        {"number", member<&identifying_information_fields::number>, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_customer_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", member<&new_customer_fields::type>, rule::required, format::known_value},
        {"firstName", member<&new_customer_fields::first_name>},
        {"middleName", member<&new_customer_fields::middle_name>},
        {"lastName", member<&new_customer_fields::last_name>},
        {"email", member<&new_customer_fields::email>},
        {"phone", member<&new_customer_fields::phone>, format::phone},
        {"birthDate", member<&new_customer_fields::birth_date>, format::date},
        {"nationality", member<&new_customer_fields::nationality>, format::country},
        {"ipAddress", member<&new_customer_fields::ip_address>},
        {"externalId", member<&new_customer_fields::external_id>},
        {"signedAgreement", member<&new_customer_fields::signed_agreement>},
        {"residentialAddress", member<&new_customer_fields::residential_address>},
        {"identifyingInformation", member<&new_customer_fields::identifying_information>, rule::omitted_when_empty},
        {"endorsements", member<&new_customer_fields::endorsements>, rule::omitted_when_empty, format::known_value},
        {"metadata", member<&new_customer_fields::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<customer_update_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"firstName", member<&customer_update_fields::first_name>},
        {"middleName", member<&customer_update_fields::middle_name>, rule::clearable},
        {"lastName", member<&customer_update_fields::last_name>},
        {"email", member<&customer_update_fields::email>, rule::clearable},
        {"phone", member<&customer_update_fields::phone>, rule::clearable, format::phone},
        {"birthDate", member<&customer_update_fields::birth_date>, format::date},
        {"nationality", member<&customer_update_fields::nationality>, format::country},
        {"ipAddress", member<&customer_update_fields::ip_address>},
        {"externalId", member<&customer_update_fields::external_id>, rule::clearable},
        {"signedAgreement", member<&customer_update_fields::signed_agreement>},
        {"residentialAddress", member<&customer_update_fields::residential_address>},
        {"identifyingInformation", member<&customer_update_fields::identifying_information>},
        {"endorsements", member<&customer_update_fields::endorsements>, format::known_value},
        {"metadata", member<&customer_update_fields::metadata>, rule::clearable, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
