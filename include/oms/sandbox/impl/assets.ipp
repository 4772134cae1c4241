#pragma once

#include <oms/sandbox/impl/assets.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct asset_row {
    std::string_view name;
    std::string_view networks; // between spaces
    std::string_view usd;
    int places;
    bool fiat;
};

inline constexpr asset_row asset_table[] = {
    {"usdc", " polygon ethereum solana ", "1.0", 6, false},
    {"usdt", " polygon ethereum ", "1.0", 6, false},
    {"btc", " bitcoin ", "64000", 8, false},
    {"eth", " ethereum ", "3200", 18, false},
    {"usd", " ach wire swift cash card usBank ", "1.0", 2, true},
    {"eur", " sepa ", "1.25", 2, true},
    {"gbp", " fps ", "1.28", 2, true},
    {"brl", " pix ", "0.2", 2, true},
    {"inr", " upi ", "0.0125", 2, true},
    {"mxn", " spei ", "0.05", 2, true},
};

OMS_DECL const asset_row* find_asset(std::string_view asset);

OMS_DECL const asset_row* find_asset(std::string_view asset)
{
    for (const asset_row& row : asset_table)
        if (row.name == asset)
            return &row;
    return nullptr;
}

OMS_DECL bool is_pair(std::string_view asset, std::string_view network)
{
    const asset_row* row = find_asset(asset);
    return row != nullptr && network.find(' ') == std::string_view::npos && !network.empty() &&
           row->networks.find(" " + std::string(network) + " ") != std::string_view::npos;
}

OMS_DECL bool is_asset(std::string_view asset)
{
    return find_asset(asset) != nullptr;
}

OMS_DECL bool is_fiat(std::string_view asset)
{
    const asset_row* row = find_asset(asset);
    return row != nullptr && row->fiat;
}

OMS_DECL decimal price_in_usd(std::string_view asset)
{
    const asset_row* row = find_asset(asset);
    return decimal(row == nullptr ? std::string_view("1.0") : row->usd);
}

OMS_DECL decimal exchange_rate(std::string_view from, std::string_view to)
{
    return trimmed(price_in_usd(from).divide(price_in_usd(to), 40, rounding::half_even), 1);
}

OMS_DECL int fee_scale(std::string_view asset)
{
    const asset_row* row = find_asset(asset);
    return row == nullptr ? 6 : row->places;
}

OMS_DECL std::optional<std::string> asset_of_currency(std::string_view code)
{
    std::string name(code);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return static_cast<char>(c + ('a' - 'A')); });
    if (!is_fiat(name))
        return std::nullopt;
    return name;
}

OMS_DECL decimal zero()
{
    return decimal::from_integer(0);
}

OMS_DECL decimal trimmed(const decimal& value, int least_places)
{
    const std::string text = value.str();
    const std::size_t point = text.find('.');
    int places = 0;
    if (point != std::string::npos)
        places = static_cast<int>(text.find_last_not_of('0') - point);
    return value.rescale(std::max(places, least_places), rounding::half_even);
}

OMS_DECL std::string money_text(const decimal& value)
{
    return trimmed(value, 2).str();
}

OMS_DECL std::string fee_text(const decimal& value)
{
    return value.is_zero() ? "0" : money_text(value);
}

OMS_DECL std::string rate_text(const decimal& value)
{
    return trimmed(value, 1).str();
}

}}} // namespace oms::v0_1::detail::emulation
