#pragma once

#include "bench.hpp"

#include "common/catch.hpp"

#include <string>
#include <string_view>
#include <utility>

// Early access requests, and somebody who makes them.

inline std::string side(std::string_view name, std::string_view asset, std::string_view network,
                        std::string_view more = {})
{
    return "\"" + std::string(name) + R"(":{"asset":")" + std::string(asset) + R"(","network":")" +
           std::string(network) + "\"" + std::string(more) + "}";
}

/// One of `id`, `blockchainAddress` and `externalAccount`.
inline std::string to(std::string_view kind, std::string_view what)
{
    return R"(,"wallet":{")" + std::string(kind) + R"(":")" + std::string(what) + "\"}";
}

inline const std::string from_bank = side("source", "usd", "usBank");

inline std::string us_account(std::string_view network = "ach")
{
    return R"({"network":")" + std::string(network) +
           R"(","bankDetails":{"accountNumber":"000123456789","routingNumber":"021000021","accountType":"checking")" +
           (network == "wire" ? R"(,"bankName":"First Bank of Somewhere"}})" : "}}");
}

/// Alice, who has a wallet of usdc on polygon.
struct alice_at_work {
    explicit alice_at_work(oms::sandbox::settings with = early_settings())
        : emulator(std::move(with)), id(emulator.customer()), path("/customers/" + id), wallet(emulator.wallet(id))
    {
    }

    reply virtual_account(std::string_view more = {})
    {
        return emulator.post(path + "/virtual-accounts", "{" + from_bank + "," +
                                                             side("destination", "usdc", "polygon", to("id", wallet)) +
                                                             std::string(more) + "}");
    }

    reply deposit_address(const std::string& destination, std::string_view more = {})
    {
        return emulator.post(path + "/deposit-addresses",
                             "{" + side("source", "usdt", "ethereum") + "," + destination + std::string(more) + "}");
    }

    std::string external_account(const std::string& body)
    {
        const reply made = emulator.post(path + "/external-accounts", body);
        CAPTURE(made.body);
        REQUIRE(made.status == 201);
        return made["id"];
    }

    bench emulator;
    std::string id, path, wallet;
};
