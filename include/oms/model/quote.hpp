#pragma once

#include <oms/model/asset.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/money.hpp>
#include <oms/model/reference.hpp>
#include <oms/model/typed_side.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace oms { inline namespace v0_1 {

/// State of a quote (contract sections 7.2 and 13). An open set.
class quote_status : public open_enum<quote_status> {
public:
    using open_enum::open_enum;
    static const quote_status open, accepted, expired;
    static constexpr std::string_view known_values[] = {"open", "accepted", "expired"};
};
inline constexpr quote_status quote_status::open{"open"};
inline constexpr quote_status quote_status::accepted{"accepted"};
inline constexpr quote_status quote_status::expired{"expired"};

/// The paying side of a quote: always an OMS wallet (contract section 7.2).
struct quote_source : typed_side {
    oms::wallet_id wallet_id;
    oms::asset asset;
    oms::network network;
    decimal amount_gross;
    decimal amount_net;
    oms::fees_deducted fees_deducted;
};

/// The receiving side of a quote, as every kind has it (contract section 7.2).
struct quote_destination : typed_side {
    oms::asset asset;
    oms::network network;
    decimal amount_gross;
    decimal amount_net;
    oms::fees_deducted fees_deducted;
    std::optional<wallet_reference> wallet; ///< for a payout its `external_account` is set
};

/// The receiving side of a payout: an external account (in `wallet`) or a cash location.
struct payout_quote_destination : quote_destination {
    std::optional<cash_reference> cash;
};

/// What every quote has, whatever its kind (contract section 7.2).
struct quote_common {
    quote_id id;
    oms::customer_id customer_id;
    movement_type type;
    quote_status status;
    quote_source source;
    fixed_side fixed_amount_side;
    oms::rates rates;
    std::optional<bool> sponsor_gas;
    std::optional<decimal> sponsor_gas_cost; ///< USD
    std::vector<developer_fee> developer_fees;
    std::optional<json_text> metadata;
    timestamp created_at;
    timestamp expires_at;                             ///< end of the locked price
    std::optional<std::string> source_to_destination; ///< `walletCrypto->bankUs`, in later versions (section 16)
};

/// A priced movement of kind K, locked until `expires_at` (contract section 7.2).
// It declares a constructor: an aggregate could be made of the common part of another kind.
template <movement K>
struct quote : quote_common {
    quote() = default;
    std::conditional_t<std::is_same_v<K, crypto_to_fiat>, payout_quote_destination, quote_destination> destination;
};

/// A quote whose kind this version cannot tell: the common part and the whole document.
struct unknown_quote : quote_common {
    unknown_quote() = default;
    json_text document;
};

/// A quote whose kind is known at run time.
using any_quote = std::variant<unknown_quote, quote<fiat_to_crypto>, quote<crypto_to_fiat>, quote<crypto_to_crypto>>;

// Templates, so that files that ask no variant do not compile its visitors.

/// The common part of any quote. The reference lives as long as its argument.
template <std::same_as<any_quote> Any>
const quote_common& common_of(const Any& quote) noexcept
{
    return *std::visit([](const quote_common& common) { return &common; }, quote);
}
template <std::same_as<any_quote> Any>
const quote_common& common_of(const Any&&) = delete;

/// The id of any quote.
template <std::same_as<any_quote> Any>
const quote_id& id_of(const Any& quote) noexcept
{
    return common_of(quote).id;
}
template <std::same_as<any_quote> Any>
const quote_id& id_of(const Any&&) = delete;

}} // namespace oms::v0_1
