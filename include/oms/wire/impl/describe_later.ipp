#pragma once

#include <oms/wire/impl/describe_later.hpp>

#include <oms/model/external_account.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void take_wallet(typed_side& side, std::optional<wallet_id>& wallet)
{
    if (wallet || side.id.empty() || (!side.id.starts_with(wallet_id::prefix()) && side.type != side_type::wallet_oms))
        return;
    wallet = wallet_id::from_answer(side.id);
    side.id.clear();
}

OMS_DECL void take_external_account(typed_side& side, std::optional<std::string>& account)
{
    if (account || !is_external_account_id(side.id))
        return;
    account = std::move(side.id);
    side.id.clear();
}

OMS_DECL void take_cash_location(typed_side& side, std::optional<cash_reference>& cash)
{
    if (cash && !cash->location_id.empty())
        return;
    if (side.cash_location_id.empty() && side.id.starts_with(cash_location_id::prefix())) {
        side.cash_location_id = cash_location_id::from_answer(side.id);
        side.id.clear();
    }
    if (side.cash_location_id.empty())
        return;
    if (!cash)
        cash.emplace();
    cash->location_id = std::move(side.cash_location_id);
    side.cash_location_id = {};
}

OMS_DECL void take_reference(typed_side& side, std::optional<wallet_reference>& wallet)
{
    if (side.id.empty())
        return;
    wallet_reference known = wallet.value_or(wallet_reference{});
    take_wallet(side, known.id);
    take_external_account(side, known.external_account);
    if (side.id.empty())
        wallet = std::move(known);
}

}}} // namespace oms::v0_1::detail
