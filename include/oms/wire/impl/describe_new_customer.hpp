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
        {"type", sent<&identifying_information_fields::type>, rule::required, format::known_value},
        {"issuingCountry", sent<&identifying_information_fields::issuing_country>, rule::required, format::country},
        {"number", sent<&identifying_information_fields::number>, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_customer_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", sent<&new_customer_fields::type>, rule::required, format::known_value},
        {"firstName", sent<&new_customer_fields::first_name>},
        {"middleName", sent<&new_customer_fields::middle_name>},
        {"lastName", sent<&new_customer_fields::last_name>},
        {"email", sent<&new_customer_fields::email>},
        {"phone", sent<&new_customer_fields::phone>, format::phone},
        {"birthDate", sent<&new_customer_fields::birth_date>, format::date},
        {"nationality", sent<&new_customer_fields::nationality>, format::country},
        {"ipAddress", sent<&new_customer_fields::ip_address>},
        {"externalId", sent<&new_customer_fields::external_id>},
        {"signedAgreement", sent<&new_customer_fields::signed_agreement>},
        {"residentialAddress", sent<&new_customer_fields::residential_address>},
        {"identifyingInformation", sent<&new_customer_fields::identifying_information>, rule::omitted_when_empty},
        {"endorsements", sent<&new_customer_fields::endorsements>, rule::omitted_when_empty, format::known_value},
        {"metadata", sent<&new_customer_fields::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<customer_update_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"firstName", sent<&customer_update_fields::first_name>},
        {"middleName", sent<&customer_update_fields::middle_name>, rule::clearable},
        {"lastName", sent<&customer_update_fields::last_name>},
        {"email", sent<&customer_update_fields::email>, rule::clearable},
        {"phone", sent<&customer_update_fields::phone>, rule::clearable, format::phone},
        {"birthDate", sent<&customer_update_fields::birth_date>, format::date},
        {"nationality", sent<&customer_update_fields::nationality>, format::country},
        {"ipAddress", sent<&customer_update_fields::ip_address>},
        {"externalId", sent<&customer_update_fields::external_id>, rule::clearable},
        {"signedAgreement", sent<&customer_update_fields::signed_agreement>},
        {"residentialAddress", sent<&customer_update_fields::residential_address>},
        {"identifyingInformation", sent<&customer_update_fields::identifying_information>},
        {"endorsements", sent<&customer_update_fields::endorsements>, format::known_value},
        {"metadata", sent<&customer_update_fields::metadata>, rule::clearable, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
