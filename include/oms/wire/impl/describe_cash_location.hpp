#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/cash_location.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// A point that is being read: with one part alone it is none, rather than one on the equator.
struct point_parts {
    std::optional<double> latitude;
    std::optional<double> longitude;
};

template <class T>
    requires(std::same_as<T, coordinates> || std::same_as<T, point_parts>)
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"latitude", member<&T::latitude>},
        {"longitude", member<&T::longitude>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct values<std::optional<coordinates>> {
    static void read(json_reader& in, void* value)
    {
        point_parts parts;
        read_object<described<point_parts>::value>(in, &parts);
        auto& point = *static_cast<std::optional<coordinates>*>(value);
        point.reset();
        if (parts.latitude && parts.longitude)
            point = {*parts.latitude, *parts.longitude};
    }
    static bool write(std::string& out, const void* value)
    {
        const auto& point = *static_cast<const std::optional<coordinates>*>(value);
        return point && values<coordinates>::write(out, &*point);
    }
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
