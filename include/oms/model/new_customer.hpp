#pragma once

#include <oms/model/address.hpp>
#include <oms/model/customer.hpp>

#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/secret.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Kind of an identity document (contract section 4.1).
class identity_document : public open_enum<identity_document> {
public:
    using open_enum::open_enum;
    static const identity_document ssn, itin, drivers_license, passport;
    static constexpr std::string_view known_values[] = {"ssn", "itin", "driversLicense", "passport"};
};
inline constexpr identity_document identity_document::ssn{"ssn"};
inline constexpr identity_document identity_document::itin{"itin"};
inline constexpr identity_document identity_document::drivers_license{"driversLicense"};
inline constexpr identity_document identity_document::passport{"passport"};

/// One element of `identifyingInformation`, as sent (contract section 4.1).
struct identifying_information_fields {
    identity_document type;
    std::string issuing_country;
    secret number;
};

/// An identity document of a customer. Its number is a secret: it cannot be printed and is wiped.
/// `issuing_country` is of ISO 3166-1 alpha-2.
class identifying_information {
public:
    identifying_information(identity_document type, std::string issuing_country, secret number)
        : fields_{std::move(type), std::move(issuing_country), std::move(number)}
    {
    }

    /// What will be sent.
    const identifying_information_fields& fields() const noexcept { return fields_; }

private:
    identifying_information_fields fields_;
};

/// Body of POST /customers, as sent (contract section 4.1).
struct new_customer_fields {
    customer_type type = customer_type::individual;
    std::optional<std::string> first_name;
    std::optional<std::string> middle_name;
    std::optional<std::string> last_name;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<std::string> birth_date;
    std::optional<std::string> nationality;
    std::optional<std::string> ip_address;
    std::optional<std::string> external_id;
    std::optional<bool> signed_agreement;
    std::optional<postal_address> residential_address;
    std::vector<identifying_information_fields> identifying_information;
    std::vector<endorsement_name> endorsements;
    std::optional<json_text> metadata;
};

/// A customer to create (contract section 4.1). To move USD or to use cash send the whole identifying set: both names,
/// email, phone, birth date, residential address and one identity document (contract section 14).
///
/// Setters are named after the fields and throw nothing but std::bad_alloc. The call that sends the customer first
/// checks all of it, and ends with error{errc::invalid_argument} that names everything wrong.
class new_customer {
public:
    new_customer() = default;

    new_customer& first_name(std::string v) & { return fields_.first_name = std::move(v), *this; }
    new_customer&& first_name(std::string v) && { return std::move(first_name(std::move(v))); }
    new_customer& middle_name(std::string v) & { return fields_.middle_name = std::move(v), *this; }
    new_customer&& middle_name(std::string v) && { return std::move(middle_name(std::move(v))); }
    new_customer& last_name(std::string v) & { return fields_.last_name = std::move(v), *this; }
    new_customer&& last_name(std::string v) && { return std::move(last_name(std::move(v))); }
    new_customer& email(std::string v) & { return fields_.email = std::move(v), *this; }
    new_customer&& email(std::string v) && { return std::move(email(std::move(v))); }
    /// E.164.
    new_customer& phone(std::string v) & { return fields_.phone = std::move(v), *this; }
    new_customer&& phone(std::string v) && { return std::move(phone(std::move(v))); }
    /// YYYY-MM-DD.
    new_customer& birth_date(std::string v) & { return fields_.birth_date = std::move(v), *this; }
    new_customer&& birth_date(std::string v) && { return std::move(birth_date(std::move(v))); }
    /// ISO 3166-1 alpha-2.
    new_customer& nationality(std::string v) & { return fields_.nationality = std::move(v), *this; }
    new_customer&& nationality(std::string v) && { return std::move(nationality(std::move(v))); }
    /// The end user's address, for geographic compliance checks.
    new_customer& ip_address(std::string v) & { return fields_.ip_address = std::move(v), *this; }
    new_customer&& ip_address(std::string v) && { return std::move(ip_address(std::move(v))); }
    /// The integrator's own id of the user; recommended.
    new_customer& external_id(std::string v) & { return fields_.external_id = std::move(v), *this; }
    new_customer&& external_id(std::string v) && { return std::move(external_id(std::move(v))); }
    new_customer& signed_agreement(bool v) & { return fields_.signed_agreement = v, *this; }
    new_customer&& signed_agreement(bool v) && { return std::move(signed_agreement(v)); }
    new_customer& residential_address(const oms::residential_address& v) &
    {
        return fields_.residential_address = v.fields(), *this;
    }
    new_customer&& residential_address(const oms::residential_address& v) &&
    {
        return std::move(residential_address(v));
    }
    /// Adds one identity document.
    new_customer& identifying_information(const oms::identifying_information& v) &
    {
        return fields_.identifying_information.push_back(v.fields()), *this;
    }
    new_customer&& identifying_information(const oms::identifying_information& v) &&
    {
        return std::move(identifying_information(v));
    }
    /// Adds one endorsement to ask for; without any the API takes `cryptoCustody` and `usd`, which bring `basic`.
    new_customer& endorsement(endorsement_name v) & { return fields_.endorsements.push_back(std::move(v)), *this; }
    new_customer&& endorsement(endorsement_name v) && { return std::move(endorsement(std::move(v))); }
    /// A JSON object of at most 20 members.
    new_customer& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    new_customer&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }

    /// What will be sent.
    const new_customer_fields& fields() const noexcept { return fields_; }

private:
    new_customer_fields fields_;
};

}} // namespace oms::v0_1
