#pragma once

#include <oms/model/destination.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/reference.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 {

/// `source` of POST /quotes, as sent (contract section 7.1).
struct new_quote_source {
    oms::wallet_id wallet_id;
    oms::asset asset;
    oms::network network;
    std::optional<decimal> amount;
};

/// `destination` of POST /quotes, as sent (contract section 7.1).
struct new_quote_destination {
    oms::asset asset;
    oms::network network;
    std::optional<decimal> amount;
    wallet_reference wallet;
};

/// Body of POST /quotes, as sent (contract section 7.1). Exactly one of the two amounts is set.
struct new_quote_fields {
    oms::customer_id customer_id;
    new_quote_source source;
    new_quote_destination destination;
    std::optional<json_text> metadata;
    std::optional<std::string> promo_code;
    std::optional<bool> sponsor_gas;
};

namespace detail {

template <class Destination>
struct kind_of_destination {
    static_assert(std::is_base_of_v<destination, Destination>,
                  "the destination of a quote is one of to_wallet, to_address, to_saved_address, to_bank, to_card");
    using type = crypto_to_crypto;
};
template <class Destination>
    requires std::is_base_of_v<destination, Destination>
struct kind_of_destination<Destination> {
    using type = typename Destination::kind;
};

} // namespace detail

/// A quote to ask for (contract section 7.1). The destination's type decides the kind K:
///
///     oms::new_quote order{customer, oms::from_wallet{wallet, oms::asset::usdc, oms::network::polygon},
///                          oms::to_address{"0x...", oms::asset::usdc, oms::network::polygon},
///                          oms::source_amount{"25.00"}};               // new_quote<crypto_to_crypto>
///
/// The last argument is `source_amount` or `destination_amount`: the side that is fixed. Checked by the call that sends
/// it, which ends with error{errc::invalid_argument} that names everything wrong.
template <movement K>
class new_quote {
public:
    using kind = K;

    template <class Source, class Destination, class Amount>
    new_quote(oms::customer_id customer, const Source& source, const Destination& destination, const Amount& amount)
    {
        static_assert(
            std::is_same_v<Source, from_wallet>,
            "a quote is always paid from an OMS wallet: the source is from_wallet{wallet_id, asset, network}");
        static_assert(std::is_same_v<typename detail::kind_of_destination<Destination>::type, K>,
                      "the type of the destination decides the kind of the quote, and it is another kind than this");
        static_assert(std::is_same_v<Amount, source_amount> || std::is_same_v<Amount, destination_amount>,
                      "say which side is fixed: source_amount{\"25.00\"} or destination_amount{\"25.00\"}");
        fields_.customer_id = std::move(customer);
        if constexpr (std::is_same_v<Source, from_wallet>)
            fields_.source = {source.wallet(), source.asset(), source.network(), {}};
        if constexpr (std::is_base_of_v<detail::destination, Destination>)
            fields_.destination = {destination.asset(), destination.network(), {}, destination.wallet()};
        if constexpr (std::is_same_v<Amount, source_amount>)
            fields_.source.amount = amount.amount();
        else if constexpr (std::is_same_v<Amount, destination_amount>)
            fields_.destination.amount = amount.amount();
    }

    /// A JSON object of at most 20 members.
    new_quote& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    new_quote&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }
    new_quote& promo_code(std::string v) & { return fields_.promo_code = std::move(v), *this; }
    new_quote&& promo_code(std::string v) && { return std::move(promo_code(std::move(v))); }
    /// The developer pays the gas.
    new_quote& sponsor_gas(bool v) & { return fields_.sponsor_gas = v, *this; }
    new_quote&& sponsor_gas(bool v) && { return std::move(sponsor_gas(v)); }

    /// What will be sent.
    const new_quote_fields& fields() const noexcept { return fields_; }

private:
    new_quote_fields fields_;
};

template <class Source, class Destination, class Amount>
new_quote(customer_id, Source, Destination, Amount)
    -> new_quote<typename detail::kind_of_destination<Destination>::type>;

}} // namespace oms::v0_1
