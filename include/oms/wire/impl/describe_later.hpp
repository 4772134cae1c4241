#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/describe_movement.hpp>
#include <oms/wire/impl/description.hpp>
#include <oms/wire/impl/reshaped.hpp>

#include <oms/model/asset.hpp>
#include <oms/model/precursor.hpp>
#include <oms/model/typed_side.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

// What later versions say in other places than v0.9 (contract section 16).

template <std::same_as<typed_side> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", member<&T::type>},
        {"category", member<&T::category>},
        {"id", member<&T::id>},
        {"cashLocationId", member<&T::cash_location_id>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<precursor> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>},
        {"type", member<&T::type>},
    };
    // clang-format on
    static constexpr description value{fields};
};

/// Amounts of one side, in the block `pricing`.
struct side_pricing {
    std::optional<oms::asset> asset;
    std::optional<decimal> amount_gross;
    std::optional<decimal> amount_net;
    std::optional<oms::fees_deducted> fees_deducted;
};

template <std::same_as<side_pricing> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&T::asset>},
        {"amountGross", member<&T::amount_gross>},
        {"amountNet", member<&T::amount_net>},
        {"feesDeducted", member<&T::fees_deducted>},
    };
    // clang-format on
    static constexpr description value{fields};
};

/// The block `pricing` of quotes and transactions.
struct pricing {
    side_pricing source;
    side_pricing destination;
    std::optional<decimal> exchange_rate;
    std::optional<decimal> effective_rate;
    std::optional<std::string> pair;
    std::optional<fixed_side> fixed_amount_side;
    std::optional<bool> sponsor_gas;
    std::optional<decimal> sponsor_gas_cost;
};

template <std::same_as<pricing> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"source", member<&T::source>},
        {"destination", member<&T::destination>},
        {"exchangeRate", member<&T::exchange_rate>},
        {"effectiveRate", member<&T::effective_rate>},
        {"pair", member<&T::pair>},
        {"fixedAmountSide", member<&T::fixed_amount_side>},
        {"sponsorGas", member<&T::sponsor_gas>},
        {"sponsorGasCost", member<&T::sponsor_gas_cost>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <class Value>
bool is_absent(const Value& value)
{
    if constexpr (requires { value.absent(); })
        return value.absent();
    else
        return value.empty();
}
inline bool is_absent(const fees_deducted& fees)
{
    return fees.developer.absent() && fees.gas.absent() && fees.oms.absent() && fees.total.absent();
}
inline bool is_absent(const rates& rates)
{
    return rates.exchange_rate.absent() && rates.effective_rate.absent() && rates.pair.empty();
}

/// The same for a value that needs no optional to be absent.
template <class Value>
void fill(Value& place, std::optional<Value>& from)
{
    if (from && is_absent(place))
        place = std::move(*from);
}

/// The same for a block that may be there with nothing in it.
template <class Block>
    requires(std::same_as<Block, rates> || std::same_as<Block, fees_deducted>)
void fill(std::optional<Block>& place, std::optional<Block>& from)
{
    if (from && (!place || is_absent(*place)))
        place = std::move(from);
}

inline const oms::asset* asset_in(const oms::asset& of)
{
    return of.empty() ? nullptr : &of;
}
inline const oms::asset* asset_in(const std::optional<oms::asset>& of)
{
    return of ? asset_in(*of) : nullptr;
}

/// Amounts of another asset than the side's are not taken: the side would pass them off as its own.
template <class Side>
void take_pricing(Side& side, side_pricing& priced)
{
    const oms::asset* own = asset_in(side.asset);
    const oms::asset* other = asset_in(priced.asset);
    if (own && other && *own != *other)
        return;
    fill(side.asset, priced.asset);
    fill(side.amount_gross, priced.amount_gross);
    fill(side.amount_net, priced.amount_net);
    fill(side.fees_deducted, priced.fees_deducted);
}

/// A side that is being read: all that later versions add to it has members of its own.
template <class Side>
struct incoming_side {
    Side* value = nullptr;
    static constexpr std::span<const field> fields = {};
};

/// A quote or transaction that is being read.
template <class Movement>
struct incoming_movement {
    Movement* value = nullptr;
    std::optional<detail::pricing> pricing;
    static constexpr field fields[] = {{"pricing", member<&incoming_movement::pricing>}};
};

/// Moves what `pricing` says to where v0.9 has it. `destination` is null where the kind is unknown.
template <class Side, class Common>
void take_pricing(Common& common, Side* destination, std::optional<pricing>& priced)
{
    if (!priced)
        return;
    take_pricing(common.source, priced->source);
    if (destination)
        take_pricing(*destination, priced->destination);
    std::optional<rates> read;
    if (priced->exchange_rate || priced->effective_rate || priced->pair)
        read = rates{priced->exchange_rate.value_or(decimal{}), priced->effective_rate.value_or(decimal{}),
                     priced->pair.value_or(std::string())};
    fill(common.rates, read);
    fill(common.fixed_amount_side, priced->fixed_amount_side);
    fill(common.sponsor_gas, priced->sponsor_gas);
    fill(common.sponsor_gas_cost, priced->sponsor_gas_cost);
}

/// The kind K, for a document that says it by its sides only.
template <class Movement>
void take_type(Movement& movement, const movement_type& kind)
{
    if (movement.type.empty() && (movement.source_to_destination || !movement.source.type.empty()))
        movement.type = kind;
}

/// Takes the id of a typed side away, if it is one of a wallet: by its prefix, or by the side's type.
OMS_DECL void take_wallet(typed_side& side, std::optional<wallet_id>& wallet);
/// The same for one of an external account, by its prefix.
OMS_DECL void take_external_account(typed_side& side, std::optional<std::string>& account);
OMS_DECL void take_cash_location(typed_side& side, std::optional<cash_reference>& cash);
/// Takes either.
OMS_DECL void take_reference(typed_side& side, std::optional<wallet_reference>& wallet);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/describe_later.ipp>
#endif
