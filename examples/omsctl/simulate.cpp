// The simulations of the sandbox one by one, and what they make together: `trigger`.
#include "cash_ins.hpp"
#include "describe.hpp"

#include <oms/core/idempotency_key.hpp>
#include <oms/model/simulation.hpp>

#include <boost/asio/awaitable.hpp>

namespace omsctl {

namespace {

namespace asio = boost::asio;

asio::awaitable<int> scan(session& on)
{
    const oms::barcode_auth request(on.given.text("CODE"), on.given.amount("AMOUNT"));
    const oms::barcode_authorization given = co_await on.client.simulate().barcode_auth(request, on.options());
    facts shown;
    shown.add("confirmationId", given.confirmation_id).add("authorizedAmount", given.authorized_amount);
    shown.add("accountNumber", given.account_number).add("accountReferenceNumber", given.account_reference_number);
    shown.add("responseCode", given.response_code).add("responseText", given.response_text);
    co_return on.show(shown);
}

asio::awaitable<int> commit(session& on)
{
    oms::barcode_authorization authorized;
    authorized.confirmation_id = on.given.text("CONFIRMATION");
    authorized.account_number = on.given.text("--account-number");
    authorized.account_reference_number = on.given.text("--account-reference-number");
    oms::auth_commit request(authorized, on.given.amount("AMOUNT"));
    if (on.given.has("--customer"))
        request.customer_id(oms::customer_id(on.given.text("--customer")));
    if (on.given.has("--description"))
        request.description(on.given.text("--description"));
    const oms::commit_result taken = co_await on.client.simulate().auth_commit(request, on.options());
    facts shown;
    shown.add("confirmationId", taken.confirmation_id).add("authorizedAmount", taken.authorized_amount);
    shown.add("responseId", taken.response_id).add("responseCode", taken.response_code);
    co_return on.show(shown.add("responseText", taken.response_text));
}

asio::awaitable<int> bank_transfer(session& on)
{
    oms::virtual_account_transfer request(oms::transfer_rail(on.given.text_or("--rail", "ach_in")),
                                          on.given.amount("AMOUNT"));
    if (on.given.has("--sender-name"))
        request.sender_name(on.given.text("--sender-name"));
    const oms::virtual_account_id account(on.given.text("VIRTUAL_ACCOUNT"));
    const oms::virtual_account_transfer_result moved =
        co_await on.client.simulate().virtual_account(account, request, on.options());
    facts shown;
    shown.add("transactionId", moved.transaction_id).add("status", moved.status).add("amount", moved.amount);
    shown.add("asset", moved.asset).add("rail", moved.rail).add("virtualAccountId", moved.virtual_account_id);
    co_return on.show(shown);
}

asio::awaitable<int> crypto_transfer(session& on)
{
    oms::deposit_address_transfer request(on.given.amount("AMOUNT"));
    if (on.given.has("--sender-address"))
        request.sender_address(on.given.text("--sender-address"));
    const oms::deposit_address_id address(on.given.text("DEPOSIT_ADDRESS"));
    const oms::deposit_address_transfer_result moved =
        co_await on.client.simulate().deposit_address(address, request, on.options());
    facts shown;
    shown.add("transactionId", moved.transaction_id).add("status", moved.status).add("amount", moved.amount);
    shown.add("asset", moved.asset).add("network", moved.network).add("txHash", moved.tx_hash);
    co_return on.show(shown.add("depositAddressId", moved.deposit_address_id));
}

/// The cashier scans the code and takes the cash; the money is in the wallet when this ends.
asio::awaitable<int> deposit(session& on)
{
    const oms::cash_in_id id(on.given.text("CASH_IN"));
    const std::chrono::milliseconds at_most = on.given.seconds("--for", 60);
    const oms::cash_in asked = co_await on.client.cash_ins().get(id, on.options_without_key());
    std::optional<oms::decimal> amount = asked.source.indicated_amount;
    if (on.given.has("--amount"))
        amount = on.given.amount("--amount");
    if (!amount)
        throw usage_error("how much cash? " + id.str() + " does not say: --amount 100.00");
    if (!asked.deposit_instructions)
        throw usage_error(id.str() + " has no code; a new one: omsctl cash-ins refresh " + id.str());

    // Two calls that belong together: one key, from which theirs come, repeats both.
    const oms::idempotency_key key =
        on.given.has("--key") ? oms::idempotency_key(on.given.text("--key")) : oms::idempotency_key::generate();
    on.key = key.str();
    constexpr std::string_view of_scan = ".scan", of_commit = ".commit";
    constexpr std::size_t room = oms::idempotency_key::max_size - of_commit.size();
    if (on.key.size() > room)
        throw usage_error("--key is made longer for the two calls of a deposit: " + std::to_string(room) +
                          " characters at most");
    const oms::barcode_auth code(asked.deposit_instructions->code, *amount);
    oms::call_options first = on.options_without_key();
    first.idempotency_key(on.key + std::string(of_scan));
    const oms::barcode_authorization authorized = co_await on.client.simulate().barcode_auth(code, first);
    const oms::auth_commit cash(authorized, *amount);
    oms::call_options second = on.options_without_key();
    second.idempotency_key(on.key + std::string(of_commit));
    co_await on.client.simulate().auth_commit(cash, second);
    on.begun = "the cash is paid in; to wait on: omsctl cash-ins wait " + id.str();
    const oms::cash_in now = co_await on.client.cash_ins().wait(id, at_most, on.options_without_key());
    co_return show_end(on, now);
}

/// The sandbox approves at the next look.
asio::awaitable<int> endorsement(session& on)
{
    const oms::customer_id id(on.given.text("CUSTOMER"));
    const oms::customer now = co_await on.client.customers().get(id, on.options_without_key());
    for (const oms::endorsement& each : now.endorsements)
        co_await on.client.customers().wait_endorsement(id, each.name, on.given.seconds("--for", 60),
                                                        on.options_without_key());
    const oms::customer decided = co_await on.client.customers().get(id, on.options_without_key());
    co_return on.show(describe(decided));
}

} // namespace

std::span<const command> simulate_commands()
{
    static const command all[] = {
        {"simulate", "barcode-auth", {"CODE", "AMOUNT"}, {}, "The cashier scans a code.", scan},
        {"simulate",
         "auth-commit",
         {"CONFIRMATION", "AMOUNT"},
         {{"--account-number", "TEXT", "as barcode-auth showed it"},
          {"--account-reference-number", "TEXT", "the same"},
          {"--customer", "CUSTOMER", "makes a transaction for this one"},
          {"--description", "TEXT", ""}},
         "The cashier takes the cash.",
         commit},
        {"simulate",
         "virtual-account",
         {"VIRTUAL_ACCOUNT", "AMOUNT"},
         {{"--rail", "RAIL", "ach_in, wire_in or swift_in (ach_in)"}, {"--sender-name", "TEXT", ""}},
         "Money comes in from a bank.",
         bank_transfer},
        {"simulate",
         "deposit-address",
         {"DEPOSIT_ADDRESS", "AMOUNT"},
         {{"--sender-address", "TEXT", "who sent it"}},
         "Money comes in on a chain.",
         crypto_transfer},
    };
    return all;
}

std::span<const command> trigger_commands()
{
    static const std::vector<option> how_long = {{"--for", "SECONDS", "wait so long at most (60)"}};
    static const command all[] = {
        {"trigger",
         "deposit",
         {"CASH_IN"},
         {{"--amount", "AMOUNT", "the cash (what the cash-in says)"}, how_long[0]},
         "Pays cash in at the counter: cashIn.completed, transaction.fiatToCrypto.*",
         deposit},
        {"trigger",
         "endorsement",
         {"CUSTOMER"},
         how_long,
         "Has a customer approved: customer.endorsement.granted",
         endorsement},
        {"trigger",
         "bank-transfer",
         {"VIRTUAL_ACCOUNT", "AMOUNT"},
         {{"--rail", "RAIL", "ach_in, wire_in or swift_in (ach_in)"}, {"--sender-name", "TEXT", ""}},
         "Money comes in from a bank: transaction.fiatToCrypto.*",
         bank_transfer},
        {"trigger",
         "chain-transfer",
         {"DEPOSIT_ADDRESS", "AMOUNT"},
         {{"--sender-address", "TEXT", "who sent it"}},
         "Money comes in on a chain: transaction.cryptoToCrypto.*",
         crypto_transfer},
    };
    return all;
}

} // namespace omsctl
