#pragma once

#include <oms/core/decimal.hpp>
#include <oms/core/timestamp.hpp>

#include <map>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// A request as the emulator answered it. No header, token or body is kept.
struct request_record {
    timestamp at;
    std::string method;
    std::string path;            ///< with the base path, without the query
    std::string operation;       ///< operationId, empty for an unknown path
    std::string idempotency_key; ///< empty without one
    std::string request_id;
    int status = 0;
    bool replayed = false;
};

/// An event that happened, whether or not anybody subscribed to it.
struct event_record {
    std::string id;
    std::string name;
    std::string body; ///< the envelope as delivered
};

/// All money of one asset, by where it is. Every movement takes from one place what it gives to another, so the five
/// are zero together.
struct asset_totals {
    decimal wallets;    ///< held in wallets
    decimal in_transit; ///< taken from a wallet by a transaction that has not ended
    decimal fees;       ///< developer, gas and oms fees
    decimal exchanged;  ///< counter value of conversions into (negative) and out of (positive) the asset
    decimal outside;    ///< cash, deposits and test funding in (negative), payments out (positive)
};

/// What tests hold the answers against.
struct oracle {
    std::map<std::string, decimal> balances;    ///< by wallet id
    std::map<std::string, asset_totals> assets; ///< by asset
    std::map<std::string, int> effects;         ///< changes made, by idempotency key
};

}}} // namespace oms::v0_1::sandbox
