#pragma once

#include <oms/wire/impl/describe_later.hpp>
#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/describe_movement.hpp>
#include <oms/wire/impl/description.hpp>
#include <oms/wire/impl/problem_list.hpp>

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
    static constexpr description value = description_on<quote_source, typed_side>(fields);
};

template <>
struct incoming<quote_source> : incoming_side<quote_source> {
    void complete()
    {
        if (!value->wallet_id.empty())
            return;
        std::optional<wallet_id> wallet;
        take_wallet(*value, wallet);
        fill(value->wallet_id, wallet);
    }
};

template <>
struct values<quote_source> : reshaped<quote_source> {};

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
    static constexpr description value = description_on<quote_destination, typed_side>(fields);
};

template <>
struct incoming<quote_destination> : incoming_side<quote_destination> {
    void complete() { take_reference(*value, value->wallet); }
};

template <>
struct values<quote_destination> : reshaped<quote_destination> {};

template <>
struct described<payout_quote_destination> {
    static constexpr field fields[] = {{"cash", member<&payout_quote_destination::cash>}};
    static constexpr description value = description_on<payout_quote_destination, quote_destination>(fields);
};

template <>
struct incoming<payout_quote_destination> : incoming_side<payout_quote_destination> {
    void complete()
    {
        take_cash_location(*value, value->cash);
        take_reference(*value, value->wallet);
    }
};

template <>
struct values<payout_quote_destination> : reshaped<payout_quote_destination> {};

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
        {"sourceToDestination", member<&quote_common::source_to_destination>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct incoming<quote_common> : incoming_movement<quote_common> {
    void complete() { take_pricing<quote_destination>(*value, nullptr, pricing); }
};

template <>
struct values<quote_common> : reshaped<quote_common> {};

template <movement K>
struct described<quote<K>> {
    static constexpr field fields[] = {{"destination", member<&quote<K>::destination>}};
    static constexpr description value = description_on<quote<K>, quote_common>(fields, "quote");
};

template <movement K>
struct incoming<quote<K>> : incoming_movement<quote<K>> {
    void complete()
    {
        take_type(*this->value, movement_type_of<K>);
        take_pricing<quote_destination, quote_common>(*this->value, &this->value->destination, this->pricing);
    }
};

template <movement K>
struct values<quote<K>> : reshaped<quote<K>> {};

template <movement K>
inline constexpr value_codec codec_of<quote<K>>{&values<quote<K>>::read, &values<quote<K>>::write, false,
                                                movement_type_of<K>.text()};

template <>
struct values<any_quote> : movement_values<any_quote, quote, unknown_quote, quote_common> {};

template <>
struct described<new_quote_source> {
    // clang-format off
    static constexpr field fields[] = {
        {"walletId", sent<&new_quote_source::wallet_id>, rule::required},
        {"asset", sent<&new_quote_source::asset>, rule::required},
        {"network", sent<&new_quote_source::network>, rule::required},
        {"amount", sent<&new_quote_source::amount>, format::above_zero},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_quote_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", sent<&new_quote_destination::asset>, rule::required},
        {"network", sent<&new_quote_destination::network>, rule::required},
        {"amount", sent<&new_quote_destination::amount>, format::above_zero},
        {"wallet", sent<&new_quote_destination::wallet>, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<new_quote_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", sent<&new_quote_fields::customer_id>, rule::required},
        {"source", sent<&new_quote_fields::source>},
        {"destination", sent<&new_quote_fields::destination>},
        {"metadata", sent<&new_quote_fields::metadata>, format::metadata},
        {"promoCode", sent<&new_quote_fields::promo_code>},
        {"sponsorGas", sent<&new_quote_fields::sponsor_gas>},
    };
    // clang-format on
    static void one_amount(const void* quote, problem_list& found)
    {
        const auto& asked = *static_cast<const new_quote_fields*>(quote);
        if (!asked.source.amount && !asked.destination.amount)
            found.add("source.amount", "is required, or destination.amount is");
        if (asked.source.amount && asked.destination.amount)
            found.add("destination.amount", "cannot be together with source.amount");
    }
    static constexpr description value = checked_by(&one_amount, {fields});
};

}}} // namespace oms::v0_1::detail
