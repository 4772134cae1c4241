#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/funding_routes.hpp>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// An address on a chain that feeds a wallet or an external account (contract 15.2).
struct deposit_address_record : funding_route {
    std::string address;
};

OMS_DECL answer create_deposit_address(emulator& state, const call& request);
OMS_DECL answer list_deposit_addresses(emulator& state, const call& request);

/// Gives it to the customer, with an address of its own.
OMS_DECL deposit_address_record& add_deposit_address(emulator& state, deposit_address_record record,
                                                     const customer_record& owner, instant at);

/// Kind of the transactions that it makes.
OMS_DECL std::string_view transaction_type(const deposit_address_record& record);

OMS_DECL void render(json_writer& out, const emulator& state, const deposit_address_record& record);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
