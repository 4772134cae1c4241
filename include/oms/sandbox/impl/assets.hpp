#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The pairs of contract section 6.
OMS_DECL bool is_pair(std::string_view asset, std::string_view network);
OMS_DECL bool is_asset(std::string_view asset);
OMS_DECL bool is_fiat(std::string_view asset);

/// Price of one unit in USD. Prices have no prime factors but 2 and 5, so that every quotient of two of them is a
/// finite decimal and the invariants of contract 7.2 hold to the last digit in both directions.
OMS_DECL decimal price_in_usd(std::string_view asset);

/// How much of `to` one `from` is worth: exact.
OMS_DECL decimal exchange_rate(std::string_view from, std::string_view to);

/// The places that fees in the asset are rounded to.
OMS_DECL int fee_scale(std::string_view asset);

/// The asset of a currency code (`USD` gives `usd`), when the emulator has a price for it.
OMS_DECL std::optional<std::string> asset_of_currency(std::string_view code);

OMS_DECL decimal zero();
/// Without the zeros after the last place that says something, but with at least so many places.
OMS_DECL decimal trimmed(const decimal& value, int least_places);
/// An amount as the answers show it: at least two places, but a plain `0` for a fee that is none.
OMS_DECL std::string money_text(const decimal& value);
OMS_DECL std::string fee_text(const decimal& value);
/// A rate: at least one place.
OMS_DECL std::string rate_text(const decimal& value);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/assets.ipp>
#endif
