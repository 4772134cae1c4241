#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/describe_movement.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/new_quote.hpp>
#include <oms/model/quote.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<quote_source> {
    // clang-format off
    static constexpr field fields[] = {
        {"walletId", member<&quote_source::wallet_id>},
        {"asset", member<&quote_source::asset>},
        {"network", member<&quote_source::network>},
        {"amountGross", member<&quote_source::amount_gross>},
        {"amountNet", member<&quote_source::amount_net>},
        {"feesDeducted", member<&quote_source::fees_deducted>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<quote_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&quote_destination::asset>},
        {"network", member<&quote_destination::network>},
        {"amountGross", member<&quote_destination::amount_gross>},
        {"amountNet", member<&quote_destination::amount_net>},
        {"feesDeducted", member<&quote_destination::fees_deducted>},
        {"wallet", member<&quote_destination::wallet>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<payout_quote_destination> {
    static constexpr field fields[] = {{"cash", member<&payout_quote_destination::cash>}};
    static constexpr description value = description_on<payout_quote_destination, quote_destination>(fields);
};

template <>
struct described<quote_common> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&quote_common::id>, {}, rule::required},
        {"customerId", member<&quote_common::customer_id>},
        {"type", member<&quote_common::type>},
        {"status", member<&quote_common::status>},
        {"source", member<&quote_common::source>},
        {"fixedAmountSide", member<&quote_common::fixed_amount_side>},
        {"rates", member<&quote_common::rates>},
        {"sponsorGas", member<&quote_common::sponsor_gas>},
        {"sponsorGasCost", member<&quote_common::sponsor_gas_cost>},
        {"developerFees", member<&quote_common::developer_fees>, {}, rule::omitted_when_empty},
        {"metadata", member<&quote_common::metadata>},
        {"createdAt", member<&quote_common::created_at>},
        {"expiresAt", member<&quote_common::expires_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <movement K>
struct described<quote<K>> {
    static constexpr field fields[] = {{"destination", member<&quote<K>::destination>}};
    static constexpr description value = description_on<quote<K>, quote_common>(fields, "quote");
};

template <movement K>
inline constexpr value_codec codec_of<quote<K>>{&values<quote<K>>::read, &values<quote<K>>::write, false,
                                                movement_type_of<K>.text()};

template <>
struct values<any_quote> : movement_values<any_quote, quote, unknown_quote, quote_common> {};

template <>
struct described<new_quote_source> {
    // clang-format off
    static constexpr field fields[] = {
        {"walletId", member<&new_quote_source::wallet_id>, {}, rule::required},
        {"asset", member<&new_quote_source::asset>, {}, rule::required},
        {"network", member<&new_quote_source::network>, {}, rule::required},
        {"amount", member<&new_quote_source::amount>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_quote_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&new_quote_destination::asset>, {}, rule::required},
        {"network", member<&new_quote_destination::network>, {}, rule::required},
        {"amount", member<&new_quote_destination::amount>},
        {"wallet", member<&new_quote_destination::wallet>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_quote_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", member<&new_quote_fields::customer_id>, {}, rule::required},
        {"source", member<&new_quote_fields::source>},
        {"destination", member<&new_quote_fields::destination>},
        {"metadata", member<&new_quote_fields::metadata>},
        {"promoCode", member<&new_quote_fields::promo_code>},
        {"sponsorGas", member<&new_quote_fields::sponsor_gas>},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
