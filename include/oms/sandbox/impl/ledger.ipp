#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/ledger.hpp>

#include <stdexcept>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL void ledger::move(std::string_view from, std::string_view to, std::string_view asset, const decimal& amount)
{
    if (amount.is_negative())
        throw std::logic_error("a negative amount was to be moved");
    const decimal left = balance(from, asset) - amount;
    if (left.is_negative() && from != places::outside && from != places::exchange)
        throw std::logic_error("more was to be moved than there is");
    const decimal after = balance(to, asset) + amount;
    if (from == to)
        return;
    auto& accounts = accounts_[std::string(asset)];
    accounts[std::string(from)] = left;
    accounts[std::string(to)] = after;
}

OMS_DECL void ledger::convert(std::string_view from, std::string_view from_asset, const decimal& amount,
                              std::string_view to, std::string_view to_asset, const decimal& worth)
{
    if (from_asset == to_asset) {
        move(from, to, from_asset, amount);
        return;
    }
    move(from, places::exchange, from_asset, amount);
    move(places::exchange, to, to_asset, worth);
}

OMS_DECL decimal ledger::balance(std::string_view place, std::string_view asset) const
{
    const auto accounts = accounts_.find(asset);
    if (accounts == accounts_.end())
        return zero();
    const auto account = accounts->second.find(place);
    return account == accounts->second.end() ? zero() : account->second;
}

OMS_DECL std::map<std::string, sandbox::asset_totals> ledger::totals() const
{
    std::map<std::string, sandbox::asset_totals> result;
    for (const auto& [asset, accounts] : accounts_) {
        sandbox::asset_totals sum{zero(), zero(), zero(), zero(), zero()};
        for (const auto& [place, balance] : accounts) {
            if (place == places::in_transit)
                sum.in_transit += balance;
            else if (place == places::fees)
                sum.fees += balance;
            else if (place == places::exchange)
                sum.exchanged += balance;
            else if (place == places::outside)
                sum.outside += balance;
            else
                sum.wallets += balance;
        }
        result.emplace(asset, std::move(sum));
    }
    return result;
}

}}} // namespace oms::v0_1::detail::emulation
