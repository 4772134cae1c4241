#pragma once

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// A postal address as the API writes and reads it (contract sections 4.1, 8.2, 9.4).
struct postal_address {
    std::optional<std::string> line1;
    std::optional<std::string> line2;
    std::optional<std::string> city;
    std::optional<std::string> state;
    std::optional<std::string> country; ///< ISO 3166-1 alpha-2
    std::optional<std::string> zip_code;
};

/// The home address of a customer, for `new_customer` and `customer_update` (contract section 4.1). Never returned by
/// the API. Provisioning needs everything but `line2` (contract section 14).
class residential_address {
public:
    residential_address() = default;

    residential_address& line1(std::string v) & { return fields_.line1 = std::move(v), *this; }
    residential_address&& line1(std::string v) && { return std::move(line1(std::move(v))); }
    residential_address& line2(std::string v) & { return fields_.line2 = std::move(v), *this; }
    residential_address&& line2(std::string v) && { return std::move(line2(std::move(v))); }
    residential_address& city(std::string v) & { return fields_.city = std::move(v), *this; }
    residential_address&& city(std::string v) && { return std::move(city(std::move(v))); }
    residential_address& state(std::string v) & { return fields_.state = std::move(v), *this; }
    residential_address&& state(std::string v) && { return std::move(state(std::move(v))); }
    /// ISO 3166-1 alpha-2.
    residential_address& country(std::string v) & { return fields_.country = std::move(v), *this; }
    residential_address&& country(std::string v) && { return std::move(country(std::move(v))); }
    residential_address& zip_code(std::string v) & { return fields_.zip_code = std::move(v), *this; }
    residential_address&& zip_code(std::string v) && { return std::move(zip_code(std::move(v))); }

    /// What will be sent.
    const postal_address& fields() const noexcept { return fields_; }

private:
    postal_address fields_;
};

}} // namespace oms::v0_1
