#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// What POST /cash-ins/simulate/barcode-auth answered, until it is committed.
struct cash_authorization {
    std::string id; ///< the confirmationId
    std::string account_number;
    std::string account_reference_number;
    std::string cash_in_id;
    decimal amount;
    bool committed = false;
};

/// Cash that a customer handed over, for the limits of contract 1.9.
struct cash_deposit {
    std::string customer_id;
    decimal amount;
    instant at;
};

OMS_DECL answer simulate_barcode_auth(emulator& state, const call& request);
OMS_DECL answer simulate_auth_commit(emulator& state, const call& request);
OMS_DECL answer simulate_virtual_account_transfer(emulator& state, const call& request);
OMS_DECL answer simulate_deposit_address_transfer(emulator& state, const call& request);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
