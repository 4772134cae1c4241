#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/cash_location.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<coordinates> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"latitude", member<&T::latitude>},
        {"longitude", member<&T::longitude>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_limits> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"minimum", member<&T::minimum>},
        {"maximum", member<&T::maximum>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_location> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {"locationId", "cashLocationId"}, rule::required},
        {"provider", member<&T::provider>},
        {"name", member<&T::name>},
        {"address", member<&T::address>},
        {"coordinates", member<&T::coordinates>},
        {"distanceMiles", member<&T::distance_miles>},
        {"reference", member<&T::reference>, {"locationReference", "cashLocationReference"}},
        {"limits", member<&T::limits>},
    };
    // clang-format on
    static constexpr description value{fields, "cashLocation"};
};

}}} // namespace oms::v0_1::detail
