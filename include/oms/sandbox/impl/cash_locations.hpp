#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/impl/call.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class identifiers;

struct cash_location_record {
    std::string id;
    std::string provider;
    std::string name;
    std::string line1, city, state, zip_code, country;
    double latitude = 0;
    double longitude = 0;
    std::string reference;
    decimal minimum;
    decimal maximum;

    /// In one line, as a cash-in shows it.
    std::string address() const;
};

/// The shops of the emulator's world.
OMS_DECL std::vector<cash_location_record> make_cash_locations(identifiers& ids);

OMS_DECL const cash_location_record* find_cash_location(const emulator& state, std::string_view id);

OMS_DECL answer list_cash_locations(emulator& state, const call& request);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
