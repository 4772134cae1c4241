#pragma once

#include <oms/model/reference.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/open_enum.hpp>

#include <optional>
#include <string>

namespace oms { inline namespace v0_1 {

/// What was taken off one side of a movement, in that side's asset (contract section 7.2).
struct fees_deducted {
    decimal developer;
    decimal gas;
    decimal oms;
    decimal total;
};

/// The rates of a quote, transaction or cash-in (contract section 7.2). To be shown, not recomputed.
struct rates {
    decimal exchange_rate;  ///< spot
    decimal effective_rate; ///< after fees
    std::string pair;       ///< opaque text
};

/// One fee of the developer (contract section 7.2).
struct developer_fee {
    std::optional<std::string> id;
    std::optional<decimal> amount;
    std::optional<decimal> flat_fee;
    std::optional<decimal> percentage;
    std::optional<wallet_reference> wallet; ///< receives the fee; a plain string in an answer is read as its `id`
};

/// The side of a quote whose amount is fixed (contract section 7.2). An open set.
class fixed_side : public open_enum<fixed_side> {
public:
    using open_enum::open_enum;
    static const fixed_side source, destination;
    static constexpr std::string_view known_values[] = {"source", "destination"};
};
inline constexpr fixed_side fixed_side::source{"source"};
inline constexpr fixed_side fixed_side::destination{"destination"};

}} // namespace oms::v0_1
