#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/cash_location.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<coordinates> {
    // clang-format off
    static constexpr field fields[] = {
        {"latitude", member<&coordinates::latitude>},
        {"longitude", member<&coordinates::longitude>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_limits> {
    // clang-format off
    static constexpr field fields[] = {
        {"minimum", member<&cash_limits::minimum>},
        {"maximum", member<&cash_limits::maximum>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_location> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&cash_location::id>, {"locationId", "cashLocationId"}, rule::required},
        {"provider", member<&cash_location::provider>},
        {"name", member<&cash_location::name>},
        {"address", member<&cash_location::address>},
        {"coordinates", member<&cash_location::coordinates>},
        {"distanceMiles", member<&cash_location::distance_miles>},
        {"reference", member<&cash_location::reference>, {"locationReference", "cashLocationReference"}},
        {"limits", member<&cash_location::limits>},
    };
    // clang-format on
    static constexpr description value{fields, "cashLocation"};
};

}}} // namespace oms::v0_1::detail
