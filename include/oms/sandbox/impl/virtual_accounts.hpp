#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/funding_routes.hpp>

#include <optional>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// A bank account number that feeds a wallet (contract 15.1).
struct virtual_account_record : funding_route {
    std::string accountholder_name = "oms";
    std::optional<std::string> bank_memo;
    std::string account_number;
    std::string reference;
    std::optional<std::string> owner_name;
};

OMS_DECL answer create_virtual_account(emulator& state, const call& request);
OMS_DECL answer list_virtual_accounts(emulator& state, const call& request);

/// Gives it to the customer, with a number of its own.
OMS_DECL virtual_account_record& add_virtual_account(emulator& state, virtual_account_record record,
                                                     const customer_record& owner, instant at);

OMS_DECL void render(json_writer& out, const emulator& state, const virtual_account_record& record);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
