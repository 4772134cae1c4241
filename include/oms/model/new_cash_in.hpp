#pragma once

#include <oms/model/cash_location.hpp>
#include <oms/model/destination.hpp>
#include <oms/model/reference.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// `source` of POST /cash-ins, as sent (contract section 9.1).
struct new_cash_in_source {
    oms::asset asset = oms::asset::usd;
    std::optional<decimal> indicated_amount;
};

/// `destination` of POST /cash-ins, as sent (contract section 9.1).
struct new_cash_in_destination {
    oms::asset asset;
    oms::network network;
    wallet_reference wallet;
};

/// Body of POST /cash-ins, as sent (contract section 9.1).
struct new_cash_in_fields {
    oms::customer_id customer_id;
    new_cash_in_source source;
    new_cash_in_destination destination;
    cash_reference cash;
    std::optional<json_text> metadata;
};

/// What a cash-in can pay into.
template <class D>
concept cash_in_target = std::same_as<D, to_wallet> || std::same_as<D, to_address> || std::same_as<D, to_saved_address>;

/// A cash deposit to prepare: US dollars in cash at one location, paid out as crypto (contract section 9.1). Checked by
/// the call that sends it, which ends with error{errc::invalid_argument} that names everything wrong.
class new_cash_in {
public:
    /// At a location that GET /cash-locations answered.
    template <cash_in_target Destination>
    new_cash_in(oms::customer_id customer, const Destination& destination, const cash_location& location)
        : new_cash_in(std::move(customer), destination, location.id, location.reference)
    {
    }

    /// At a location known by its id and its opaque reference.
    template <cash_in_target Destination>
    new_cash_in(oms::customer_id customer, const Destination& destination, cash_location_id location,
                std::string location_reference)
    {
        fields_.customer_id = std::move(customer);
        fields_.destination = {destination.asset(), destination.network(), destination.wallet()};
        fields_.cash = {std::move(location), std::move(location_reference)};
    }

    /// The amount to estimate with, above zero; the API takes 100.00 without it.
    new_cash_in& indicated_amount(decimal v) & { return fields_.source.indicated_amount = std::move(v), *this; }
    new_cash_in&& indicated_amount(decimal v) && { return std::move(indicated_amount(std::move(v))); }
    /// A JSON object of at most 20 members.
    new_cash_in& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    new_cash_in&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }

    /// What will be sent.
    const new_cash_in_fields& fields() const noexcept { return fields_; }

private:
    new_cash_in_fields fields_;
};

}} // namespace oms::v0_1
