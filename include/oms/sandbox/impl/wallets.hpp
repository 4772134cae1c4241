#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;

struct wallet_record {
    std::string id;
    std::string account;
    std::string customer_id;
    std::string address;
    std::string asset;
    std::string chain;
    std::string status = "active";
    instant created_at, updated_at;
};

OMS_DECL answer create_wallet(emulator& state, const call& request);
OMS_DECL answer list_customer_wallets(emulator& state, const call& request);
OMS_DECL answer get_wallet_balance(emulator& state, const call& request);
OMS_DECL answer get_customer_balance(emulator& state, const call& request);

/// The wallet of this account, or 404.
OMS_DECL wallet_record& existing_wallet(emulator& state, std::string_view account, std::string_view id);

OMS_DECL decimal balance_of(const emulator& state, const wallet_record& wallet);

/// The members of a wallet, without the braces.
OMS_DECL void render_members(json_writer& out, const wallet_record& wallet);
OMS_DECL void render(json_writer& out, const wallet_record& wallet);

/// Crypto that came straight to a wallet's address.
struct direct_deposit {
    decimal amount;
    std::string from_address, tx_hash;
    instant detected_at;
};

/// With the deposit that the event adds to a wallet (contract 12.2).
OMS_DECL void render(json_writer& out, const wallet_record& wallet, const direct_deposit& deposit);

/// Credits crypto that came straight to the wallet's address, with its event.
OMS_DECL void detect_deposit(emulator& state, const wallet_record& wallet, const decimal& amount,
                             std::string_view from_address, std::string_view tx_hash, instant at);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
