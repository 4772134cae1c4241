#pragma once

#include <oms/sandbox/impl/cash_locations.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/identifiers.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/request_target.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL double miles_between(double latitude, double longitude, const cash_location_record& location);
OMS_DECL std::string number_text(double value, int places);

OMS_DECL std::string cash_location_record::address() const
{
    return line1 + ", " + city + ", " + state + " " + zip_code;
}

OMS_DECL std::vector<cash_location_record> make_cash_locations(identifiers& ids)
{
    struct shop {
        const char *name, *line1, *city, *state, *zip_code;
        double latitude, longitude;
        const char *reference, *maximum;
    };
    // The references are base64 of "GREENDOT-<number>", opaque to clients.
    constexpr shop shops[] = {
        {"Example Pharmacy #2434", "100 Example Ave", "Sacramento", "CA", "95831", 38.495133, -121.505336,
         "R1JFRU5ET1QtMjQzNA==", "500.00"},
        {"Walmart Example Supercenter #8810", "200 Example Blvd", "Sacramento", "CA", "95842", 38.501207, -121.490114,
         "R1JFRU5ET1QtODgxMA==", "1000.00"},
        {"Example Corner Store #117", "12 Example St", "New York", "NY", "10005", 40.706192, -74.009160,
         "R1JFRU5ET1QtMTE3", "500.00"},
        {"Example Market #5061", "77 Example Dr", "Chicago", "IL", "60601", 41.885480, -87.622390,
         "R1JFRU5ET1QtNTA2MQ==", "500.00"},
        {"Example Pharmacy #902", "9 Example Rd", "Miami", "FL", "33101", 25.774270, -80.193660, "R1JFRU5ET1QtOTAy",
         "500.00"},
    };
    std::vector<cash_location_record> locations;
    for (const shop& from : shops) {
        cash_location_record location;
        location.id = ids.id("loc_", instant());
        location.provider = "greendot";
        location.name = from.name;
        location.line1 = from.line1;
        location.city = from.city;
        location.state = from.state;
        location.zip_code = from.zip_code;
        location.country = "US";
        location.latitude = from.latitude;
        location.longitude = from.longitude;
        location.reference = from.reference;
        location.minimum = decimal("20.00");
        location.maximum = decimal(from.maximum);
        locations.push_back(std::move(location));
    }
    return locations;
}

OMS_DECL const cash_location_record* find_cash_location(const emulator& state, std::string_view id)
{
    for (const cash_location_record& location : state.cash_locations)
        if (location.id == id)
            return &location;
    return nullptr;
}

OMS_DECL double miles_between(double latitude, double longitude, const cash_location_record& location)
{
    const double radian = std::acos(-1.0) / 180;
    const double north = std::sin((location.latitude - latitude) * radian / 2);
    const double east = std::sin((location.longitude - longitude) * radian / 2);
    const double chord =
        north * north + std::cos(latitude * radian) * std::cos(location.latitude * radian) * east * east;
    return 2 * 3958.8 * std::asin(std::min(1.0, std::sqrt(chord)));
}

OMS_DECL std::string number_text(double value, int places)
{
    char text[32]; // std::to_chars, because printf writes a comma in some locales
    return std::string(text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, places).ptr);
}

OMS_DECL answer list_cash_locations(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const std::string provider = query.required_text("provider");
    const double latitude = query.required_number("latitude", -90, 90);
    const double longitude = query.required_number("longitude", -180, 180);
    const auto flow = query.text("flow"); // an open set: an unknown value matches nothing
    query.finish();
    std::vector<std::pair<double, const cash_location_record*>> nearest;
    for (const cash_location_record& location : state.cash_locations)
        if (location.provider == provider && (!flow || flow == "cashIn" || flow == "cashOut"))
            nearest.emplace_back(miles_between(latitude, longitude, location), &location);
    std::sort(nearest.begin(), nearest.end());
    json_writer out;
    out.open_object().open_array("data");
    for (const auto& [miles, location] : nearest)
        out.open_object()
            .text("id", location->id)
            .text("object", "cashLocation")
            .text("provider", location->provider)
            .text("name", location->name)
            .open_object("address")
            .text("line1", location->line1)
            .text("city", location->city)
            .text("state", location->state)
            .text("zipCode", location->zip_code)
            .text("country", location->country)
            .close_object()
            .open_object("coordinates")
            .raw("latitude", number_text(location->latitude, 6))
            .raw("longitude", number_text(location->longitude, 6))
            .close_object()
            .raw("distanceMiles", number_text(miles, 1))
            .text("reference", location->reference)
            .open_object("limits")
            .text("minimum", location->minimum.str())
            .text("maximum", location->maximum.str())
            .close_object()
            .close_object();
    return {200, out.close_array().boolean("hasMore", false).close_object().str()};
}

}}} // namespace oms::v0_1::detail::emulation
