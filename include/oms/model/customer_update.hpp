#pragma once

#include <oms/model/address.hpp>
#include <oms/model/endorsement.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/patch.hpp>

#include <oms/core/json_text.hpp>

#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Body of PATCH /customers/{customerId}, as sent (contract section 4.1).
struct customer_update_fields {
    patch<std::string> first_name;
    patch<std::string> middle_name;
    patch<std::string> last_name;
    patch<std::string> email;
    patch<std::string> phone;
    patch<std::string> birth_date;
    patch<std::string> nationality;
    patch<std::string> ip_address;
    patch<std::string> external_id;
    patch<bool> signed_agreement;
    patch<postal_address> residential_address;
    patch<std::vector<identifying_information_fields>> identifying_information;
    patch<std::vector<endorsement_name>> endorsements;
    patch<json_text> metadata;
};

/// A change of a customer (contract section 4.1). What is not set stays as it is; what the contract lets clear has a
/// `clear_` function (contract section 1.7). A new address, last name, identity document or IP address may put
/// endorsements under review again.
///
/// Checked like `new_customer`, by the call that sends it.
class customer_update {
public:
    customer_update() = default;

    customer_update& first_name(std::string v) & { return fields_.first_name = std::move(v), *this; }
    customer_update&& first_name(std::string v) && { return std::move(first_name(std::move(v))); }
    customer_update& middle_name(std::string v) & { return fields_.middle_name = std::move(v), *this; }
    customer_update&& middle_name(std::string v) && { return std::move(middle_name(std::move(v))); }
    customer_update& last_name(std::string v) & { return fields_.last_name = std::move(v), *this; }
    customer_update&& last_name(std::string v) && { return std::move(last_name(std::move(v))); }
    customer_update& email(std::string v) & { return fields_.email = std::move(v), *this; }
    customer_update&& email(std::string v) && { return std::move(email(std::move(v))); }
    /// E.164.
    customer_update& phone(std::string v) & { return fields_.phone = std::move(v), *this; }
    customer_update&& phone(std::string v) && { return std::move(phone(std::move(v))); }
    /// YYYY-MM-DD.
    customer_update& birth_date(std::string v) & { return fields_.birth_date = std::move(v), *this; }
    customer_update&& birth_date(std::string v) && { return std::move(birth_date(std::move(v))); }
    /// ISO 3166-1 alpha-2.
    customer_update& nationality(std::string v) & { return fields_.nationality = std::move(v), *this; }
    customer_update&& nationality(std::string v) && { return std::move(nationality(std::move(v))); }
    customer_update& ip_address(std::string v) & { return fields_.ip_address = std::move(v), *this; }
    customer_update&& ip_address(std::string v) && { return std::move(ip_address(std::move(v))); }
    customer_update& external_id(std::string v) & { return fields_.external_id = std::move(v), *this; }
    customer_update&& external_id(std::string v) && { return std::move(external_id(std::move(v))); }
    customer_update& signed_agreement(bool v) & { return fields_.signed_agreement = v, *this; }
    customer_update&& signed_agreement(bool v) && { return std::move(signed_agreement(v)); }
    customer_update& residential_address(const oms::residential_address& v) &
    {
        return fields_.residential_address = v.fields(), *this;
    }
    customer_update&& residential_address(const oms::residential_address& v) &&
    {
        return std::move(residential_address(v));
    }
    /// Adds one identity document to the list that replaces the old one.
    customer_update& identifying_information(const oms::identifying_information& v) &
    {
        return detail::append(fields_.identifying_information, v.fields()), *this;
    }
    customer_update&& identifying_information(const oms::identifying_information& v) &&
    {
        return std::move(identifying_information(v));
    }
    /// Adds one endorsement to evaluate again.
    customer_update& endorsement(endorsement_name v) &
    {
        return detail::append(fields_.endorsements, std::move(v)), *this;
    }
    customer_update&& endorsement(endorsement_name v) && { return std::move(endorsement(std::move(v))); }
    /// A JSON object of at most 20 members; replaces the whole object. Use clear_metadata to remove it.
    customer_update& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    customer_update&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }

    customer_update& clear_middle_name() & { return fields_.middle_name = patch<std::string>::cleared(), *this; }
    customer_update&& clear_middle_name() && { return std::move(clear_middle_name()); }
    customer_update& clear_email() & { return fields_.email = patch<std::string>::cleared(), *this; }
    customer_update&& clear_email() && { return std::move(clear_email()); }
    customer_update& clear_phone() & { return fields_.phone = patch<std::string>::cleared(), *this; }
    customer_update&& clear_phone() && { return std::move(clear_phone()); }
    customer_update& clear_external_id() & { return fields_.external_id = patch<std::string>::cleared(), *this; }
    customer_update&& clear_external_id() && { return std::move(clear_external_id()); }
    customer_update& clear_metadata() & { return fields_.metadata = patch<json_text>::cleared(), *this; }
    customer_update&& clear_metadata() && { return std::move(clear_metadata()); }

    /// What will be sent.
    const customer_update_fields& fields() const noexcept { return fields_; }

private:
    customer_update_fields fields_;
};

}} // namespace oms::v0_1
