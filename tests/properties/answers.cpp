#include "answers.hpp"

#include <oms/core/overloaded.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/event.hpp>

#include <boost/json.hpp>

#include <stdexcept>

namespace property {

namespace {

template <class T>
void add_states(std::vector<seen_state>&, const T&)
{
}

void add_states(std::vector<seen_state>& found, const oms::any_transaction& of)
{
    const oms::transaction_status& status = oms::status_of(of);
    found.push_back({std::string(status.text()), status.is_success(), status.is_terminal()});
}

void add_states(std::vector<seen_state>& found, const oms::cash_in& of)
{
    found.push_back({std::string(of.status.text()), of.status.is_success(), of.status.is_terminal()});
}

void add_states(std::vector<seen_state>& found, const oms::customer& of)
{
    for (const oms::endorsement& each : of.endorsements)
        found.push_back({std::string(each.status.text()), each.status == oms::endorsement_status::active, false});
}

template <class T>
void add_states(std::vector<seen_state>& found, const oms::page<T>& of)
{
    for (const T& each : of.data)
        add_states(found, each);
}

template <class T>
oms::result<std::string> read_and_write(std::string_view json)
{
    const oms::result<T> read = oms::decode<T>(json);
    if (!read)
        return read.error();
    return oms::encode(*read);
}

template <class T>
oms::result<std::vector<seen_state>> states(std::string_view json)
{
    const oms::result<T> read = oms::decode<T>(json);
    if (!read)
        return read.error();
    std::vector<seen_state> found;
    add_states(found, *read);
    return found;
}

std::string quoted(std::string_view text)
{
    return boost::json::serialize(boost::json::value(text));
}

template <class T>
constexpr answer row(std::string_view schema)
{
    return {schema, &read_and_write<T>, &states<T>};
}

constexpr answer answer_rows[] = {
    row<oms::access_token>("TokenResponse"),
    row<oms::customer>("Customer"),
    row<oms::page<oms::customer>>("CustomerList"),
    row<oms::customer_balance>("CustomerBalance"),
    row<oms::wallet>("Wallet"),
    row<oms::page<oms::wallet>>("WalletList"),
    row<oms::wallet_balance>("WalletBalance"),
    row<oms::any_quote>("Quote"),
    row<oms::any_transaction>("Transaction"),
    row<oms::page<oms::any_transaction>>("TransactionList"),
    row<oms::cash_in>("CashIn"),
    row<oms::page<oms::cash_in>>("CashInList"),
    row<oms::page<oms::cash_location>>("CashLocationList"),
    row<oms::webhook>("Webhook"),
    row<oms::webhook_created>("WebhookCreated"),
    row<oms::page<oms::webhook>>("WebhookList"),
    row<oms::barcode_authorization>("BarcodeAuthResponse"),
    row<oms::commit_result>("AuthCommitResponse"),
    row<oms::virtual_account_transfer_result>("VirtualAccountSimulateResponse"),
    row<oms::deposit_address_transfer_result>("DepositAddressSimulateResponse"),
    row<oms::virtual_account>("VirtualAccount"),
    row<oms::page<oms::virtual_account>>("VirtualAccountList"),
    row<oms::deposit_address>("DepositAddress"),
    row<oms::page<oms::deposit_address>>("DepositAddressList"),
    row<oms::external_account>("ExternalAccount"),
    row<oms::page<oms::external_account_schema>>("ExternalAccountSchemaList"),
};

} // namespace

std::span<const answer> answers()
{
    return answer_rows;
}

const answer& answer_of(std::string_view schema)
{
    for (const answer& each : answer_rows)
        if (each.schema == schema)
            return each;
    throw std::runtime_error("no answer " + std::string(schema));
}

oms::result<std::string> read_event(std::string_view json)
{
    const oms::result<oms::event> event = oms::decode_event(json);
    if (!event)
        return event.error();
    std::string resource = "null";
    std::visit(oms::overloaded{
                   [&](const oms::transaction_event& e) { resource = oms::encode(e.transaction); },
                   [&](const oms::endorsement_event& e) { resource = oms::encode(e.customer); },
                   [&](const oms::cash_in_event& e) { resource = oms::encode(e.cash_in); },
                   [&](const oms::wallet_event& e) {
                       resource = "[" + oms::encode(e.wallet) + (e.deposit ? "," + oms::encode(*e.deposit) : "") + "]";
                   },
                   [](const oms::unknown_event&) {},
               },
               event->payload);
    return "{\"family\":" + std::to_string(event->payload.index()) + ",\"id\":" + quoted(event->id.view()) +
           ",\"name\":" + quoted(event->name.text()) + ",\"resource\":" + resource + "}";
}

oms::result<std::vector<seen_state>> states_of_event(std::string_view json)
{
    const oms::result<oms::event> event = oms::decode_event(json);
    if (!event)
        return event.error();
    std::vector<seen_state> found;
    if (const auto* moved = std::get_if<oms::transaction_event>(&event->payload))
        add_states(found, moved->transaction);
    else if (const auto* approved = std::get_if<oms::endorsement_event>(&event->payload))
        add_states(found, approved->customer);
    else if (const auto* deposited = std::get_if<oms::cash_in_event>(&event->payload))
        add_states(found, deposited->cash_in);
    return found;
}

} // namespace property
