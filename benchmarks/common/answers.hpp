// What the hand-written programs decode: the fields that the typed structs of the SDK have for them.
#pragma once

#include "load.hpp"

#include <stdexcept>
#include <string>

namespace bench {

struct balance {
    std::string wallet_id, asset, chain, amount, estimated, estimated_currency;

    fields all() const
    {
        return {{"walletId", wallet_id},
                {"asset", asset},
                {"chain", chain},
                {"balance", amount},
                {"estimatedBalance", estimated},
                {"estimatedBalanceCurrencyCode", estimated_currency}};
    }
};

struct fees {
    std::string developer, gas, oms, total;
};

struct quote {
    struct side {
        std::string asset, network, gross, net;
        fees deducted;
    };
    std::string id, customer_id, type, status;
    side source, destination;
    std::string source_wallet_id, destination_address;
    std::string fixed_side;
    std::string exchange_rate, effective_rate, pair;
    bool sponsor_gas = false;
    std::string sponsor_gas_cost;
    std::string created_at, expires_at;

    fields all() const
    {
        return {{"id", id},
                {"status", status},
                {"sourceAmountGross", source.gross},
                {"sourceAmountNet", source.net},
                {"sourceFees", source.deducted.total},
                {"destinationAmountGross", destination.gross},
                {"destinationAmountNet", destination.net},
                {"destinationFees", destination.deducted.total},
                {"expiresAt", expires_at}};
    }
};

// What is taken out of a parsed document, in whatever library's form: `Json` has `read` for texts and truths, and
// `member` for objects.

template <class Json, class Object>
void extract(const Object& root, balance& to)
{
    Json::read(root, "walletId", to.wallet_id);
    Json::read(root, "asset", to.asset);
    Json::read(root, "chain", to.chain);
    Json::read(root, "balance", to.amount);
    Json::read(root, "estimatedBalance", to.estimated);
    Json::read(root, "estimatedBalanceCurrencyCode", to.estimated_currency);
    if (to.amount.empty())
        throw std::runtime_error("no balance");
}

template <class Json, class Object>
void extract(const Object& from, quote::side& to)
{
    Json::read(from, "asset", to.asset);
    Json::read(from, "network", to.network);
    Json::read(from, "amountGross", to.gross);
    Json::read(from, "amountNet", to.net);
    const auto& deducted = Json::member(from, "feesDeducted");
    Json::read(deducted, "developer", to.deducted.developer);
    Json::read(deducted, "gas", to.deducted.gas);
    Json::read(deducted, "oms", to.deducted.oms);
    Json::read(deducted, "total", to.deducted.total);
}

template <class Json, class Object>
void extract(const Object& root, quote& to)
{
    Json::read(root, "id", to.id);
    Json::read(root, "customerId", to.customer_id);
    Json::read(root, "type", to.type);
    Json::read(root, "status", to.status);
    const auto& source = Json::member(root, "source");
    extract<Json>(source, to.source);
    Json::read(source, "walletId", to.source_wallet_id);
    const auto& destination = Json::member(root, "destination");
    extract<Json>(destination, to.destination);
    Json::read(Json::member(destination, "wallet"), "blockchainAddress", to.destination_address);
    Json::read(root, "fixedAmountSide", to.fixed_side);
    const auto& rates = Json::member(root, "rates");
    Json::read(rates, "exchangeRate", to.exchange_rate);
    Json::read(rates, "effectiveRate", to.effective_rate);
    Json::read(rates, "pair", to.pair);
    Json::read(root, "sponsorGas", to.sponsor_gas);
    Json::read(root, "sponsorGasCost", to.sponsor_gas_cost);
    Json::read(root, "createdAt", to.created_at);
    Json::read(root, "expiresAt", to.expires_at);
    if (to.id.empty())
        throw std::runtime_error("no id");
}

} // namespace bench
