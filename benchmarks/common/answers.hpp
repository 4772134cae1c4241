// What the hand-written programs decode: the fields that the typed structs of the SDK have for them.
#pragma once

#include "load.hpp"

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

} // namespace bench
