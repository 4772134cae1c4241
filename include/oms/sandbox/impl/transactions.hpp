#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/pricing.hpp>
#include <oms/sandbox/impl/quotes.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;

struct transaction_failure {
    std::string code;
    std::string message;
    instant occurred_at;
    bool recoverable = false;
};

/// The part of the developer's fee that goes somewhere when the transaction completes, in the source asset.
struct developer_payment {
    decimal amount;
    destination_wallet to;
};

struct transaction_record {
    std::string id;
    std::string account;
    std::string type;
    std::string status = "processing";
    std::string sub_status = "fundsPulled";
    std::optional<std::string> quote_id, cash_in_id, deposit_address_id, virtual_account_id;
    std::optional<std::string> sender_customer_id, recipient_customer_id;
    std::optional<std::string> source_wallet;
    std::string source_network, source_rail;
    std::string destination_network, destination_rail;
    destination_wallet destination;
    price amounts;
    std::vector<developer_payment> developer_payments;
    std::optional<std::string> source_tx_hash, destination_tx_hash;
    bool sponsor_gas = false;
    std::optional<transaction_failure> failure;
    std::string metadata = "{}";
    instant created_at, updated_at;
    std::optional<instant> completed_at;
};

OMS_DECL answer create_transaction(emulator& state, const call& request);
OMS_DECL answer list_transactions(emulator& state, const call& request);
OMS_DECL answer list_customer_transactions(emulator& state, const call& request);
OMS_DECL answer get_transaction(emulator& state, const call& request);

/// Takes the money (from the source wallet, or from outside), announces the transaction and plans its end.
OMS_DECL transaction_record& begin_transaction(emulator& state, transaction_record record, instant at);
/// Its end: fees and destination are credited, or, when it fails, the source gets everything back.
OMS_DECL void settle_transaction(emulator& state, std::string_view id, instant at);

/// With the role of a customer, when one was named.
OMS_DECL void render(json_writer& out, const emulator& state, const transaction_record& transaction,
                     const std::optional<std::string>& perspective = std::nullopt);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
