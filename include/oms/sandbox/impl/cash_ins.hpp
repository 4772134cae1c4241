#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/pricing.hpp>
#include <oms/sandbox/impl/quotes.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;

struct cash_in_record {
    std::string id;
    std::string account;
    std::string customer_id;
    std::string status = "pending";
    std::string sub_status = "order_reserved";
    std::optional<std::string> indicated_amount;
    bool deposited = false; ///< the amounts are no estimate any more
    price amounts;
    std::string destination_network;
    destination_wallet destination;
    std::string location_id;
    std::string code;
    instant code_expires_at;
    std::optional<std::string> transaction_id;
    std::string metadata = "{}";
    instant created_at, updated_at;
    std::optional<instant> completed_at;
};

OMS_DECL answer create_cash_in(emulator& state, const call& request);
OMS_DECL answer list_cash_ins(emulator& state, const call& request);
OMS_DECL answer get_cash_in(emulator& state, const call& request);
OMS_DECL answer refresh_cash_in(emulator& state, const call& request);

/// Nobody came in time: `pending` becomes `expired`, unless the code was refreshed meanwhile.
OMS_DECL void expire_cash_in(emulator& state, std::string_view id, instant at);
/// Somebody hands over so much cash for it: limits, then the transaction that carries it. The refusals are those of the
/// counter's simulation.
OMS_DECL void pay_cash(emulator& state, cash_in_record& cash_in, const decimal& amount, instant at);
/// The end of its transaction is the end of the cash-in.
OMS_DECL void finish_cash_in(emulator& state, std::string_view id, bool completed, instant at);

OMS_DECL void render(json_writer& out, const emulator& state, const cash_in_record& cash_in);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
