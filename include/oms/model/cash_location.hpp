#pragma once

#include <oms/model/address.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// A point on earth, in degrees (contract section 9.4). The API writes JSON numbers.
struct coordinates {
    double latitude = 0;
    double longitude = 0;
};

/// What one deposit at a location may amount to (contract section 9.4).
struct cash_limits {
    decimal minimum;
    decimal maximum;
};

/// A shop that takes cash (contract section 9.4).
struct cash_location {
    cash_location_id id;
    std::string provider;
    std::string name;
    postal_address address;                      ///< an answer with one line of text has it in `line1`
    std::optional<oms::coordinates> coordinates; ///< absent in an answer that lacks one of the two
    std::optional<double> distance_miles;
    std::string reference; ///< opaque; goes into the cash-in
    std::optional<cash_limits> limits;
};

/// Direction of the cash (contract section 9.4). An open set.
class cash_flow : public open_enum<cash_flow> {
public:
    using open_enum::open_enum;
    static const cash_flow cash_in, cash_out;
    static constexpr std::string_view known_values[] = {"cashIn", "cashOut"};
};
inline constexpr cash_flow cash_flow::cash_in{"cashIn"};
inline constexpr cash_flow cash_flow::cash_out{"cashOut"};

/// Query of GET /cash-locations, as sent (contract section 9.4).
struct cash_location_query_fields {
    std::string provider;
    double latitude = 0;
    double longitude = 0;
    std::optional<cash_flow> flow;
};

/// Which locations to look for: those of one provider, nearest first (contract section 9.4).
class cash_location_query {
public:
    /// `provider` as the contract names it (`greendot`); degrees of latitude and longitude.
    cash_location_query(std::string provider, double latitude, double longitude)
        : fields_{std::move(provider), latitude, longitude, {}}
    {
    }

    cash_location_query& flow(cash_flow v) & { return fields_.flow = std::move(v), *this; }
    cash_location_query&& flow(cash_flow v) && { return std::move(flow(std::move(v))); }

    /// What will be sent.
    const cash_location_query_fields& fields() const noexcept { return fields_; }

private:
    cash_location_query_fields fields_;
};

}} // namespace oms::v0_1
