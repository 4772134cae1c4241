#pragma once

#include <oms/core/open_enum.hpp>

namespace oms { inline namespace v0_1 {

/// What is moved: a stablecoin, a coin or a currency, in lower case (contract section 6). An open set.
class asset : public open_enum<asset> {
public:
    using open_enum::open_enum;
    static const asset usdc, usdt, btc, eth, usd, eur, gbp, brl, inr, mxn;
    static constexpr std::string_view known_values[] = {"usdc", "usdt", "btc", "eth", "usd",
                                                        "eur",  "gbp",  "brl", "inr", "mxn"};
};
inline constexpr asset asset::usdc{"usdc"};
inline constexpr asset asset::usdt{"usdt"};
inline constexpr asset asset::btc{"btc"};
inline constexpr asset asset::eth{"eth"};
inline constexpr asset asset::usd{"usd"};
inline constexpr asset asset::eur{"eur"};
inline constexpr asset asset::gbp{"gbp"};
inline constexpr asset asset::brl{"brl"};
inline constexpr asset asset::inr{"inr"};
inline constexpr asset asset::mxn{"mxn"};

/// Where it is moved: a chain or a payment network (contract section 6). An open set.
class network : public open_enum<network> {
public:
    using open_enum::open_enum;
    static const network polygon, ethereum, solana, bitcoin, ach, wire, cash, card, us_bank, sepa, fps, pix, upi, spei;
    static constexpr std::string_view known_values[] = {"polygon", "ethereum", "solana", "bitcoin", "ach",
                                                        "wire",    "cash",     "card",   "usBank",  "sepa",
                                                        "fps",     "pix",      "upi",    "spei"};
};
inline constexpr network network::polygon{"polygon"};
inline constexpr network network::ethereum{"ethereum"};
inline constexpr network network::solana{"solana"};
inline constexpr network network::bitcoin{"bitcoin"};
inline constexpr network network::ach{"ach"};
inline constexpr network network::wire{"wire"};
inline constexpr network network::cash{"cash"};
inline constexpr network network::card{"card"};
inline constexpr network network::us_bank{"usBank"};
inline constexpr network network::sepa{"sepa"};
inline constexpr network network::fps{"fps"};
inline constexpr network network::pix{"pix"};
inline constexpr network network::upi{"upi"};
inline constexpr network network::spei{"spei"};

}} // namespace oms::v0_1
