// A document of the API into its typed struct, against json::parse and what users write behind it: every field of the
// document into a struct of texts, absent ones left out.
#include <oms/wire/codec.hpp>

#include "../common/micro.hpp"

#include <boost/json.hpp>

#include <optional>

using namespace bench;
namespace json = boost::json;

namespace {

using text = std::optional<std::string>;

void read(const json::object& from, std::string_view name, text& to)
{
    const json::value* const found = from.if_contains(name);
    if (found && !found->is_null())
        to = found->as_string();
}

void read(const json::object& from, std::string_view name, std::optional<bool>& to)
{
    const json::value* const found = from.if_contains(name);
    if (found && !found->is_null())
        to = found->as_bool();
}

const json::object* object_in(const json::object& from, std::string_view name)
{
    const json::value* const found = from.if_contains(name);
    return found && !found->is_null() ? &found->as_object() : nullptr;
}

struct by_hand {
    struct side {
        text wallet_id, asset, network, rail, gross, net, developer, gas, oms, total, tx_hash;
        text to_wallet, to_address, to_account;
    };
    text id, type, status, sub_status, quote_id, sender, recipient, role;
    side source, destination;
    text fixed_side, exchange_rate, effective_rate, pair;
    std::optional<bool> sponsor_gas;
    text sponsor_gas_cost, error_code, error_message, error_time;
    text metadata, created_at, updated_at, completed_at;
};

void read(const json::object& from, std::string_view name, by_hand::side& to)
{
    const json::object* const side = object_in(from, name);
    if (!side)
        return;
    read(*side, "walletId", to.wallet_id);
    read(*side, "asset", to.asset);
    read(*side, "network", to.network);
    read(*side, "rail", to.rail);
    read(*side, "amountGross", to.gross);
    read(*side, "amountNet", to.net);
    if (const json::object* const fees = object_in(*side, "feesDeducted")) {
        read(*fees, "developer", to.developer);
        read(*fees, "gas", to.gas);
        read(*fees, "oms", to.oms);
        read(*fees, "total", to.total);
    }
    read(*side, "txHash", to.tx_hash);
    if (const json::object* const wallet = object_in(*side, "wallet")) {
        read(*wallet, "walletId", to.to_wallet);
        read(*wallet, "blockchainAddress", to.to_address);
        read(*wallet, "externalAccountId", to.to_account);
    }
}

by_hand extract(const json::object& root)
{
    by_hand t;
    read(root, "id", t.id);
    read(root, "type", t.type);
    read(root, "status", t.status);
    read(root, "subStatus", t.sub_status);
    read(root, "quoteId", t.quote_id);
    read(root, "senderCustomerId", t.sender);
    read(root, "recipientCustomerId", t.recipient);
    read(root, "role", t.role);
    read(root, "source", t.source);
    read(root, "destination", t.destination);
    read(root, "fixedAmountSide", t.fixed_side);
    if (const json::object* const rates = object_in(root, "rates")) {
        read(*rates, "exchangeRate", t.exchange_rate);
        read(*rates, "effectiveRate", t.effective_rate);
        read(*rates, "pair", t.pair);
    }
    read(root, "sponsorGas", t.sponsor_gas);
    read(root, "sponsorGasCost", t.sponsor_gas_cost);
    if (const json::object* const error = object_in(root, "error")) {
        read(*error, "code", t.error_code);
        read(*error, "message", t.error_message);
        read(*error, "occurredAt", t.error_time);
    }
    if (const json::object* const metadata = object_in(root, "metadata"))
        t.metadata = json::serialize(*metadata);
    read(root, "createdAt", t.created_at);
    read(root, "updatedAt", t.updated_at);
    read(root, "completedAt", t.completed_at);
    if (!t.id || !t.status)
        throw std::runtime_error("no transaction");
    return t;
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const micro_options o = read_micro_options(argc, argv);
        const json::string_view body(o.document);
        const std::vector<way> ways{
            {"decode",
             [&] {
                 const oms::result<oms::any_transaction> read = oms::decode<oms::any_transaction>(o.document);
                 if (!read || std::holds_alternative<oms::unknown_transaction>(*read))
                     throw std::runtime_error("not understood");
                 keep(*read);
             }},
            {"parse_extract",
             [&] {
                 const json::value document = json::parse(body);
                 keep(extract(document.as_object()));
             }},
            {"parse_extract_on_stack",
             [&] {
                 unsigned char memory[16384];
                 json::monotonic_resource resource(memory);
                 const json::value document = json::parse(body, &resource);
                 keep(extract(document.as_object()));
             }},
            {"parse",
             [&] {
                 const json::value document = json::parse(body);
                 keep(document);
             }},
        };
        compare("decode_transaction", ways, o.repeats, o.times);
    });
}
